"""Figures: one question each.  Tables in, matplotlib Axes out.

Titles are computed from the data or neutral.  An actor keeps its colour in every figure; shapes and direct labels say
the same as the colours, so that a figure can be read in grey.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.actors import KINDS, READINGS
from analysis.lexicons import load_lexicon

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, GREY, PALE = "#222222", "#767676", "#dddddd"
FEW_MENTIONS = 10  # fewer than these are for reading one by one, not for a mean
MOST_ACTORS = 8  # more rows than this are not read; the rest is named in a line below
NOTES = {"actor": "o", "modifier": "D", "place": "s"}
CERTAINTY = {"booster": ("^", "#1b5e8c"), "obligation": (">", "#4d4d4d"), "condition": ("d", "#b8860b"), "hedge": ("v", "#b0413e")}


def actor_colors(names: Sequence[str]) -> dict[str, str]:
    """Colour of each actor: fixed for those in ``data/colors.csv``, else derived from the name alone.

    Examples
    --------
    >>> actor_colors(["Russia"]) == {"Russia": actor_colors(["Iraq", "Russia"])["Russia"]}
    True
    """
    table = load_lexicon("colors")
    fixed = {row.entry: row.category for row in table.itertuples() if row.entry}
    palette = table.loc[table["entry"] == "", "category"].tolist()
    colors = {name: fixed[name] for name in names if name in fixed}
    for name in sorted(set(names) - set(colors)):
        start = zlib.crc32(name.encode())
        ring = [palette[(start + step) % len(palette)] for step in range(len(palette))]
        colors[name] = next((color for color in ring if color not in colors.values()), GREY)
    return colors


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
    ax = _axes(ax, 0.8 + 0.27 * max(len(shown), 5))
    if shown.empty:
        return _say_empty(ax, "No terms to show.")
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
    ax.set(yticks=rows, yticklabels=[_plain(term) for term in shown.index], xlim=(0, right * 1.17), ylim=(len(shown) - 0.4, -0.6))
    _limit_ticks(ax, right)
    leaders = shown.index[shown["count"] == shown["count"].iloc[0]]
    return _tidy(ax, f"Most frequent: {_listed([f'“{term}”' for term in leaders[:3]])}, {_times(shown['count'].iloc[0])}")


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
    mentions = mentions.dropna(subset=["state"])
    states, rest = _ranked(mentions)
    cells = mentions.groupby(["state", "kind"], observed=True).size()
    wide = 5
    height = {state: max((int(np.ceil(cells.get((state, kind), 0) / wide)) for kind in KINDS), default=1) for state in states}
    ax = _axes(ax, 1.1 + 0.14 * (sum(height.values()) + 0.8 * len(states)))
    if not states:
        return _say_empty(ax, "No actor is named.")
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
        xlim=(-0.5, len(KINDS) * 8 - 1), ylim=(top - 0.3, -0.6), yticks=ticks, yticklabels=[f"{_plain(s)}  {totals[s]}" for s in states],
        xticks=[column * 8 + 2.3 for column in range(len(KINDS))], xticklabels=list(KINDS),
    )
    ax.xaxis.tick_top()
    ax.set_aspect("equal", adjustable="box", anchor="NW")
    by_kind = mentions["kind"].value_counts()
    return _tidy(ax, f"{by_kind.iloc[0]} of {len(mentions)} mentions are by {by_kind.index[0]}", note=_rest_note(rest, "One square is one mention."), spine=None)


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
    states, rest = _ranked(mentions)
    ax = _axes(ax, 1.2 + 0.36 * max(len(states), 2))
    if not states:
        return _say_empty(ax, "No actor is named.")
    colors = actor_colors(states)
    axis = _sentence_axis(mentions, sentences)
    place = _place(mentions, axis)
    for row, state in enumerate(states):
        own = mentions[mentions["state"] == state]
        x = place[own.index]
        ax.hlines(row, -0.5, len(axis) - 0.5, color=PALE, linewidth=0.8, zorder=1)
        # Mentions of one sentence stand side by side within its unit of the axis.
        step = x.groupby(x.to_numpy()).cumcount() - (x.groupby(x.to_numpy()).transform("size") - 1) / 2
        ax.vlines(x + step * 0.2, row - 0.33, row + 0.33, color=colors[state], linewidth=2.2, zorder=2)
    totals = mentions["state"].value_counts()
    ax.set(yticks=range(len(states)), yticklabels=[f"{_plain(s)}  {totals[s]}" for s in states], ylim=(len(states) - 0.4, -0.6))
    _label_sentences(ax, axis)
    return _tidy(ax, f"{_plain(states[0])} is named most, {_times(totals[states[0]])}", note=_rest_note(rest, ""))


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
    states, rest = _ranked(mentions)
    ax = _axes(ax, 1.2 + 0.5 * max(len(states), 3), width=6.5)
    if not states:
        return _say_empty(ax, "No actor is named.")
    named = [set(zip(own["article_id"].astype(str), own["sent_id"], strict=True)) for own in (mentions[mentions["state"] == s] for s in states)]
    shared = np.array([[len(a & b) for b in named] for a in named])
    off = np.where(np.tri(len(states), k=-1, dtype=bool), shared, 0)
    ax.imshow(np.ma.masked_where(off == 0, off), cmap="Blues", vmin=0, vmax=max(off.max() * 1.4, 1), aspect="auto")
    for row, column in np.ndindex(shared.shape):
        if column <= row:
            weight = "bold" if column == row else "normal"
            ax.text(column, row, shared[row, column] or "·", ha="center", va="center", fontweight=weight, fontsize=10, color=INK)
    labels = [_plain(state) for state in states]
    ax.set(xticks=range(len(states)), yticks=range(len(states)), yticklabels=labels, ylim=(len(states) - 0.5, -0.5))
    ax.set_xticklabels(labels, rotation=30, ha="right", rotation_mode="anchor")
    if off.max():
        row, column = np.unravel_index(off.argmax(), off.shape)
        title = f"{labels[column]} and {labels[row]} share {off.max()} sentences"
    else:
        title = "No sentence names two states"
    return _tidy(ax, title, note=_rest_note(rest, "Bold: all sentences that name the state."), spine=None)


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
    ax = _axes(ax, 5.2)
    if shown.empty:
        return _say_empty(ax, "No cue of certainty is found.")
    axis = _sentence_axis(shown, sentences)
    place = _place(shown, axis)
    readable = len(axis) <= 80
    for row, (category, (marker, color)) in enumerate(CERTAINTY.items()):
        own = shown[shown["category"] == category]
        x = place[own.index]
        ax.axhline(row + 0.22, color=PALE, linewidth=0.8, zorder=1)
        ax.scatter(x, np.full(len(x), row + 0.22), marker=marker, s=42, color=color, zorder=3)
        if readable:
            words = own["text"].groupby(x.to_numpy()).agg(", ".join)
            for sentence, word in words.items():
                ax.text(sentence, row + 0.1, _plain(word), rotation=38, fontsize=8.5, color=INK, ha="left", va="bottom", rotation_mode="anchor")
    counts = shown["category"].value_counts()
    ax.set(
        yticks=[row + 0.22 for row in range(len(CERTAINTY))], yticklabels=[f"{name}  {counts.get(name, 0)}" for name in CERTAINTY],
        ylim=(len(CERTAINTY) - 0.6, -0.75),
    )
    _label_sentences(ax, axis)
    ax.set_xlim(-1, len(axis) + 2)
    weak, strong = int(counts.get("hedge", 0)), int(counts.get("booster", 0))
    return _tidy(ax, f"{weak} hedge{'s' * (weak != 1)} against {strong} booster{'s' * (strong != 1)} in {len(axis)} sentences")


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
    ax = _axes(ax, 3.9)
    if sentiment.empty:
        return _say_empty(ax, "No sentence to score.")
    x = np.arange(len(sentiment))
    plain, masked = sentiment["compound"].to_numpy(), sentiment["compound_masked"].to_numpy()
    moved = ~np.isclose(plain, masked) & ~np.isnan(masked)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.vlines(x[moved], plain[moved], masked[moved], color=GREY, linewidth=1)
    ax.scatter(x, plain, s=34, facecolor="white", edgecolor=INK, linewidth=1.1, zorder=3, label="as written")
    ax.scatter(x, masked, s=34, color="#1b5e8c", zorder=4, label="actors’ names masked")
    ax.set(ylim=(-1.05, 1.05), ylabel="compound (VADER)", yticks=[-1, -0.5, 0, 0.5, 1])
    _label_sentences(ax, sentiment)
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.1), ncols=2, borderpad=0, handletextpad=0.2, fontsize=9)
    if np.isnan(masked).all():
        return _tidy(ax, "Sentiment by sentence", pad=24)
    return _tidy(ax, f"Masking names changes {moved.sum()} of {len(x)} sentences", pad=24)


def plot_framing(framing: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the framing profile: a row an actor, a column an indicator.  No score adds them up.

    Parameters
    ----------
    framing : DataFrame
        As `summarize_framing` returns it; the first eight rows are shown.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    shown = framing.head(MOST_ACTORS)
    ax = _axes(ax, 1.9 + 0.5 * max(len(shown), 2))
    if shown.empty:
        return _say_empty(ax, "No actor is named.")
    names = shown.iloc[:, 1].astype(str).tolist()
    colors = actor_colors(names)
    groups = [
        ("named in", [("n_mentions", "mentions"), ("n_sentences", "sentences"), ("n_shared", "shared")]),
        ("named as", [("n_actor", "actor"), ("n_modifier", "modifier"), ("n_place", "place")]),
        ("cues in its own clauses", [(f"n_{name}_clause", name) for name in ("hedge", "booster", "condition", "obligation", "attitude")]),
    ]
    x, ticks, labels = 0.0, [], []
    for title, columns in groups:
        largest = max(float(shown[[name for name, _ in columns]].to_numpy().max()), 1.0)
        ax.text(x + (len(columns) - 1) / 2, -1.02, title, ha="center", fontsize=9, color=GREY)
        for column, label in columns:
            for row, (name, value) in enumerate(zip(names, shown[column], strict=True)):
                if value:
                    ax.scatter(x - 0.16, row, s=250 * value / largest, color=colors[name], zorder=3)
                ax.text(x + 0.16, row, str(value) if value else "·", va="center", fontsize=9.5, color=INK if value else GREY)
            ticks.append(x)
            labels.append(label)
            x += 1
        x += 0.5
    zero, half = x + 1.5, 1.7  # the last column is a scale of its own, from -1 to 1
    ax.text(zero, -1.02, "sentiment of its sentences", ha="center", fontsize=9, color=GREY)
    ax.vlines(zero, -0.5, len(shown) - 0.5, color=PALE, linewidth=1)
    for row, (name, mean, low, high) in enumerate(zip(names, *(shown[f"compound_masked{bound}"] for bound in ("", "_low", "_high")), strict=True)):
        if not np.isnan(low):
            ax.hlines(row, zero + low * half, zero + high * half, color=colors[name], linewidth=2)
        if not np.isnan(mean):
            few = shown["n_mentions"].iloc[row] < FEW_MENTIONS
            ax.scatter(zero + mean * half, row, s=42, facecolor="white" if few else colors[name], edgecolor=colors[name], zorder=3)
            ax.text(zero + half + 0.45, row, f"{mean:+.2f}".replace("-", "−"), va="center", ha="center", fontsize=9.5)
    ticks += [zero - half, zero, zero + half]
    labels += ["−1", "0", "+1"]
    for row in range(len(shown) - 1):
        ax.axhline(row + 0.5, color=PALE, linewidth=0.6)
    ax.set(
        xticks=ticks, yticks=range(len(shown)), yticklabels=[_plain(name) for name in names], xlim=(-0.6, zero + half + 0.95),
        ylim=(len(shown) - 0.5, -0.62),
    )
    ax.set_xticklabels(labels, rotation=35, ha="right", rotation_mode="anchor")
    rest = framing.iloc[MOST_ACTORS:, 1].astype(str).tolist()
    note = (
        "Dot: area by count within a group. Line: 95 % resampling interval over paragraphs, none where too few.\n"
        + _rest_note(rest, f"Hollow: fewer than {FEW_MENTIONS} mentions, read them one by one.")
    )
    leading = shown.head(2)
    title = f"{_listed(leading.iloc[:, 1].astype(str).tolist())}: {leading['n_mentions'].sum()} of {framing['n_mentions'].sum()} mentions"
    return _tidy(ax, title, note=note, spine=None, pad=30)


def plot_score(mentions: pd.DataFrame, cues: pd.DataFrame, sentences: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the article as a score: a staff for each state, a note for each mention, certainty above.

    Sentences run along x, as wide as they have words.  A note's shape tells the reading: a disc an actor, a diamond a
    modifier, a square a place.  Above, boosters and obligations point up, hedges and conditions down.

    Parameters
    ----------
    mentions, cues, sentences : DataFrame
        As `find_mentions`, `find_cues` and `split_sentences` return them.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    mentions = mentions.dropna(subset=["state"])
    states, rest = _ranked(mentions, most=6)
    ax = _axes(ax, 2.6 + 0.55 * max(len(states), 1), width=11)
    if not states:
        return _say_empty(ax, "No actor is named.")
    colors = actor_colors(states)
    words = sentences["text"].str.split().str.len().to_numpy()
    edges = np.concatenate([[0], np.cumsum(words)])
    key = _keys(sentences)
    start_of = {k: (edges[i], edges[i + 1], s, e) for i, (k, s, e) in enumerate(zip(key, sentences["start"], sentences["end"], strict=True))}

    def across(table: pd.DataFrame) -> np.ndarray:
        """Place of each span on x, by how far into its sentence it stands."""
        spans = [(*start_of[k], at) for k, at in zip(_keys(table), table["start"], strict=True)]
        return np.array([left + (right - left) * (at - s) / max(e - s, 1) for left, right, s, e, at in spans])

    mentions, cues = (table[[k in start_of for k in _keys(table)]] for table in (mentions, cues))
    for i in range(1, len(edges) - 1):
        new_paragraph = sentences["para_id"].iloc[i] != sentences["para_id"].iloc[i - 1]
        ax.axvline(edges[i], color=GREY if new_paragraph else PALE, linewidth=0.9 if new_paragraph else 0.5, zorder=0)
    for row, state in enumerate(states):
        for line in (-0.2, -0.1, 0, 0.1, 0.2):
            ax.axhline(row + line, color=PALE, linewidth=0.6, zorder=1)
        own = mentions[mentions["state"] == state]
        for reading, marker in NOTES.items():
            notes = own[own["reading"] == reading]
            face = colors[state] if reading == "actor" else "white"
            ax.scatter(across(notes), np.full(len(notes), row), marker=marker, s=58 if marker == "o" else 44, facecolor=face, edgecolor=colors[state], linewidth=1.5, zorder=3)
    for category, (marker, color) in CERTAINTY.items():
        own = cues[cues["category"] == category]
        y = -1.42 if category in ("booster", "obligation") else -1.05
        ax.scatter(across(own), np.full(len(own), y), marker=marker, s=34, color=color, zorder=3)
    ax.axhline(-1.235, color=GREY, linewidth=0.8)
    totals = mentions["state"].value_counts()
    shown = _labelled(sentences)
    ax.set(
        yticks=[-1.42, -1.05, *range(len(states))], ylim=(len(states) - 0.45, -1.8), xlim=(-2, edges[-1] + 2),
        yticklabels=["booster ▲ obligation ▶", "condition ◆ hedge ▼", *(f"{_plain(s)}  {totals.get(s, 0)}" for s in states)],
        xticks=[(edges[i] + edges[i + 1]) / 2 for i in shown], xticklabels=[str(sentences["sent_id"].iloc[i]) for i in shown], xlabel="sentence, as wide as it has words",
    )
    note = "● actor   ◇ modifier (“Israeli strikes”, “Iraq’s airspace”)   □ place (“in Moscow”)   grey bars: paragraphs"
    return _tidy(ax, f"The article as a score: {len(mentions)} mentions in {len(words)} sentences", note=_rest_note(rest, note), spine=None)


def _axes(ax: Axes | None, height: float, width: float = 9.0) -> Axes:
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), dpi=100, layout="constrained")[1]


def _say_empty(ax: Axes, message: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY)
    return ax


def _tidy(ax: Axes, title: str, *, note: str = "", spine: str | None = "bottom", pad: float = 10) -> Axes:
    """Give every figure the same plain look; the note stands below the axis."""
    for side, line in ax.spines.items():
        line.set_visible(side == spine)
        line.set_color(GREY)
    ax.tick_params(length=0, labelsize=9.5, colors=INK)
    ax.set_title(_plain(title), loc="left", fontsize=12, fontweight="bold", color=INK, pad=pad)
    if note:
        label = ax.get_xlabel()
        ax.set_xlabel(f"{label}\n{note}" if label else note, loc="left" if not label else "center", fontsize=8.5, color=GREY)
    return ax


def _limit_ticks(ax: Axes, highest: float) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True))
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= highest])


def _ranked(mentions: pd.DataFrame, most: int = MOST_ACTORS) -> tuple[list[str], list[str]]:
    """States by number of mentions, the first named first among equals: those shown, and the rest."""
    named = mentions.dropna(subset=["state"])
    first = named.drop_duplicates("state").set_index("state")
    order = {state: i for i, state in enumerate(first.index)}
    counts = named["state"].value_counts()
    ranked = sorted((state for state in counts.index if counts[state]), key=lambda state: (-counts[state], order[state]))
    return ranked[:most], ranked[most:]


def _keys(table: pd.DataFrame) -> list[tuple[str, Any]]:
    return list(zip(table["article_id"].astype(str), table["sent_id"], strict=True))


def _sentence_axis(spans: pd.DataFrame, sentences: pd.DataFrame | None) -> pd.DataFrame:
    """Sentences along x: those given, or all up to the last that has a span."""
    if sentences is not None:
        return sentences
    last = spans.groupby("article_id", observed=True)["sent_id"].max()
    keys = [(article_id, sent_id) for article_id, n in last.items() for sent_id in range(n + 1)]
    return pd.DataFrame(keys, columns=["article_id", "sent_id"])


def _place(spans: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Position of each span's sentence among `sentences`."""
    position = {key: i for i, key in enumerate(_keys(sentences))}
    return pd.Series([position.get(key, np.nan) for key in _keys(spans)], index=spans.index)


def _labelled(sentences: pd.DataFrame) -> list[int]:
    """Positions that get a label: the first sentence, and those whose id ends in 0 or 5 while that leaves room."""
    step = next(step for step in (5, 10, 20, 50, 100, 500, len(sentences) + 1) if len(sentences) <= 12 * step)
    return [i for i, sent_id in enumerate(sentences["sent_id"]) if i == 0 or (sent_id % step == 0 and i >= step // 2)]


def _label_sentences(ax: Axes, sentences: pd.DataFrame) -> None:
    """Name the sentences by their ids, so that a reader finds them in every table."""
    shown = _labelled(sentences)
    ax.set(xticks=shown, xticklabels=[str(sentences["sent_id"].iloc[i]) for i in shown], xlim=(-0.9, len(sentences) - 0.1), xlabel="sentence (sent_id)")


def _plain(text: object) -> str:
    """Text of a user, shown as it is: a dollar sign starts no formula."""
    return str(text).replace("$", r"\$")


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _rest_note(rest: Sequence[str], note: str) -> str:
    more = f"Not shown: {', '.join(map(_plain, rest[:6]))}{' and others' if len(rest) > 6 else ''}." if rest else ""
    return "   ".join(part for part in (note, more) if part)
