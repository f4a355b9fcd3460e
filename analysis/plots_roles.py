"""Figures of the roles that an article gives its actors: who speaks, and where in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.canvas import (
    GREY,
    INK,
    MOST_ACTORS,
    PALE,
    actor_colors,
    keys,
    label_sentences,
    limit_ticks,
    place,
    plain,
    rest_note,
    say_empty,
    tidy,
)
from analysis.plots import new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INTRODUCED = ("endorsing", "neutral", "distancing")
UNNAMED = "no named source"


def plot_voices(voices: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot who speaks, how many words, and how the writer introduces it.

    Parameters
    ----------
    voices : DataFrame
        As `summarize_voices` returns it for one article; the first eight speakers are shown, those who never speak
        with an empty row.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    shown = voices.head(MOST_ACTORS)
    ax = new_axes(ax, 1.5 + 0.38 * max(len(shown), 2))
    if voices["n_attributions"].sum() == 0:
        return say_empty(ax, "No words of others are found.")
    colors = actor_colors([name for name, kind in zip(shown["speaker"], shown["speaker_kind"], strict=True) if kind == "actor"])
    widest = float((shown["n_quoted_words"] + shown["n_reported_words"]).max()) or 1.0
    for row, voice in enumerate(shown.to_dict("records")):
        color = colors.get(voice["speaker"], GREY)
        quoted, reported = voice["n_quoted_words"], voice["n_reported_words"]
        for left, width, face in ((0, quoted, color), (quoted, reported, "white")):
            if width:
                ax.barh(row, width, left=left, color=face, edgecolor=color, linewidth=1.2, height=0.56)
        text = f"{quoted} + {reported}" if voice["n_attributions"] else "never speaks"
        ax.text(quoted + reported + widest * 0.012, row, text, va="center", fontsize=9, color=INK if voice["n_attributions"] else GREY)
        for column, how in enumerate(INTRODUCED):
            n = voice[f"n_{how}"]
            ax.text(widest * (1.3 + 0.17 * column), row, str(n or "·"), va="center", ha="center", fontsize=9.5, color=INK if n else GREY)
    for column, how in enumerate(INTRODUCED):
        ax.text(widest * (1.3 + 0.17 * column), -0.95, how, ha="center", fontsize=9, color=GREY)
    ax.text(0, -0.95, "words quoted (full) + reported (hollow)", fontsize=9, color=GREY)
    ax.axvline(widest * 1.2, color=PALE, linewidth=0.8)
    ax.set(
        yticks=range(len(shown)),
        yticklabels=[plain(name) or UNNAMED for name in shown["speaker"]],
        xlim=(0, widest * 1.74),
        ylim=(len(shown) - 0.4, -1.3),
    )
    limit_ticks(ax, widest)
    n_quoted = int(shown["n_quoted_words"].iloc[0])
    leader = plain(shown["speaker"].iloc[0]) or UNNAMED
    title = f"Quoted most: {leader}, {n_quoted} words" if n_quoted else "Nobody is quoted, only reported"
    silent = voices.loc[(voices["n_attributions"] == 0) & ~voices["speaker"].isin(shown["speaker"]), "speaker"].tolist()
    note = "Right: attributions by how the writer introduces them (reveal, say, claim)."
    return tidy(ax, title, note=rest_note([], note + (f"\nNever speak: {', '.join(map(plain, silent[:8]))}." if silent else "")))


def plot_speakers(attributions: pd.DataFrame, speakers: pd.DataFrame, sentences: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot where in the article somebody other than its author speaks: full where quoted, hollow where reported.

    Parameters
    ----------
    attributions, speakers, sentences : DataFrame
        As `find_attributions`, `find_speakers` and `split_sentences` return them; `sentences` set the axis.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    inside = set(keys(sentences))
    own = attributions[np.array([key in inside for key in keys(attributions)], dtype=bool)]
    own = own[own["kind"] != "scare"]
    label = speakers["state"].astype("str").fillna(speakers["actor"].astype("str"))
    names = speakers.assign(speaker=label, is_actor=speakers["state"].notna())
    names = names[["article_id", "attribution_id", "speaker", "is_actor"]].drop_duplicates().astype({"article_id": str})
    rows = own.astype({"article_id": str}).merge(names, on=["article_id", "attribution_id"], how="left")
    rows = rows.assign(speaker=rows["speaker"].fillna(UNNAMED), is_actor=rows["is_actor"].eq(True))
    counts = rows["speaker"].value_counts()
    ranked = sorted(counts.index, key=lambda name: (name == UNNAMED, -counts[name], name))
    order = ranked[:MOST_ACTORS]
    ax = new_axes(ax, 1.3 + 0.36 * max(len(order), 2))
    if not order:
        return say_empty(ax, "No words of others are found.")
    colors = actor_colors(sorted(set(rows.loc[rows["is_actor"], "speaker"])))
    for row, name in enumerate(order):
        ax.hlines(row, -0.5, len(sentences) - 0.5, color=PALE, linewidth=0.8, zorder=1)
        spoken = rows[rows["speaker"] == name]
        x = place(spoken, sentences).to_numpy()
        step = pd.Series(x).groupby(x).cumcount().to_numpy() * 0.42
        is_quoted = spoken["kind"].isin(["direct", "mixed"]).to_numpy()
        color = colors.get(name, GREY)
        face = np.where(is_quoted, color, "white")
        ax.scatter(x + step, np.full(len(x), row), marker="s", s=58, c=face.tolist(), edgecolor=color, linewidth=1.4, zorder=3)
    n_sentences = rows.drop_duplicates(["article_id", "sent_id"]).shape[0]
    ax.set(yticks=range(len(order)), yticklabels=[f"{plain(name)}  {counts[name]}" for name in order], ylim=(len(order) - 0.4, -0.6))
    label_sentences(ax, sentences)
    title = f"{n_sentences} of {len(sentences)} sentences hold the words of others"
    return tidy(ax, title, note=rest_note(ranked[MOST_ACTORS:], "■ quoted, wholly or in part   □ reported"))
