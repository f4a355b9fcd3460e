"""Report figures: one question each, as rows of HTML and SVG in which every mark is a button that opens its sentences.

Widths are in percent, heights and letters in pixels, so that a figure is as readable on a phone as on a wall.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.canvas import FEW_MENTIONS, FULL_MARKS, MOST_ACTORS, labelled, listed, times
from analysis.cues import CATEGORIES
from analysis.highlights import records, tag
from analysis.report_rows import Place, Sheet

NOTES = {  # as ROLE_MARKS in the figures of matplotlib
    "doer": "M-5,-6L6,0L-5,6Z",
    "noun doer": "M-4,-5L5,0L-4,5Z",
    "target": "M5,-6L-6,0L5,6Z",
    "actor": "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0",
    "modifier": "M0,-5.5L5,0L0,5.5L-5,0Z",
    "place": "M-4,-4H4V4H-4Z",
}
CERTAINTY = {
    "booster": "M-5,4L0,-5L5,4Z",
    "obligation": "M-4,-5L5,0L-4,5Z",
    "condition": "M0,-6L4,0L0,6L-4,0Z",
    "hedge": "M-5,-4L0,5L5,-4Z",
}
KEY = {
    "doer": "acts",
    "noun doer": "acts by a noun alone (“Israeli strikes”)",
    "target": "is acted upon",
    "actor": "named in no action",
    "modifier": "modifier (“Iraqi airspace”)",
    "place": "place (“in Moscow”)",
}
SQUARE = "M-5,-5H5V5H-5Z"


class Figure(NamedTuple):
    """A figure, and the table without which it is not drawn."""

    name: str
    table: str
    draw: Callable[[Sheet], str]


class Line(NamedTuple):
    """A row of a figure: what stands left of the plot, the marks in it, what stands right and below."""

    label: str
    marks: str
    value: str = ""
    below: str = ""
    height: int = 26


def figure(name: str, title: str, note: str, content: str, *, level: str = "h3") -> str:
    """Put content under a title and a note; both are text."""
    caption = tag("figcaption", tag(level, html.escape(title)), tag("p", html.escape(note), class_="note"))
    return tag("figure", caption, content, class_="fig", id=f"fig-{name}")


def grid(lines: Sequence[Line], label: str, *, backdrop: str = "", wide: int = 0) -> str:
    """Set lines below each other; `backdrop` is drawn behind the plots of all, `wide` the least width of a plot in pixels."""
    cells = []
    for k, line in enumerate(lines):
        at = f"grid-row:{2 * k + 1}"
        plot = tag("svg", line.marks, width="100%", height=line.height, role="group", aria_label=label)
        cells += [tag("div", line.label, class_="label", style=at), tag("div", plot, class_="plot", style=at)]
        if line.value:
            cells.append(tag("div", line.value, class_="value", style=at))
        if line.below:
            cells.append(tag("div", line.below, class_="below", style=f"grid-row:{2 * k + 2}"))
    behind = ""
    if backdrop:
        plot = tag("svg", backdrop, width="100%", height="100%", aria_hidden="true")
        behind = tag("div", plot, class_="plot behind", style=f"grid-row:1/span {2 * len(lines)}")
    return tag("div", behind, *cells, class_="rows", style=f"--wide:{wide}px", data_roving=True)


def shape(path: str, x: float, y: float, place: Place, class_: str, *, hollow: bool = False) -> str:
    """Return a small mark at x percent, with a little room beside it to hit."""
    drawn = tag("path", d=path, class_="hollow" if hollow else "full")
    inner = tag("svg", tag("rect", x=-6, y=-4, width=12, height=8, class_="room"), drawn, x=f"{x:.2f}%", y=y, overflow="visible")
    return place.button(inner, element="g", class_=f"mark {class_}")


def dodge(xs: Iterable[float], gap: float, lanes: Sequence[int]) -> list[int]:
    """Put each of some marks, from left to right, on the first lane where none stands closer than `gap`, else where it is widest.

    Examples
    --------
    >>> dodge([1, 2, 3, 9], 2.5, [10, 20])
    [10, 20, 10, 10]
    """
    last = dict.fromkeys(lanes, -np.inf)
    chosen = []
    for x in xs:
        lane = next((y for y in lanes if x - last[y] > gap), min(last, key=lambda y: last[y]))
        last[lane] = x
        chosen.append(lane)
    return chosen


def axis(sheet: Sheet, middles: Sequence[float], label: str) -> Line:
    """Return the line that names the sentences."""
    shown = labelled(sheet.body)
    numbers = "".join(
        tag("text", str(sheet.body["sent_id"].iloc[i]), x=f"{middles[i]:.2f}%", y=12, class_="tick", text_anchor="middle") for i in shown
    )
    return Line(tag("span", label, class_="soft"), numbers, height=18)


def middles_of(sheet: Sheet) -> np.ndarray:
    """Middle of each body sentence on an axis on which all are as wide, in percent."""
    n = len(sheet.body)
    return (np.arange(n) + 0.5) / max(n, 1) * 100


def position(sheet: Sheet, table: pd.DataFrame) -> np.ndarray:
    """Place of each row's sentence among the body sentences."""
    return sheet.body["sent_id"].searchsorted(table["sent_id"].to_numpy())


def plural(n: int, noun: str) -> str:
    """Count and noun: 1 cue, 2 cues."""
    return f"{n:,} {noun}{'s' * (n != 1)}"


# --------------------------------------------------------------------------------------------------------------- the score
def score(sheet: Sheet) -> str:
    """Draw a staff for each state and a note for each mention, certainty above."""
    words = np.array([max(len(text.split()), 1) for text in sheet.body["text"]])
    edges = np.concatenate([[0], np.cumsum(words)]) / max(words.sum(), 1) * 100
    starts, ends = sheet.body["start"].to_numpy(), sheet.body["end"].to_numpy()

    def across(table: pd.DataFrame) -> np.ndarray:
        i = position(sheet, table)
        into: np.ndarray = edges[i] + (edges[i + 1] - edges[i]) * (table["start"].to_numpy() - starts[i]) / (ends[i] - starts[i])
        return into

    lines, wide = [], max(560, 14 * len(words))
    gap = 1060 / wide  # percent of the width that are the breadth of a note
    for names in (("booster", "obligation"), ("condition", "hedge")):
        own = sheet.cues[sheet.cues["category"].isin(names)]
        xs = across(own)
        heights = dodge(xs, gap, range(8, 60, 9))
        marks = "".join(
            shape(CERTAINTY[row["category"]], x, y, _cue(sheet, row), "cue") for row, x, y in zip(records(own), xs, heights, strict=True)
        )
        label = " ".join(_glyph(CERTAINTY[name], name) for name in names)
        lines.append(Line(label, marks, height=max(heights, default=8) + 8))
    for state in sheet.states[:MOST_ACTORS]:
        own = sheet.mentions[sheet.mentions["state"] == state]
        notes, xs, is_author = [], across(own), own["voice"].eq("author").to_numpy()
        raised = dodge(xs[~is_author], gap, range(5, 60, 8))
        middle = max(13, *raised, 0) + 12  # of the staff: raised notes stand above it
        ys = np.full(len(own), middle)
        ys[~is_author], ys[is_author] = raised, dodge(xs[is_author], gap, range(middle, middle + 60, 8))
        staff = "".join(tag("line", x1="0", x2="100%", y1=y, y2=y, class_="staff") for y in range(middle - 10, middle + 11, 5))
        for row, x, y in zip(records(own), xs, ys, strict=True):
            label = f"“{row['text']}”, {state} as {row['role']}, in the words of {_whose(row['voice'])}"
            place = sheet.place(f"mention/{row['index']}", label, "mentions", [row["index"]])
            hollow = row["role"] not in FULL_MARKS
            notes.append(shape(NOTES[row["role"]], x, y, place, f"head {sheet.color(state)}", hollow=hollow))
        lines.append(Line(_label(sheet, state), staff + "".join(notes), height=max(middle + 17, int(ys.max()) + 9)))
    if not len(words):
        return figure("score", "No sentence to draw", "", "", level="h2")
    lines.append(axis(sheet, ((edges[1:] + edges[:-1]) / 2).tolist(), "sentence"))
    new = sheet.body["para_id"].diff().fillna(0).to_numpy() != 0
    bars = "".join(
        tag("line", x1=f"{edges[i]:.2f}%", x2=f"{edges[i]:.2f}%", y1="0", y2="100%", class_="bar" if new[i] else "staff")
        for i in range(1, len(words))
    )
    note = (
        "Sentences run from left to right, as wide as they have words; strong lines part paragraphs. A note is a mention, raised where "
        "it stands in the words of others; one that would touch another stands a line lower. Above: how sure the text sounds."
    )
    title = f"The article as a score: {plural(len(sheet.mentions), 'mention')} in {plural(len(words), 'sentence')}"
    return figure(
        "score",
        title,
        note + _rest(sheet.states[MOST_ACTORS:]),
        _key() + grid(lines, title, backdrop=bars, wide=wide),
        level="h2",
    )


def _cue(sheet: Sheet, row: dict[str, Any]) -> Place:
    """The place of one cue."""
    return sheet.place(f"cue/{row['index']}", f"“{row['text']}”, {str(row['category']).replace('_', ' ')}", "cues", [row["index"]])


def _whose(voice: object) -> str:
    return "its author" if voice == "author" else "an editor" if voice == "editor" else "others"


def _glyph(path: str, name: str, *, hollow: bool = False) -> str:
    shape = tag("path", d=path, class_="hollow" if hollow else "full")
    drawn = tag("svg", shape, width=12, height=12, viewBox="-7 -7 14 14", aria_hidden="true", class_="glyph")
    return tag("span", drawn, name, class_="soft")


def _key() -> str:
    """Say beside each shape of note what it stands for."""
    return tag("p", *(_glyph(NOTES[role], f" {words}", hollow=role not in FULL_MARKS) for role, words in KEY.items()), class_="key")


def _label(sheet: Sheet, state: str, *, n: bool = True) -> str:
    place = sheet.profile[state, "n_mentions"]
    return place.button(html.escape(state), f" {tag('b', str(len(place.ids)))}" * n, class_=f"name {sheet.color(state)}")


def _rest(names: Sequence[str]) -> str:
    return f" Not shown: {', '.join(names[:6])}{' and others' if len(names) > 6 else ''}." if names else ""


# ------------------------------------------------------------------------------------------------------------- the profile
COLUMNS = (
    ("named in", (("n_mentions", "mentions"), ("n_sentences", "sentences"), ("n_shared", "shared"))),
    ("named as", (("n_actor", "actor"), ("n_modifier", "modifier"), ("n_place", "place"))),
    ("role", (("n_doer", "acts"), ("n_noun_doer", "by a noun"), ("n_target", "acted upon"))),
    ("cues in its own clauses", tuple((f"n_{name}_clause", name) for name in ("hedge", "booster", "condition", "obligation", "attitude"))),
    ("speaks", (("n_attributions", "times"), ("n_quoted_words", "words quoted"), ("n_reported_words", "words reported"))),
)


def profile(sheet: Sheet) -> str:
    """Set the framing profile as a table: a row a state, a column an indicator; no score adds them up."""
    shown = sheet.framing.head(MOST_ACTORS)
    tops = [tag("th", "", scope="col", aria_label="state")]
    heads = [tag("th", "state", scope="col")]
    for title, columns in COLUMNS:
        tops.append(tag("th", title, scope="colgroup", colspan=len(columns)))
        heads += [tag("th", tag("span", label), scope="col", class_="first" if k == 0 else None) for k, (_, label) in enumerate(columns)]
    tops.append(tag("th", "sentiment", scope="col"))
    heads.append(tag("th", tag("span", "of its sentences, −1 to +1"), scope="col", class_="first"))
    largest = {title: max(float(shown[[name for name, _ in columns]].to_numpy().max()), 1.0) for title, columns in COLUMNS if len(shown)}
    rows = []
    for row in records(shown):
        state = str(row["state"])
        cells = [tag("th", _label(sheet, state, n=False), scope="row")]
        for title, columns in COLUMNS:
            for k, (name, _) in enumerate(columns):
                cells.append(tag("td", _cell(sheet, state, name, int(row[name]), largest[title]), class_="first" if k == 0 else None))
        cells.append(tag("td", _interval(sheet, row), class_="first wide"))
        rows.append(tag("tr", *cells))
    head = tag("thead", tag("tr", *tops, class_="groups"), tag("tr", *heads[:1], *heads[1:], class_="heads"))
    table = tag("table", head, tag("tbody", *rows), class_="profile")
    n = int(sheet.framing["n_mentions"].sum())
    if not n:
        return figure("profile", "No state is named", "", "", level="h2")
    leading = shown.head(2)
    names = listed(leading["state"].astype(str).tolist())
    title = f"{names}: {int(leading['n_mentions'].sum()):,} of {plural(n, 'mention')}"
    note = (
        "Each number opens its sentences. Line: 95 % resampling interval over paragraphs; it tells how much the mean hangs on few of them, "
        f"and is left out where they are too few. Hollow: fewer than {FEW_MENTIONS} mentions, to be read one by one, not ranked."
    )
    content = tag("div", table, class_="scroll", data_roving=True)
    return figure("profile", title, note + _rest(sheet.framing["state"].astype(str).tolist()[MOST_ACTORS:]), content, level="h2")


def _cell(sheet: Sheet, state: str, column: str, value: int, largest: float) -> str:
    if not value:
        return tag("span", "·", class_="none")
    place = sheet.profile[state, column]
    radius = max(7 * (value / largest) ** 0.5, 1)
    dot = tag("svg", tag("circle", cx=8, cy=8, r=f"{radius:.1f}", class_="full"), width=16, height=16, aria_hidden="true")
    words = place.label + (f", {value} words in passages" if column.endswith("words") else "")
    return Place(place.key, words, place.ids).button(dot, str(value), class_=f"cell {sheet.color(state)}")


def _interval(sheet: Sheet, row: dict[str, Any]) -> str:
    mean, low, high = (float(row[f"compound_masked{bound}"]) for bound in ("", "_low", "_high"))
    state = str(row["state"])
    if np.isnan(mean):
        return tag("span", "·", class_="none")
    at = [f"{50 + 48 * value:.1f}%" for value in (mean, low, high)]
    line = "" if np.isnan(low) else tag("line", x1=at[1], x2=at[2], y1=9, y2=9, class_="interval")
    few = int(row["n_mentions"]) < FEW_MENTIONS
    dot = tag("circle", cx=at[0], cy=9, r=4.5, class_="hollow" if few else "full")
    drawn = tag("svg", tag("line", x1="50%", x2="50%", y1=0, y2=18, class_="bar"), line, dot, width="100%", height=18, aria_hidden="true")
    bounds = "no interval, too few paragraphs" if np.isnan(low) else f"interval {signed(low)} to {signed(high)}"
    place = Place(
        f"{state}/sentiment", f"{state}, sentiment {signed(mean)} of its sentences, {bounds}", sheet.profile[state, "n_sentences"].ids
    )
    return place.button(drawn, tag("span", signed(mean)), class_=f"cell {sheet.color(state)}")


def signed(value: float) -> str:
    """Return a number with its sign, as it is printed."""
    return f"{value:+.2f}".replace("-", "−")


# ------------------------------------------------------------------------------------------------- beside the article
def dispersion(sheet: Sheet) -> str:
    """Draw where each state is named: a bar a sentence, as high as it names it often."""
    middles, n = middles_of(sheet), len(sheet.body)
    lines = []
    most = int(sheet.mentions.groupby(["state", "sent_id"]).size().max()) if len(sheet.mentions) else 1
    for state in sheet.states[:MOST_ACTORS]:
        own = sheet.mentions[sheet.mentions["state"] == state]
        marks = [tag("line", x1="0", x2="100%", y1=25, y2=25, class_="staff")]
        for sent_id, rows in own.groupby("sent_id"):
            x = middles[int(position(sheet, rows)[0])]
            place = sheet.place(f"{state}/in/{sent_id}", f"{state} in sentence {sent_id}", "mentions", rows.index)
            marks.append(column(x, 100 / n, 25, -23 * len(rows) / most, place, sheet.color(state)))
        lines.append(Line(_label(sheet, state), "".join(marks), height=28))
    if not lines:
        return figure("dispersion", "No state is named", "", "")
    totals = sheet.mentions["state"].value_counts()
    title = f"{sheet.states[0]} is named most, {times(int(totals.iloc[0]))}"
    note = f"A bar is a sentence, as high as it names the state often; the highest stands for {plural(most, 'mention')}."
    lines.append(axis(sheet, middles.tolist(), "sentence"))
    return figure("dispersion", title, note + _rest(sheet.states[MOST_ACTORS:]), grid(lines, title, wide=4 * n))


def column(x: float, width: float, zero: float, height: float, place: Place, class_: str, *, room: tuple[float, float] = (0, 26)) -> str:
    """Return an upright bar from the zero line, with the whole height to hit."""
    top = zero + min(height, 0)
    hit = tag("rect", x=f"{x - width / 2:.2f}%", y=room[0], width=f"{width:.2f}%", height=room[1] - room[0], class_="room")
    bar = tag(
        "rect",
        x=f"{x - width * 0.36:.2f}%",
        y=f"{top:.1f}",
        width=f"{width * 0.72:.2f}%",
        height=f"{max(abs(height), 1.5):.1f}",
        class_="full",
    )
    return place.button(hit, bar, element="g", class_=f"mark {class_}")


def stance(sheet: Sheet) -> str:
    """Draw where the cues of each category stand, and by which words."""
    middles = middles_of(sheet)
    lines, counts = [], sheet.cues["category"].value_counts()
    for name in (name for name in CATEGORIES if counts.get(name, 0)):
        own = sheet.cues[sheet.cues["category"] == name]
        xs = middles[position(sheet, own)] + 1.2 * own.groupby("sent_id").cumcount().to_numpy()
        heights = dodge(xs, min(4, 265 / len(middles)), range(12, 60, 9))
        marks = tag("line", x1="0", x2="100%", y1=12, y2=12, class_="staff") + "".join(
            shape(
                CERTAINTY.get(name, SQUARE),
                x,
                y,
                _cue(sheet, row),
                f"cue c-{name.replace('_', '-')}",
                hollow=row["voice"] != "author",
            )
            for row, x, y in zip(records(own), xs, heights, strict=True)
        )
        place = sheet.place(f"cue/{name}", name.replace("_", " "), "cues", own.index)
        label = place.button(name.replace("_", " "), " ", tag("b", str(len(own))), class_="name")
        lines.append(Line(label, marks, below=_words(sheet, own, name), height=max(28, max(heights) + 8)))
    if not lines:
        return figure("stance", "No cue of stance is found", "", "")
    hedges, boosters = int(counts.get("hedge", 0)), int(counts.get("booster", 0))
    title = f"{plural(hedges, 'hedge')} against {plural(boosters, 'booster')} in {plural(len(middles), 'sentence')}"
    note = "A mark is a cue, hollow where it stands in the words of others; below each row, its words."
    lines.append(axis(sheet, middles.tolist(), "sentence"))
    return figure("stance", title, note, grid(lines, title, wide=4 * len(middles)))


def _words(sheet: Sheet, cues: pd.DataFrame, name: str) -> str:
    forms = {str(form): rows.index for form, rows in cues.groupby(cues["text"].str.lower(), sort=False)}
    shown = sorted(forms, key=lambda form: -len(forms[form]))
    parts = [
        sheet.place(f"cue/{name}/{form}", f"“{form}”, {name.replace('_', ' ')}", "cues", forms[form]).button(
            html.escape(form), f" ×{len(forms[form])}" * (len(forms[form]) > 1), class_="word"
        )
        for form in shown[:9]
    ]
    return tag("p", *parts, f"and {len(shown) - 9} more" * (len(shown) > 9), class_="words")
