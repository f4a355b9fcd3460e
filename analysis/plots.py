"""Figures: one question each.  Tables in, matplotlib Axes out.

Titles are computed from the data or neutral.  An actor keeps its colour in every figure; shapes and direct labels say
the same as the colours, so that a figure can be read in grey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.canvas import (
    GREY,
    INK,
    PALE,
    actor_colors,
    label_sentences,
    limit_ticks,
    listed,
    place,
    plain,
    ranked,
    rest_note,
    say_empty,
    sentence_axis,
    tidy,
    times,
)
from analysis.entries import KINDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CERTAINTY = {"booster": ("^", "#1b5e8c"), "obligation": (">", "#4d4d4d"), "condition": ("d", "#b8860b"), "hedge": ("v", "#b0413e")}


def plot_terms(counts: pd.DataFrame, tokens: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Axes:
    """Plot the most frequent terms: how often, and where in the text.

    Parameters
    ----------
    counts : DataFrame
        As `count_terms` returns it for single terms; the first 20 rows are shown.
    tokens : DataFrame, optional
        The tokens that were counted; with them, each occurrence is a tick at its place in the text.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    shown = counts.head(20)
    ax = new_axes(ax, 0.8 + 0.27 * max(len(shown), 5))
    if shown.empty:
        return say_empty(ax, "No terms to show.")
    rows = np.arange(len(shown))
    if tokens is None:
        ax.barh(rows, shown["count"], color=GREY, height=0.62)
        ax.set_xlabel("occurrences")
        right = float(shown["count"].max())
    else:
        position = pd.Series(np.arange(len(tokens)), index=tokens["term"].to_numpy())
        for row, term in enumerate(shown.index):
            ax.hlines(row, 0, len(tokens), color=PALE, linewidth=0.8, zorder=1)
            ax.vlines(position.loc[[term]], row - 0.34, row + 0.34, color=INK, linewidth=1.6, zorder=2)
        ax.set_xlabel(f"place in the text (of {len(tokens):,} words)")
        right = float(len(tokens))
    for row, (n, rate) in enumerate(zip(shown["count"], shown["per_thousand"], strict=True)):
        ax.text(right * 1.015, row, f"{n}  ({rate:.1f} per 1,000)", va="center", fontsize=9, color=INK)
    ax.set(yticks=rows, yticklabels=[plain(term) for term in shown.index], xlim=(0, right * 1.17), ylim=(len(shown) - 0.4, -0.6))
    limit_ticks(ax, right)
    leaders = shown.index[shown["count"] == shown["count"].iloc[0]]
    return tidy(ax, f"Most frequent: {listed([f'“{term}”' for term in leaders[:3]])}, {times(shown['count'].iloc[0])}")


def plot_kinds(mentions: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot by which kind of word each state is named: one square a mention.

    Parameters
    ----------
    mentions : DataFrame
        As `find_mentions` returns it.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    mentions = mentions.dropna(subset=["state", "kind"])
    states, rest = ranked(mentions)
    cells = mentions.groupby(["state", "kind"], observed=True).size()
    wide = 5
    height = {state: max((int(np.ceil(cells.get((state, kind), 0) / wide)) for kind in KINDS), default=1) for state in states}
    ax = new_axes(ax, 1.1 + 0.14 * (sum(height.values()) + 0.8 * len(states)))
    if not states:
        return say_empty(ax, "No actor is named.")
    from matplotlib.patches import Rectangle

    colors = actor_colors(states)
    top, ticks = 0.0, []
    for state in states:
        for column, kind in enumerate(KINDS):
            n = int(cells.get((state, kind), 0))
            for k in range(n):
                ax.add_patch(Rectangle((column * 8 + k % wide, top + k // wide), 0.82, 0.82, facecolor=colors[state], edgecolor="none"))
            ax.text(column * 8 + min(n, wide) + 0.25, top + 0.42, str(n) if n else "·", va="center", fontsize=9, color=INK if n else GREY)
        ticks.append(top + 0.42)
        top += height[state] + 0.8
    totals = mentions["state"].value_counts()
    ax.set(
        xlim=(-0.5, len(KINDS) * 8 - 1),
        ylim=(top - 0.3, -0.6),
        yticks=ticks,
        yticklabels=[f"{plain(s)}  {totals[s]}" for s in states],
        xticks=[column * 8 + 2.3 for column in range(len(KINDS))],
        xticklabels=list(KINDS),
    )
    ax.xaxis.tick_top()
    ax.set_aspect("equal", adjustable="box", anchor="NW")
    by_kind = mentions["kind"].value_counts()
    return tidy(
        ax,
        f"{by_kind.iloc[0]} of {len(mentions)} mentions are by {by_kind.index[0]}",
        note=rest_note(rest, "One square is one mention."),
        spine=None,
    )


def plot_dispersion(mentions: pd.DataFrame, sentences: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Axes:
    """Plot where in the article each state is named: one tick a mention, its colour the state's.

    Parameters
    ----------
    mentions : DataFrame
        As `find_mentions` returns it.
    sentences : DataFrame, optional
        As `split_sentences` returns it: its sentences set the axis.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    states, rest = ranked(mentions)
    ax = new_axes(ax, 1.2 + 0.36 * max(len(states), 2))
    if not states:
        return say_empty(ax, "No actor is named.")
    colors = actor_colors(states)
    axis = sentence_axis(mentions, sentences)
    at = place(mentions, axis)
    for row, state in enumerate(states):
        own = mentions[mentions["state"] == state]
        x = at[own.index]
        ax.hlines(row, -0.5, len(axis) - 0.5, color=PALE, linewidth=0.8, zorder=1)
        # Mentions of one sentence stand side by side within its unit of the axis.
        step = x.groupby(x.to_numpy()).cumcount() - (x.groupby(x.to_numpy()).transform("size") - 1) / 2
        ax.vlines(x + step * 0.2, row - 0.33, row + 0.33, color=colors[state], linewidth=2.2, zorder=2)
    totals = mentions["state"].value_counts()
    ax.set(yticks=range(len(states)), yticklabels=[f"{plain(s)}  {totals[s]}" for s in states], ylim=(len(states) - 0.4, -0.6))
    label_sentences(ax, axis)
    return tidy(ax, f"{plain(states[0])} is named most, {times(totals[states[0]])}", note=rest_note(rest, ""))


def plot_cooccurrence(mentions: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot how many sentences each pair of states shares; on the diagonal, all that name the state.

    Parameters
    ----------
    mentions : DataFrame
        As `find_mentions` returns it.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    states, rest = ranked(mentions)
    ax = new_axes(ax, 1.2 + 0.5 * max(len(states), 3), width=6.5)
    if not states:
        return say_empty(ax, "No actor is named.")
    named = [
        set(zip(own["article_id"].astype(str), own["sent_id"], strict=True)) for own in (mentions[mentions["state"] == s] for s in states)
    ]
    shared = np.array([[len(a & b) for b in named] for a in named])
    off = np.where(np.tri(len(states), k=-1, dtype=bool), shared, 0)
    ax.imshow(np.ma.masked_where(off == 0, off), cmap="Blues", vmin=0, vmax=max(off.max() * 2, 1), aspect="auto")
    for row, column in np.ndindex(shared.shape):
        if column <= row:
            weight = "bold" if column == row else "normal"
            ax.text(column, row, str(shared[row, column] or "·"), ha="center", va="center", fontweight=weight, fontsize=10, color=INK)
    labels = [plain(state) for state in states]
    ax.set(xticks=range(len(states)), yticks=range(len(states)), yticklabels=labels, ylim=(len(states) - 0.5, -0.5))
    ax.set_xticklabels(labels, rotation=30, ha="right", rotation_mode="anchor")
    if off.max():
        row, column = np.unravel_index(off.argmax(), off.shape)
        title = f"{labels[column]} and {labels[row]} share {off.max()} sentences"
    else:
        title = "No sentence names two states"
    return tidy(ax, title, note=rest_note(rest, "Bold: all sentences that name the state."), spine=None)


def plot_stance(cues: pd.DataFrame, sentences: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Axes:
    """Plot certainty along the article: boosters, obligations, conditions and hedges by sentence, with their words.

    Parameters
    ----------
    cues : DataFrame
        As `find_cues` returns it.
    sentences : DataFrame, optional
        As `split_sentences` returns it: its sentences set the axis.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    shown = cues[cues["category"].isin(list(CERTAINTY))]
    ax = new_axes(ax, 5.2)
    if shown.empty:
        return say_empty(ax, "No cue of certainty is found.")
    axis = sentence_axis(shown, sentences)
    at = place(shown, axis)
    readable = len(axis) <= 80
    for row, (category, (marker, color)) in enumerate(CERTAINTY.items()):
        own = shown[shown["category"] == category]
        x = at[own.index]
        ax.axhline(row + 0.22, color=PALE, linewidth=0.8, zorder=1)
        ax.scatter(x, np.full(len(x), row + 0.22), marker=marker, s=42, color=color, zorder=3)
        if readable:
            words = own["text"].groupby(x.to_numpy()).agg(", ".join)
            for sentence, word in zip(words.index.to_numpy(dtype=float), words, strict=True):
                ax.text(
                    sentence, row + 0.1, plain(word), rotation=38, fontsize=8.5, color=INK, ha="left", va="bottom", rotation_mode="anchor"
                )
    counts = shown["category"].value_counts()
    ax.set(
        yticks=[row + 0.22 for row in range(len(CERTAINTY))],
        yticklabels=[f"{name}  {counts.get(name, 0)}" for name in CERTAINTY],
        ylim=(len(CERTAINTY) - 0.6, -0.75),
    )
    label_sentences(ax, axis)
    ax.set_xlim(-1, len(axis) + 2)
    weak, strong = int(counts.get("hedge", 0)), int(counts.get("booster", 0))
    return tidy(ax, f"{weak} hedge{'s' * (weak != 1)} against {strong} booster{'s' * (strong != 1)} in {len(axis)} sentences")


def plot_sentiment(sentiment: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the sentiment of each sentence, plain and with names masked.

    Parameters
    ----------
    sentiment : DataFrame
        As `score_sentences` returns it with a mask.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = new_axes(ax, 3.9)
    if sentiment.empty:
        return say_empty(ax, "No sentence to score.")
    x = np.arange(len(sentiment))
    plain, masked = sentiment["compound"].to_numpy(), sentiment["compound_masked"].to_numpy()
    moved = ~np.isclose(plain, masked) & ~np.isnan(masked)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.vlines(x[moved], plain[moved], masked[moved], color=GREY, linewidth=1)
    ax.scatter(x, plain, s=34, facecolor="white", edgecolor=INK, linewidth=1.1, zorder=3, label="as written")
    ax.scatter(x, masked, s=34, color="#1b5e8c", zorder=4, label="actors’ names masked")
    ax.set(ylim=(-1.05, 1.05), ylabel="compound (VADER)", yticks=[-1, -0.5, 0, 0.5, 1])
    label_sentences(ax, sentiment)
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.1), ncols=2, borderpad=0, handletextpad=0.2, fontsize=9)
    if np.isnan(masked).all():
        return tidy(ax, "Sentiment by sentence", pad=24)
    return tidy(ax, f"Masking names changes {moved.sum()} of {len(x)} sentences", pad=24)


def new_axes(ax: Axes | None, height: float, width: float = 9.0) -> Axes:
    """Return the Axes that were given, or new ones of this size in inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), dpi=100, layout="constrained")[1]
