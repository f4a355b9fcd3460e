"""References: pronouns and definite descriptions, and which named actor each stands for.

A wrong link costs more than a missing one: a reference is linked where one actor alone fits its number and its nature (he and
she persons, it states and bodies, they several people), and is left open otherwise.  Nothing is carried across paragraphs, nor
into or out of a quotation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.descriptions import description
from analysis.phrases import Grammar, Word, cut, words_of
from analysis.pronouns import pronoun
from analysis.quotations import find_quotations
from analysis.readings import read
from analysis.referents import Referent, find_referents, genders_of, owned_by
from analysis.scenes import Scene, is_possessive
from analysis.segmentation import Batch

_Row = dict[str, Any]


def add_references(batch: Batch, mentions: pd.DataFrame) -> pd.DataFrame:
    """Add to a table of mentions a row for each pronoun and definite description that stands for one of them.

    A description swallows the mentions inside it ("Russian" in "the Russian diplomat"), so that nobody is counted twice.
    """
    columns = [str(name) for name in mentions.columns]
    records = [dict(zip(columns, row, strict=True)) for row in zip(*(mentions[name].tolist() for name in columns), strict=True)]
    by_article: dict[str, list[_Row]] = {}
    for record in records:
        by_article.setdefault(record["article_id"], []).append(record)
    rows: list[_Row] = []
    for number, article in enumerate(batch.articles):
        named = by_article.get(article.article_id, [])
        found = list(_Article(batch, number, named).references()) if named else []
        taken = {n for each in found for n in each["inside"]}
        kept = [*(row for n, row in enumerate(named) if n not in taken), *found]
        rows += sorted(kept, key=lambda row: (row["start"], row["end"], row["actor"]))
    position = {article.article_id: n for n, article in enumerate(batch.articles)}
    sentence = [batch.first[position[row["article_id"]]] + row["sent_id"] for row in rows]
    return batch.table(
        sentence,
        [row["start"] for row in rows],
        [row["end"] for row in rows],
        para_id=pd.Series([row["para_id"] for row in rows], dtype="int64"),
        **{name: _categorical(mentions[name], [row[name] for row in rows]) for name in ("actor", "state", "kind", "reading")},
        learned_by=pd.Series([row["learned_by"] for row in rows], dtype="str"),
    )


def _categorical(column: pd.Series, values: list[Any]) -> pd.Categorical:
    """The values of a column with more rows; an actor may be new: "the government" where only a militia was named."""
    known = list(column.cat.categories)
    kept = [None if pd.isna(value) else value for value in values]
    new = sorted({value for value in kept if value is not None} - set(known))
    return pd.Categorical(kept, categories=pd.Index(sorted([*known, *new]), dtype="str") if new else column.cat.categories)


class _Article:
    """One article, read from left to right."""

    def __init__(self, batch: Batch, number: int, mentions: list[_Row]) -> None:
        self.batch, self.number, self.mentions = batch, number, mentions
        self.text = batch.plain[number]
        self.starts = [row["start"] for row in mentions]
        self.modifiers = frozenset(n for n, row in enumerate(mentions) if row["reading"] == "modifier")
        self.quotes = [(each.start, each.end, k) for k, each in enumerate(find_quotations(batch.articles[number].text))]
        self.quote_ends = [end for _, end, _ in self.quotes]
        self.genders = genders_of(row["text"] for row in mentions if row["kind"] == "person")

    def references(self) -> Iterator[_Row]:
        paragraph = -1
        story: list[Scene] = []
        for i in range(self.batch.first[self.number], self.batch.first[self.number + 1]):
            if self.batch.para_id[i] != paragraph:
                paragraph, story = self.batch.para_id[i], []
            scene = self._scene(i, story)
            yield from self._resolve(i, scene)
            story.append(scene)

    def _scene(self, i: int, story: list[Scene]) -> Scene:
        start, end = self.batch.start[i], self.batch.end[i]
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        spans = [(self.mentions[n]["start"], self.mentions[n]["end"], n) for n in range(low, high)]
        quotes = self.quotes[bisect_right(self.quote_ends, start) : bisect_left(self.quotes, (end,))]
        sentence = cut(self.text, start, end, spans, quotes)
        grammar = Grammar(sentence, self.modifiers)
        referents = sorted(find_referents(sentence, grammar, self.mentions, self.genders), key=lambda each: each.word)
        return Scene(sentence, grammar, referents, story)

    def _resolve(self, i: int, scene: Scene) -> Iterator[_Row]:
        words = scene.words
        for at, word in enumerate(words):
            inside: list[int] = []
            if word.letter == "P":
                found, last = pronoun(scene, at), at
            elif word.lower in words_of("opener") and word.letter == "d":
                found, last, inside = description(scene, at)
            else:
                continue
            start, end = word.start, words[last].end
            if word.letter == "P" and "'" in word.lower:
                end = start + word.lower.index("'")
            for referent in found:
                yield {
                    "article_id": self.batch.articles[self.number].article_id,
                    "sent_id": self.batch.sent_id[i],
                    "start": start,
                    "end": end,
                    "para_id": self.batch.para_id[i],
                    "actor": referent.actor,
                    "state": referent.state or None,
                    "kind": referent.kind,
                    "reading": self._reading(i, words, at, last, referent),
                    "learned_by": referent.text,
                    "inside": inside,
                }
                scene.referents.append(replace(referent, word=last, is_aside=False))
                if len(found) == 1 and referent.form in ("state", "body") and is_possessive(words, at):
                    scene.referents += owned_by(referent, words, scene.grammar, at)  # "its foreign minister"

    def _reading(self, i: int, words: list[Word], first: int, last: int, referent: Referent) -> str:
        word = words[first]
        if word.letter == "P" and is_possessive(words, first):
            return "modifier"
        if word.lower in words_of("subject_form"):
            return "actor"
        end = words[last].end
        before, after = self.text[self.batch.start[i] : word.start], self.text[end : self.batch.end[i]]
        kind = "name" if referent.form == "state" or word.letter == "P" else "person"
        reading = read(before, self.text[word.start : end], after, kind, "")
        return "actor" if word.letter == "P" and reading == "modifier" else reading
