"""Sensitivity: which findings hold when a choice that could have been made otherwise is made otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.articles import Article
from analysis.canvas import FEW_MENTIONS
from analysis.cues import CATEGORIES
from analysis.framing import Analysis, analyze, in_body, row_at
from analysis.lexicons import load_lexicon
from analysis.sentiment import _blank, influential_words, score_sentences
from analysis.spans import add_voice, match_phrases
from analysis.summaries import cues_of_own_clauses, summarize_framing
from analysis.tone import COUNTRIES, explain
from analysis.vader import polarity

RATES = {  # cues an own clause
    "uncertain_rate": ("hedge", "vague", "evidential"),
    "booster_rate": ("booster",),
    "condition_rate": ("condition",),
    "obligation_rate": ("obligation",),
}
SIGNED = ("compound_masked", "tone")
MEASURES = ("n_mentions", *RATES, "n_quoted_words", *SIGNED)
AS_TOLD = "as told"


def robustness(
    articles: Article | Iterable[Article],
    *,
    actors: pd.DataFrame | str | os.PathLike[str] | None = None,
    lexicon: pd.DataFrame | str | os.PathLike[str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Repeat the summary of framing under other choices, and tell which findings keep their sign and rank.

    A finding is an actor's value of a measure: its rank among the actors with ten mentions and more, and for sentiment and
    tone its sign.  The choices: parties instead of states; without mentions read as places; names not masked, or topic words
    masked too; tier A alone; without what others are quoted or reported saying; standfirst and links counted as text; each
    category of cues, and each single entry of the list, left out of the rates that it is part of; and each word that counts
    for sentiment or tone, left out of their means.

    Parameters
    ----------
    articles : Article or iterable of Article
    actors, lexicon, seed
        As `analyze` takes them.

    Returns
    -------
    DataFrame
        One row a finding and choice: `article_id`, `state`, `measure`, `choice` ("as told" first), `value` with its
        `rank` (1 is the highest; equal values share the better rank), and whether it `keeps` the rank, and for
        sentiment and tone the sign, that it has as told.  A category or entry that changes nothing has no rows.

    Examples
    --------
    >>> text = "Iraq may wait. " * 6 + "Iraq waits. " * 6 + "Russia waits. " * 11
    >>> found = robustness(Article("a", text))
    >>> found.loc[found["measure"].eq("uncertain_rate") & ~found["keeps"], ["state", "choice", "rank"]].values.tolist()
    [['Russia', 'without hedge', 1], ['Russia', 'without “may”', 1]]
    """
    return _robustness(analyze(articles, actors=actors, lexicon=lexicon, seed=seed))


def _robustness(analysis: Analysis) -> pd.DataFrame:
    told = _findings(analysis, AS_TOLD)
    parts = [told, *(_findings(changed, choice, by=by, compared=told) for choice, changed, by in _choices(analysis))]
    table = pd.concat([*parts, *_without_cues(analysis, told), *_without_words(analysis, told)], ignore_index=True)
    keys = ["article_id", "state", "measure"]
    before = table[keys].merge(told.drop(columns="choice"), on=keys, how="left")
    same_sign = np.sign(table["value"]).eq(np.sign(before["value"])) | ~table["measure"].isin(SIGNED)
    return table.assign(keeps=table["rank"].eq(before["rank"]).fillna(value=False).astype(bool) & same_sign)


def _findings(analysis: Analysis, choice: str, *, by: str = "state", compared: pd.DataFrame | None = None) -> pd.DataFrame:
    """Values and ranks of every measure for the actors of `compared`, else for every state with enough mentions."""
    framing = summarize_framing(analysis, by=by).rename(columns={by: "state"}).astype({"article_id": str, "state": str})
    n_cues = {name: framing[[f"n_{category}_clause" for category in categories]].sum(axis=1) for name, categories in RATES.items()}
    framing = framing[["article_id", "state", "n_mentions", "n_quoted_words", *SIGNED]].assign(
        **{name: n / framing["n_clauses"] for name, n in n_cues.items()}
    )
    if compared is None:
        framing = framing[framing["n_mentions"] >= FEW_MENTIONS]
    else:
        framing = compared[["article_id", "state"]].drop_duplicates().merge(framing, on=["article_id", "state"], how="left")
    return _ranked(framing.melt(["article_id", "state"], list(MEASURES), var_name="measure"), choice)


def _ranked(table: pd.DataFrame, choice: str) -> pd.DataFrame:
    ranks = table.groupby(["article_id", "measure"])["value"].rank(ascending=False, method="min").astype("Int64")
    return table.assign(choice=choice, rank=ranks)[["article_id", "state", "measure", "choice", "value", "rank"]]


def _without_cues(analysis: Analysis, told: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Rates of cues with one category or one entry left out, where that changes a rate and leaves something of it."""
    clauses, cues = (table.astype({"article_id": str, "state": str}) for table in cues_of_own_clauses(analysis, by="state"))
    keys = ["article_id", "state"]
    n_clauses = clauses.groupby(keys).size()
    left_out = [("category", each) for each in CATEGORIES] + [("entry", each) for each in sorted(set(cues["entry"]))]
    for column, value in left_out:
        gone = cues[cues[column] == value]
        measures = [name for name, categories in RATES.items() if gone["category"].isin(categories).any() and categories != (value,)]
        for measure in measures:
            lost = gone[gone["category"].isin(RATES[measure])].groupby(keys).size() / n_clauses
            rows = told[told["measure"] == measure]
            change = lost.reindex(pd.MultiIndex.from_frame(rows[keys])).fillna(0).to_numpy()
            if change.any():
                name = value if column == "category" else f"“{value}”"
                yield _ranked(rows.assign(value=(rows["value"] - change).round(12)), f"without {name}")


def _without_words(analysis: Analysis, told: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Mean sentiment without what one word of VADER's list does to it, and mean tone without what a word adds to the model's log-odds."""
    keys = ["article_id", "state"]
    ranked = pd.MultiIndex.from_frame(told[keys].drop_duplicates())
    named = in_body(analysis, analysis.tone).dropna(subset=["state"]).astype({"article_id": str, "state": str})
    named = named[pd.MultiIndex.from_frame(named[keys]).isin(ranked)]
    own = named.drop_duplicates([*keys, "sent_id"])
    for measure, rows, changes in (("compound_masked", own, _changes_of_sentiment), ("tone", named, _changes_of_tone)):
        found = rows[[*keys, "sent_id", "start", "end"]].merge(changes(analysis, rows), on=["article_id", "sent_id", "start", "end"])
        change = found.groupby([*keys, "word"])["change"].sum() / rows.groupby(keys).size()
        values = told[told["measure"] == measure]
        for word, by_state in change.groupby(level="word", sort=True):
            moved = by_state.droplevel("word").reindex(pd.MultiIndex.from_frame(values[keys])).fillna(0).to_numpy()
            if np.abs(moved).max(initial=0) > 1e-12:
                yield _ranked(values.assign(value=(values["value"] + moved).round(12)), f"without “{word}”")


def _changes_of_sentiment(analysis: Analysis, rows: pd.DataFrame) -> pd.DataFrame:
    """For each row's sentence and each word in it that matters there: by how much its score without names changes without the word."""
    hidden = analysis.mentions[["article_id", "start", "end"]]
    sentences = analysis.sentences.astype({"article_id": str}).merge(rows[["article_id", "sent_id"]].drop_duplicates())
    changes = []
    for article_id, sent_id, text in zip(sentences["article_id"], sentences["sent_id"], _blank(sentences, hidden), strict=True):
        words, whole = influential_words(text), polarity(text).compound
        for word, each in words.groupby(words["text"].str.casefold(), sort=False):
            without = text
            for start, end in zip(each["start"], each["end"], strict=True):
                without = without[:start] + " " * (end - start) + without[end:]
            changes.append((article_id, sent_id, word, polarity(without).compound - whole))
    table = pd.DataFrame(changes, columns=["article_id", "sent_id", "word", "change"]).astype({"article_id": "str", "sent_id": "int64"})
    return rows[["article_id", "sent_id", "start", "end"]].drop_duplicates().merge(table, on=["article_id", "sent_id"])


def _changes_of_tone(analysis: Analysis, rows: pd.DataFrame) -> pd.DataFrame:
    """For each mention and each other word of its sentence: by how much its tone changes without what the word adds."""
    sentences = analysis.sentences.iloc[row_at(analysis.sentences, rows)]
    changes = []
    for row, first, text in zip(rows.to_dict("records"), sentences["start"], sentences["text"], strict=True):
        span = row["start"] - first, row["end"] - first
        words = explain(text, span, model=COUNTRIES)
        odds = words[["negative", "positive"]].sum()
        others = words[(words["end"] <= span[0]) | (words["start"] >= span[1])]
        added = others.groupby(others["text"].str.casefold(), sort=False)[["negative", "positive"]].sum()
        negative, positive = np.exp(odds["negative"] - added["negative"]), np.exp(odds["positive"] - added["positive"])
        tones = (positive - negative) / (1 + negative + positive)
        changes += [(row["article_id"], row["sent_id"], row["start"], row["end"], word, tone - row["tone"]) for word, tone in tones.items()]
    columns = ["article_id", "sent_id", "start", "end", "word", "change"]
    return pd.DataFrame(changes, columns=columns).astype({"article_id": "str"} | dict.fromkeys(columns[1:4], "int64"))


def _articles(analysis: Analysis) -> list[Article]:
    return [Article(article_id, text) for article_id, text in analysis.texts.items()]


def _choices(analysis: Analysis) -> Iterator[tuple[str, Analysis, str]]:
    """Each choice with the analysis that it gives, and what its summary is by."""
    mentions, cues, tone = analysis.mentions, analysis.cues, analysis.tone
    yield "by party", analysis, "actor"
    no_place, tone_of_no_place = (table[table["reading"] != "place"] for table in (mentions, tone))
    yield "without places", replace(analysis, mentions=no_place, tone=tone_of_no_place), "state"
    plain = analysis.sentiment.assign(compound_masked=analysis.sentiment["compound"])
    yield "names not masked", replace(analysis, sentiment=plain), "state"
    topics = match_phrases(_articles(analysis), load_lexicon("topic_words")["entry"])
    hidden = pd.concat([table[["article_id", "start", "end"]].astype({"article_id": str}) for table in (mentions, topics)])
    masked = score_sentences(analysis.sentences, mask=hidden)
    yield "topic words masked", replace(analysis, sentiment=masked), "state"
    sure = analysis.attributions[analysis.attributions["tier"] == "A"]
    yield "tier A alone", _with_attributions(analysis, sure), "state"
    mentions, cues, tone = (table[table["voice"] == "author"] for table in (mentions, cues, tone))
    yield "author alone", replace(analysis, mentions=mentions, cues=cues, tone=tone), "state"
    zones = analysis.sentences["zone"].where(~analysis.sentences["zone"].isin(["standfirst", "link"]), "body")
    yield "standfirst and links", replace(analysis, sentences=analysis.sentences.assign(zone=zones)), "state"


def _with_attributions(analysis: Analysis, attributions: pd.DataFrame) -> Analysis:
    """The analysis as if only these attributions had been found."""
    keys = pd.MultiIndex.from_frame(attributions[["article_id", "attribution_id"]].astype({"article_id": str}))
    is_kept = pd.MultiIndex.from_frame(analysis.speakers[["article_id", "attribution_id"]].astype({"article_id": str})).isin(keys)
    return replace(
        analysis,
        attributions=attributions,
        speakers=analysis.speakers[is_kept],
        mentions=add_voice(analysis.mentions, attributions),
        cues=add_voice(analysis.cues, attributions),
        tone=add_voice(analysis.tone, attributions),
    )
