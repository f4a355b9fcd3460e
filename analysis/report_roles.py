"""Report figures of the roles that an article gives its actors: who speaks, who acts on whom, in which tone."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd

from analysis.canvas import FEW_MENTIONS, MOST_ACTORS
from analysis.framing import in_body
from analysis.highlights import UNNAMED, records, tag
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

NOBODY = "—"  # an action without a doer, or without one who is done to


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
        for each, x, y in zip(records(own), xs, dodge(xs, 4, (13, 22)), strict=True):
            place = sheet.place(f"said/{each['index']}", f"{name}, {each['kind']}", "attributions", [each["index"]])
            marks.append(shape(SQUARE, x, y, place, color, hollow=each["kind"] == "indirect"))
        place = sheet.place(f"{name}/attributions", f"{name} speaks", "attributions", own.index)
        label = place.button(html.escape(name), " ", tag("b", str(len(own))), class_=f"name {color}")
        quoted, reported = (int(row[f"n_{how}_words"]) for how in ("quoted", "reported"))
        lines.append(Line(label, "".join(marks), tag("span", f"{quoted} + {reported}", title="words quoted + words reported"), height=30))
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
    scores = sheet.analysis.sentiment.set_index("sent_id")["compound_masked"].reindex(sheet.body["sent_id"])
    marks = [tag("line", x1="0", x2="100%", y1=45, y2=45, class_="bar")]
    for x, (sent_id, value) in zip(middles, scores.items(), strict=True):
        if np.isnan(value):
            continue
        place = sheet.place(f"sentence/{sent_id}", f"Sentence {sent_id}, sentiment {signed(value)}", "sentences", [sent_id])
        marks.append(column(float(x), 100 / n, 45, -42 * value, place, "down" if value < 0 else "up", room=(0, 90)))
    ends = tag("span", tag("span", "+1"), tag("span", "0"), tag("span", "−1"), class_="ends")
    lines = [Line(ends, "".join(marks), height=90), axis(sheet, middles.tolist(), "")]
    below, above = (tuple(f"s{sent_id}" for sent_id in scores.index[which]) for which in (scores < 0, scores > 0))
    sides = [
        Place(f"sentiment/{name}", f"{name} sentences", ids).button(f"{name} {len(ids)}", class_="word")
        for name, ids in (("negative", below), ("positive", above))
        if ids
    ]
    title = f"Sentiment by sentence: {len(below)} below zero, {len(above)} above" if n else "No sentence to score"
    note = "Lexicon and rules of VADER, names of actors masked. It is the sentiment of a sentence, towards nobody."
    content = tag("div", grid(lines, title, wide=4 * n).replace(" data-roving", "", 1), tag("p", *sides, class_="words"), data_roving=True)
    return figure("sentiment", title, note, content)


def actions(sheet: Sheet) -> str:
    """Set who acts on whom as a table: a row a doer, a column one who is done to."""
    table = in_body(sheet.analysis, sheet.tables["actions"])
    sides = {side: table[f"{side}_state"].astype("str").fillna(table[side].astype("str")).fillna(NOBODY) for side in ("agent", "patient")}
    table = table.assign(doer=sides["agent"], target=sides["patient"])
    if table.empty:
        return figure("actions", "No action between actors is found", "", "")
    doers, targets = (_ordered(table[side]) for side in ("doer", "target"))
    head = tag("tr", tag("th", "doer ↓ on →", scope="col"), *(tag("th", tag("span", html.escape(name)), scope="col") for name in targets))
    rows = []
    for doer in doers:
        cells = [tag("th", html.escape(_said(doer)), scope="row")]
        for target in targets:
            own = table[(table["doer"] == doer) & (table["target"] == target)]
            if own.empty:
                cells.append(tag("td", tag("span", "·", class_="none")))
                continue
            mean = float(own["valence"].mean())
            place = sheet.place(f"acts/{doer}/{target}", f"{_said(doer)} on {_said(target)}", "actions", own.index)
            side = "down" if mean < 0 else "up" if mean > 0 else "even"
            cells.append(tag("td", place.button(str(len(own)), {"down": "−", "up": "+", "even": ""}[side], class_=f"acts {side}")))
        rows.append(tag("tr", *cells))
    pairs = table[(table["doer"] != NOBODY) & (table["target"] != NOBODY)].groupby(["doer", "target"], sort=False).size()
    title = f"{plural(len(table), 'action')}, {plural(int((table['doer'] == NOBODY).sum()), 'time')} without a doer"
    if len(pairs):
        doer, target = pairs.index[int(pairs.to_numpy().argmax())]
        title = f"Most often {doer} acts on {target}, {plural(int(pairs.max()), 'time')}"
    note = "Count of actions; − mostly harmful, + mostly helpful to the one acted on. “No doer named” is a finding, too."
    content = tag("div", tag("table", tag("thead", head), tag("tbody", *rows), class_="matrix"), class_="scroll", data_roving=True)
    return figure("actions", title, note, content)


def _ordered(names: pd.Series) -> list[str]:
    """Names by count, the nameless last."""
    counts = names.value_counts(sort=False)
    return sorted(counts.index, key=lambda name: (name == NOBODY, -counts[name], name))[:12]


def _said(name: str) -> str:
    return "none named" if name == NOBODY else name


def tone(sheet: Sheet) -> str:
    """Draw the tone towards each state: a mark a mention, and the mean where there are enough."""
    table = in_body(sheet.analysis, sheet.tables["tone"]).dropna(subset=["state"])
    lines = []
    for state in sheet.states[:MOST_ACTORS]:
        own = table[table["state"].astype(str) == state]
        if own.empty:
            continue
        marks = [tag("line", x1="50%", x2="50%", y1=0, y2=30, class_="bar")]
        step = own.groupby((own["tone"] * 12).round(), sort=False).cumcount().to_numpy()
        for row, k in zip(records(own), step, strict=True):
            place = sheet.place(
                f"tone/{row['index']}", f"“{row['text']}”, tone towards {state} {signed(row['tone'])}", "tone", [row["index"]]
            )
            y = 15 + (k + 1) // 2 * (3 if k % 2 else -3)
            marks.append(
                shape(NOTES["actor"], 50 + 46 * row["tone"], min(max(y, 6), 24), place, sheet.color(state), hollow=row["voice"] != "author")
            )
        mean = float(own["tone"].mean())
        value = signed(mean) if len(own) >= FEW_MENTIONS else "too few"
        if len(own) >= FEW_MENTIONS:
            at = f"{50 + 46 * mean:.1f}%"
            marks.append(tag("line", x1=at, x2=at, y1=1, y2=29, class_="mean"))
        place = sheet.place(f"{state}/tone", f"{state}, mentions with a tone", "tone", own.index)
        label = place.button(html.escape(state), " ", tag("b", str(len(own))), class_=f"name {sheet.color(state)}")
        lines.append(Line(label, "".join(marks), value, height=30))
    if not lines:
        return figure("tone", "No mention has a tone", "", "")
    ends = "".join(
        tag("text", label, x=x, y=12, class_="tick", text_anchor="middle") for label, x in (("−1", "4%"), ("0", "50%"), ("+1", "96%"))
    )
    lines.append(Line("", ends, "mean", height=18))
    title = f"Tone towards each state: mean {signed(float(np.nanmean(table['tone'])))} over {plural(len(table), 'mention')}"
    note = (
        f"A mark is a mention, hollow in the words of others; the line is the mean, none under {FEW_MENTIONS} mentions. "
        "A model’s estimate: it serves averages, not single verdicts."
    )
    return figure("tone", title, note, grid(lines, title))


BESIDE = (
    Figure("dispersion", "mentions", dispersion),
    Figure("stance", "cues", stance),
    Figure("voices", "attributions", voices),
    Figure("actions", "actions", actions),
    Figure("tone", "tone", tone),
    Figure("sentiment", "sentiment", sentiment),
)
