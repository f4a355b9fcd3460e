"""Report figures of the roles that an article gives its actors: who speaks, who acts on whom, in which tone."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd

from analysis.canvas import FEW_MENTIONS, MOST_ACTORS
from analysis.framing import in_body
from analysis.highlights import UNNAMED, records, tag
from analysis.relations import summarize_actions
from analysis.report_figures import (
    NOTES,
    SQUARE,
    Figure,
    Line,
    axis,
    column,
    dispersion,
    dodge,
    figure,
    grid,
    middles_of,
    plural,
    position,
    shape,
    signed,
    stance,
)
from analysis.report_rows import Place, Sheet

NOBODY = "nobody named"


def voices(sheet: Sheet) -> str:
    """Draw who speaks, where, in how many words, and whom the writer doubts."""
    middles, said = middles_of(sheet), sheet.said
    speaking = sheet.voices[sheet.voices["n_attributions"] > 0]
    if speaking.empty:
        return figure("voices", "No words of others are found", "", "")
    lines = []
    for row in records(speaking.head(MOST_ACTORS)):
        speaker = str(row["speaker"])
        own = said[said["speaker"] == speaker]
        name, color = speaker or UNNAMED, sheet.color(speaker) if row["speaker_kind"] == "actor" else "k"
        marks = [tag("line", x1="0", x2="100%", y1=13, y2=13, class_="staff")]
        xs = middles[position(sheet, own)] + 1.5 * own.groupby("sent_id").cumcount().to_numpy()
        heights = dodge(xs, min(4, 265 / len(middles)), range(13, 70, 10))
        for each, x, y in zip(records(own), xs, heights, strict=True):
            place = sheet.place(f"said/{each['index']}", f"{name}, {each['kind']}", "attributions", [each["index"]])
            marks.append(shape(SQUARE, x, y, place, color, hollow=each["kind"] == "indirect"))
        place = sheet.place(f"{name}/attributions", f"{name} speaks", "attributions", own.index)
        label = place.button(html.escape(name), " ", tag("b", str(len(own))), class_=f"name {color}")
        quoted, reported = (int(row[f"n_{how}_words"]) for how in ("quoted", "reported"))
        lines.append(
            Line(
                label,
                "".join(marks),
                tag("span", f"{quoted} + {reported}", title="words quoted + words reported"),
                height=max(30, max(heights) + 8),
            )
        )
    lines.append(axis(sheet, middles.tolist(), "sentence")._replace(value="words"))
    leader = speaking.iloc[0]
    n_quoted, name = int(leader["n_quoted_words"]), str(leader["speaker"]) or UNNAMED
    title = f"Quoted most: {name}, {plural(n_quoted, 'word')}" if n_quoted else "Nobody is quoted, only reported"
    doubted = said[said["commitment"] == "distancing"]
    doubts = [
        sheet.place(f"doubt/{speaker or UNNAMED}", f"{speaker or UNNAMED}, introduced with distance", "attributions", own.index).button(
            html.escape(f"{speaker or UNNAMED} {len(own)}"), class_="word"
        )
        for speaker, own in ((str(name), rows) for name, rows in doubted.groupby("speaker", sort=False))
    ]
    below = tag("p", "Introduced with distance, as by “claimed”: ", *doubts, class_="words") if doubts else ""
    silent = sheet.voices.loc[sheet.voices["n_attributions"] == 0, "speaker"].tolist()
    note = "A square is a passage, full where it is quoted, hollow where only reported. Right: words quoted + reported."
    if silent:
        note += f" Never speak: {', '.join(silent[:8])}{' and others' if len(silent) > 8 else ''}."
    content = tag("div", grid(lines, title, wide=4 * len(middles)).replace(" data-roving", "", 1), below, data_roving=True)
    return figure("voices", title, note, content)


def sentiment(sheet: Sheet) -> str:
    """Draw the sentiment of each sentence along the article."""
    middles, n = middles_of(sheet), len(sheet.body)
    if not n:
        return figure("sentiment", "No sentence to score", "", "")
    scores = sheet.analysis.sentiment.set_index("sent_id")["compound_masked"].reindex(sheet.body["sent_id"])
    marks = [tag("line", x1="0", x2="100%", y1=45, y2=45, class_="bar")]
    for x, (sent_id, value) in zip(middles, scores.items(), strict=True):
        if np.isnan(value):
            continue
        place = sheet.place(f"sentence/{sent_id}", f"Sentence {sent_id}, sentiment {signed(value)}", "sentences", [sent_id])
        marks.append(column(float(x), 100 / n, 45, -42 * value, place, "down" if value < 0 else "up", room=(0, 90)))
    ends = tag("span", tag("span", "+1"), tag("span", "0"), tag("span", "−1"), class_="ends")
    lines = [Line(ends, "".join(marks), height=90), axis(sheet, middles.tolist(), "sentence")]
    below, above = (tuple(f"s{sent_id}" for sent_id in scores.index[which]) for which in (scores < 0, scores > 0))
    sides = [
        Place(f"sentiment/{name}", f"{name} sentences", ids).button(f"{name} {len(ids)}", class_="word")
        for name, ids in (("negative", below), ("positive", above))
        if ids
    ]
    title = f"Sentiment by sentence: {len(below)} below zero, {len(above)} above"
    note = "Lexicon and rules of VADER, names of actors masked. It is the sentiment of a sentence, towards nobody."
    content = tag("div", grid(lines, title, wide=4 * n).replace(" data-roving", "", 1), tag("p", *sides, class_="words"), data_roving=True)
    return figure("sentiment", title, note, content)


def actions(sheet: Sheet) -> str:
    """Set who acts on whom as a table: a row a doer, a column one who is acted upon."""
    pairs = summarize_actions(sheet.analysis)
    if pairs.empty:
        return figure("actions", "No action is found", "", "")
    doers, targets = (_most(pairs, side) for side in ("agent", "patient"))
    table = in_body(sheet.analysis, sheet.analysis.actions)
    names = {side: table[f"{side}_state"].astype("string").fillna(table[side].astype("string")).fillna("") for side in ("agent", "patient")}
    cells = {(str(row["agent"]), str(row["patient"])): row for row in records(pairs)}
    head = tag("tr", tag("th", "acts ↓ on →", scope="col"), *(tag("th", html.escape(name or NOBODY), scope="col") for name in targets))
    rows = []
    for doer in doers:
        line = [tag("th", html.escape(doer or NOBODY), scope="row")]
        for target in targets:
            cell = cells[doer, target]
            own = table[(names["agent"] == doer) & (names["patient"] == target)].drop_duplicates("action_id")
            signs = [(cell[f"n_{name}"], sign) for name, sign in (("negative", "−"), ("neutral", "○"), ("positive", "+"))]
            place = sheet.place(f"acts/{doer}/{target}", f"{doer or NOBODY} on {target or NOBODY}", "actions", own.index)
            side = ("even", "up", "down")[int(np.sign(cell["n_positive"] - cell["n_negative"]))]
            words = " ".join(f"{n}{sign}" for n, sign in signs if n)
            line.append(tag("td", place.button(words, class_=f"acts {side}") if cell["n_actions"] else tag("span", "·", class_="none")))
        rows.append(tag("tr", *line))
    n, n_open = int(pairs["n_actions"].sum()), int(pairs.loc[pairs["agent"] == "", "n_actions"].sum())
    note = "Counts of actions; − bad, + good, ○ neither for the one acted upon. An action of two agents counts for both."
    content = tag("div", tag("table", tag("thead", head), tag("tbody", *rows), class_="matrix"), class_="scroll", data_roving=True)
    title = f"{n_open} of {plural(n, 'action')} {'has' if n_open == 1 else 'have'} no named doer"
    return figure("actions", title if n_open else f"{plural(n, 'action')}, every doer named", note, content)


def _most(pairs: pd.DataFrame, side: str) -> list[str]:
    """Names that have an action on this side, at most twelve, those who have most first and the nameless last."""
    counts = pairs.groupby(side, sort=False)["n_actions"].sum()
    names = [str(name) for name in counts.index[counts > 0]]
    return [*[name for name in names if name][:12], *[name for name in names if not name]]


def tone(sheet: Sheet) -> str:
    """Draw the tone towards each state: a mark a mention, and the mean where there are enough."""
    table = in_body(sheet.analysis, sheet.tables["tone"]).dropna(subset=["state"])
    lines = []
    for state in sheet.states[:MOST_ACTORS]:
        own = table[table["state"].astype(str) == state]
        if own.empty:
            continue
        column = (own["tone"] * 10).round()  # mentions of nearly the same tone are stacked, so that none covers another
        step = own.groupby(column, sort=False).cumcount().to_numpy()
        height = 14 + 10 * int(step.max() + 1)
        marks = [tag("line", x1="50%", x2="50%", y1=0, y2=height, class_="bar")]
        for row, at_column, k in zip(records(own), column, step, strict=True):
            place = sheet.place(
                f"tone/{row['index']}", f"“{row['text']}”, tone towards {state} {signed(row['tone'])}", "tone", [row["index"]]
            )
            x, y = 50 + 46 * at_column / 10, height - 10 - 10 * k
            marks.append(shape(NOTES["actor"], x, y, place, sheet.color(state), hollow=row["voice"] != "author"))
        mean = float(own["tone"].mean())
        value = signed(mean) if len(own) >= FEW_MENTIONS else "too few"
        if len(own) >= FEW_MENTIONS:
            at = f"{50 + 46 * mean:.1f}%"
            marks.insert(1, tag("line", x1=at, x2=at, y1=1, y2=height - 1, class_="mean"))
        place = sheet.place(f"{state}/tone", f"{state}, mentions with a tone", "tone", own.index)
        label = place.button(html.escape(state), " ", tag("b", str(len(own))), class_=f"name {sheet.color(state)}")
        lines.append(Line(label, "".join(marks), value, height=height))
    if not lines:
        return figure("tone", "No mention has a tone", "", "")
    ends = "".join(
        tag("text", label, x=x, y=12, class_="tick", text_anchor="middle") for label, x in (("−1", "4%"), ("0", "50%"), ("+1", "96%"))
    )
    lines.append(Line("", ends, "mean", height=18))
    title = f"Tone towards each state, {plural(len(table), 'mention')}"
    note = (
        f"A mark is a mention, hollow in the words of others; the line is the mean, none under {FEW_MENTIONS} mentions. "
        "A model’s estimate: it serves averages, not single verdicts."
    )
    return figure("tone", title, note, grid(lines, title, wide=230))


BESIDE = (
    Figure("dispersion", "mentions", dispersion),
    Figure("stance", "cues", stance),
    Figure("voices", "attributions", voices),
    Figure("actions", "actions", actions),
    Figure("tone", "tone", tone),
    Figure("sentiment", "sentiment", sentiment),
)
