"""Overviews: the whole analysis in one picture, as a profile or as a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.canvas import (
    FEW_MENTIONS,
    FULL_MARKS,
    GREY,
    INK,
    MOST_ACTORS,
    PALE,
    ROLE_MARKS,
    actor_colors,
    keys,
    labelled,
    listed,
    plain,
    ranked,
    rest_note,
    say_empty,
    tidy,
)
from analysis.plots import CERTAINTY, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_framing(framing: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the framing profile: a row an actor, a column an indicator.  No score adds them up.

    Parameters
    ----------
    framing : DataFrame
        As `summarize_framing` or `summarize_corpus` returns it; the first eight rows are shown.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    shown = framing.head(MOST_ACTORS)
    ax = new_axes(ax, 1.9 + 0.5 * max(len(shown), 2))
    if shown.empty:
        return say_empty(ax, "No actor is named.")
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
    for row, (name, mean, low, high) in enumerate(
        zip(names, *(shown[f"compound_masked{bound}"] for bound in ("", "_low", "_high")), strict=True)
    ):
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
        xticks=ticks,
        yticks=range(len(shown)),
        yticklabels=[plain(name) for name in names],
        xlim=(-0.6, zero + half + 0.95),
        ylim=(len(shown) - 0.5, -0.62),
    )
    ax.set_xticklabels(labels, rotation=35, ha="right", rotation_mode="anchor")
    rest = framing.iloc[MOST_ACTORS:, 1].astype(str).tolist()
    unit = "articles" if "n_articles" in framing else "paragraphs"  # a corpus resamples articles
    n_by_hand = int(framing["n_by_hand"].sum())
    hand = f"{n_by_hand} of {framing['n_mentions'].sum()} mentions by hand. " if n_by_hand else ""
    note = f"{hand}Dot: area by count within a group. Line: 95 % resampling interval over {unit}, none where too few.\n" + rest_note(
        rest, f"Hollow: fewer than {FEW_MENTIONS} mentions, read them one by one."
    )
    leading = shown.head(2)
    title = f"{listed(leading.iloc[:, 1].astype(str).tolist())}: {leading['n_mentions'].sum()} of {framing['n_mentions'].sum()} mentions"
    return tidy(ax, title, note=note, spine=None, pad=30)


def plot_score(mentions: pd.DataFrame, cues: pd.DataFrame, sentences: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the article as a score: a staff for each state, a note for each mention, certainty above.

    Sentences run along x, as wide as they have words.  A note's shape tells the reading: a disc an actor (or a label of one's
    own codebook), a diamond a modifier, a square a place; with roles (`add_role`) an arrow to the right a doer, hollow where
    only a noun tells of the deed, to the left a target.  Above, boosters and obligations point up, hedges and conditions down.

    Parameters
    ----------
    mentions, cues, sentences : DataFrame
        As `find_mentions` (or `add_role`), `find_cues` and `split_sentences` return them.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    inside = set(keys(sentences))
    mentions, cues = (table[np.array([key in inside for key in keys(table)], dtype=bool)] for table in (mentions, cues))
    mentions = mentions.dropna(subset=["state"])
    roles = mentions["role" if "role" in mentions else "reading"].astype("string").fillna("actor").astype("str")
    states, rest = ranked(mentions, most=6)
    ax = new_axes(ax, 2.6 + 0.55 * max(len(states), 1), width=11)
    if not states:
        return say_empty(ax, "No actor is named.")
    colors = actor_colors(states)
    words = np.array([len(text.split()) for text in sentences["text"]], dtype=int)
    edges = np.concatenate([[0], np.cumsum(words)])
    key = keys(sentences)
    start_of = {
        k: (edges[i], edges[i + 1], s, e) for i, (k, s, e) in enumerate(zip(key, sentences["start"], sentences["end"], strict=True))
    }

    def across(table: pd.DataFrame) -> np.ndarray:
        """Place of each span on x, by how far into its sentence it stands."""
        spans = [(*start_of[k], at) for k, at in zip(keys(table), table["start"], strict=True)]
        return np.array([left + (right - left) * (at - s) / max(e - s, 1) for left, right, s, e, at in spans])

    for i in range(1, len(edges) - 1):
        new_paragraph = sentences["para_id"].iloc[i] != sentences["para_id"].iloc[i - 1]
        ax.axvline(edges[i], color=GREY if new_paragraph else PALE, linewidth=0.9 if new_paragraph else 0.5, zorder=0)
    for row, state in enumerate(states):
        for line in (-0.2, -0.1, 0, 0.1, 0.2):
            ax.axhline(row + line, color=PALE, linewidth=0.6, zorder=1)
        own = mentions[mentions["state"] == state]
        for role, marker in ROLE_MARKS.items():
            notes = own[roles[own.index] == role]
            face = colors[state] if role in FULL_MARKS else "white"
            ax.scatter(
                across(notes),
                np.full(len(notes), row),
                marker=marker,
                s=58 if marker == "o" else 44,
                facecolor=face,
                edgecolor=colors[state],
                linewidth=1.5,
                zorder=3,
            )
    for category, (marker, color) in CERTAINTY.items():
        own = cues[cues["category"] == category]
        y = -1.42 if category in ("booster", "obligation") else -1.05
        ax.scatter(across(own), np.full(len(own), y), marker=marker, s=34, color=color, zorder=3)
    ax.axhline(-1.235, color=GREY, linewidth=0.8)
    totals = mentions["state"].value_counts()
    shown = labelled(sentences)
    ax.set(
        yticks=[-1.42, -1.05, *range(len(states))],
        ylim=(len(states) - 0.45, -1.8),
        xlim=(-2, edges[-1] + 2),
        yticklabels=["booster ▲ obligation ▶", "condition ◆ hedge ▼", *(f"{plain(s)}  {totals.get(s, 0)}" for s in states)],
        xticks=[(edges[i] + edges[i + 1]) / 2 for i in shown],
        xticklabels=[str(sentences["sent_id"].iloc[i]) for i in shown],
        xlabel="sentence, as wide as it has words",
    )
    arrows = "▶ doer   ▷ doer of a noun (“Israeli strikes”)   ◀ target\n" if "role" in mentions else ""
    note = f"{arrows}● actor   ◇ modifier (“Iraq’s airspace”)   □ place (“in Moscow”)   grey bars: paragraphs"
    return tidy(ax, f"The article as a score: {len(mentions)} mentions in {len(words)} sentences", note=rest_note(rest, note), spine=None)


def plot_robustness(found: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot which findings hold: a row a finding, a column a choice, and the entries of the list that a finding hangs on.

    Parameters
    ----------
    found : DataFrame
        As `robustness` returns it for one article.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    states = list(dict.fromkeys(found["state"]))
    found = found.assign(is_entry=found["choice"].str.startswith("without “"))
    findings = found[(found["choice"] == "as told") & found["value"].notna()]
    findings = findings.sort_values("state", key=lambda column: column.map(states.index), kind="stable")
    choices = list(dict.fromkeys(found.loc[~found["is_entry"], "choice"]))[1:]
    ax = new_axes(ax, 2.0 + 0.3 * max(len(findings), 3), width=11)
    if findings.empty:
        return say_empty(ax, f"No actor has {FEW_MENTIONS} mentions.")
    colors = actor_colors(states)
    n_flipped = 0
    for row, finding in enumerate(findings.to_dict("records")):
        own = found[(found["state"] == finding["state"]) & (found["measure"] == finding["measure"])]
        color = colors[finding["state"]]
        for cell in own[own["choice"].isin(choices)].to_dict("records"):
            x = choices.index(cell["choice"])
            ax.scatter(x, row, s=70, facecolor=color if cell["keeps"] else "white", edgecolor=color, linewidth=1.4, zorder=3)
        flipping = own.loc[own["is_entry"] & ~own["keeps"], "choice"].str.removeprefix("without ").tolist()
        shown = ", ".join(flipping[:4]) + (f" and {len(flipping) - 4} more" if len(flipping) > 4 else "")
        ax.text(len(choices) - 0.3, row, plain(shown) or "·", va="center", fontsize=9, color=INK if flipping else GREY)
        n_flipped += not own["keeps"].all()
    ax.text(len(choices) - 0.3, -0.85, "hangs on the entry", fontsize=9, color=GREY)
    measures = findings["measure"].str.removeprefix("n_").str.replace("_", " ")
    labels = findings["state"].map(plain) + ": " + measures + ", rank " + findings["rank"].astype("str")
    ax.set(yticks=range(len(findings)), yticklabels=labels.tolist(), ylim=(len(findings) - 0.5, -1.2), xlim=(-0.6, len(choices) + 2.6))
    ax.set_xticks(range(len(choices)), choices, rotation=35, ha="right", rotation_mode="anchor")
    note = "Full: rank (and for sentiment and tone the sign) stays. Hollow: it changes. Nothing: the choice does not touch it."
    return tidy(ax, f"{len(findings) - n_flipped} of {len(findings)} findings hold under every choice", note=note, spine=None)
