"""A place where an entry of the actor table was found, and the words beside it: what the guards against other names look at."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.entries import name_words
from analysis.spans import PhraseIndex

CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
CAPITAL_WORD = re.compile(rf" ({CAPITAL}[\w&'-]*)")
NEXT_WORD = re.compile(r" ([^\W\d_][\w'&-]*)")
_FAR = 400  # characters; a bound for what calls itself a sentence and is a list
_WORD = re.compile(r"[^\W_](?:[\w'’.-]*\w)?")


class OtherName(NamedTuple):
    """Where something else is named; a body is worth a row without a state."""

    start: int
    end: int
    is_body: bool = False
    is_person: bool = False


class Hit(NamedTuple):
    """An entry that was found at [a, b) in the sentence [start, end)."""

    text: str  # apostrophes straight
    start: int
    end: int
    a: int
    b: int
    entry: str
    kind: str
    word: str  # the word before, "" where none stands directly before
    next: str  # the word after
    in_capitals: bool  # the sentence is a line in capitals, here in title case

    @property
    def is_title(self) -> bool:
        """In a headline capitals tell nothing."""
        return self.in_capitals or _is_title_case(self.text[self.start : self.end])

    @property
    def is_word(self) -> bool:
        """One capitalised word that names a place: what may also be a family or a first name."""
        return self.kind in ("name", "capital") and self.entry.isalpha() and not self.entry.isupper()

    @property
    def before(self) -> str:
        """The sentence up to the hit, as far as it is looked at."""
        return self.text[max(self.start, self.a - _FAR) : self.a]

    @property
    def after(self) -> str:
        """The sentence from the hit on, as far as it is looked at."""
        return self.text[self.b : min(self.end, self.b + _FAR)]

    def is_before(self, *categories: str) -> bool:
        """Say whether the word before stands in one of the lists."""
        return any(self.word in name_words(category) or self.word.lower() in name_words(category) for category in categories)

    def listed_before(self, category: str) -> int:
        """Start of the longest listed phrase that ends right before, -1 where none does."""
        return listed_before(self.text, self.start, self.a, self.word, category)

    def listed_after(self, *categories: str) -> int:
        """End of the longest listed phrase that follows, after a space or a hyphen; 0 where none does."""
        return heads(*categories).match(self.text, self.b + self.text.startswith(" ", self.b), self.end)

    def as_other(self, end: int = 0) -> OtherName:
        """The hit itself, or what goes on from it, names something else."""
        return OtherName(self.a, end or self.b)


def hit_at(text: str, start: int, end: int, span: tuple[int, int], entry: str, kind: str, *, in_capitals: bool = False) -> Hit:
    """Look at the words beside a hit."""
    after = NEXT_WORD.match(text, span[1], end)
    return Hit(text, start, end, *span, entry, kind, word_before(text, start, span[0]), after[1] if after else "", in_capitals)


def word_before(text: str, start: int, at: int) -> str:
    """The word that a single space separates from what stands at `at`; "" where there is none.

    Examples
    --------
    >>> word_before("He met “Mr. Holland", 0, 12), word_before("In May, Holland", 0, 8)
    ('Mr.', '')
    """
    if at <= start or text[at - 1] != " ":
        return ""
    word = text[max(start, text.rfind(" ", start, at - 1) + 1) : at - 1]
    if not word or word[-1] in _CLOSING:
        return ""
    return _OPENING.split(word)[-1]


_CLOSING = frozenset(',;:"”’)]—–')
_OPENING = re.compile(r"[\"“”‘(\[—–/\n]")


def words_of(text: str) -> set[str]:
    """The words of a stretch of text, in small letters."""
    return {word.lower() for word in _WORD.findall(text)}


def listed_before(text: str, start: int, at: int, word: str, category: str) -> int:
    """Start of the longest listed phrase that ends in `word`, right before `at`; -1 where there is none."""
    for phrase in _by_last_word(category).get(word, ()):
        first = at - 1 - len(phrase)
        if first >= start and text.startswith(phrase, first) and not (text[first - 1 : first].isalnum() or text[first - 1 : first] == "-"):
            return first
    return -1


@cache
def heads(*categories: str) -> PhraseIndex:
    """The words of lists, to be found by their first word."""
    return PhraseIndex(word for category in categories for word in name_words(category))


@cache
def any_of(*categories: str) -> str:
    """The words of lists as alternatives of a pattern."""
    words = {word for category in categories for word in name_words(category)}
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


@cache
def _by_last_word(category: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for phrase in sorted(name_words(category), key=len, reverse=True):
        table.setdefault(phrase.split()[-1], []).append(phrase)
    return table


@lru_cache(maxsize=256)
def _is_title_case(sentence: str) -> bool:
    if sentence.endswith((".", ".”", '."')):
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", sentence) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)
