"""Summaries: one row an actor, each number with its denominator, from the tables of an `Analysis`.

Counts are facts of the text and carry no interval.  Rates and means carry a resampling interval over paragraphs (`_low`,
`_high`), which tells how much they hang on few sentences.  Only body text counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.actions import ROLES, add_role
from analysis.attributions import COMMITMENTS
from analysis.cues import CATEGORIES
from analysis.entries import KINDS
from analysis.framing import Analysis, in_body, offset_keys, row_at
from analysis.quotations import find_quotations
from analysis.readings import READINGS
from analysis.spans import VOICES, add_voice
from analysis.uncertainty import resample_ratio

RATES = ("hedge", "booster", "condition", "obligation")
SPEAKER_KINDS = ("actor", "outsider", "unnamed")
STRONG = 0.8  # probability of a class from which a single prediction is right in more than four of five cases
_ROLE_COUNTS = ("n_doer", "n_noun_doer", "n_target")
_VOICE_COUNTS = ("n_attributions", "n_quoted_words", "n_reported_words", "n_endorsing", "n_neutral", "n_distancing")


def summarize_framing(analysis: Analysis, *, by: str = "state") -> pd.DataFrame:
    """Summarize how each actor is framed: salience, company, stance in its clauses, voice, sentiment of its sentences.

    Parameters
    ----------
    analysis : Analysis
    by : str
        "state" (a militia counts to its country) or "actor" (each party by itself).

    Returns
    -------
    DataFrame
        One row an article and state (or actor), most mentioned first: `article_id`, the state or actor;
        `n_mentions`, of these `n_by_hand` (accepted, changed or added by a reader); `share` (0 to 1) of all mentions of the
        compared; `n_sentences` that name it, of `n_body_sentences`; `first_sent_id`; `n_clauses` that name it;
        `n_name` to `n_group` (mentions by kind), `n_actor`, `n_modifier`, `n_place` (by reading) and `n_author`,
        `n_quoted`, `n_reported`, `n_editor` (by whose words they stand in); `n_doer`, `n_noun_doer`, `n_target` (mentions by
        what the actor does or suffers there, see `add_role`);
        `n_shared` (sentences that name another of the compared as well) and `shared_with` (which, with counts);
        for each category of cues `n_hedge_clause` and so on (cues in the actor's own clauses), `n_hedge_author` (of
        these, the ones in the author's own words) and `n_hedge_sentence` (the weaker measure: cues anywhere in its
        sentences); as a speaker, `n_attributions`, `n_quoted_words`, `n_reported_words`, `n_endorsing`, `n_neutral`,
        `n_distancing` (see `summarize_voices`); for hedges, boosters, conditions and obligations the rate an own
        clause, `hedge_rate` and so on, with interval; `compound` and `compound_masked` (mean sentiment of its
        sentences, -1 to 1), `tone` towards the actor (mean over its mentions, -1 to 1), `tone_author` (in the author's own
        words) and `tone_others` (in quoted and reported ones), each with interval; `n_negative` and `n_positive` (mentions
        that the model is surest of, at .8 and more).

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> table = summarize_framing(analyze(Article("a", "Iraq may buy Russian tanks. Iraqis wait.")))
    >>> table[["state", "n_mentions", "n_sentences", "shared_with", "n_hedge_clause"]].values.tolist()
    [['Iraq', 2, 2, 'Russia 1', 1], ['Russia', 1, 1, 'Iraq 1', 1]]
    """
    profile = _profile(analysis, by, read_spoken(analysis))
    table = profile.table.join(_rates(profile, seed=analysis.seed))
    dtypes = _profile_columns(by)
    return table.reset_index()[list(dtypes)].astype({name: dtype for name, dtype in dtypes.items() if dtype != "category"})


def count_framing(analysis: Analysis, spoken: Spoken, *, by: str) -> pd.DataFrame:
    """What `summarize_framing` counts, without rates and intervals: the rows that the articles of a corpus add up to.

    `compound` and `compound_masked` are sums over the `n_sentences`, and cues in own clauses stand under ``n_<category>_clause``.
    """
    profile = _profile(analysis, by, spoken)
    sentiment = profile.own_sentences.groupby(["article_id", by], observed=True)[["compound", "compound_masked"]].sum(min_count=1)
    table = profile.table.join(sentiment).reset_index()
    dtypes = {name: dtype for name, dtype in _profile_columns(by).items() if name in table}
    return table[list(dtypes)].astype({name: dtype for name, dtype in dtypes.items() if dtype != "category"})


class _Profile(NamedTuple):
    """Counts, and the rows that rates and means are taken over."""

    table: pd.DataFrame  # indexed by article and actor
    in_clause: pd.DataFrame
    own_clauses: pd.DataFrame
    own_sentences: pd.DataFrame
    paragraphs: pd.DataFrame
    tone: pd.DataFrame


def _profile(analysis: Analysis, by: str, spoken: Spoken) -> _Profile:
    """Count everything that is told of each actor of each article."""
    _check_by(by)
    key = ["article_id", by]
    mentions = add_role(in_body(analysis, analysis.mentions), analysis.actions).dropna(subset=[by])
    cues = in_body(analysis, analysis.cues)
    sentences = analysis.sentences.merge(analysis.sentiment[["article_id", "sent_id", "compound", "compound_masked"]])
    sentences = sentences[sentences["zone"] == "body"]
    paragraphs = sentences[["article_id", "para_id"]].drop_duplicates()
    own_sentences = mentions[[*key, "sent_id"]].drop_duplicates().merge(sentences, on=["article_id", "sent_id"])
    own_clauses, in_clause = cues_of_own_clauses(analysis, by=by)
    in_sentence = own_sentences[[*key, "sent_id"]].merge(cues[["article_id", "sent_id", "category"]], on=["article_id", "sent_id"])

    table = mentions.groupby(key, observed=True, sort=False).agg(n_mentions=("start", "size"), first=("start", "min")).reset_index()
    table = table.sort_values(["article_id", "n_mentions", "first"], ascending=[True, False, True]).set_index(key)
    table["n_by_hand"] = _count(mentions[mentions["correction"].notna()] if "correction" in mentions else mentions.iloc[:0], table)
    table["share"] = table["n_mentions"] / table.groupby("article_id", observed=True)["n_mentions"].transform("sum")
    table["n_sentences"] = _count(own_sentences, table)
    of_article = table.index.get_level_values("article_id")
    table["n_body_sentences"] = sentences["article_id"].value_counts().reindex(of_article).to_numpy()
    table["first_sent_id"] = mentions.groupby(key, observed=True)["sent_id"].min().reindex(table.index)
    table["n_clauses"] = _count(own_clauses, table)
    for column, values in (("kind", KINDS), ("reading", READINGS), ("voice", VOICES)):
        table = table.join(_counts(mentions, column, values, table))
    table[[*_ROLE_COUNTS]] = _counts(mentions, "role", ROLES[:3], table)
    table = table.join(_company(own_sentences, table, by))
    table = table.join(_counts(in_clause, "category", CATEGORIES, table, "_clause"))
    table = table.join(_counts(in_clause[in_clause["voice"] == "author"], "category", CATEGORIES, table, "_author"))
    table = table.join(_counts(in_sentence, "category", CATEGORIES, table, "_sentence"))
    tone = in_body(analysis, analysis.tone).dropna(subset=[by])
    table["n_negative"] = _count(tone[tone["negative"] >= STRONG], table)
    table["n_positive"] = _count(tone[tone["positive"] >= STRONG], table)
    voices = _voices(analysis, by, spoken).rename(columns={"speaker": by}).astype({"article_id": str, by: str})
    voices = voices.set_index(["article_id", by])[[*_VOICE_COUNTS]]
    table[[*_VOICE_COUNTS]] = voices.reindex([(str(article_id), str(name)) for article_id, name in table.index]).to_numpy()
    return _Profile(table, in_clause, own_clauses, own_sentences, paragraphs, tone)


def cues_of_own_clauses(analysis: Analysis, *, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Clauses of the body that name each actor, and the cues in them; a clause that names two counts for both."""
    mentions = in_body(analysis, analysis.mentions).dropna(subset=[by])
    cues = in_body(analysis, analysis.cues)
    clauses = mentions[["article_id", by, "para_id"]].assign(clause=row_at(analysis.clauses, mentions))
    clauses = clauses.drop_duplicates(["article_id", by, "clause"])
    placed = cues[["category", "entry", "voice"]].assign(clause=row_at(analysis.clauses, cues))
    return clauses, clauses.merge(placed, on="clause")


def _check_by(by: str) -> None:
    if by not in ("state", "actor"):
        raise ValueError(f"`by` must be one of 'state', 'actor'; not {by!r}.")


def _profile_columns(by: str) -> dict[str, str]:
    """Columns of the summary and their dtypes."""
    measures = [f"{name}_rate" for name in RATES] + ["compound", "compound_masked", "tone", "tone_author", "tone_others"]
    whole = ["n_mentions", "n_by_hand", "n_sentences", "n_body_sentences", "first_sent_id", "n_clauses"]
    return (
        {"article_id": "category", by: "category"}
        | dict.fromkeys(whole, "int64")
        | {"share": "float64"}
        | dict.fromkeys([f"n_{name}" for name in (*KINDS, *READINGS, *VOICES)], "int64")
        | dict.fromkeys(_ROLE_COUNTS, "int64")
        | {"n_shared": "int64", "shared_with": "str"}
        | dict.fromkeys([f"n_{name}_{scope}" for name in CATEGORIES for scope in ("clause", "author", "sentence")], "int64")
        | dict.fromkeys([*_VOICE_COUNTS, "n_negative", "n_positive"], "int64")
        | dict.fromkeys([name + bound for name in measures for bound in ("", "_low", "_high")], "float64")
    )


def _codes(column: pd.Series, known: pd.Index) -> np.ndarray:
    """Position of each value among the known ones, -1 where it is none of them; a category is looked up once, not once a row."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places = np.append(known.get_indexer(pd.Index(column.cat.categories.astype("str"))), -1)
        codes: np.ndarray = places[column.cat.codes]
        return codes
    return known.get_indexer(pd.Index(column.astype("str")))


def _lines(rows: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """For each row, the position of its article and actor in the summary; all stand there."""
    own, place = np.zeros(len(table), dtype="int64"), np.zeros(len(rows), dtype="int64")
    for name in map(str, table.index.names):
        values = pd.Index(table.index.get_level_values(name).astype("str"))
        known = values.unique()
        own, place = own * len(known) + known.get_indexer(values), place * len(known) + _codes(rows[name], known)
    order = np.argsort(own)
    lines: np.ndarray = order[np.searchsorted(own, place, sorter=order)] if len(rows) else place
    return lines


def _count(rows: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Number of rows of each article and actor, in the order of the summary."""
    return pd.Series(np.bincount(_lines(rows, table), minlength=len(table)), index=table.index)


def _counts(rows: pd.DataFrame, column: str, values: Sequence[str], table: pd.DataFrame, suffix: str = "") -> pd.DataFrame:
    """Rows of each article and actor by the values of a column, one column a value: ``n_<value><suffix>``."""
    codes = _codes(rows[column], pd.Index(list(values), dtype="str"))
    cells = (_lines(rows, table) * len(values) + codes)[codes >= 0]
    counts = np.bincount(cells, minlength=len(table) * len(values)).reshape(len(table), len(values))
    return pd.DataFrame(counts, index=table.index, columns=[f"n_{value}{suffix}" for value in values])


def _company(own_sentences: pd.DataFrame, table: pd.DataFrame, by: str) -> pd.DataFrame:
    """In how many sentences each actor shares with others of the compared, and with which."""
    named = own_sentences[["article_id", by, "sent_id"]].assign(line=_lines(own_sentences, table))
    pairs = named.merge(named[["article_id", "sent_id", "line"]], on=["article_id", "sent_id"], suffixes=("", "_other"))
    pairs = pairs[pairs["line"] != pairs["line_other"]]
    shared = pairs.drop_duplicates(["line", "sent_id"])
    others = pairs.groupby(["line", "line_other"]).size().rename("n").reset_index()
    others["name"] = table.index.get_level_values(by).astype("str")[others["line_other"]]
    others = others.sort_values(["n", "name"], ascending=[False, True])
    listed = (others["name"] + " " + others["n"].astype("str")).groupby(others["line"]).agg(", ".join)
    columns = {"n_shared": _count(shared, table).to_numpy(), "shared_with": listed.reindex(range(len(table)), fill_value="").to_numpy()}
    return pd.DataFrame(columns, index=table.index)


def _rates(profile: _Profile, *, seed: int) -> pd.DataFrame:
    """Rates an own clause and means over own sentences with their resampling intervals, article by article."""
    table, in_clause, own_clauses, own_sentences, paragraphs, tone = profile
    # One block of cells an article, a line an actor and a column a paragraph: what is added up above and below the line.
    article = paragraphs["article_id"].cat.categories.get_indexer(table.index.get_level_values("article_id"))
    paragraphs = paragraphs.assign(column=paragraphs.groupby("article_id", observed=True).cumcount())
    width = paragraphs["article_id"].cat.codes.value_counts().reindex(article, fill_value=0).to_numpy()
    first = np.concatenate([[0], np.cumsum(width)])
    lines = pd.DataFrame({"cell": first[:-1]}, index=table.index)
    key = [str(name) for name in table.index.names]

    def add_up(rows: pd.DataFrame, values: pd.Series | None = None) -> np.ndarray:
        placed = rows.merge(paragraphs, on=["article_id", "para_id"]).join(lines, on=key, how="inner")
        return np.bincount(placed["cell"] + placed["column"], None if values is None else placed[values.name], first[-1]).astype(float)

    measures = {f"{category}_rate": (add_up(in_clause[in_clause["category"] == category]), add_up(own_clauses)) for category in RATES}
    for name in ("compound", "compound_masked"):
        measures[name] = add_up(own_sentences, own_sentences[name]), add_up(own_sentences)
    of_others = tone["voice"].isin(["quoted", "reported"])
    for name, rows in (("tone", tone), ("tone_author", tone[tone["voice"] == "author"]), ("tone_others", tone[of_others])):
        measures[name] = add_up(rows, rows["tone"]), add_up(rows)
    result = pd.DataFrame(index=table.index, columns=[name + bound for name in measures for bound in ("", "_low", "_high")], dtype=float)
    for code in dict.fromkeys(article):
        own = np.flatnonzero(article == code)
        block = slice(first[own[0]], first[own[-1] + 1])
        above, below = (
            np.concatenate([part[block].reshape(len(own), -1) for part in side]).T for side in zip(*measures.values(), strict=True)
        )
        total = below.sum(axis=0)
        value = np.divide(above.sum(axis=0), total, out=np.full(len(total), np.nan), where=total > 0)
        bounds = np.stack([value, *resample_ratio(above, below, seed=seed)], axis=1).reshape(len(measures), len(own), 3)
        result.iloc[own] = bounds.transpose(1, 0, 2).reshape(len(own), -1)
    return result


def summarize_voices(analysis: Analysis, *, by: str = "state") -> pd.DataFrame:
    """Summarize who speaks: how much, introduced how, and who is spoken about in whose words.

    Parameters
    ----------
    analysis : Analysis
    by : str
        "state" (a minister counts to his country) or "actor" (each party by itself).

    Returns
    -------
    DataFrame
        One row an article and speaker, who has most words first: `article_id`; `speaker`; `speaker_kind` (actor: one of
        the compared, also where it never speaks; outsider: another named source, such as media; unnamed: all that
        is said without a name, in one row whose `speaker` is ""); `n_attributions` and `share` (0 to 1) of all that are
        not scare quotes; `n_direct`, `n_indirect`, `n_mixed`; `n_full` and `n_fragment` (quotations that begin a
        sentence of their own, and those of a few words); `n_quoted_words` (inside marks) with `share_quoted` of all
        such words, `n_reported_words`; `n_endorsing`, `n_neutral`, `n_distancing` (how the writer introduces it);
        and for the actors the mentions of them: `n_about_author` (in the writer's own words), `n_about_others` (in the
        words of other speakers), `n_about_itself` (in its own), `n_about_editor` (in brackets inside a quotation).
        Words of two speakers ("the parties said") count for both; words of a report in a report for the inner one.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> voices = summarize_voices(analyze(Article("a", "“Iran is rash,” Russia claimed. Iraq waited.")))
    >>> voices[["speaker", "n_attributions", "n_quoted_words", "n_distancing", "n_about_others"]].values.tolist()
    [['Russia', 1, 3, 1, 0], ['Iran', 0, 0, 0, 1], ['Iraq', 0, 0, 0, 0]]
    """
    return _voices(analysis, by, read_spoken(analysis))


class Spoken(NamedTuple):
    """What others than the author say in the body."""

    attributions: pd.DataFrame  # all but scare quotes, with the `extent` of what they quote
    words: pd.DataFrame  # with their `voice` and the `attribution_id` of the innermost content


def read_spoken(analysis: Analysis) -> Spoken:
    """Find the words that others say; it takes a while, and is the same for states and actors."""
    spoken = in_body(analysis, analysis.attributions)
    spoken = spoken[spoken["kind"] != "scare"]
    tokens = in_body(analysis, analysis.tokens[["article_id", "start", "end"]])
    words = tokens.assign(attribution_id=_innermost(tokens, spoken)).query("attribution_id >= 0")
    return Spoken(spoken.assign(extent=spoken["text"].map(_extent)), add_voice(words, analysis.attributions))


def _voices(analysis: Analysis, by: str, spoken_words: Spoken) -> pd.DataFrame:
    """Summary of voices."""
    _check_by(by)
    spoken, words = spoken_words
    compared = in_body(analysis, analysis.mentions).dropna(subset=[by])
    compared = compared.assign(speaker=compared[by].astype("str"))
    names = analysis.speakers[by].astype("string").fillna(analysis.speakers["actor"].astype("string")).astype("str")
    named = analysis.speakers.assign(speaker=names)
    labels = named[["article_id", "attribution_id", "speaker"]].drop_duplicates()

    key = ["article_id", "speaker"]
    said = spoken.merge(labels, on=["article_id", "attribution_id"], how="left")
    said["speaker"] = said["speaker"].fillna("")
    states = named.loc[named["state"].notna() & (by == "state"), key]  # one that only speaks: "the Omani envoy said"
    others = said[key].sort_values(key)
    kinds = np.where(others["speaker"] == "", "unnamed", "outsider")
    table = pd.concat([compared[key].assign(speaker_kind="actor"), states.assign(speaker_kind="actor"), others.assign(speaker_kind=kinds)])
    table = table.drop_duplicates(key).astype({"speaker_kind": pd.CategoricalDtype(list(SPEAKER_KINDS))}).set_index(key)

    quoted = words[words["voice"] == "quoted"]
    words = words.merge(said[[*key, "attribution_id"]], on=["article_id", "attribution_id"])
    about = compared.assign(attribution_id=_innermost(compared, spoken)).merge(
        labels, on=["article_id", "attribution_id"], how="left", suffixes=("", "_of_words")
    )
    about["is_itself"] = about["speaker"] == about["speaker_of_words"]
    about = about.sort_values("is_itself", ascending=False, kind="stable").drop_duplicates(["article_id", "start", "end", by])
    in_words = about[about["voice"].isin(["quoted", "reported"])]  # of two speakers who say it, one may be itself

    of_article = table.index.get_level_values("article_id").astype(str)  # categories of more than 127 differ in their codes

    def in_article(rows: pd.DataFrame) -> pd.Series:
        return rows["article_id"].astype(str).value_counts().reindex(of_article)

    table["n_attributions"] = _count(said, table)
    table["share"] = _ratio(table["n_attributions"], in_article(spoken))
    table = table.join(_counts(said, "kind", ("direct", "indirect", "mixed"), table))
    table = table.join(_counts(said, "extent", ("full", "fragment"), table))
    table["n_quoted_words"] = _count(words[words["voice"] == "quoted"], table)
    table["share_quoted"] = _ratio(table["n_quoted_words"], in_article(quoted))
    table["n_reported_words"] = _count(words[words["voice"] == "reported"], table)
    table = table.join(_counts(said, "commitment", COMMITMENTS, table))
    table["n_about_author"] = _count(about[about["voice"] == "author"], table)
    table["n_about_others"] = _count(in_words[~in_words["is_itself"]], table)
    table["n_about_itself"] = _count(in_words[in_words["is_itself"]], table)
    table["n_about_editor"] = _count(about[about["voice"] == "editor"], table)
    table = table.reset_index()
    ranks = ["n_quoted_words", "n_reported_words", "n_attributions"]
    return table.sort_values(["article_id", *ranks], ascending=[True, False, False, False], kind="stable", ignore_index=True)


def _ratio(above: pd.Series, below: pd.Series) -> np.ndarray:
    """Shares; NaN over nothing."""
    shares: np.ndarray = above.to_numpy(dtype=float) / below.replace(0, np.nan).to_numpy(dtype=float)
    return shares


def _innermost(spans: pd.DataFrame, attributions: pd.DataFrame) -> np.ndarray:
    """For each span, sorted by article and start, the `attribution_id` of the shortest content around it; -1 where there is none."""
    found = np.full(len(spans), -1, dtype="int64")
    keys = offset_keys(spans, "start")
    ordered = attributions.assign(length=attributions["end"] - attributions["start"]).sort_values("length", ascending=False, kind="stable")
    lows, highs = (np.searchsorted(keys, offset_keys(ordered, bound)) for bound in ("start", "end"))
    for low, high, attribution_id in zip(lows, highs, ordered["attribution_id"], strict=True):
        found[low:high] = attribution_id
    return found


def _extent(text: str) -> str:
    """Say whether the words that a content quotes are a full sentence or a fragment; "" where nothing is quoted."""
    quotations = [text[each.start : each.end].strip("“”\"'‘’„«»") for each in find_quotations(text)]
    if not quotations:
        return ""
    return "full" if any(words[:1].isupper() and words.count(" ") > 1 for words in quotations) else "fragment"
