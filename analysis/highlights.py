"""Highlights: the words of an article as HTML, marked by what was found in them.

A layer is what one table adds to the article.  A layer stands for its table alone, so that an analysis shows the layers it
has tables for.  Whatever a text holds is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.canvas import ranked
from analysis.palette import color_classes

Row = Mapping[str, Any]
UNNAMED = "no named source"
_VALENCE = {-1: "harmful to", 0: "neutral towards", 1: "helpful to"}


class Layer(NamedTuple):
    """What one table adds to an article.

    `prefix` begins the ids of its rows on a page; `label` says in words what a row holds, `tag` is what is set beside it in the
    text, `found` tells the rule and the entry behind it; `editable` are the columns that a reader may change.
    """

    name: str
    table: str
    prefix: str
    title: str
    noun: str
    label: Callable[[Row], str]
    tag: Callable[[Row], str]
    found: Callable[[Row], str]
    editable: tuple[str, ...] = ()


class Mark(NamedTuple):
    """A row of a layer in the text."""

    row_id: str
    start: int
    end: int
    layer: str
    color: str
    tag: str
    label: str


def tag(name: str, *content: str, **attributes: object) -> str:
    """Return an element; its attributes are escaped, its content is HTML already.

    Examples
    --------
    >>> tag("b", "1 &lt; 2", class_="n", data_rows='"', hidden=True, title=None)
    '<b class="n" data-rows="&quot;" hidden>1 &lt; 2</b>'
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None and value is not False}
    inside = "".join(f" {key}" if value is True else f' {key}="{html.escape(str(value))}"' for key, value in given.items())
    return f"<{name}{inside}>{''.join(content)}</{name}>"


def known(value: object) -> str:
    """A cell as text; "" where it is missing."""
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


# ------------------------------------------------------------------------------------------------------------- the layers
def _actor(row: Row) -> str:
    return known(row["state"]) or known(row["actor"])


def _short(name: str) -> str:
    """A name as it stands beside words; in full it is in the label."""
    return name if len(name) <= 32 else f"{name[:31]}…"


def _label_mention(row: Row) -> str:
    actor = known(row["actor"])
    party = f"{actor}, counted to {row['state']}" if known(row["state"]) not in ("", actor) else actor
    return f"{party} ({row['kind']}, {row['reading']})"


def _found_mention(row: Row) -> str:
    learned = known(row["learned_by"])
    return f"learned in this article from “{learned}”" if learned else f"list of actors, “{row['text']}”"


def _label_said(row: Row) -> str:
    how = f", by “{row['cue']}”" if known(row["cue"]) else ""
    return f"{row['speaker']}: {row['kind']}{how}"


def _found_said(row: Row) -> str:
    cue = f", “{row['cue']}”" if known(row["cue"]) else ""
    return f"rule “{row['rule']}”, tier {row['tier']}{cue}"


def _label_cue(row: Row) -> str:
    return str(row["category"]).replace("_", " ") + (" (negated)" if row["negated"] else "")


def _roles(row: Row) -> str:
    return f"{_short(known(row['agent'])) or '—'} → {_short(known(row['patient'])) or '—'}"


def _label_action(row: Row) -> str:
    towards = f", {_VALENCE[row['valence']]} {known(row['patient'])}" if known(row["patient"]) and row["valence"] in _VALENCE else ""
    return f"{_roles(row)}: {row['trigger_class']}{towards} ({row['construction']}, {row['modality']}{', negated' * bool(row['negated'])})"


def _tone(value: float) -> str:
    return "" if np.isnan(value) else f"{value:+.2f}".replace("-", "−")


LAYERS = (
    Layer(
        "actors",
        "mentions",
        "m",
        "Actors",
        "mention",
        _label_mention,
        lambda row: _short(_actor(row)),
        _found_mention,
        ("actor", "state", "kind", "reading"),
    ),
    Layer(
        "voices",
        "attributions",
        "a",
        "Words of others",
        "passage",
        _label_said,
        lambda row: f"{_short(row['speaker'])}, {'scare quotes' if row['kind'] == 'scare' else row['kind']}",
        _found_said,
        ("kind", "act", "commitment"),
    ),
    Layer(
        "stance",
        "cues",
        "c",
        "Stance",
        "cue",
        _label_cue,
        lambda row: str(row["category"]).replace("_", " "),
        lambda row: f"entry “{row['entry']}”, rule “{row['rule']}”",
        ("category",),
    ),
    Layer(
        "actions",
        "actions",
        "x",
        "Actions",
        "action",
        _label_action,
        _roles,
        lambda row: f"rule “{row['rule']}”",
        ("agent", "patient", "trigger_class", "negated", "modality", "valence"),
    ),
    Layer(
        "tone",
        "tone",
        "t",
        "Tone towards actors",
        "mention",
        lambda row: f"tone towards {_actor(row)}: {_tone(row['tone'])}",
        lambda row: _tone(row["tone"]),
        lambda row: f"tone model: negative {row['negative']:.2f}, neutral {row['neutral']:.2f}, positive {row['positive']:.2f}",
        ("actor", "tone"),
    ),
    Layer(
        "sentiment",
        "sentiment",
        "s",
        "Sentiment of sentences",
        "sentence",
        lambda row: f"Sentence {row['sent_id']}: sentiment {_tone(row['compound_masked']) or 'none'}, names masked",
        lambda row: str(row["sent_id"]),
        lambda row: "lexicon and rules of VADER, names of actors masked",
    ),
)
LAYER = {layer.name: layer for layer in LAYERS}


def speaker_names(speakers: pd.DataFrame) -> pd.DataFrame:
    """Name the speakers of each attribution by their state, else as the actor they are: article_id, attribution_id, speaker."""
    names = speakers["state"].astype("string").fillna(speakers["actor"].astype("string")).astype("str")
    return speakers[["article_id", "attribution_id"]].assign(speaker=names).drop_duplicates()


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as dicts, each with its `index`."""
    return [{str(name): value for name, value in row.items()} for row in table.rename_axis("index").reset_index().to_dict("records")]


def rows_of(tables: Mapping[str, pd.DataFrame], layer: Layer) -> list[dict[str, Any]]:
    """Rows of a layer's table; attributions with their `speaker`."""
    table = tables[layer.table]
    if layer.name == "voices":
        keys = ["article_id", "attribution_id"]
        names = speaker_names(tables["speakers"]).groupby(keys, observed=True)["speaker"].agg(" and ".join)
        table = table.join(names, on=keys).fillna({"speaker": UNNAMED})
    return records(table)


def find_marks(tables: Mapping[str, pd.DataFrame], classes: Mapping[str, str], names: Iterable[str]) -> list[Mark]:
    """Marks of some layers, in the order of the text; `classes` gives each actor the class of its colour."""
    marks = []
    for layer in (LAYER[name] for name in names):
        for row in rows_of(tables, layer):
            owner = {"voices": row.get("speaker"), "stance": None, "actions": row.get("agent_state")}.get(layer.name, row.get("state"))
            label = f"{layer.label(row)}. {layer.found(row)[:1].upper()}{layer.found(row)[1:]}."
            color = classes.get(known(owner), "k") + (f" r-{row['reading']}" if layer.name == "actors" else "")
            marks.append(Mark(f"{layer.prefix}{row['index']}", row["start"], row["end"], layer.name, color, layer.tag(row), label))
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


# --------------------------------------------------------------------------------------------------------------- the text
def mark_up(text: str, start: int, end: int, marks: Sequence[Mark], *, interactive: bool = True) -> str:
    """Return ``text[start:end]`` as HTML with its marks; they may overlap, and what they add is no text.

    Examples
    --------
    >>> mark_up("a < b", 0, 5, [Mark("c0", 0, 1, "stance", "k", "hedge", "")], interactive=False)
    '<span class="m stance c-hedge">a<small class="tag stance" data-tag="hedge"></small></span> &lt; b'
    """
    cuts = sorted({start, end, *(min(max(at, start), end) for mark in marks for at in (mark.start, mark.end))})
    parts, around = [], ""
    for left, right in pairwise(cuts):
        over = [mark for mark in marks if mark.start <= left and mark.end >= right]
        said = [mark for mark in over if mark.layer == "voices"]
        shade = " ".join(mark.row_id for mark in said)
        if shade != around:
            parts.append(("</span>" if around else "") + (_shade(said) if shade else ""))
            around = shade
        parts += [_chip(mark, interactive=interactive) for mark in said if mark.start == left]
        words = [mark for mark in over if mark.layer != "voices"]
        parts.append(_words(text[left:right], words, right, interactive=interactive) if words else html.escape(text[left:right]))
    return "".join(parts) + ("</span>" if around else "")


def _shade(said: Sequence[Mark]) -> str:
    """Open the shading of the innermost of some passages."""
    inner = said[-1]
    kind = inner.tag.rsplit(", ", 1)[-1].split()[0]
    return f'<span class="said {kind} {inner.color}">'


def _button(marks: Sequence[Mark], words: str, *, interactive: bool) -> dict[str, object]:
    label = " ".join(dict.fromkeys(mark.label for mark in marks if mark.label))
    if not interactive:
        return {"title": label or None}
    return {"role": "button", "tabindex": -1, "data_id": " ".join(mark.row_id for mark in marks), "aria_label": f"{words}: {label}"}


def _chip(mark: Mark, *, interactive: bool) -> str:
    name = "Words of others" if not mark.tag else mark.tag
    return tag("span", class_=f"m chip voices {mark.color}", data_tag=mark.tag, **_button([mark], name, interactive=interactive))


def _words(words: str, marks: Sequence[Mark], right: int, *, interactive: bool) -> str:
    layers = list(dict.fromkeys(mark.layer for mark in marks))
    color = next((mark.color for mark in marks if mark.layer in ("actors", "tone")), "")
    stance = [f"c-{mark.tag.replace(' ', '-')}" for mark in marks if mark.layer == "stance"]
    tags = ""
    for layer in layers:
        own = [mark.tag for mark in marks if mark.layer == layer and mark.end == right]
        label = ", ".join(dict.fromkeys(own))
        if label and not (layer == "actors" and label.casefold() in words.casefold()):
            tags += tag("small", class_=f"tag {layer}", data_tag=label)
    classes = " ".join(dict.fromkeys(["m", *layers, *stance, *color.split()]))
    return tag("span", html.escape(words), tags, class_=classes, **_button(marks, words, interactive=interactive))


def article_html(
    sentences: pd.DataFrame,
    text: str,
    marks: Sequence[Mark],
    *,
    margin: Callable[[int], str] | None = None,
    interactive: bool = True,
) -> str:
    """Return an article as paragraphs of marked sentences; `margin` gives what stands beside the sentence of a row."""
    inside: list[list[Mark]] = [[] for _ in range(len(sentences))]
    starts, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    for mark in marks:
        first, last = np.searchsorted(ends, mark.start, side="right"), np.searchsorted(starts, mark.end, side="left")
        for i in range(first, last):
            inside[i].append(mark)
    paragraphs = []
    for _, rows in sentences.reset_index(drop=True).groupby("para_id", sort=False):
        zone = str(rows["zone"].iloc[0])
        words = [
            tag("span", mark_up(text, starts[i], ends[i], inside[i], interactive=interactive), class_="s", data_s=sent_id)
            for i, sent_id in zip(rows.index, rows["sent_id"], strict=True)
        ]
        beside = tag("span", *(margin(i) for i in rows.index), class_="margin") if margin else ""
        told = None if zone == "body" else zone
        paragraphs.append(tag("p", beside, " ".join(words), class_=f"para zone-{zone}", dir="auto", data_zone=told))
    return "".join(paragraphs)


@cache
def template(name: str) -> str:
    """Text of a file in ``templates/report``."""
    return (files("analysis") / "templates" / "report" / name).read_text(encoding="utf8")


def show_analysis(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> str:
    """Return the first article of an analysis, its actors and the words of others marked, as a notebook shows it."""
    if not texts:
        return tag("p", "No article.")
    article_id = next(iter(texts))
    own = {name: table[table["article_id"] == article_id].reset_index(drop=True) for name, table in tables.items()}
    classes, colors = color_classes(ranked(own["mentions"])[0])
    marks = find_marks(own, classes, ["actors", "voices"])
    body = article_html(own["sentences"], texts[article_id], marks, interactive=False)
    counts = ", ".join(f"{len(own[layer.table])} {layer.table}" for layer in LAYERS if layer.table in own and layer.editable)
    more = f"; {len(texts) - 1} more articles are not shown" if len(texts) > 1 else ""
    note = tag("p", html.escape(f"{article_id}: {len(own['sentences'])} sentences, {counts}{more}."), class_="note")
    return framed(note + tag("div", body, class_="article"), colors, layers="actors voices")


def show_evidence(table: pd.DataFrame) -> str:
    """Return a table of `evidence` with the marked words in their sentences."""
    columns = ("article_id", "sent_id", "start", "text", "mark_start", "mark_end")
    rows = []
    for article_id, sent_id, start, text, left, right in zip(*(table[name] for name in columns), strict=True):
        a, b = (min(max(at - start, 0), len(text)) for at in (left, right))
        words = html.escape(text[:a]) + tag("mark", html.escape(text[a:b])) + html.escape(text[b:])
        rows.append(tag("tr", tag("td", html.escape(str(article_id))), tag("td", str(sent_id)), tag("td", words, class_="words")))
    head = tag("tr", *(tag("th", name, scope="col") for name in ("article_id", "sent_id", "text")))
    return framed(tag("table", tag("thead", head), tag("tbody", *rows), class_="evidence"), "")


def framed(content: str, colors: str, *, layers: str = "") -> str:
    """Put content into the frame that the style sheet speaks of."""
    return tag("style", template("view.css"), colors) + tag("div", content, class_="fa", data_layers=layers)
