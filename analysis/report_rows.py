"""Report rows: one article of an analysis, and which rows stand behind each of its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.actions import add_role
from analysis.canvas import MOST_ACTORS, ranked
from analysis.cues import CATEGORIES
from analysis.framing import Analysis, in_body, row_at
from analysis.highlights import LAYERS, Layer, speaker_names, tag
from analysis.palette import color_classes
from analysis.readings import READINGS
from analysis.summaries import summarize_framing, summarize_voices

PREFIX = {layer.table: layer.prefix for layer in LAYERS} | {"sentences": "s"}


@dataclass(frozen=True)
class Place:
    """Rows that one mark, number or cell of a page stands for: a key that names it in a link, a label, the ids of the rows."""

    key: str
    label: str
    ids: tuple[str, ...]

    def button(self, *content: str, element: str = "button", class_: str = "", **attributes: object) -> str:
        """Return the mark as a button: an element of that name, "g" in a figure, "span" in running text."""
        given = {
            "class_": class_ or None,
            "tabindex": -1,
            "data_key": self.key,
            "data_label": self.label,
            "data_rows": " ".join(self.ids),
            "aria_label": self.label if len(self.ids) == 1 else f"{self.label}: {len(self.ids)}",
            **attributes,
        }
        return tag(element, *content, **({"type": "button"} if element == "button" else {"role": "button"}), **given)


@dataclass(frozen=True)
class Sheet:
    """One article: its analysis and what a page says of it."""

    analysis: Analysis
    article_id: str
    robust: pd.DataFrame | None = None  # rows of `robustness`, where that was asked for

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table with rows about the text, and the summaries."""
        found = {"framing": self.framing, "voices": self.voices}
        if self.robust is not None:
            found["robustness"] = self.robust.reset_index(drop=True)
        return {**found, **tables_of(self.analysis)}

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Layers that the analysis has tables for."""
        return tuple(layer for layer in LAYERS if layer.table in self.tables)

    @cached_property
    def text(self) -> str:
        """Text of the article."""
        return self.analysis.texts[self.article_id]

    @cached_property
    def framing(self) -> pd.DataFrame:
        """Summary by state."""
        return summarize_framing(self.analysis)

    @cached_property
    def voices(self) -> pd.DataFrame:
        """Summary of those who speak."""
        return summarize_voices(self.analysis)

    @cached_property
    def body(self) -> pd.DataFrame:
        """Sentences that count."""
        sentences = self.analysis.sentences
        return sentences[sentences["zone"] == "body"]

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Mentions of states in the body, with their `role` and `clause`."""
        mentions = in_body(self.analysis, self.analysis.mentions).dropna(subset=["state"])
        mentions = add_role(mentions, self.analysis.actions)
        return mentions.assign(state=mentions["state"].astype(str), clause=row_at(self.analysis.clauses, mentions))

    @cached_property
    def cues(self) -> pd.DataFrame:
        """Cues in the body, with their `clause`."""
        cues = in_body(self.analysis, self.analysis.cues)
        return cues.assign(clause=row_at(self.analysis.clauses, cues))

    @cached_property
    def said(self) -> pd.DataFrame:
        """Words of others in the body, one row for each `speaker`; scare quotes are nobody's."""
        table = in_body(self.analysis, self.analysis.attributions)
        table = table[table["kind"] != "scare"].reset_index()
        rows = table.merge(speaker_names(self.analysis.speakers), on=["article_id", "attribution_id"], how="left")
        return rows.assign(speaker=rows["speaker"].fillna("")).set_index("index")

    @cached_property
    def states(self) -> list[str]:
        """States of the body, most named first."""
        return ranked(self.mentions, most=len(self.mentions))[0]

    @cached_property
    def colors(self) -> tuple[dict[str, str], str]:
        """Class of each state's colour, and the style sheet of these classes."""
        return color_classes(self.states[:MOST_ACTORS])

    def color(self, state: str) -> str:
        """Class of a state's colour."""
        return self.colors[0].get(state, "k")

    @cached_property
    def stateless(self) -> list[Place]:
        """Mentions of those that count to no state, such as the United Nations, most named first."""
        mentions = in_body(self.analysis, self.analysis.mentions)
        mentions = mentions[mentions["state"].isna()]
        names = ranked(mentions.assign(state=mentions["actor"].astype(str)), most=len(mentions))[0]
        return [self.place(f"{name}/mentions", name, "mentions", mentions.index[mentions["actor"] == name]) for name in names]

    def place(self, key: str, label: str, table: str, rows: Iterable[Any]) -> Place:
        """Rows of a table, by their index."""
        return Place(key, label, tuple(f"{PREFIX[table]}{i}" for i in rows))

    @cached_property
    def profile(self) -> dict[tuple[str, str], Place]:
        """Rows behind each number of the framing summary, by state and column."""
        found = {}
        named = {state: set(own["sent_id"]) for state, own in self.mentions.groupby("state")}
        for state in self.states:
            own = self.mentions[self.mentions["state"] == state]
            others = set().union(*(ids for other, ids in named.items() if other != state))
            in_clause = self.cues[self.cues["clause"].isin(own["clause"])]
            said = self.said[self.said["speaker"] == state]
            rows: list[tuple[str, str, str, Iterable[Any]]] = [
                ("n_mentions", "is named", "mentions", own.index),
                ("n_sentences", "sentences that name it", "sentences", sorted(named[state])),
                ("n_shared", "sentences that name another state, too", "sentences", sorted(named[state] & others)),
                *((f"n_{reading}", f"named as {reading}", "mentions", own.index[own["reading"] == reading]) for reading in READINGS),
                ("n_doer", "acts", "mentions", own.index[own["role"] == "doer"]),
                ("n_noun_doer", "acts by a noun alone", "mentions", own.index[own["role"] == "noun doer"]),
                ("n_target", "is acted upon", "mentions", own.index[own["role"] == "target"]),
                *(
                    (
                        f"n_{name}_clause",
                        f"{name.replace('_', ' ')} in its own clauses",
                        "cues",
                        in_clause.index[in_clause["category"] == name],
                    )
                    for name in CATEGORIES
                ),
                ("n_attributions", "speaks", "attributions", said.index),
                ("n_quoted_words", "is quoted", "attributions", said.index[said["kind"].isin(["direct", "mixed"])]),
                ("n_reported_words", "is reported", "attributions", said.index[said["kind"].isin(["indirect", "mixed"])]),
            ]
            for column, label, table, index in rows:
                found[state, column] = self.place(f"{state}/{column[2:]}", f"{state}, {label}", table, index)
        return found


def tables_of(analysis: Analysis) -> dict[str, pd.DataFrame]:
    """Give the tables about articles by name, without what the analysis was made with: actors and corrections."""
    own = {field.name: getattr(analysis, field.name) for field in fields(analysis)}
    return {name: table for name, table in own.items() if isinstance(table, pd.DataFrame) and "article_id" in table}


def sheets(analysis: Analysis, robust: pd.DataFrame | None = None) -> list[Sheet]:
    """Give each article by itself."""
    found = []
    for article_id, text in analysis.texts.items():
        own: dict[str, Any] = {}
        for name, table in tables_of(analysis).items():
            rows = table[table["article_id"] == article_id].reset_index(drop=True)
            own[name] = rows.assign(article_id=rows["article_id"].cat.set_categories([article_id]))
        held = None if robust is None else robust[robust["article_id"] == article_id]
        found.append(Sheet(replace(analysis, **own, texts={article_id: text}), article_id, held))
    return found
