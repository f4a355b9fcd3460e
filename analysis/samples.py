"""Samples: sentences to annotate by hand, blind to what was found; the sheet, the form, and reading them back.

The unit that is drawn is the sentence.  A coder marks all there is in it, so that what was missed counts as well as what was
found wrongly.
"""

from __future__ import annotations

import csv
import io
import json
import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.attributions import KINDS
from analysis.cues import CATEGORIES
from analysis.files import FORMULA, guard, unguard, write_whole
from analysis.framing import Analysis

TASKS = ("mentions", "cues", "attributions", "sentiment")
COLUMNS = ("task", "article_id", "sent_id", "before", "text", "coder", "marks", "note")
NOTHING = "none"  # what a coder writes for a sentence that holds nothing
_TONES = ("negative", "neutral", "positive")
_LABELS: dict[str, tuple[str, ...]] = {"mentions": (), "cues": CATEGORIES, "attributions": KINDS, "sentiment": _TONES}
_INSTRUCTIONS = {
    "mentions": "Mark every word or name that stands for a country or a party to it; the label is the country it counts to.",
    "cues": "Mark every word by which somebody takes a stance; the label is its category after negation.",
    "attributions": "Mark the words that somebody other than the writer says or thinks, without the words that say so.",
    "sentiment": "Choose the tone of the sentence as a whole.",
}
Place = tuple[str, int, int, int]  # article, sentence, its start and end
Span = tuple[int, int, str, str]  # start and end in the article, label, entry
Sheet = pd.DataFrame | str | os.PathLike[str]


def draw_sample(analysis: Analysis, task: str, n: int = 100, seed: int = 0, *, path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Draw sentences to annotate: at random, among those with and without a finding in proportion.

    The sheet tells nothing of what was found.  A coder writes into `marks` what stands in the sentence, as ``words = label``,
    several separated by ``|``; ``words#2`` are the second such words; "none" where there is nothing (an empty cell is not
    coded yet).  For sentiment `marks` is negative, neutral or positive.

    Parameters
    ----------
    analysis : Analysis
    task : str
        "mentions" (the label is the state), "cues" (the category), "attributions" (the kind) or "sentiment".
    n : int
        Sentences of the body; all where there are fewer.
    seed : int
        The same seed draws the same sentences.
    path : path, optional
        Where to write the sheet as CSV; beside it an HTML form of the same name, which works offline and saves the CSV.

    Returns
    -------
    DataFrame
        One row a sentence, in the order of the text: `task`, `article_id`, `sent_id`, `before` (the sentence before), `text`,
        `coder`, `marks`, `note`, the last three empty.

    Raises
    ------
    ValueError
        If `task` is unknown, or `n` no whole number from 1.

    Examples
    --------
    >>> from analysis.articles import Article
    >>> from analysis.framing import analyze
    >>> draw_sample(analyze(Article("a", "Iraq waits. Moscow may sell.")), "cues", 2)[["text", "marks"]].values.tolist()
    [['Iraq waits.', ''], ['Moscow may sell.', '']]
    """
    check_task(task)
    if not isinstance(n, int) or n < 1:
        raise ValueError(f"`n` must be a whole number from 1; not {n!r}.")
    sentences = analysis.sentences.assign(key=analysis.sentences["article_id"].astype(str))
    sentences["before"] = sentences.groupby("key", sort=False)["text"].shift(fill_value="")
    body = sentences[sentences["zone"] == "body"].sort_values(["key", "sent_id"])
    held = found_spans(analysis, task, places(body))
    has = np.array([bool(spans) for spans in held.values()], dtype=bool)
    generator = np.random.default_rng(seed)
    order = np.lexsort((generator.random(len(body)), has))
    n = min(n, len(body))
    steps = np.floor((np.arange(n) + generator.random()) * (len(body) / n)).astype(int) if n else []  # every so many: in proportion
    drawn = body.iloc[order[steps]].sort_index()
    sheet = pd.DataFrame({"task": pd.Series([task] * n, dtype="str"), "article_id": drawn["key"].array, "sent_id": drawn["sent_id"].array})
    sheet = sheet.assign(before=drawn["before"].array, text=drawn["text"].array)
    sheet = sheet.assign(**{name: pd.Series([""] * n, dtype="str") for name in ("coder", "marks", "note")})
    if path is not None:
        path = Path(path).with_suffix(".csv")
        form = _form(sheet, task, path.stem, analysis)
        write_whole(path, _csv(sheet).encode("utf-8-sig"))
        write_whole(path.with_suffix(".html"), form.encode())
    return sheet


def check_task(task: str) -> None:
    """Refuse what is no task."""
    if task not in TASKS:
        raise ValueError(f"`task` must be one of {', '.join(map(repr, TASKS))}; not {task!r}.")


def _csv(sheet: pd.DataFrame) -> str:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    writer.writerows([guard(str(cell)) for cell in row] for row in sheet.to_numpy())
    return lines.getvalue()


def _form(sheet: pd.DataFrame, task: str, name: str, analysis: Analysis) -> str:
    """The form with its sentences; as JSON in which nothing can end a script."""
    states = sorted({*analysis.actors["state"]} - {""}) if task == "mentions" and "state" in analysis.actors else []
    data = {
        "task": task,
        "name": name,
        "columns": COLUMNS,
        "instruction": _INSTRUCTIONS[task],
        "labels": _LABELS[task] or states,
        "open": task == "mentions",
        "nothing": NOTHING,
        "formula": FORMULA,
        "rows": sheet[["article_id", "sent_id", "before", "text"]].to_dict("records"),
    }
    content = json.dumps(data, ensure_ascii=True)
    for character in "<>&":
        content = content.replace(character, f"\\u{ord(character):04x}")
    template = (files("analysis") / "templates" / "sample_form.html").read_text(encoding="utf8")
    return template.replace("__DATA__", content)


def places(sentences: pd.DataFrame) -> list[Place]:
    """Return the key and span of each sentence."""
    ids = sentences["article_id"].astype(str)
    return list(zip(ids, sentences["sent_id"], sentences["start"], sentences["end"], strict=True))


def found_spans(analysis: Analysis, task: str, places: Sequence[Place]) -> dict[Place, list[Span]]:
    """What was found in each of some sentences; what reaches over several is cut to each."""
    found: dict[Place, list[Span]] = {place: [] for place in places}
    by_article: dict[str, list[Place]] = {}
    for place in sorted(places):
        by_article.setdefault(place[0], []).append(place)
    table = _labelled(analysis, task)
    rows = zip(table["article_id"].astype(str), table["start"], table["end"], table["label"], table["entry"], strict=True)
    ends = {article_id: [place[3] for place in each] for article_id, each in by_article.items()}
    for article_id, start, end, label, entry in rows:
        each = by_article.get(article_id, [])
        for place in each[bisect_right(ends.get(article_id, []), start) :]:
            if place[2] >= end:
                break
            found[place].append((max(start, place[2]), min(end, place[3]), str(label), str(entry)))
    return found


def _labelled(analysis: Analysis, task: str) -> pd.DataFrame:
    """The table of a task with `label`, and with `entry`: what a finding goes back to."""
    table: pd.DataFrame = getattr(analysis, task)
    if task == "mentions":
        states = table["state"].astype("str")
        return table.assign(label=states.where(table["state"].notna(), table["actor"].astype("str")), entry=table["text"])
    if task == "cues":
        return table.assign(label=table["category"].astype("str"))
    if task == "attributions":
        return table.assign(label=table["kind"].astype("str"), entry=table["rule"])
    compound = table["compound_masked"].fillna(table["compound"])
    # VADER's own thresholds (Hutto & Gilbert 2014)
    labels = np.select([compound >= 0.05, compound <= -0.05], ["positive", "negative"], "neutral")
    return table.assign(label=labels, entry="")


def read_sheet(source: Sheet, number: int) -> pd.DataFrame:
    """One sheet as text, each row with its coder."""
    if isinstance(source, pd.DataFrame):
        table, name = source.astype(object), f"coder {number}"
    else:
        name = Path(source).stem
        try:
            text = Path(source).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError(f"{source} must be CSV in UTF-8; save it as “CSV UTF-8”.") from None
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=";" if text.startswith("task;") else ",") if row]
        cells = [[unguard(cell) for cell in row] for row in rows]
        table = pd.DataFrame(cells[1:], columns=cells[0] if cells else [], dtype=object)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise ValueError(f"A sheet must have the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing in {name}.")
    table = table[list(COLUMNS)].where(table[list(COLUMNS)].notna(), "").astype("str")
    numbers = [f"{name}, row {number}" for number in range(1, len(table) + 1)]
    return table.assign(marks=table["marks"].str.strip(), coder=table["coder"].str.strip().replace("", name), row=numbers)


def coded_spans(analysis: Analysis, task: str, sheet: pd.DataFrame) -> dict[str, dict[Place, list[Span]]]:
    """For each coder and sentence what was marked in it."""
    known = {place[:2]: place for place in places(analysis.sentences)}
    states = {label.casefold(): label for label in _labelled(analysis, "mentions")["label"]}
    coded: dict[str, dict[Place, list[Span]]] = {}
    wrong = []
    columns = ("row", "coder", "article_id", "sent_id", "text", "marks")
    for row, coder, article_id, sent_id, text, marks in zip(*(sheet[name] for name in columns), strict=True):
        place = known.get((article_id, int(sent_id) if sent_id.isdecimal() else -1))
        if place is None:
            wrong.append(f"{row}: article {article_id!r} has no sentence {sent_id!r}")
        elif analysis.texts[article_id][place[2] : place[3]] != text:
            wrong.append(f"{row}: the sentence reads otherwise in the analysis")
        elif place in coded.setdefault(coder, {}):
            wrong.append(f"{row}: {coder} has coded this sentence before")
        else:
            spans, fault = _marks(task, text, marks, place, states)
            coded[coder][place] = spans
            wrong += [f"{row}: {fault}"] if fault else []
    if wrong:
        raise ValueError(f"Rows that cannot be read: {'; '.join(wrong)}.")
    return coded


def _marks(task: str, text: str, cell: str, place: Place, states: Mapping[str, str]) -> tuple[list[Span], str]:
    """The spans of a cell of marks, and what is wrong with it."""
    _, _, start, end = place
    if task == "sentiment":
        return [(start, end, cell, "")], "" if cell in _TONES else f"{cell!r} must be one of {', '.join(_TONES)}"
    spans: list[Span] = []
    for mark in cell.split("|") if cell != NOTHING else ():
        words, _, label = (part.strip() for part in mark.rpartition("="))
        if not words or not label:
            return spans, f"{mark.strip()!r} must be words = label"
        if _LABELS[task] and label not in _LABELS[task]:
            return spans, f"{label!r} must be one of {', '.join(_LABELS[task])}"
        number = 1
        if text.find(words) < 0 and words.rpartition("#")[2].isdecimal():
            words, _, times = words.rpartition("#")
            number = int(times)
        at = -1
        for _ in range(min(number, len(text))):
            at = text.find(words, at + 1)
            if at < 0:
                return spans, f"the sentence does not hold {mark.rpartition('=')[0].strip()!r}"
        spans.append((start + at, start + at + len(words), states.get(label.casefold(), label) if task == "mentions" else label, ""))
    return spans, ""
