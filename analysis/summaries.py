"""Summaries: one row an actor, each number with its denominator, from the tables of an `Analysis`.

Counts are facts of the text and carry no interval.  Rates and means carry a resampling interval over paragraphs (`_low`,
`_high`), which tells how much they hang on few sentences.  Only body text counts.
"""

from __future__ import annotations

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
from analysis.tallies import by_hand, count_rows, count_values, lines_of, sum_rows
from analysis.uncertainty import most_influential, resample_ratio

RATES = ("hedge", "booster", "condition", "obligation")
TONES = {"tone": VOICES, "tone_author": ("author",), "tone_others": ("quoted", "reported")}  # in whose words
SPEAKER_KINDS = ("actor", "outsider", "unnamed")
STRONG = 0.8  # probability of a class from which a single prediction is right in more than four of five cases
_ROLE_COUNTS = ("n_doer", "n_noun_doer", "n_target")
_ACTION_COUNTS = ("n_actions_by", "n_actions_on", "n_harmful_by", "n_harmful_on")
_PARTS = ("", "_low", "_high", "_sent_id", "_without")  # of a rate or mean: its value, its interval, its most influential sentence
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
        what the actor does or suffers there, see `add_role`); `n_actions_by` and `n_actions_on` (actions that it does, and
        that are done to it), `n_harmful_by` and `n_harmful_on` (of these, the ones that are bad for the patient);
        `n_shared` (sentences that name another of the compared as well) and `shared_with` (which, with counts);
        for each category of cues `n_hedge_clause` and so on (cues in the actor's own clauses), `n_hedge_author` (of
        these, the ones in the author's own words) and `n_hedge_sentence` (the weaker measure: cues anywhere in its
        sentences); as a speaker, `n_attributions`, `n_quoted_words`, `n_reported_words`, `n_endorsing`, `n_neutral`,
        `n_distancing` (see `summarize_voices`); for hedges, boosters, conditions and obligations the rate an own
        clause, `hedge_rate` and so on; `compound` and `compound_masked` (mean sentiment of its sentences, -1 to 1), `tone`
        towards the actor (mean over its mentions, -1 to 1), `tone_author` (in the author's own words) and `tone_others` (in
        quoted and reported ones); `n_negative` and `n_positive` (mentions that the model is surest of, at .8 and more), of
        `n_tone`, `n_tone_author` and `n_tone_others`.  Each rate and mean has its interval, ``tone_low`` and ``tone_high``, and
        its most influential sentence: ``tone_sent_id`` is the one without which it changes most, ``tone_without`` what it
        is then; missing where it stands on one sentence alone, or none changes it.

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
    return table.reset_index()[list(dtypes)].astype({name: dtype for name, dtype in dtypes.items() if dtype != "category"}).copy()


def count_framing(analysis: Analysis, spoken: Spoken, *, by: str) -> pd.DataFrame:
    """What `summarize_framing` counts, without rates and intervals: the rows that the articles of a corpus add up to.

    `compound` and `compound_masked` are sums over the `n_sentences`, the tones over ``n_tone`` and so on; cues in own clauses stand
    under ``n_<category>_clause``.
    """
    profile = _profile(analysis, by, spoken)
    sentiment = profile.own_sentences.groupby(["article_id", by], observed=True)[["compound", "compound_masked"]].sum(min_count=1)
    tone = {name: sum_rows(_of_voices(profile.tone, name), "tone", profile.table) for name in TONES}
    table = profile.table.join(sentiment).assign(**tone).reset_index()
    dtypes = {name: dtype for name, dtype in _profile_columns(by).items() if name in table}
    return table[list(dtypes)].astype({name: dtype for name, dtype in dtypes.items() if dtype != "category"}).copy()


class _Profile(NamedTuple):
    """Counts, and the rows that rates and means are taken over."""

    table: pd.DataFrame  # indexed by article and actor
    in_clause: pd.DataFrame
    own_clauses: pd.DataFrame
    own_sentences: pd.DataFrame
    sentences: pd.DataFrame  # of the body
    tone: pd.DataFrame


def _profile(analysis: Analysis, by: str, spoken: Spoken) -> _Profile:
    """Count everything that is told of each actor of each article."""
    _check_by(by)
    key = ["article_id", by]
    mentions = add_role(in_body(analysis, analysis.mentions), analysis.actions).dropna(subset=[by])
    cues = in_body(analysis, analysis.cues)
    sentences = analysis.sentences.merge(analysis.sentiment[["article_id", "sent_id", "compound", "compound_masked"]])
    sentences = sentences[sentences["zone"] == "body"]
    own_sentences = mentions[[*key, "sent_id"]].drop_duplicates().merge(sentences, on=["article_id", "sent_id"])
    own_clauses, in_clause = cues_of_own_clauses(analysis, by=by)
    in_sentence = own_sentences[[*key, "sent_id"]].merge(cues[["article_id", "sent_id", "category"]], on=["article_id", "sent_id"])

    table = mentions.groupby(key, observed=True, sort=False).agg(n_mentions=("start", "size"), first=("start", "min")).reset_index()
    table = table.sort_values(["article_id", "n_mentions", "first"], ascending=[True, False, True]).set_index(key)
    table["n_by_hand"] = count_rows(by_hand(mentions), table)
    table["share"] = table["n_mentions"] / table.groupby("article_id", observed=True)["n_mentions"].transform("sum")
    table["n_sentences"] = count_rows(own_sentences, table)
    of_article = table.index.get_level_values("article_id")
    table["n_body_sentences"] = sentences["article_id"].value_counts().reindex(of_article).to_numpy()
    table["first_sent_id"] = mentions.groupby(key, observed=True)["sent_id"].min().reindex(table.index)
    table["n_clauses"] = count_rows(own_clauses, table)
    for column, values in (("kind", KINDS), ("reading", READINGS), ("voice", VOICES)):
        table = table.join(count_values(mentions, column, values, table))
    table[[*_ROLE_COUNTS]] = count_values(mentions, "role", ROLES[:3], table)
    table = table.join(_company(own_sentences, table, by))
    table = table.join(count_values(in_clause, "category", CATEGORIES, table, "_clause"))
    table = table.join(count_values(in_clause[in_clause["voice"] == "author"], "category", CATEGORIES, table, "_author"))
    table = table.join(count_values(in_sentence, "category", CATEGORIES, table, "_sentence"))
    tone = in_body(analysis, analysis.tone).dropna(subset=[by])
    if "correction" in tone:  # a reader may give a tone to somebody whom no mention names
        tone = tone[pd.MultiIndex.from_frame(tone[key].astype(str)).isin(pd.MultiIndex.from_frame(table.index.to_frame().astype(str)))]
    table["n_negative"] = count_rows(tone[tone["negative"] >= STRONG], table)
    table["n_positive"] = count_rows(tone[tone["positive"] >= STRONG], table)
    for name in TONES:
        table[f"n_{name}"] = count_rows(_of_voices(tone, name), table)
    table[[*_ACTION_COUNTS]] = _acts(analysis, by, table)
    voices = _voices(analysis, by, spoken).rename(columns={"speaker": by}).astype({"article_id": str, by: str})
    voices = voices.set_index(["article_id", by])[[*_VOICE_COUNTS]]
    table[[*_VOICE_COUNTS]] = voices.reindex([(str(article_id), str(name)) for article_id, name in table.index]).to_numpy()
    return _Profile(table, in_clause, own_clauses, own_sentences, sentences, tone)


def cues_of_own_clauses(analysis: Analysis, *, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Clauses of the body that name each actor, and the cues in them; a clause that names two counts for both."""
    mentions = in_body(analysis, analysis.mentions).dropna(subset=[by])
    cues = in_body(analysis, analysis.cues)
    clauses = mentions[["article_id", by, "sent_id"]].assign(clause=row_at(analysis.clauses, mentions))
    clauses = clauses.drop_duplicates(["article_id", by, "clause"])
    placed = cues[["category", "entry", "voice"]].assign(clause=row_at(analysis.clauses, cues))
    return clauses, clauses.merge(placed, on="clause")


def _of_voices(tone: pd.DataFrame, name: str) -> pd.DataFrame:
    """Mentions with a tone, in the words that one of the means is taken over."""
    rows: pd.DataFrame = tone[tone["tone"].notna() & tone["voice"].isin(TONES[name])]
    return rows


def _acts(analysis: Analysis, by: str, table: pd.DataFrame) -> np.ndarray:
    """How many actions each actor does and has done to it, and how many of these are bad for the patient."""
    actions = in_body(analysis, analysis.actions)
    rows = table.index.to_frame(index=False).astype(str)
    columns = []
    for harmful in (False, True):
        for side in ("agent", "patient"):
            named = actions[actions["valence"] == -1] if harmful else actions
            named = named[["article_id", "action_id"]].assign(**{by: named[f"{side}_state" if by == "state" else side]})
            sizes = named.drop_duplicates().astype({"article_id": str, by: str}).groupby(["article_id", by]).size()
            columns.append(sizes.reindex(pd.MultiIndex.from_frame(rows), fill_value=0).to_numpy())
    return np.stack(columns, axis=1) if len(table) else np.zeros((0, len(columns)), dtype="int64")


def _check_by(by: str) -> None:
    if by not in ("state", "actor"):
        raise ValueError(f"`by` must be one of 'state', 'actor'; not {by!r}.")


def _profile_columns(by: str) -> dict[str, str]:
    """Columns of the summary and their dtypes."""
    measures = [f"{name}_rate" for name in RATES] + ["compound", "compound_masked", *TONES]
    whole = ["n_mentions", "n_by_hand", "n_sentences", "n_body_sentences", "first_sent_id", "n_clauses"]
    return (
        {"article_id": "category", by: "category"}
        | dict.fromkeys(whole, "int64")
        | {"share": "float64"}
        | dict.fromkeys([f"n_{name}" for name in (*KINDS, *READINGS, *VOICES)], "int64")
        | dict.fromkeys([*_ROLE_COUNTS, *_ACTION_COUNTS], "int64")
        | {"n_shared": "int64", "shared_with": "str"}
        | dict.fromkeys([f"n_{name}_{scope}" for name in CATEGORIES for scope in ("clause", "author", "sentence")], "int64")
        | dict.fromkeys([*_VOICE_COUNTS, "n_negative", "n_positive", *(f"n_{name}" for name in TONES)], "int64")
        | {name + part: "Int64" if part == "_sent_id" else "float64" for name in measures for part in _PARTS}
    )


def _company(own_sentences: pd.DataFrame, table: pd.DataFrame, by: str) -> pd.DataFrame:
    """In how many sentences each actor shares with others of the compared, and with which."""
    named = own_sentences[["article_id", by, "sent_id"]].assign(line=lines_of(own_sentences, table))
    pairs = named.merge(named[["article_id", "sent_id", "line"]], on=["article_id", "sent_id"], suffixes=("", "_other"))
    pairs = pairs[pairs["line"] != pairs["line_other"]]
    shared = pairs.drop_duplicates(["line", "sent_id"])
    others = pairs.groupby(["line", "line_other"]).size().rename("n").reset_index()
    others["name"] = table.index.get_level_values(by).astype("str")[others["line_other"]]
    others = others.sort_values(["n", "name"], ascending=[False, True])
    listed = (others["name"] + " " + others["n"].astype("str")).groupby(others["line"]).agg(", ".join)
    columns = {"n_shared": count_rows(shared, table).to_numpy(), "shared_with": listed.reindex(range(len(table)), fill_value="").to_numpy()}
    return pd.DataFrame(columns, index=table.index)


def _rates(profile: _Profile, *, seed: int) -> pd.DataFrame:
    """Rates an own clause and means over own sentences, with intervals over paragraphs and their most influential sentence."""
    table, in_clause, own_clauses, own_sentences, sentences, tone = profile
    # One block of cells an article, a line an actor and a column a sentence: what is added up above and below the line.
    article = sentences["article_id"].cat.categories.get_indexer(table.index.get_level_values("article_id"))
    columns = sentences.assign(column=sentences.groupby("article_id", observed=True).cumcount())[["article_id", "sent_id", "column"]]
    width = sentences["article_id"].cat.codes.value_counts().reindex(article, fill_value=0).to_numpy()
    first = np.concatenate([[0], np.cumsum(width)])
    lines = pd.DataFrame({"cell": first[:-1]}, index=table.index)
    key = [str(name) for name in table.index.names]

    def add_up(rows: pd.DataFrame, values: str | None = None) -> np.ndarray:
        placed = rows.merge(columns, on=["article_id", "sent_id"]).join(lines, on=key, how="inner")
        return np.bincount(placed["cell"] + placed["column"], placed[values] if values else None, first[-1]).astype(float)

    n_clauses, n_sentences = add_up(own_clauses), add_up(own_sentences)
    measures = {f"{category}_rate": (add_up(in_clause[in_clause["category"] == category]), n_clauses) for category in RATES}
    measures |= {name: (add_up(own_sentences, name), n_sentences) for name in ("compound", "compound_masked")}
    measures |= {name: (add_up(rows, "tone"), add_up(rows)) for name in TONES for rows in [_of_voices(tone, name)]}
    result = pd.DataFrame(index=table.index, columns=[name + part for name in measures for part in _PARTS], dtype=float)
    places = sentences.groupby(sentences["article_id"].cat.codes).indices
    for code in dict.fromkeys(article):
        own = np.flatnonzero(article == code)
        block = slice(first[own[0]], first[own[-1] + 1])
        above, below = (
            np.concatenate([part[block].reshape(len(own), -1) for part in side]).T for side in zip(*measures.values(), strict=True)
        )
        total = below.sum(axis=0)
        value = np.divide(above.sum(axis=0), total, out=np.full(len(total), np.nan), where=total > 0)
        of_article = sentences.iloc[places[code]]
        paragraphs = np.flatnonzero(of_article["para_id"].diff().ne(0))
        low, high = resample_ratio(*(np.add.reduceat(side, paragraphs) for side in (above, below)), seed=seed)
        position, without = most_influential(above, below)
        is_named = (position >= 0) & (np.abs(without - value) > 1e-12)  # without it the number would be another
        sent_id = np.where(is_named, of_article["sent_id"].to_numpy()[position], np.nan)
        parts = np.stack([value, low, high, sent_id, without], axis=1).reshape(len(measures), len(own), -1)
        result.iloc[own] = parts.transpose(1, 0, 2).reshape(len(own), -1)
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
        is said without a name, in one row whose `speaker` is ""); `n_attributions` (of these `n_by_hand` accepted, changed or
        added by a reader) and `share` (0 to 1) of all that are not scare quotes; `n_direct`, `n_indirect`, `n_mixed`; `n_full`
        and `n_fragment` (quotations that begin a sentence of their own, and those of a few words); `n_quoted_words` (inside
        marks) with `share_quoted` of all such words, `n_reported_words`; `n_endorsing`, `n_neutral`, `n_distancing` (how the
        writer introduces it); and for the actors the mentions of them: `n_about_author` (in the writer's own words),
        `n_about_others` (in the words of other speakers), `n_about_itself` (in its own), `n_about_editor` (in brackets inside
        a quotation).
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

    table["n_attributions"] = count_rows(said, table)
    table["n_by_hand"] = count_rows(by_hand(said), table)
    table["share"] = _ratio(table["n_attributions"], in_article(spoken))
    table = table.join(count_values(said, "kind", ("direct", "indirect", "mixed"), table))
    table = table.join(count_values(said, "extent", ("full", "fragment"), table))
    table["n_quoted_words"] = count_rows(words[words["voice"] == "quoted"], table)
    table["share_quoted"] = _ratio(table["n_quoted_words"], in_article(quoted))
    table["n_reported_words"] = count_rows(words[words["voice"] == "reported"], table)
    table = table.join(count_values(said, "commitment", COMMITMENTS, table))
    table["n_about_author"] = count_rows(about[about["voice"] == "author"], table)
    table["n_about_others"] = count_rows(in_words[~in_words["is_itself"]], table)
    table["n_about_itself"] = count_rows(in_words[in_words["is_itself"]], table)
    table["n_about_editor"] = count_rows(about[about["voice"] == "editor"], table)
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
