"""Actors: who is named, and how.

An actor is whom an entry of ``data/actors.csv`` names; `state` is the country it counts to, a roll-up that a reader
can edit.  The longest entry at each place wins, so that "The Moscow Times" is a newspaper and not Moscow.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.articles import Article
from analysis.lexicons import load_lexicon
from analysis.segmentation import Batch, scan
from analysis.spans import PhraseIndex

KINDS = ("name", "adjective", "demonym", "capital", "institution", "person", "group")
READINGS = ("actor", "modifier", "place")
# An acronym in brackets after its long form names the same party once: "Popular Mobilization Unit (PMU)".
_BRACKET = re.compile(r" \(([^()\n]{2,12})\)")
_WORD = re.compile(r"[\w'-]+")


class _Actor(NamedTuple):
    actor: str
    state: str
    kind: str
    from_year: int
    to_year: int


class _Actors(NamedTuple):
    phrases: PhraseIndex
    entries: dict[str, _Actor | None]  # None: the phrase names something else


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
    phrases, entries = _compile(actors)
    sentence: list[int] = []
    spans: list[tuple[int, int]] = []
    found: list[_Actor] = []
    readings: list[str] = []
    for i, (article, start, end) in enumerate(zip(batch.article, batch.start, batch.end, strict=True)):
        text = batch.plain[article]
        year = _year(batch.articles[article].date)
        here: list[tuple[int, int, _Actor]] = []
        for first, last in phrases.find(text, start, end):
            actor = entries[text[first:last]]
            if actor is None or (year is not None and not actor.from_year <= year <= actor.to_year):
                continue
            if actor.kind == "capital" and text.endswith("The ", start + 1, first):
                continue  # "of The Moscow": a newspaper, its name cut off
            previous = here[-1] if here else None
            if previous and previous[2].actor == actor.actor and text[previous[1] : first] == " (" and text[last : last + 1] == ")":
                here[-1] = (previous[0], last + 1, previous[2])
            else:
                here.append((first, last, actor))
        reading = ""
        for k, (m_start, m_end, actor) in enumerate(here):
            before, after = text[start:m_start], text[m_end:end]
            link = text[here[k - 1][1] : m_start] if k else ""
            joined = re.fullmatch(r",? (?:and|or|&) ", link) or (link == ", " and re.match(r",|,? (?:and|or) ", after))
            reading = _reading(before, text[m_start:m_end], after, actor.kind, reading if joined else "")
            sentence.append(i)
            spans.append((m_start, m_end))
            found.append(actor)
            readings.append(reading)
    return batch.table(
        sentence,
        [start for start, _ in spans],
        [end for _, end in spans],
        para_id=pd.Series([batch.para_id[i] for i in sentence], dtype="int64"),
        actor=_categorical([actor.actor for actor in found]),
        state=_categorical([actor.state or None for actor in found]),
        kind=pd.Categorical([actor.kind for actor in found], categories=KINDS),
        reading=pd.Categorical(readings, categories=READINGS),
        learned_by=pd.Series([""] * len(found), dtype="str"),
    )


def _categorical(values: list[str] | list[str | None]) -> pd.Categorical:
    return pd.Categorical(values, categories=pd.Index(sorted({value for value in values if value}), dtype="str"))


def _year(date: str | None) -> int | None:
    match = re.search(r"\b(?:19|20)\d\d\b", date or "")
    return int(match[0]) if match else None


def _reading(before: str, mention: str, after: str, kind: str, joined_to: str) -> str:
    """Read a mention as actor, modifier or place, from the words on either side of it.

    `joined_to` is the reading of a mention that a comma, "and" or "or" joins to this one: "in Syria and Iraq".
    """
    lists = _reading_words()
    if kind == "adjective" or re.match(r"'s?\b|'(?= )|-\w", after) or mention.endswith("-"):
        return "modifier"
    if kind in ("person", "demonym"):
        return "actor"
    following = re.match(r" ([\w-]+)", after)
    word = following[1] if following else ""
    is_short = kind != "name" or mention.isupper()  # "U.S. sanctions", "Kremlin officials"; but "Iraq air defense" is given to Iraq
    if is_short and word and word not in lists["verb_after_name"] and word.lower() not in _function_words():
        if not re.search(r"(?:ed|ly)$", word):
            return "modifier"
    elif word in lists["noun_after_name"] and kind == "name":
        return "modifier"
    if kind in ("group", "institution"):
        return "actor"
    words = _WORD.findall(before[-60:].lower())
    while words and words[-1] in lists["adjective_before_place"]:
        words.pop()
    if not words:
        return joined_to if joined_to == "place" else "actor"
    last = words[-1]
    if last in lists["place_preposition"] or last in lists["motion_transitive"]:
        return "place"
    if last in lists["path_preposition"] and (
        kind == "capital" or not lists["motion"].isdisjoint(words[-5:-1]) or re.search(r"\bfrom [\w .']+ to $", before)
    ):
        return "place"
    if last == "from" and re.match(r" to (?:the )?[A-Z]", after):
        return "place"
    return "place" if joined_to == "place" else "actor"


@cache
def _reading_words() -> dict[str, frozenset[str]]:
    table = load_lexicon("readings")
    return {str(category): frozenset(group["entry"]) for category, group in table.groupby("category")}


@cache
def _function_words() -> frozenset[str]:
    return frozenset(load_lexicon("stop_words")["entry"])


def _compile(actors: pd.DataFrame | str | os.PathLike[str] | None) -> _Actors:
    if actors is None:
        return _world()
    return _compiled(actors if isinstance(actors, pd.DataFrame) else load_lexicon(actors))


@cache
def _world() -> _Actors:
    others = {entry.replace("’", "'"): None for entry in load_lexicon("not_actors")["entry"]}
    entries = {**others, **_compiled(load_lexicon("actors")).entries}
    return _Actors(_index(entries), entries)


def _compiled(table: pd.DataFrame) -> _Actors:
    for name in ("entry", "actor"):
        if name not in table:
            raise ValueError(f"`actors` must have the columns entry and actor; {name!r} is missing.")
    table = table.reset_index(drop=True).fillna("").astype(str)
    entries: dict[str, _Actor | None] = {}
    for row in table.to_dict("records"):
        entry, actor = row["entry"].strip().replace("’", "'"), row["actor"].strip()
        if not entry or not actor:
            raise ValueError(f"Each row of `actors` must have an entry and an actor; not {row!r}.")
        kind = row.get("kind") or "name"
        if kind not in KINDS:
            raise ValueError(f"`kind` of {entry!r} must be one of {', '.join(KINDS)}; not {kind!r}.")
        state = row.get("state", actor)
        new = _Actor(actor, state, kind, int(row.get("from") or 0), int(row.get("to") or 9999))
        if entries.setdefault(entry, new) != new:
            raise ValueError(f"The entry {entry!r} of `actors` stands for {entries[entry].actor!r} and {actor!r}.")  # type: ignore[union-attr]
    return _Actors(_index(entries), entries)


def _index(entries: dict[str, _Actor | None]) -> PhraseIndex:
    # "uk" in an address or a handle is no country; a combining form ("Sino-") runs on into the next word.
    return PhraseIndex(entries, before=r"(?<![\w@#/.])", after=r"(?:(?<=-)|(?!\w)(?!@|\.\w))")
