"""Conflict events and their doers: how a text goes on naming what was done, and by whom.

Violence loses its doer through nouns ("the strikes") more often than through passives, so both are listed beside the
active clauses, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from analysis.chunks import Mention
from analysis.framing import Analysis, in_body, row_at
from analysis.nominals import carries, event_noun
from analysis.roles import entries_at
from analysis.spans import add_voice
from analysis.subjects import Clauses
from analysis.triggers import words

EVENT_CLASSES = ("attack", "coerce")
FORMS = ("active", "passive", "agentless", "noun")
DOERS = ("clause", "noun phrase", "no")


class _Reference(NamedTuple):
    start: int
    end: int
    label: str
    event_class: str
    form: str
    phrase: int  # start of the noun phrase that it is in
    is_weak: bool


def event_chain(analysis: Analysis) -> pd.DataFrame:
    """List the references to conflict events in their order, and whether the doer of each is named.

    A verb or a noun of the classes attack and coerce is a reference; weak entries of the list ("hit", "campaign") only
    where an action was found.  A doer is named where it is one of the actors that were looked for.  Only the body counts.

    Parameters
    ----------
    analysis : Analysis

    Returns
    -------
    DataFrame
        One row a reference: `article_id`, `sent_id`, `start`, `end`, `text`; `label` (the entry of ``data/actions.csv``:
        "strike"), `event_class` (attack, coerce), `form` (active, passive, agentless, noun), `doer` (the actors, joined
        by commas; "" where none is named), `doer_named` (noun phrase: "Israeli strikes"; clause: elsewhere in its clause;
        no), `hedged` (stands a hedge or an evidential in its clause), `voice` (author, quoted, reported, editor).

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> article = Article("a", "Israel bombed Gaza. The strikes went on. Israeli raids may follow.")
    >>> event_chain(analyze(article))[["text", "doer", "doer_named", "hedged"]].values.tolist()
    [['bombed', 'Israel', 'clause', False], ['strikes', '', 'no', False], ['raids', 'Israel', 'noun phrase', True]]
    """
    terms = analysis.tokens["term"]
    telling = analysis.tokens[terms.isin([term for term in terms.unique() if _tells(term)])]
    candidates = in_body(analysis, telling).drop_duplicates(["article_id", "sent_id"])
    mentions, actions = _grouped(analysis.mentions), _grouped(analysis.actions)
    rows = []
    for sentence in analysis.sentences.iloc[row_at(analysis.sentences, candidates)].to_dict("records"):
        key = (str(sentence["article_id"]), sentence["sent_id"])
        named = [Mention(*(row[name] for name in Mention._fields)) for row in mentions.get(key, [])]
        plain = analysis.texts[key[0]].replace("’", "'")
        for reference in _references(Clauses(plain, sentence["start"], sentence["end"], named)):
            told = [row for row in actions.get(key, []) if row["start"] <= reference.start and reference.end <= row["end"]]
            if told or not reference.is_weak:
                rows.append((*key, *reference[:5], *_doer(reference, told)))
    return _table(analysis, rows)


def summarize_events(chain: pd.DataFrame) -> pd.DataFrame:
    """Count how often the doer of an event is named.

    Parameters
    ----------
    chain : DataFrame
        As `event_chain` returns it.

    Returns
    -------
    DataFrame
        One row an article, `event_class` and `form`: `n` references; `n_clause`, `n_noun_phrase` and `n_no` by where the
        doer is named; `share` (0 to 1) of references with a named doer.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> article = Article("a", "Israel bombed Gaza. The strikes went on. Israeli raids may follow.")
    >>> summarize_events(event_chain(analyze(article)))[["event_class", "form", "n", "share"]].values.tolist()
    [['attack', 'active', 1, 1.0], ['attack', 'noun', 2, 0.5]]
    """
    keys = ["article_id", "event_class", "form"]
    named = {f"n_{doer.replace(' ', '_')}": chain["doer_named"] == doer for doer in DOERS}
    table = chain[keys].assign(n=1, **named).groupby(keys, observed=True).sum().astype("int64").reset_index()
    return table.assign(share=1 - table["n_no"] / table["n"])


def _tells(term: str) -> bool:
    """Tell whether a word may be a reference."""
    word = words()[term]
    return any(trigger.category in EVENT_CLASSES for trigger in (*word.verbs, *word.nouns))


def _grouped(table: pd.DataFrame) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """Rows of a table by their sentence."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in table.assign(article_id=table["article_id"].astype(str)).to_dict("records"):
        found.setdefault((row["article_id"], row["sent_id"]), []).append({str(name): value for name, value in row.items()})
    return found


def _references(clauses: Clauses) -> Iterator[_Reference]:
    """References of one sentence, in order."""
    for c, letter in enumerate(clauses.shape):
        if letter in "VGI":
            trigger, width = next(entries_at(clauses, c), (None, 0))
            head, form = clauses.head(c), "active"
            target = clauses.after(c, width).object
            if target >= 0 and event_noun(clauses, target) and carries(clauses, c):
                continue  # "launched strikes": the noun is the reference
            if trigger and clauses.is_passive(c):
                form = "passive" if any(word == "by" for word, _ in clauses.after(c, width).phrases) else "agentless"
            first, last = head, head + 1 + width
        else:
            head, trigger = (event_noun(clauses, c) if letter == "N" else None) or (0, None)
            first, last, form = head - len(trigger.rest) if trigger else 0, head + 1, "noun"
        if trigger and trigger.category in EVENT_CLASSES:
            phrase = clauses.span(clauses.first[c], clauses.last[c])[0]
            yield _Reference(*clauses.span(first, last), trigger.entry, trigger.category, form, phrase, trigger.is_weak)


def _doer(reference: _Reference, told: list[dict[str, Any]]) -> tuple[str, str]:
    """Doers of a reference, and where they are named."""
    agents = {str(row["agent"]): row["agent_start"] for row in told if not pd.isna(row["agent"])}
    if not agents:
        return "", "no"
    is_inside = reference.form == "noun" and all(reference.phrase <= start < reference.start for start in agents.values())
    return ", ".join(agents), "noun phrase" if is_inside else "clause"


def _table(analysis: Analysis, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    names = ("article_id", "sent_id", "start", "end", "label", "event_class", "form", "doer", "doer_named")
    columns = dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))
    spans = zip(columns["article_id"], columns["start"], columns["end"], strict=True)
    table = pd.DataFrame(
        {
            "article_id": pd.Categorical(columns["article_id"], categories=analysis.sentences["article_id"].cat.categories),
            **{name: pd.Series(columns[name], dtype="int64") for name in ("sent_id", "start", "end")},
            "text": pd.Series([analysis.texts[key][start:end] for key, start, end in spans], dtype="str"),
            "label": pd.Series(columns["label"], dtype="str"),
            "event_class": pd.Categorical(columns["event_class"], categories=list(EVENT_CLASSES)),
            "form": pd.Categorical(columns["form"], categories=list(FORMS)),
            "doer": pd.Series(columns["doer"], dtype="str"),
            "doer_named": pd.Categorical(columns["doer_named"], categories=list(DOERS)),
        }
    )
    cues = analysis.cues[analysis.cues["category"].isin(["hedge", "evidential"])]
    hedged = set(row_at(analysis.clauses, cues))
    table["hedged"] = pd.Series([clause in hedged for clause in row_at(analysis.clauses, table)], dtype="bool")
    return add_voice(table, analysis.attributions)
