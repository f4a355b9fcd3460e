"""Who can be named: the entries of an actor table, compiled into one pattern."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from itertools import pairwise, repeat
from typing import NamedTuple

import pandas as pd

from analysis.lexicons import load_lexicon, read_list, word_lists
from analysis.spans import PhraseIndex

KINDS = ("name", "adjective", "demonym", "capital", "institution", "person", "group")
_SHORTEST_IN_CAPITALS = 4


class Actor(NamedTuple):
    """Whom an entry names, in which years, and whom else."""

    actor: str
    state: str
    kind: str
    from_year: int = 0
    to_year: int = 9999
    others: tuple[Actor, ...] = ()  # held another office before; or the body that a seat of government stands for: "Brussels"

    def in_year(self, year: int | None) -> Actor | None:
        """Return whom the entry named in a year, by default today; None where nobody."""
        if year is None or self.from_year <= year <= self.to_year:
            return self
        return next((other for other in self.others if other.kind != "group" and other.from_year <= year <= other.to_year), None)

    @property
    def acting(self) -> Actor | None:
        """The body that the name of its seat stands for."""
        return next((other for other in self.others if other.kind == "group"), None)


class Actors(NamedTuple):
    """A compiled actor table."""

    phrases: PhraseIndex
    entries: dict[str, Actor | None]  # None: the phrase names something else
    guarded: frozenset[str]  # entries that may be part of the name of something else
    namesakes: dict[str, str]  # people called like an entry: "Jim Jordan" -> "Jordan"


def compile_actors(actors: pd.DataFrame | str | os.PathLike[str] | None) -> Actors:
    """Compile an actor table, by default the world's countries.

    Entries of a reader's own table that name the same actor as the world's list keep its guards against other names;
    what the reader calls otherwise ("Georgia", the U.S. state) is taken as it stands.
    """
    if actors is None:
        return world()
    entries = read_entries(actors if isinstance(actors, pd.DataFrame) else load_lexicon(actors))
    known = world().entries
    guarded = frozenset(entry for entry, actor in entries.items() if actor and (same := known.get(entry)) and same.actor == actor.actor)
    others = {entry: None for entry, actor in known.items() if actor is None} if guarded else {}
    return _compiled({**others, **entries}, guarded)


@cache
def world() -> Actors:
    """The world's countries, with what only looks like them."""
    entries = _entries(read_list("actors"))
    others: dict[str, Actor | None] = {entry.replace("’", "'"): None for entry in read_list("not_actors")["entry"]}
    return _compiled({**others, **entries}, frozenset(entries))


def _compiled(entries: dict[str, Actor | None], guarded: frozenset[str]) -> Actors:
    if guarded:  # lines in capitals: "RUSSIA WARNS ISRAEL"
        common = name_words("common_in_capitals")
        capitals = {entry.upper(): entry for entry in entries if len(entry) >= _SHORTEST_IN_CAPITALS}
        capitals = {upper: entry for upper, entry in capitals.items() if upper not in common and upper not in entries}
        guarded |= {upper for upper, entry in capitals.items() if entry in guarded}
        entries = entries | {upper: entries[entry] for upper, entry in capitals.items()}
    # "uk" in an address or a handle is no country; a combining form ("Sino-") runs on into the next word.
    phrases = PhraseIndex(entries, before=r"(?<![\w@#/.])", after=r"(?:(?<=-)|(?!\w)(?!@|\.\w))")
    first = name_words("first_name")
    others = [(entry, entry.split()) for entry, actor in entries.items() if actor is None and " " in entry]
    namesakes = {entry: words[-1] for entry, words in others if words[0] in first and words[-1] in guarded}
    return Actors(phrases, entries, guarded, namesakes)


@cache
def name_words(category: str) -> frozenset[str]:
    """Words of ``data/name_words.csv``, from which names of other things are known."""
    return word_lists("name_words").get(category, frozenset())


def read_entries(table: pd.DataFrame) -> dict[str, Actor | None]:
    """Check an actor table and read its entries."""
    for name in ("entry", "actor"):
        if name not in table:
            raise ValueError(f"`actors` must have the columns entry and actor; {name!r} is missing.")
    table = table.reset_index(drop=True).fillna("").astype(str)
    return _entries(dict(zip(map(str, table), table.to_numpy().T.tolist(), strict=True)))


def _entries(columns: Mapping[str, list[str]]) -> dict[str, Actor | None]:
    entries: dict[str, Actor | None] = {}
    optional = [columns.get(name) or repeat("") for name in ("kind", "from", "to")]
    for row, cells in enumerate(zip(columns["entry"], columns["actor"], columns.get("state") or repeat(None), *optional)):
        entry, actor, state, kind, first, last = cells
        entry, actor = entry.strip().replace("’", "'"), actor.strip()
        if not entry or not actor:
            cell = {name: column[row] for name, column in columns.items()}
            raise ValueError(f"Each row of `actors` must have an entry and an actor; not {cell!r}.")
        if kind and kind not in KINDS:
            raise ValueError(f"`kind` of {entry!r} must be one of {', '.join(KINDS)}; not {kind!r}.")
        new = Actor(actor, actor if state is None else state, kind or "name", int(first or 0), int(last or 9999))
        old = entries.get(entry)
        entries[entry] = new if old is None or old == new else _joined(entry, old, new)
    return entries


def _joined(entry: str, old: Actor, new: Actor) -> Actor:
    """Join two rows of one entry: offices one after the other, the newest first, or a seat of government and its body."""
    if {old.kind, new.kind} == {"capital", "group"}:
        seat, body = (old, new) if old.kind == "capital" else (new, old)
        return seat._replace(others=(body,))
    offices = sorted([old._replace(others=()), *old.others, new], key=lambda office: -office.from_year)
    if any(later.from_year <= earlier.to_year for later, earlier in pairwise(offices)):
        raise ValueError(f"The entry {entry!r} of `actors` stands for {old.actor!r} and {new.actor!r}.")
    return offices[0]._replace(others=tuple(offices[1:]))
