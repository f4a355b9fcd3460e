"""The methods section: what was done to get these numbers, in sentences ready to cite."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import version

import pandas as pd

from analysis.cues import CATEGORIES
from analysis.framing import Analysis
from analysis.lexicons import load_lexicon


def methods_paragraph(analysis: Analysis) -> str:
    """Describe how an analysis was made: versions, lists, numbers, choices, corrections.

    Parameters
    ----------
    analysis : Analysis

    Returns
    -------
    str
        One paragraph of plain text.  A list is named with its number of entries and the first 8 characters of its digest,
        so that a reader can tell whether it is the same.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> print(methods_paragraph(analyze(Article("a", "Iraq may wait."))).partition(" with ")[0])
    We analysed 1 article (1 sentence, 1 of them in the body, 3 words)
    """
    n_body = int((analysis.sentences["zone"] == "body").sum())
    n_sure = int((analysis.attributions["tier"] == "A").sum())
    articles, sentences = _n(len(analysis.articles), "article"), _n(len(analysis.sentences), "sentence")
    python = f"Python {platform.python_version()}, pandas {version('pandas')}, vaderSentiment {version('vaderSentiment')}"
    parts = [
        f"We analysed {articles} ({sentences}, {n_body:,} of them in the body, {len(analysis.tokens):,} words) with "
        f"framing-analysis {version('framing-analysis')} ({python}). Counts are of body text.",
        _named(analysis),
        f"Stance was measured by {_described(load_lexicon('cues'))} in {len(CATEGORIES)} categories after Hyland (2005), with guards and "
        f"negation: {_n(len(analysis.cues), 'cue')}; a cue belongs to an actor in the actor's own clause.",
        f"Speech of others was found by rules over {_described(load_lexicon('reporting_verbs'))}: "
        f"{_n(len(analysis.attributions), 'attribution')}, {n_sure} of them by the rules of tier A.",
        "Sentiment of sentences is VADER (Hutto & Gilbert 2014), with the names of actors masked.",
        _corrected(analysis),
        f"Intervals resample whole paragraphs (2,000 draws, seed {analysis.seed}); they tell how much a number hangs on few sentences of "
        "these texts.",
    ]
    return " ".join(parts)


def _named(analysis: Analysis) -> str:
    if "coder" in analysis.mentions:
        n_labels, coders = analysis.mentions["state"].nunique(), sorted(set(analysis.mentions["coder"]))
        spans = _n(len(analysis.mentions), "span")
        return f"{spans} were coded by hand with {_n(n_labels, 'label')} by {', '.join(coders) or 'nobody'}."
    mentions = _n(len(analysis.mentions), "mention")
    return f"Actors were found by a table of {_described(analysis.actors)}: {mentions}, read as actor, modifier or place."


def _n(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _described(table: pd.DataFrame) -> str:
    """Name a list by its size and digest."""
    digest = hashlib.sha256(table.astype(str).to_csv(index=False, lineterminator="\n").encode()).hexdigest()
    return f"{_n(len(table), 'entry').replace('entrys', 'entries')} (digest {digest[:8]})"


def _corrected(analysis: Analysis) -> str:
    made = analysis.corrections[analysis.corrections["reason"] == ""]
    if made.empty:
        return "Nothing was corrected by hand."
    spans = made.drop_duplicates(["table", "digest", "start", "end", "action"])
    actions = ", ".join(f"{n} {action}" for action, n in spans["action"].value_counts().sort_index().items())
    unfit = len(analysis.corrections) - len(made)
    more = f"; {unfit} more no longer fitted the text" if unfit else ""
    return f"By hand, {', '.join(sorted(set(made['by'])))} corrected {_n(len(spans), 'span')} ({actions}){more}."
