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
from analysis.framing import Analysis, analyze
from analysis.spans import add_voice
from analysis.summaries import cues_of_own_clauses, summarize_framing

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
    tone its sign.  The choices: parties instead of states; without mentions read as places; names not masked; tier A alone; without
    what others are quoted or reported saying; standfirst and links counted as text; each category of cues, and each
    single entry of the list, left out of the rates that it is part of.

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
    table = pd.concat([*parts, *_without_cues(analysis, told)], ignore_index=True)
    keys = ["article_id", "state", "measure"]
    before = table[keys].merge(told.drop(columns="choice"), on=keys, how="left")
    same_sign = np.sign(table["value"]).eq(np.sign(before["value"])) | ~table["measure"].isin(SIGNED)
    return table.assign(keeps=table["rank"].eq(before["rank"]).fillna(value=False).astype(bool) & same_sign)


def _findings(analysis: Analysis, choice: str, *, by: str = "state", compared: pd.DataFrame | None = None) -> pd.DataFrame:
    """Values and ranks of every measure for the actors of `compared`, else for every state with enough mentions."""
    framing = summarize_framing(analysis, by=by).rename(columns={by: "state"}).astype({"article_id": str, "state": str})
    for measure, categories in RATES.items():
        framing[measure] = framing[[f"n_{category}_clause" for category in categories]].sum(axis=1) / framing["n_clauses"]
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


def _choices(analysis: Analysis) -> Iterator[tuple[str, Analysis, str]]:
    """Each choice with the analysis that it gives, and what its summary is by."""
    mentions, cues, tone = analysis.mentions, analysis.cues, analysis.tone
    yield "by party", analysis, "actor"
    no_place, tone_of_no_place = (table[table["reading"] != "place"] for table in (mentions, tone))
    yield "without places", replace(analysis, mentions=no_place, tone=tone_of_no_place), "state"
    plain = analysis.sentiment.assign(compound_masked=analysis.sentiment["compound"])
    yield "names not masked", replace(analysis, sentiment=plain), "state"
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
