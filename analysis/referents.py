"""Referents: whom the noun phrases of a sentence name, and what a pronoun must be to stand for them.

"Iraqi officials" are several people, "the government in Baghdad" is a body, and both count to Iraq; "Foreign Minister
Sergey Lavrov" is a person with an office; in "Russian gas" Russia is named only aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.phrases import Grammar, Sentence, Word, is_plural, is_plural_of_people, person_nouns, words_of
from analysis.shapes import word_class

_Row = dict[str, Any]
_ROLES = 6  # words before a name that may be its title


@dataclass(frozen=True)
class Referent:
    """Whom a noun phrase names."""

    actor: str
    state: str
    kind: str
    form: str  # person, people, state, body
    text: str  # the mention that names it
    word: int  # its head in its sentence
    name: str  # two referents of one name are the same
    nouns: frozenset[str] = frozenset()
    gender: str = ""
    is_aside: bool = False  # a state named only by an attribute: "Russian" in "Russian gas"

    def fits(self, group: str) -> bool:
        """Tell whether a pronoun of a group (he, she, it, they) may stand for it."""
        if self.is_aside:
            return False
        if group in ("he", "she"):
            return self.form == "person" and self.gender in ("", group)
        if group == "it":
            return self.form in ("state", "body")
        return self.form == "people" or (self.form == "body" and self.actor in words_of("plural_body"))


def genders_of(names: Iterable[str]) -> dict[str, str]:
    """Whether the people an article names are he or she, by their first names; by surname."""
    found: dict[str, str] = {}
    for name in names:
        first, _, _ = name.partition(" ")
        surname = surname_of(name)
        for group, given, known in (("he", "male_name", "known_man"), ("she", "female_name", "known_woman")):
            if (first != name and first in words_of(given)) or name in words_of(known) or surname in words_of(known):
                found.setdefault(surname, group)
    return found


def surname_of(name: str) -> str:
    """The last word of a name, without "al-"."""
    return name.rpartition(" ")[2].removeprefix("al-")


def _called(actor: str) -> frozenset[str]:
    return frozenset(noun for noun in words_of("body_noun") if actor in words_of(f"called {noun}"))


def find_referents(sentence: Sentence, grammar: Grammar, mentions: list[_Row], genders: dict[str, str]) -> Iterator[Referent]:
    """Whom the noun phrases of a sentence name."""
    words = sentence.words
    for at, word in enumerate(words):
        if word.mention < 0:
            continue
        row = mentions[word.mention]
        actor = str(row["actor"])
        state: str = "" if pd.isna(row["state"]) else str(row["state"])
        text, kind = str(row["text"]), str(row["kind"])
        if kind == "person":
            surname = surname_of(text)
            nouns, gender = _titles(words, grammar, at), genders.get(surname, "")
            gender = gender or _gender_of(nouns)
            aside = at + 1 < len(words) and is_plural_of_people(words[at + 1].lower)
            yield Referent(actor, state, kind, "person", text, at, surname, nouns, gender, aside)
            if grammar.letter(at - 1) == "," and words[at - 2].lower in person_nouns():
                yield Referent(actor, state, kind, "person", text, at - 2, surname, nouns, gender)
            continue
        reading = row["reading"]
        if reading == "modifier" or kind == "adjective":
            yield from _described(words, grammar, at, (actor, state), text)
        else:
            yield from _of(words, grammar, at, (actor, state), text)
        if kind == "demonym":
            if is_plural(word.lower):
                yield Referent(actor, state, kind, "people", text, at, f"people {actor}")
            else:
                yield Referent(actor, state, kind, "person", text, at, f"{actor} {text}")
        elif kind in ("institution", "group"):
            nouns = _called(actor) | frozenset(text.lower().split())
            aside = reading == "modifier" and grammar.letter(at + 1) != "'"
            yield Referent(actor, state, kind, "body", text, at, actor, nouns, is_aside=aside)
            if state:
                yield Referent(actor, state, kind, "state", text, at, state, is_aside=True)
        else:
            aside = kind == "adjective" or (reading == "modifier" and grammar.letter(at + 1) != "'")
            yield Referent(actor, state, "name", "state", text, at, state or actor, is_aside=aside)


def _titles(words: list[Word], grammar: Grammar, at: int) -> frozenset[str]:
    """Offices that stand beside a person's name: "Foreign Minister Lavrov", "Lavrov, the foreign minister,"."""
    found: set[str] = set()
    low = at - 1 - (grammar.letter(at - 1) == ",")
    k = low
    while k >= 0 and low - k < _ROLES and (words[k].letter in "wNMvg'" or words[k].lower in ("of", "for", "to")):
        k -= 1
    found |= _nouns_in(words, k + 1, low + 1, person_nouns() | words_of("male_title") | words_of("female_title"))
    if grammar.letter(at + 1) == "," and grammar.letter(at + 2) in ("d", "w", "M"):
        phrase = grammar.phrase(at + 2)
        if phrase and grammar.letter(phrase[1]) in (",", ".", ";", ""):
            found |= _nouns_in(words, at + 2, phrase[1], person_nouns())
    return frozenset(found)


def _nouns_in(words: list[Word], first: int, last: int, nouns: frozenset[str]) -> set[str]:
    found = set()
    for k in range(first, last):
        for length in (1, 2, 3):
            phrase = " ".join(word.lower for word in words[k : min(k + length, last)])
            if phrase in nouns:
                found.add(phrase)
    return found


def _gender_of(nouns: Iterable[str]) -> str:
    nouns = set(nouns)
    if nouns & words_of("male_title"):
        return "he"
    return "she" if nouns & words_of("female_title") else ""


def _noun_at(words: list[Word], k: int, nouns: frozenset[str]) -> str:
    """Noun of a list that ends at word `k`, the longest; "" where none does."""
    for length in (3, 2, 1):
        phrase = " ".join(word.lower for word in words[max(0, k - length + 1) : k + 1])
        if phrase in nouns:
            return phrase
    return ""


def _as_noun(words: list[Word], k: int, whom: tuple[str, str], text: str) -> Referent | None:
    """Referent of a phrase whose head is the word at `k`: "government", "officials", "foreign minister"."""
    actor, state = whom
    if words[k].lower in word_class("outsider"):
        return None
    if noun := _noun_at(words, k, words_of("organ")):
        return Referent(actor, state, "institution", "body", text, k, f"{noun.split()[-1]} {actor}", frozenset({noun, *noun.split()}))
    if noun := _noun_at(words, k, words_of("people_noun")):
        return Referent(actor, state, "group", "people", text, k, f"{noun} {actor}", frozenset({noun}))
    if noun := _noun_at(words, k, person_nouns()):
        nouns = frozenset({noun, *(word for word in noun.split() if word in person_nouns())})
        return Referent(actor, state, "person", "person", text, k, f"{noun} {actor}", nouns, _gender_of(nouns))
    return None


def _described(words: list[Word], grammar: Grammar, at: int, whom: tuple[str, str], text: str) -> Iterator[Referent]:
    """Read "the Iraqi army", "Russia's foreign minister": what follows an attribute."""
    phrase = grammar.phrase(at)
    if not phrase or phrase[0] == at:
        return
    head = phrase[0]
    last = phrase[1]
    more = grammar.phrase(last + 1) if last < len(words) and words[last].lower in ("to", "of", "for") else None
    if more and grammar.letter(more[1]) in ("M", "N"):
        return  # "Russian Ambassador to Iraq Maxim Maximov"
    is_named = words[head].letter == "M" or (grammar.letter(phrase[1]) == "," and grammar.letter(phrase[1] + 1) in ("M", "N"))
    if is_named or (words[head].letter == "N" and not _as_noun(words, head, whom, text)):
        return  # the name that follows counts
    found = _as_noun(words, head, whom, text)
    if found:
        yield found


def owned_by(owner: Referent, words: list[Word], grammar: Grammar, at: int) -> list[Referent]:
    """Whom "its foreign minister" names, once it is known whose."""
    return list(_described(words, grammar, at, (owner.actor, owner.state), owner.text))


def _of(words: list[Word], grammar: Grammar, at: int, whom: tuple[str, str], text: str) -> Iterator[Referent]:
    """Read "the government in Baghdad", "the president of Ukraine": what stands before a name."""
    k = at - 1 - (grammar.letter(at - 1) == "d")
    if k >= 1 and words[k].lower in ("of", "in", "for") and words[k - 1].letter != "M" and grammar.letter(k - 2) not in ("M", "'"):
        if words[k].lower == "in" and not _noun_at(words, k - 1, words_of("organ")):
            return
        found = _as_noun(words, k - 1, whom, text)
        if found and grammar.letter(at + 1) not in ("M", "N"):
            yield found
