"""Actors: who is named, and how.

An actor is whom an entry of ``data/actors.csv`` names; `state` is the country it counts to, a roll-up that a reader
can edit.  The longest entry at each place wins, so that "The Moscow Times" is a newspaper and not Moscow.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

import pandas as pd

from analysis.articles import Article
from analysis.entries import KINDS, Actor, Actors, compile_actors
from analysis.learning import Learned, is_title, learn
from analysis.readings import READINGS, read
from analysis.segmentation import Batch, scan
from analysis.spans import PhraseIndex
from analysis.traps import other_name

_JOINED = re.compile(r",? (?:and|or|&) ")
_JOINED_ON = re.compile(r",|,? (?:and|or) ")


def find_mentions(articles: Article | Iterable[Article], *, actors: pd.DataFrame | str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Find every place where an actor is named.

    Parameters
    ----------
    articles : Article or iterable of Article
    actors : DataFrame or path, optional
        Whom to look for: a table, or a CSV file, with `entry` (as it stands in the text, case counts) and `actor`, and
        optionally `state` (else the actor itself) and `kind` (else "name").  By default the world's countries, with
        their people, seats of government and bodies (``load_lexicon("actors")``).

    Returns
    -------
    DataFrame
        One row a mention: `article_id`, `sent_id`, `start`, `end`, `text`, `para_id`; `actor` (the party: "Russia",
        "PMU"), `state` (the country it counts to, missing where none), `kind` (name, adjective, demonym, capital,
        institution, person, group), `reading` (actor; modifier: attributive or possessive; place), `learned_by`
        (the phrase that introduced the name in the article itself, "" where the list has it).

    Raises
    ------
    ValueError
        If `actors` lacks a column, or an entry is empty or stands for two actors.

    Examples
    --------
    >>> mentions = find_mentions(Article("a", "Israeli jets flew over Baghdad, Moscow said."))
    >>> mentions[["text", "state", "kind", "reading"]].values.tolist()
    [['Israeli', 'Israel', 'adjective', 'modifier'], ['Baghdad', 'Iraq', 'capital', 'place'], ['Moscow', 'Russia', 'capital', 'actor']]
    """
    return _mentions(scan(articles), actors)


def _mentions(batch: Batch, actors: pd.DataFrame | str | os.PathLike[str] | None) -> pd.DataFrame:
    compiled = compile_actors(actors)
    entries = compiled.entries
    sentence: list[int] = []
    spans: list[tuple[int, int]] = []
    found: list[Actor] = []
    readings: list[str] = []
    learned_by: list[str] = []
    for number, article in enumerate(batch.articles):
        text = batch.plain[number]
        year = _year(article.date)
        rows = range(batch.first[number], batch.first[number + 1])
        hits = [_hits(text, batch.start[i], batch.end[i], compiled, year) for i in rows]
        learned = learn(text, [hit for here in hits for hit in here], entries)
        phrases = {}
        if learned:
            phrases = {each.name: each for each in learned}
            index = PhraseIndex(phrases)
        for i, here in zip(rows, hits, strict=True):
            start, end = batch.start[i], batch.end[i]
            names = _learned_hits(text, start, end, index, phrases, here) if phrases else {}
            if names:
                here = sorted([*here, *((a, b, phrases[name].actor) for (a, b), name in names.items())], key=lambda hit: hit[0])
            reading = ""
            for k, (m_start, m_end, actor) in enumerate(here):
                before, after = text[start:m_start], text[m_end:end]
                link = text[here[k - 1][1] : m_start] if k else ""
                joined = _JOINED.fullmatch(link) or (link == ", " and _JOINED_ON.match(after))
                reading = read(before, text[m_start:m_end], after, actor.kind, reading if joined else "")
                sentence.append(i)
                spans.append((m_start, m_end))
                found.append(actor)
                readings.append(reading)
                name = names.get((m_start, m_end))
                learned_by.append(article.text[slice(*phrases[name].phrase)] if name else "")
    return batch.table(
        sentence,
        [start for start, _ in spans],
        [end for _, end in spans],
        para_id=pd.Series([batch.para_id[i] for i in sentence], dtype="int64"),
        actor=_categorical([actor.actor for actor in found]),
        state=_categorical([actor.state or None for actor in found]),
        kind=pd.Categorical([actor.kind for actor in found], categories=KINDS),
        reading=pd.Categorical(readings, categories=READINGS),
        learned_by=pd.Series(learned_by, dtype="str"),
    )


def _hits(text: str, start: int, end: int, compiled: Actors, year: int | None) -> list[tuple[int, int, Actor]]:
    """Where a sentence names listed actors, and bodies that are called after one."""
    here: list[tuple[int, int, Actor]] = []
    done = start
    for m_start, m_end in compiled.phrases.find(text, start, end):
        entry = text[m_start:m_end]
        actor = compiled.entries[entry]
        if actor is None or m_start < done or (year is not None and not actor.from_year <= year <= actor.to_year):
            continue
        if entry in compiled.guarded and actor.kind not in ("institution", "group"):
            if actor.kind == "capital" and text.endswith("The ", start + 1, m_start):
                continue  # "of The Moscow": a newspaper, its name cut off
            other = other_name(text, start, end, (m_start, m_end), entry, actor.kind)
            if other:
                done = other.end
                if other.is_body:
                    name = text[other.start : other.end]
                    here.append((other.start, other.end, Actor(name, "", "institution")))
                continue
        last = here[-1] if here else None
        if last and last[2].actor == actor.actor and text[last[1] : m_start] == " (" and text[m_end : m_end + 1] == ")":
            here[-1] = (last[0], m_end + 1, last[2])
        else:
            here.append((m_start, m_end, actor))
    return here


def _learned_hits(
    text: str, start: int, end: int, index: PhraseIndex, learned: dict[str, Learned], here: list[tuple[int, int, Actor]]
) -> dict[tuple[int, int], str]:
    """Where a sentence names what the article introduced; entries of the list win."""
    found = {}
    for first, last in index.find(text, start, end):
        each = learned[text[first:last]]
        if first < each.start or any(a < last and first < b for a, b, _ in here):
            continue
        if " " not in each.name and each.actor.kind == "person":
            before = re.search(r"([A-ZÀ-ÖØ-Þ][\w'-]+) $", text[max(start, first - 30) : first])
            if before and before.start(1) + max(start, first - 30) > start and not is_title(before[1]):
                continue  # "Jane Odera" is someone else
            if re.match(r" [A-ZÀ-ÖØ-Þ][a-z]", text[last : last + 3]):
                continue
        found[first, last] = text[first:last]
    return found


def _categorical(values: list[str] | list[str | None]) -> pd.Categorical:
    return pd.Categorical(values, categories=pd.Index(sorted({value for value in values if value}), dtype="str"))


def _year(date: str | None) -> int | None:
    match = re.search(r"\b(?:19|20)\d\d\b", date or "")
    return int(match[0]) if match else None
