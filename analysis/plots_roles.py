"""Figures of the roles that an article gives its actors: who speaks, who acts, in what tone each is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.actions import ROLES
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
    label_sentences,
    limit_ticks,
    place,
    plain,
    ranked,
    rest_note,
    say_empty,
    tidy,
)
from analysis.plots import new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INTRODUCED = ("endorsing", "neutral", "distancing")
UNNAMED = "no named source"
DOER_ROWS = {"clause": "named in the clause", "noun phrase": "named in the noun", "no": "not named"}
EVENT_MARKS = {"attack": "o", "coerce": "s"}
VALENCE = {-1: "#b0413e", 0: GREY, 1: "#1b5e8c"}


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
    label = speakers["state"].astype("string").fillna(speakers["actor"].astype("string")).astype("str")
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


def plot_actions(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot who acts on whom: a row a doer, a column one that it is done to, the count in the cell.

    Parameters
    ----------
    pairs : DataFrame
        As `summarize_actions` returns it for one article; the first eight doers and eight targets are shown.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    doers, targets = (list(dict.fromkeys(pairs[side])) for side in ("agent", "patient"))
    doers, targets = (_most(side, pairs, name) for side, name in ((doers, "agent"), (targets, "patient")))
    ax = new_axes(ax, 1.9 + 0.5 * max(len(doers), 3), width=9)
    if not pairs["n_actions"].sum():
        return say_empty(ax, "No action is found.")
    largest = float(pairs["n_actions"].max())
    for cell in pairs[pairs["agent"].isin(doers) & pairs["patient"].isin(targets)].to_dict("records"):
        x, y, n = targets.index(cell["patient"]), doers.index(cell["agent"]), cell["n_actions"]
        if not n:
            ax.text(x, y, "·", ha="center", va="center", fontsize=9, color=GREY)
            continue
        net = cell["n_positive"] - cell["n_negative"]
        ax.scatter(x - 0.2, y, s=420 * n / largest, color=VALENCE[int(np.sign(net))], zorder=3)
        signs = [(cell["n_negative"], "−"), (cell["n_neutral"], "○"), (cell["n_positive"], "+")]
        ax.text(x + 0.1, y, "  ".join(f"{k}{sign}" for k, sign in signs if k), va="center", fontsize=9.5, color=INK)
    for row in range(len(doers) - 1):
        ax.axhline(row + 0.5, color=PALE, linewidth=0.6)
    ax.set(xlim=(-0.6, len(targets) - 0.2), ylim=(len(doers) - 0.5, -0.6))
    ax.set_yticks(range(len(doers)), [plain(name) or "nobody named" for name in doers])
    ax.set_xticks(range(len(targets)), [plain(name) or "nobody named" for name in targets], rotation=30, ha="left", rotation_mode="anchor")
    ax.xaxis.tick_top()
    leader = pairs.sort_values("n_actions", ascending=False, kind="stable").iloc[0]
    n_open = int(pairs.loc[pairs["agent"] == "", "n_actions"].sum())
    title = f"{n_open} of {pairs['n_actions'].sum()} actions have no named doer; most: "
    title += f"{plain(leader['agent']) or 'nobody named'} on {plain(leader['patient']) or 'nobody named'}, {leader['n_actions']}"
    return tidy(ax, title, note="Rows act, columns are acted upon.   − bad, + good, ○ neither for the one acted upon", spine=None, pad=12)


def _most(names: list[str], pairs: pd.DataFrame, side: str) -> list[str]:
    """Names with at least one action on that side, eight at most, nobody last."""
    counts = pairs.groupby(side)["n_actions"].sum()
    return [name for name in names if name and counts[name]][:MOST_ACTORS] + [name for name in names if not name and counts[name]]


def plot_roles(mentions: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the role in which each state is named: one mark a mention.

    Parameters
    ----------
    mentions : DataFrame
        As `add_role` returns it.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    states, rest = ranked(mentions)
    ax = new_axes(ax, 1.5 + 0.42 * max(len(states), 2))
    if not states:
        return say_empty(ax, "No actor is named.")
    colors = actor_colors(states)
    counts = mentions.groupby(["state", "role"], observed=False).size()
    largest = float(counts.max())
    for row, state in enumerate(states):
        for column, role in enumerate(ROLES):
            n = int(counts[state, role])
            face = colors[state] if role in FULL_MARKS else "white"
            if n:
                size, marker = 40 + 260 * n / largest, ROLE_MARKS[role]
                ax.scatter(column - 0.14, row, s=size, marker=marker, facecolor=face, edgecolor=colors[state], linewidth=1.4)
            ax.text(column + 0.14, row, str(n or "·"), va="center", fontsize=9.5, color=INK if n else GREY)
    n_doers = mentions.dropna(subset=["state"])["role"].isin(["doer", "noun doer"]).sum()
    ax.set(xlim=(-0.5, len(ROLES) - 0.5), ylim=(len(states) - 0.5, -0.6))
    ax.set_yticks(range(len(states)), [plain(state) for state in states])
    ax.set_xticks(range(len(ROLES)), ["doer", "doer of a noun", "target", "named, no role", "modifier", "place"])
    ax.xaxis.tick_top()
    note = "Doer of a noun: “Israeli strikes”. No role: in no action that is found.\n"
    title = f"{n_doers} of {mentions['state'].notna().sum()} mentions name a doer"
    return tidy(ax, title, note=note + rest_note(rest, ""), spine=None, pad=12)


def plot_events(chain: pd.DataFrame, sentences: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the chain of conflict events: each reference in its order, by where its doer is named.

    Parameters
    ----------
    chain : DataFrame
        As `event_chain` returns it for one article.
    sentences : DataFrame
        As `split_sentences` returns it: its sentences set the axis.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = new_axes(ax, 4.2)
    if chain.empty:
        return say_empty(ax, "No conflict event is told of.")
    x = place(chain, sentences).to_numpy()
    colors = actor_colors(sorted({name for doers in chain["doer"] for name in doers.split(", ") if name}))
    for row, where in enumerate(DOER_ROWS):
        ax.axhline(row, color=PALE, linewidth=0.8, zorder=1)
        own = np.flatnonzero(chain["doer_named"] == where)
        step = pd.Series(x[own]).groupby(x[own]).cumcount().to_numpy() * 0.45
        for k, shift in zip(own, step, strict=True):
            event = chain.iloc[k]
            color = colors.get(event["doer"].partition(", ")[0], GREY)
            face, marker = "white" if event["hedged"] else color, EVENT_MARKS[event["event_class"]]
            ax.scatter(x[k] + shift, row, s=62, marker=marker, facecolor=face, edgecolor=color, linewidth=1.4, zorder=3)
            text = event["text"] + (f" ({event['doer']})" if event["doer"] else "")
            ax.text(x[k] + shift, row - 0.14, plain(text), rotation=45, fontsize=8.5, color=INK, rotation_mode="anchor")
    ax.set(yticks=range(len(DOER_ROWS)), yticklabels=list(DOER_ROWS.values()), ylim=(len(DOER_ROWS) - 0.6, -0.95))
    label_sentences(ax, sentences)
    n_named = int((chain["doer_named"] != "no").sum())
    note = "● attack   ■ coercion   hollow: hedged in its clause   colour: the doer"
    return tidy(ax, f"{n_named} of {len(chain)} references to conflict events name a doer", note=note)


def plot_tone(tone: pd.DataFrame, framing: pd.DataFrame | None = None, *, ax: Axes | None = None) -> Axes:
    """Plot the tone towards each state: a dot a mention, full in the author's words, hollow in those of others.

    Parameters
    ----------
    tone : DataFrame
        As `analysis.tone` has it.
    framing : DataFrame, optional
        As `summarize_framing` returns it by state for the same article; with it the mean of each state with ten mentions and more
        is drawn as a bar with its interval.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    states, rest = ranked(tone)
    ax = new_axes(ax, 1.5 + 0.62 * max(len(states), 2))
    if not states:
        return say_empty(ax, "No actor is named.")
    colors = actor_colors(states)
    means = {} if framing is None else {str(row["state"]): row for row in framing.to_dict("records")}
    ax.axvline(0, color=GREY, linewidth=0.8, zorder=1)
    drawn = []
    for row, state in enumerate(states):
        own = tone[tone["state"] == state].sort_values("tone", kind="stable")
        x = own["tone"].to_numpy()
        column = np.round(x / 0.035)  # mentions of nearly the same tone are stacked
        level = pd.Series(column).groupby(column).cumcount().to_numpy()
        face = np.where((own["voice"] == "author").to_numpy(), colors[state], "white")
        ax.scatter(x, row + 0.3 - level * 0.11, s=30, c=face.tolist(), edgecolor=colors[state], linewidth=1.2, zorder=3)
        mean = means.get(state)
        if mean is not None and mean["n_mentions"] >= FEW_MENTIONS:
            ax.vlines(mean["tone"], row - 0.12, row + 0.42, color=INK, linewidth=2.4, zorder=4)
            ax.hlines(row + 0.42, mean["tone_low"], mean["tone_high"], color=INK, linewidth=1.4, zorder=4)
            ax.text(1.04, row + 0.2, f"{mean['tone']:+.2f}".replace("-", "−"), fontsize=9.5, va="center", color=INK)
            drawn.append((state, mean["tone"]))
    totals = tone["state"].value_counts()
    ax.set(xlim=(-1.05, 1.18), ylim=(len(states) - 0.35, -0.75), xlabel="tone: probability of positive minus negative")
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "+0.5", "+1"])
    ax.set_yticks([row + 0.2 for row in range(len(states))], [f"{plain(state)}  {totals[state]}" for state in states])
    note = f"● author   ○ in the words of others   bar: mean and 95 % resampling interval, none under {FEW_MENTIONS} mentions"
    lowest = min(drawn, key=lambda pair: pair[1], default=None)
    title = f"Lowest mean: {plain(lowest[0])}, {lowest[1]:+.2f}".replace("-", "−") if lowest else "Tone of each mention"
    return tidy(ax, title, note=rest_note(rest, note))
