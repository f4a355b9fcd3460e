"""Validation: how an analysis does on a sample that was annotated by hand, and how far the coders agree."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from analysis.framing import Analysis
from analysis.samples import NOTHING, Place, Sheet, Span, check_task, coded_spans, found_spans, places, read_sheet
from analysis.uncertainty import exact_share, resample_ratio


@dataclass(frozen=True)
class SampleScores:
    """How an analysis does on a sample that was annotated by hand.

    Attributes
    ----------
    scores : DataFrame
        One row a coder and label ("all" first): `coder`, `label`, `n_sentences`, `n_coded` (marked by the coder), `n_found` (by
        the analysis), `n_right` (words that overlap, with the same label), `precision`, `recall` (exact intervals), `f1`
        (resampled over sentences), each with `_low` and `_high`.
    confusion : DataFrame
        One row a coder and label of the coder, one column a label of the analysis; "none" where one marked nothing.
    errors : DataFrame
        One row an error: `coder`, `article_id`, `sent_id`, `start`, `end`, `text`, `error` (missed, not there, other label),
        `coded`, `found`, `entry`; opens like any others with `evidence`.
    entries : DataFrame
        One row a coder and entry (of cues the entry, of mentions the words, of attributions the rule): `coder`, `entry`,
        `n_found`, `n_wrong`, those that err most first.
    agreement : DataFrame
        One row a pair of coders, and of more than two all: `coders`, `n_sentences` that all of them coded, `n_units` (words; for
        sentiment sentences), `agreement` (share of equal units), `kappa` (Cohen), `alpha` (Krippendorff, nominal); NaN where
        only one label was used.
    """

    scores: pd.DataFrame
    confusion: pd.DataFrame
    errors: pd.DataFrame
    entries: pd.DataFrame
    agreement: pd.DataFrame


def score_sample(analysis: Analysis, sheets: Sheet | Iterable[Sheet]) -> SampleScores:
    """Score an analysis against sheets of `draw_sample` that were annotated, and the coders against each other.

    Parameters
    ----------
    analysis : Analysis
        Of the same texts, by whatever version of the lists.
    sheets : DataFrame, path, or several of them
        One sheet a coder, or several coders in one; where `coder` is empty, the file's name or the sheet's number stands for
        it.  Rows with empty `marks` are left out.

    Returns
    -------
    SampleScores

    Raises
    ------
    ValueError
        If columns are missing, the sheets are of several tasks, or rows cannot be read: a sentence that is not in the analysis
        or has another text, marked words that it does not hold, an unknown label; all such rows are told together.

    References
    ----------
    Krippendorff, K. (2019). *Content Analysis*, 4th ed., chapter 12.  Cohen, J. (1960). A coefficient of agreement for nominal
    scales. *Educational and Psychological Measurement* 20(1), 37-46.

    Examples
    --------
    >>> from analysis.articles import Article
    >>> from analysis.framing import analyze
    >>> from analysis.samples import draw_sample
    >>> analysis = analyze(Article("a", "Iraq waits. Moscow may sell."))
    >>> sheet = draw_sample(analysis, "cues").assign(coder="A. B.", marks=["waits = hedge", "may = hedge"])
    >>> score_sample(analysis, sheet).scores[["n_coded", "n_found", "n_right", "recall"]].head(1).values.tolist()
    [[2.0, 1.0, 1.0, 0.5]]
    """
    each: list[Sheet] = [sheets] if isinstance(sheets, pd.DataFrame | str | os.PathLike) else list(sheets)
    if not each:
        raise ValueError("`sheets` must hold at least one sheet.")
    sheet = pd.concat([read_sheet(one, number) for number, one in enumerate(each, start=1)], ignore_index=True)
    tasks = sheet["task"].unique().tolist()
    if len(tasks) != 1:
        raise ValueError(f"The sheets must be of one task; not of {', '.join(map(repr, tasks)) or 'none'}.")
    task = tasks[0]
    check_task(task)
    coded = coded_spans(analysis, task, sheet[sheet["marks"] != ""])
    found = found_spans(analysis, task, sorted({place for marks in coded.values() for place in marks}))
    scores, pairs = [], []
    for coder, marks in coded.items():
        own = [(coder, place, *pair) for place, spans in marks.items() for pair in _pairs(spans, found[place])]
        scores += _scores(coder, list(marks), own)
        pairs += own
    names = ("precision", "recall", "f1")
    whole = ["n_sentences", "n_coded", "n_found", "n_right"]
    columns = ["coder", "label", *whole, *(name + bound for name in names for bound in ("", "_low", "_high"))]
    return SampleScores(
        scores=pd.DataFrame(scores, columns=columns).astype({"coder": "str", "label": "str"} | dict.fromkeys(whole, "int64")),
        confusion=_confusion(pairs),
        errors=_errors(analysis, pairs),
        entries=_entries(pairs),
        agreement=_agreement(analysis, task, coded),
    )


# Coder, sentence, and what was marked beside what was found; one of the two may be missing.
_Pair = tuple[str, Place, Span | None, Span | None]


def _pairs(coded: list[Span], found: list[Span]) -> list[tuple[Span | None, Span | None]]:
    """Put together what overlaps, one to one: the same label first, then the longest overlap."""
    options = [
        (a[2] == b[2], min(a[1], b[1]) - max(a[0], b[0]), -i, -j)
        for i, a in enumerate(coded)
        for j, b in enumerate(found)
        if a[0] < b[1] and b[0] < a[1]
    ]
    partner: dict[int, int] = {}
    for _, _, i, j in sorted(options, reverse=True):
        if -i not in partner and -j not in partner.values():
            partner[-i] = -j
    pairs: list[tuple[Span | None, Span | None]] = [(a, found[partner[i]] if i in partner else None) for i, a in enumerate(coded)]
    return pairs + [(None, b) for j, b in enumerate(found) if j not in partner.values()]


def _scores(coder: str, places: list[Place], pairs: list[_Pair]) -> list[list[object]]:
    """A row for all labels together and one for each."""
    labels = sorted({span[2] for _, _, *both in pairs for span in both if span})
    number = {place: i for i, place in enumerate(sorted(places))}
    rows = []
    for label in [None, *labels]:
        coded, found, right = (np.zeros(len(places), dtype=int) for _ in range(3))
        for _, place, a, b in pairs:
            i = number[place]
            coded[i] += a is not None and label in (None, a[2])
            found[i] += b is not None and label in (None, b[2])
            right[i] += a is not None and b is not None and a[2] == b[2] and label in (None, a[2])
        n_coded, n_found, n_right = int(coded.sum()), int(found.sum()), int(right.sum())
        low, high = resample_ratio(2 * right, coded + found)
        precision = (n_right / n_found if n_found else nan, *exact_share(n_right, n_found))
        recall = (n_right / n_coded if n_coded else nan, *exact_share(n_right, n_coded))
        f1 = (2 * n_right / (n_coded + n_found) if n_coded + n_found else nan, low[0], high[0])
        rows.append([coder, label or "all", len(places), n_coded, n_found, n_right, *precision, *recall, *f1])
    return rows


def _confusion(pairs: list[_Pair]) -> pd.DataFrame:
    labels = [(coder, a[2] if a else NOTHING, b[2] if b else NOTHING) for coder, _, a, b in pairs]
    table = pd.DataFrame(labels, columns=["coder", "coded", "found"], dtype="str")
    return pd.crosstab([table["coder"], table["coded"]], table["found"]).astype("int64").reset_index().rename_axis(columns=None)


def _errors(analysis: Analysis, pairs: list[_Pair]) -> pd.DataFrame:
    rows = []
    for coder, (article_id, sent_id, _, _), a, b in pairs:
        span = b or a
        if span is None or (a and b and a[2] == b[2]):
            continue
        error = "missed" if b is None else "not there" if a is None else "other label"
        text = analysis.texts[article_id][span[0] : span[1]]
        rows.append([coder, article_id, sent_id, span[0], span[1], text, error, a[2] if a else "", b[2] if b else "", b[3] if b else ""])
    columns = ["coder", "article_id", "sent_id", "start", "end", "text", "error", "coded", "found", "entry"]
    table = pd.DataFrame(rows, columns=columns).sort_values(["coder", "article_id", "start"], kind="stable", ignore_index=True)
    return table.astype({name: "int64" if name in ("sent_id", "start", "end") else "str" for name in columns})


def _entries(pairs: list[_Pair]) -> pd.DataFrame:
    found = [(coder, b[3], not (a and a[2] == b[2])) for coder, _, a, b in pairs if b]
    table = pd.DataFrame(found, columns=["coder", "entry", "wrong"]).astype({"coder": "str", "entry": "str", "wrong": "int64"})
    grouped = table.groupby(["coder", "entry"])["wrong"].agg(n_found="size", n_wrong="sum").astype("int64").reset_index()
    return grouped.sort_values(["coder", "n_wrong", "entry"], ascending=[True, False, True], ignore_index=True)


def _agreement(analysis: Analysis, task: str, coded: dict[str, dict[Place, list[Span]]]) -> pd.DataFrame:
    """Agreement of each pair of coders on the units that both coded; of more than two also of all."""
    from nltk.metrics.agreement import AnnotationTask

    groups: list[tuple[str, ...]] = list(combinations(sorted(coded), 2))
    groups += [tuple(sorted(coded))] if len(coded) > 2 else []
    rows = []
    for group in groups:
        places = sorted(set.intersection(*(set(coded[coder]) for coder in group)))
        units = _units(analysis, task, places)
        codes = [[_label_at(coded[coder][place], at) for coder in group] for place, at in units]
        if len({label for labels in codes for label in labels}) < 2:
            kappa = alpha = nan
        else:
            triples = [(number, unit, label) for unit, labels in enumerate(codes) for number, label in enumerate(labels)]
            annotation = AnnotationTask(data=triples)
            kappa, alpha = float(annotation.kappa()), float(annotation.alpha())
        equal = sum(len(set(labels)) == 1 for labels in codes) / len(codes) if codes else nan
        rows.append([", ".join(group), len(places), len(units), equal, kappa, alpha])
    table = pd.DataFrame(rows, columns=["coders", "n_sentences", "n_units", "agreement", "kappa", "alpha"])
    measures = dict.fromkeys(["agreement", "kappa", "alpha"], "float64")
    return table.astype({"coders": "str", "n_sentences": "int64", "n_units": "int64"} | measures)


def score_coders(analysis: Analysis, spans: pd.DataFrame) -> pd.DataFrame:
    """Tell how far coders agree on spans that they marked with a codebook of their own.

    Parameters
    ----------
    analysis : Analysis
        Of the same texts.
    spans : DataFrame
        As `read_spans` returns it, of two coders at least.

    Returns
    -------
    DataFrame
        One row a label ("all" first, then each against all else) and pair of coders, and of more than two all: `label`,
        `n_spans` of it, and the columns of `SampleScores.agreement`.  The units are the words of all articles in which both have a
        row; where labels overlap, "all" takes the span that begins first.

    Raises
    ------
    ValueError
        If the spans are of fewer than two coders.

    References
    ----------
    Krippendorff, K. (2019). *Content Analysis*, 4th ed., chapter 12.

    Examples
    --------
    >>> from analysis import Article, analyze, read_spans
    >>> analysis = analyze(Article("a", "Strikes went on. We will pay."))
    >>> rows = [["a", 0, 7, "conflict", "A."], ["a", 0, 7, "conflict", "B."], ["a", 25, 28, "cost", "B."]]
    >>> spans = read_spans(pd.DataFrame(rows, columns=["article_id", "start", "end", "label", "coder"]), analysis)
    >>> score_coders(analysis, spans)[["label", "n_spans", "n_units", "kappa"]].round(2).values.tolist()
    [['all', 3, 6, 0.6], ['conflict', 2, 6, 1.0], ['cost', 1, 6, 0.0]]
    """
    coders = sorted(set(spans["coder"]))
    if len(coders) < 2:
        raise ValueError(f"`spans` must be of two coders at least; not of {', '.join(coders) or 'none'}.")
    of_article: dict[str, list[Place]] = {}
    for place in places(analysis.sentences):
        of_article.setdefault(place[0], []).append(place)
    labels = sorted({*spans["label"].astype(str)} - {NOTHING})
    tables = []
    for name in ["all", *labels]:
        own = spans[spans["label"] != NOTHING] if name == "all" else spans[spans["label"] == name]
        coded: dict[str, dict[Place, list[Span]]] = {}
        for coder in coders:
            seen = sorted({*spans.loc[spans["coder"] == coder, "article_id"].astype(str)})
            coded[coder] = {place: [] for article_id in seen for place in of_article[article_id]}
        for row in own.to_dict("records"):
            for place in of_article[str(row["article_id"])]:
                if place[2] < row["end"] and row["start"] < place[3]:
                    coded[row["coder"]][place].append((row["start"], row["end"], row["label"], ""))
        tables.append(_agreement(analysis, "spans", coded).assign(label=name, n_spans=len(own)))
    table = pd.concat(tables, ignore_index=True).astype({"label": "str"})
    return table[["label", "n_spans", *(column for column in table if column not in ("label", "n_spans"))]]


def _units(analysis: Analysis, task: str, places: list[Place]) -> list[tuple[Place, int]]:
    """What coders are compared on: each word of a sentence, or for its tone the sentence."""
    if task == "sentiment":
        return [(place, place[2]) for place in places]
    by_key = {place[:2]: place for place in places}
    tokens = zip(analysis.tokens["article_id"].astype(str), analysis.tokens["sent_id"], analysis.tokens["start"], strict=True)
    return [(by_key[article_id, sent_id], start) for article_id, sent_id, start in tokens if (article_id, sent_id) in by_key]


def _label_at(spans: list[Span], at: int) -> str:
    return next((label for start, end, label, _ in spans if start <= at < end), NOTHING)
