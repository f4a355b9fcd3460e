"""What all figures share: colours, the axis of sentences, labels and the plain look.  No figure is drawn here."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.lexicons import load_lexicon

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, GREY, PALE = "#222222", "#767676", "#dddddd"
FEW_MENTIONS = 10  # fewer than these are for reading one by one, not for a mean
ROLE_MARKS = {"doer": ">", "noun doer": ">", "target": "<", "actor": "o", "modifier": "D", "place": "s"}  # a reading is a role, too
FULL_MARKS = ("doer", "target", "actor")  # the others are hollow
MOST_ACTORS = 8  # more rows than this are not read; the rest is named in a line below


def actor_colors(names: Sequence[str]) -> dict[str, str]:
    """Colour of each actor: fixed for those in ``data/colors.csv``, else derived from the name alone.

    Examples
    --------
    >>> actor_colors(["Russia"]) == {"Russia": actor_colors(["Iraq", "Russia"])["Russia"]}
    True
    """
    table = load_lexicon("colors")
    fixed: dict[str, str] = {entry: color for entry, color in zip(table["entry"], table["category"], strict=True) if entry}
    palette = table.loc[table["entry"] == "", "category"].tolist()
    colors = {name: fixed[name] for name in names if name in fixed}
    for name in sorted(set(names) - set(colors)):
        start = zlib.crc32(name.encode())
        ring = [palette[(start + step) % len(palette)] for step in range(len(palette))]
        colors[name] = next((color for color in ring if color not in colors.values()), GREY)
    return colors


def say_empty(ax: Axes, message: str) -> Axes:
    """Turn the Axes into a line that says why there is nothing to see."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY)
    return ax


def tidy(ax: Axes, title: str, *, note: str = "", spine: str | None = "bottom", pad: float = 10) -> Axes:
    """Give every figure the same plain look; the note stands below the axis."""
    for side, line in ax.spines.items():
        line.set_visible(side == spine)
        line.set_color(GREY)
    ax.tick_params(length=0, labelsize=9.5, colors=INK)
    ax.set_title(plain(title), loc="left", fontsize=12, fontweight="bold", color=INK, pad=pad)
    if note:
        label = ax.get_xlabel()
        ax.set_xlabel(f"{label}\n{note}" if label else note, loc="left" if not label else "center", fontsize=8.5, color=GREY)
    return ax


def limit_ticks(ax: Axes, highest: float) -> None:
    """Whole numbers from 0 to the highest value, ten at most."""
    step = next(step for power in range(12) for step in (10**power, 2 * 10**power, 5 * 10**power) if highest <= 10 * step)
    ax.set_xticks(range(0, int(highest) + 1, step))


def ranked(mentions: pd.DataFrame, most: int = MOST_ACTORS) -> tuple[list[str], list[str]]:
    """States by number of mentions, the first named first among equals: those shown, and the rest."""
    named = mentions.dropna(subset=["state"])
    first = named.drop_duplicates("state").set_index("state")
    order = {state: i for i, state in enumerate(first.index)}
    counts = named["state"].value_counts()
    ranked = sorted((state for state in counts.index if counts[state]), key=lambda state: (-counts[state], order[state]))
    return ranked[:most], ranked[most:]


def keys(table: pd.DataFrame) -> list[tuple[str, Any]]:
    """Key of the sentence of each row."""
    return list(zip(table["article_id"].astype(str), table["sent_id"], strict=True))


def sentence_axis(spans: pd.DataFrame, sentences: pd.DataFrame | None) -> pd.DataFrame:
    """Sentences along x: those given, or all up to the last that has a span."""
    if sentences is not None:
        return sentences
    last = spans.groupby("article_id", observed=True)["sent_id"].max()
    keys = [(article_id, sent_id) for article_id, n in last.items() for sent_id in range(n + 1)]
    return pd.DataFrame(keys, columns=["article_id", "sent_id"])


def place(spans: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Position of each span's sentence among `sentences`."""
    position = {key: i for i, key in enumerate(keys(sentences))}
    return pd.Series([position.get(key, np.nan) for key in keys(spans)], index=spans.index)


def labelled(sentences: pd.DataFrame) -> list[int]:
    """Positions that get a label: the first sentence, and those whose id ends in 0 or 5 while that leaves room."""
    step = next(step for step in (5, 10, 20, 50, 100, 500, len(sentences) + 1) if len(sentences) <= 12 * step)
    return [i for i, sent_id in enumerate(sentences["sent_id"]) if i == 0 or (sent_id % step == 0 and i >= step // 2)]


def label_sentences(ax: Axes, sentences: pd.DataFrame) -> None:
    """Name the sentences by their ids, so that a reader finds them in every table."""
    shown = labelled(sentences)
    ax.set(
        xticks=shown,
        xticklabels=[str(sentences["sent_id"].iloc[i]) for i in shown],
        xlim=(-0.9, len(sentences) - 0.1),
        xlabel="sentence (sent_id)",
    )


def plain(text: object) -> str:
    """Text of a user, shown as it is: a dollar sign starts no formula."""
    return str(text).replace("$", r"\$")


def times(n: int) -> str:
    """A count in words: once, 2 times."""
    return "once" if n == 1 else f"{n} times"


def listed(names: Sequence[str]) -> str:
    """Names as a list in running text."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def rest_note(rest: Sequence[str], note: str) -> str:
    """A note below a figure that also names what is not shown."""
    more = f"Not shown: {', '.join(map(plain, rest[:6]))}{' and others' if len(rest) > 6 else ''}." if rest else ""
    return "   ".join(part for part in (note, more) if part)
