"""Summaries: one row an actor, each number with its denominator, from the tables of an `Analysis`.

Counts are facts of the text and carry no interval.  Rates and means carry a resampling interval over paragraphs (`_low`,
`_high`), which tells how much they hang on few sentences.  Only body text counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.cues import CATEGORIES
from analysis.entries import KINDS
from analysis.framing import Analysis, in_body, row_at
from analysis.quotations import find_quotations
from analysis.readings import READINGS
from analysis.spans import VOICES, add_voice
from analysis.uncertainty import resample_ratio

RATES = ("hedge", "booster", "condition", "obligation")
SPEAKER_KINDS = ("actor", "outsider", "unnamed")
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
        `n_mentions`; `share` (0 to 1) of all mentions of the compared; `n_sentences` that name it, of
        `n_body_sentences`; `first_sent_id`; `n_clauses` that name it;
        `n_name` to `n_group` (mentions by kind), `n_actor`, `n_modifier`, `n_place` (by reading) and `n_author`,
        `n_quoted`, `n_reported`, `n_editor` (by whose words they stand in);
        `n_shared` (sentences that name another of the compared as well) and `shared_with` (which, with counts);
        for each category of cues `n_hedge_clause` and so on (cues in the actor's own clauses), `n_hedge_author` (of
        these, the ones in the author's own words) and `n_hedge_sentence` (the weaker measure: cues anywhere in its
        sentences); as a speaker, `n_attributions`, `n_quoted_words`, `n_reported_words`, `n_endorsing`, `n_neutral`,
        `n_distancing` (see `summarize_voices`); for hedges, boosters, conditions and obligations the rate an own
        clause, `hedge_rate` and so on, with interval; `compound` and `compound_masked` (mean sentiment of its
        sentences, -1 to 1) with interval.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> table = summarize_framing(analyze(Article("a", "Iraq may buy Russian tanks. Iraqis wait.")))
    >>> table[["state", "n_mentions", "n_sentences", "shared_with", "n_hedge_clause"]].values.tolist()
    [['Iraq', 2, 2, 'Russia 1', 1], ['Russia', 1, 1, 'Iraq 1', 1]]
    """
    _check_by(by)
    body = analysis.sentences[analysis.sentences["zone"] == "body"]
    sentences = body.merge(analysis.sentiment[["article_id", "sent_id", "compound", "compound_masked"]], on=["article_id", "sent_id"])
    mentions = in_body(analysis, analysis.mentions)
    mentions = mentions[mentions[by].notna()].assign(clause=lambda rows: row_at(analysis.clauses, rows))
    cues = in_body(analysis, analysis.cues).assign(clause=lambda rows: row_at(analysis.clauses, rows))
    voices = summarize_voices(analysis, by=by)
    voices = voices[voices["speaker_kind"] == "actor"]
    rows = []
    for article_id, own in mentions.groupby("article_id", observed=True, sort=False):
        of_article = [table[table["article_id"] == article_id] for table in (sentences, cues, voices)]
        rows += _profiles(str(article_id), own, *of_article, by=by, seed=analysis.seed)
    dtypes = _profile_columns(by)
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})
    table = pd.DataFrame(rows, columns=list(dtypes)).astype({name: dtype for name, dtype in dtypes.items() if dtype != "category"})
    return table.assign(
        article_id=pd.Categorical(table["article_id"], categories=analysis.mentions["article_id"].cat.categories),
        **{by: pd.Categorical(table[by], categories=analysis.mentions[by].cat.categories)},
    )


def _check_by(by: str) -> None:
    if by not in ("state", "actor"):
        raise ValueError(f"`by` must be one of 'state', 'actor'; not {by!r}.")


def _profile_columns(by: str) -> dict[str, str]:
    """Columns of the summary and their dtypes."""
    measures = [f"{name}_rate" for name in RATES] + ["compound", "compound_masked"]
    whole = ["n_mentions", "n_sentences", "n_body_sentences", "first_sent_id", "n_clauses"]
    return (
        {"article_id": "category", by: "category"}
        | dict.fromkeys(whole, "int64")
        | {"share": "float64"}
        | dict.fromkeys([f"n_{name}" for name in (*KINDS, *READINGS, *VOICES)], "int64")
        | {"n_shared": "int64", "shared_with": "str"}
        | dict.fromkeys([f"n_{name}_{scope}" for name in CATEGORIES for scope in ("clause", "author", "sentence")], "int64")
        | dict.fromkeys(_VOICE_COUNTS, "int64")
        | dict.fromkeys([name + bound for name in measures for bound in ("", "_low", "_high")], "float64")
    )


def _profiles(
    article_id: str, mentions: pd.DataFrame, sentences: pd.DataFrame, cues: pd.DataFrame, voices: pd.DataFrame, *, by: str, seed: int
) -> list[dict[str, object]]:
    """Rows of the summary for one article."""
    named = mentions.groupby(by, observed=True)["sent_id"].agg(set).to_dict()
    by_name = mentions.groupby(by, observed=True)["start"]
    order = sorted(named, key=lambda name: (-len(by_name.get_group(name)), by_name.get_group(name).iloc[0]))
    paragraphs = sentences["para_id"].unique()
    speaking = {voice["speaker"]: voice for voice in voices.to_dict("records")}
    rows = []
    for name in order:
        own = mentions[mentions[by] == name]
        inside = sentences[sentences["sent_id"].isin(named[name])]
        own_clauses = own.drop_duplicates("clause")
        in_clause, in_sentence = cues[cues["clause"].isin(own["clause"])], cues[cues["sent_id"].isin(named[name])]
        company = {other: len(named[name] & named[other]) for other in order if other != name and named[name] & named[other]}
        row: dict[str, object] = {
            "article_id": article_id,
            by: name,
            "n_mentions": len(own),
            "share": len(own) / len(mentions),
            "n_sentences": len(inside),
            "n_body_sentences": len(sentences),
            "first_sent_id": own["sent_id"].min(),
            "n_clauses": len(own_clauses),
            **{
                f"n_{value}": int((own[column] == value).sum())
                for column, values in (("kind", KINDS), ("reading", READINGS), ("voice", VOICES))
                for value in values
            },
            "n_shared": len(named[name] & set().union(*(named[other] for other in company))),
            "shared_with": ", ".join(f"{other} {n}" for other, n in sorted(company.items(), key=lambda item: (-item[1], item[0]))),
            **{column: speaking[str(name)][column] for column in _VOICE_COUNTS},
        }
        for category in CATEGORIES:
            is_own = in_clause["category"] == category
            row[f"n_{category}_clause"] = int(is_own.sum())
            row[f"n_{category}_author"] = int((is_own & (in_clause["voice"] == "author")).sum())
            row[f"n_{category}_sentence"] = int((in_sentence["category"] == category).sum())
        # One column a measure, one line a paragraph: what is added up above and below the line.
        clauses = own_clauses.groupby("para_id").size().reindex(paragraphs, fill_value=0)
        paragraph_of = own_clauses.set_index("clause")["para_id"]
        above, below = {}, {}
        for category in RATES:
            hits = in_clause.loc[in_clause["category"] == category, "clause"].map(paragraph_of)
            above[f"{category}_rate"], below[f"{category}_rate"] = hits.value_counts().reindex(paragraphs, fill_value=0), clauses
        for measure in ("compound", "compound_masked"):
            grouped = inside.groupby("para_id")[measure]
            above[measure], below[measure] = (x.reindex(paragraphs, fill_value=0) for x in (grouped.sum(), grouped.size()))
        low, high = resample_ratio(np.column_stack(list(above.values())), np.column_stack(list(below.values())), seed=seed)
        for k, measure in enumerate(above):
            total = below[measure].sum()
            row[measure] = above[measure].sum() / total if total else np.nan
            row[f"{measure}_low"], row[f"{measure}_high"] = low[k], high[k]
        rows.append(row)
    return rows


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
    _check_by(by)
    spoken = in_body(analysis, analysis.attributions)
    spoken = spoken[spoken["kind"] != "scare"]
    tokens = add_voice(in_body(analysis, analysis.tokens), analysis.attributions)
    mentions = in_body(analysis, analysis.mentions)
    ids = analysis.articles["article_id"].cat.categories
    parts = []
    for article_id in ids if len(ids) else [""]:  # without articles an empty table with all columns
        own = [table[table["article_id"] == article_id] for table in (spoken, analysis.speakers, tokens, mentions)]
        part = _voices(*own, by=by)
        part.insert(0, "article_id", pd.Series(pd.Categorical([article_id] * len(part), categories=ids)))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _voices(spoken: pd.DataFrame, speakers: pd.DataFrame, tokens: pd.DataFrame, mentions: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Rows of the summary of voices for one article."""
    compared = mentions.dropna(subset=[by])
    actors = list(dict.fromkeys(compared[by].astype(str)))
    names = speakers[by].astype("str").fillna(speakers["actor"].astype("str"))
    is_actor = speakers[by].notna() if by == "state" else names.isin(actors)
    actors = list(dict.fromkeys([*actors, *names[is_actor]]))
    labels = pd.DataFrame({"attribution_id": speakers["attribution_id"], "speaker": names}).drop_duplicates()
    said = spoken.assign(extent=spoken["text"].map(_extent)).merge(labels, on="attribution_id", how="left")
    said["speaker"] = said["speaker"].fillna("")
    content = _innermost(tokens, spoken)
    words = tokens.assign(attribution_id=content)[content >= 0].merge(said[["attribution_id", "speaker"]], on="attribution_id")
    about = compared.assign(attribution_id=_innermost(compared, spoken)).merge(labels, on="attribution_id", how="left")
    about["is_itself"] = about["speaker"] == about[by].astype(str)
    about = about.sort_values("is_itself", ascending=False).drop_duplicates(["start", "end", by])  # of two speakers, itself
    in_other_words = about["voice"].isin(["quoted", "reported"])
    order = [*actors, *sorted(set(said["speaker"]) - {*actors, ""}), *([""] if "" in set(said["speaker"]) else [])]
    n_spoken, n_quoted = len(spoken), int((tokens["voice"].eq("quoted") & (content >= 0)).sum())

    def count(table: pd.DataFrame, where: pd.Series, key: str = "speaker") -> pd.Series:
        counts: pd.Series = table.loc[where, key].astype(str).value_counts().reindex(order, fill_value=0).astype("int64")
        return counts

    everything = pd.Series(True, index=said.index)
    result = pd.DataFrame(
        {
            "speaker_kind": pd.Categorical(
                ["actor" if name in actors else "outsider" if name else "unnamed" for name in order], categories=list(SPEAKER_KINDS)
            ),
            "n_attributions": count(said, everything),
            "share": count(said, everything) / n_spoken if n_spoken else np.nan,
            **{f"n_{kind}": count(said, said["kind"] == kind) for kind in ("direct", "indirect", "mixed")},
            "n_full": count(said, said["extent"] == "full"),
            "n_fragment": count(said, said["extent"] == "fragment"),
            "n_quoted_words": count(words, words["voice"] == "quoted"),
            "share_quoted": count(words, words["voice"] == "quoted") / n_quoted if n_quoted else np.nan,
            "n_reported_words": count(words, words["voice"] == "reported"),
            **{f"n_{how}": count(said, said["commitment"] == how) for how in ("endorsing", "neutral", "distancing")},
            "n_about_author": count(about, about["voice"] == "author", by),
            "n_about_others": count(about, in_other_words & ~about["is_itself"], by),
            "n_about_itself": count(about, in_other_words & about["is_itself"], by),
            "n_about_editor": count(about, about["voice"] == "editor", by),
        },
        index=pd.Index(order, dtype="str", name="speaker"),
    )
    ranks = ["n_quoted_words", "n_reported_words", "n_attributions"]
    return result.sort_values(ranks, ascending=False, kind="stable").reset_index()


def _innermost(spans: pd.DataFrame, attributions: pd.DataFrame) -> pd.Series:
    """For each span, sorted by start, the `attribution_id` of the shortest content around it; -1 where there is none."""
    found = np.full(len(spans), -1, dtype="int64")
    starts = spans["start"].to_numpy()
    ordered = attributions.assign(length=attributions["end"] - attributions["start"]).sort_values("length", ascending=False, kind="stable")
    for start, end, attribution_id in zip(ordered["start"], ordered["end"], ordered["attribution_id"], strict=True):
        low, high = np.searchsorted(starts, [start, end])
        found[low:high] = attribution_id
    return pd.Series(found, index=spans.index)


def _extent(text: str) -> str:
    """Say whether the words that a content quotes are a full sentence or a fragment; "" where nothing is quoted."""
    quotations = [text[each.start : each.end].strip("“”\"'‘’„«»") for each in find_quotations(text)]
    if not quotations:
        return ""
    return "full" if any(words[:1].isupper() and words.count(" ") > 1 for words in quotations) else "fragment"
