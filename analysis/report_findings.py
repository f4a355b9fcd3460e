"""Report findings: what an article does with each state, in one plain sentence with its numbers."""

from __future__ import annotations

import html
from typing import Any

from analysis.canvas import FEW_MENTIONS, MOST_ACTORS, listed, times
from analysis.highlights import records, tag
from analysis.report_figures import plural
from analysis.report_rows import Sheet

MEASURES = {
    "n_mentions": "mentions",
    "uncertain_rate": "uncertainty",
    "booster_rate": "boosters",
    "condition_rate": "conditions",
    "obligation_rate": "obligations",
    "n_quoted_words": "quoted words",
    "compound_masked": "sentiment of its sentences",
    "tone": "tone",
}


def findings(sheet: Sheet) -> list[dict[str, str]]:
    """Say in one sentence a state what the article does with it, every number a button."""
    found = []
    rows = records(sheet.framing)
    for row in rows[:MOST_ACTORS]:
        state = str(row["state"])
        found.append(
            {
                "html": _finding(sheet, row),
                "color": sheet.color(state),
                "note": _fragile(sheet, state),
                "is_few": row["n_mentions"] < FEW_MENTIONS,
            }
        )
    if rest := [str(row["state"]) for row in rows[MOST_ACTORS:]]:
        names = [sheet.profile[state, "n_mentions"].button(html.escape(state), element="span", class_="num") for state in rest]
        found.append({"html": f"Also named: {', '.join(names)}.", "color": "k", "note": "", "is_few": True})
    if sheet.stateless:
        buttons = [f"{place.button(html.escape(place.label), element='span', class_='num')} {len(place.ids)}" for place in sheet.stateless]
        some = ", ".join(buttons[:MOST_ACTORS]) + (f" and {len(buttons) - MOST_ACTORS} more" if len(buttons) > MOST_ACTORS else "")
        found.append({"html": f"Counted to no state, and in none of the figures: {some}.", "color": "k", "note": "", "is_few": True})
    return found


def _fragile(sheet: Sheet, state: str) -> str:
    """Say which of a state's ranks change where a choice is made otherwise."""
    if sheet.robust is None:
        return ""
    lost = sheet.robust[(sheet.robust["state"] == state) & ~sheet.robust["keeps"]]
    parts = [
        f"{MEASURES[str(measure)]} ({', '.join(choices[:3])}{f' and {len(choices) - 3} more' if len(choices) > 3 else ''})"
        for measure, choices in lost.groupby("measure", sort=False)["choice"].agg(list).items()
    ]
    return f"Does not hold under every choice: its rank in {listed(parts)}." if parts else ""


def _finding(sheet: Sheet, row: dict[str, Any]) -> str:
    state = str(row["state"])

    def number(column: str, text: str) -> str:
        return sheet.profile[state, column].button(text, element="span", class_="num") if row[column] else text

    as_what = [
        f"{number(f'n_{reading}', times(row[f'n_{reading}']))} as {article} {reading}"
        for reading, article in (("actor", "an"), ("modifier", "a"), ("place", "a"))
        if row[f"n_{reading}"]
    ]
    said = "it never speaks"
    if row["n_attributions"]:
        passages = number("n_attributions", plural(row["n_attributions"], "passage"))
        quoted = number("n_quoted_words", plural(row["n_quoted_words"], "word"))
        said = f"it speaks in {passages} ({quoted} quoted, {number('n_reported_words', str(row['n_reported_words']))} reported)"
    deeds = [
        f"{verb} in {number(f'n_{role}', plural(row[f'n_{role}'], 'mention'))}"
        for role, verb in (("doer", "acts"), ("noun_doer", "acts by a noun alone"), ("target", "is acted upon"))
        if row[f"n_{role}"]
    ]
    does = f"it {listed(deeds)}" if deeds else "no action of it is found"
    cues = [number(f"n_{name}_clause", plural(row[f"n_{name}_clause"], name)) for name in ("hedge", "booster") if row[f"n_{name}_clause"]]
    sure = f"its own clauses hold {listed(cues)}" if cues else "no hedge or booster stands in its clauses"
    n_times, n_sentences = number("n_mentions", times(row["n_mentions"])), number("n_sentences", str(row["n_sentences"]))
    named = f"{tag('b', html.escape(state))} is named {n_times}, in {n_sentences}"
    return f"{named} of {plural(row['n_body_sentences'], 'sentence')}, {listed(as_what)}; {does}; {said}, and {sure}."
