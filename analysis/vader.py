"""VADER's rules on vaderSentiment's lexicon, with the same four numbers to the last digit and several times as fast.

What is slow in the original is asked once a word here, not once a look: its lower case, its valence, whether it boosts or
negates.  A sentence without a word of the lexicon is done at once.  The order of all sums is the original's, so that the
rounded results are equal; ``tests/test_vader.py`` compares them with the installed package.

References
----------
Hutto, C. J. & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social media text.
*ICWSM* 8(1), 216-225.
"""

from __future__ import annotations

import math
import string
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

_MOST_WORDS = 2**18  # remembered at a time
_CAPITALS = 0.733  # what a word in capitals adds, among words that are not
_NEGATION = -0.74
_DISTANCE = (1.0, 0.95, 0.9)  # weight of a booster one, two, three words before


class Scores(NamedTuple):
    """Shares of negative, neutral and positive words (0 to 1), and the compound score (-1 to 1)."""

    negative: float
    neutral: float
    positive: float
    compound: float


@dataclass(frozen=True, slots=True)
class _Word:
    lower: str
    valence: float | None  # of the lexicon
    booster: float  # what it adds to a following word, 0 where it is no booster
    is_upper: bool
    negates: bool
    scores: bool  # has a valence of its own, boosters have none


class _Words(dict[str, _Word]):
    """What is known of each piece of text between two blanks."""

    def __init__(self, valences: dict[str, float], boosters: dict[str, float], negations: frozenset[str]) -> None:
        self._known = valences, boosters, negations

    def __missing__(self, chunk: str) -> _Word:
        valences, boosters, negations = self._known
        word = chunk.strip(string.punctuation)
        word = word if len(word) > 2 else chunk  # an emoticon keeps its marks
        lower = word.lower()
        valence, negates = valences.get(lower), lower in negations or "n't" in lower
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[chunk] = _Word(
            lower, valence, boosters.get(lower, 0.0), word.isupper(), negates, valence is not None and lower not in boosters
        )
        return self[chunk]


class _Vader(NamedTuple):
    words: _Words
    emojis: dict[str, str]
    phrases: dict[str, float]  # idioms with a valence of their own
    boosters: dict[str, float]
    telling: frozenset[str]  # of each idiom and each booster of several words, one that others seldom have


@cache
def _vader() -> _Vader:
    """Read the lists of the installed package."""
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    telling = frozenset(max(phrase.split(), key=len) for phrase in (*SPECIAL_CASES, *BOOSTER_DICT) if " " in phrase)
    return _Vader(_Words(analyzer.lexicon, BOOSTER_DICT, frozenset(NEGATE)), analyzer.emojis, SPECIAL_CASES, BOOSTER_DICT, telling)


def polarity(text: str) -> Scores:
    """Score a text as vaderSentiment does.

    Examples
    --------
    >>> polarity("The book was only kind of good.")
    Scores(negative=0.0, neutral=0.697, positive=0.303, compound=0.3832)
    """
    vader = _vader()
    if not text.isascii() and not vader.emojis.keys().isdisjoint(text):
        text = _told(text, vader.emojis)
    words = [*map(vader.words.__getitem__, text.split())]
    if not words:
        return Scores(0.0, 0.0, 0.0, 0.0)
    scoring = [i for i, word in enumerate(words) if word.scores]
    if not scoring:
        return Scores(0.0, 1.0, 0.0, 0.0)
    n_upper = sum([word.is_upper for word in words])
    mixed = 0 < n_upper < len(words)
    valences = [(i, _valence(vader, words, i, mixed)) for i in scoring]
    valences = [(i, valence) for i, valence in valences if valence]
    return _sum_up(_after_but(words, valences), len(words) - len(valences), text)


def _told(text: str, emojis: dict[str, str]) -> str:
    """Put each emoji into words, with a blank before them."""
    told, after_space = [], True
    for character in text:
        description = emojis.get(character)
        told.append(character if description is None else description if after_space else f" {description}")
        after_space = description is None and character == " "
    return "".join(told)


def _valence(vader: _Vader, words: list[_Word], i: int, mixed: bool) -> float:
    """Valence of the word at `i` under the words around it; `mixed` where some words are in capitals and some are not."""
    word = words[i]
    following = words[i + 1] if i + 1 < len(words) else None
    if word.lower == "kind" and following and following.lower == "of":
        return 0.0
    valence: float = word.valence  # type: ignore[assignment]
    if word.lower == "no" and following and following.valence is not None:
        valence = 0.0
    before = [words[k].lower for k in range(i - 1, max(i - 4, -1), -1)]  # the nearest first
    if "no" in before[:2] or (before[2:] == ["no"] and before[0] in ("or", "nor")):
        valence = word.valence * _NEGATION  # type: ignore[operator]
    if mixed and word.is_upper:
        valence += _CAPITALS if valence > 0 else -_CAPITALS
    for distance in range(len(before)):
        other = words[i - 1 - distance]
        if other.valence is not None:
            continue
        if other.booster:
            boost = -other.booster if valence < 0 else other.booster
            if mixed and other.is_upper:
                boost += _CAPITALS if valence > 0 else -_CAPITALS
            valence += boost * _DISTANCE[distance]
        valence *= _negation(before[: distance + 1], other)
        if distance == 2 and not vader.telling.isdisjoint([each.lower for each in words[i - 3 : i + 3]]):
            valence = _idiom(vader, words, i, valence)
    if before[:1] == ["least"] and words[i - 1].valence is None and before[1:2] not in (["at"], ["very"]):
        valence *= _NEGATION
    return valence


def _negation(before: list[str], word: _Word) -> float:
    """Factor of the last of the words before, the nearest first; "never so" and "without doubt" negate nothing."""
    nearer, last = before[:-1], before[-1]
    if nearer:
        adjacent = nearer[-1]
        if (last == "never" and adjacent in ("so", "this")) or (len(nearer) == 2 and nearer[0] in ("so", "this")):
            return 1.25
        if last == "without" and "doubt" in nearer:
            return 1.0
    return _NEGATION if word.negates else 1.0


def _idiom(vader: _Vader, words: list[_Word], i: int, valence: float) -> float:
    """Valence of an idiom around the word at `i`, and boosters of several words before it."""
    lowers = [word.lower for word in words[i - 3 : i + 3]]

    def phrase(start: int, end: int) -> str:
        return " ".join(lowers[start + 3 : end + 4])

    for span in ((-1, 0), (-2, 0), (-2, -1), (-3, -1), (-3, -2)):
        if phrase(*span) in vader.phrases:
            valence = vader.phrases[phrase(*span)]
            break
    for last in (1, 2):
        if i + last < len(words):
            valence = vader.phrases.get(phrase(0, last), valence)
    for span in ((-3, -1), (-3, -2), (-2, -1)):
        valence += vader.boosters.get(phrase(*span), 0.0)
    return valence


def _after_but(words: list[_Word], valences: list[tuple[int, float]]) -> list[float]:
    """Halve what stands before the first "but" and raise what follows; of equal values the original changes the first."""
    values = [valence for _, valence in valences]
    position = next((i for i, word in enumerate(words) if word.lower == "but"), None)
    if position is not None:
        for k in range(len(values)):
            first = values.index(values[k])
            if valences[first][0] != position:
                values[first] *= 0.5 if valences[first][0] < position else 1.5
    return values


def _sum_up(values: list[float], n_neutral: int, text: str) -> Scores:
    """Add up the valences of the words that have one; exclamation and question marks make them stronger."""
    n_questions = text.count("?")
    emphasis = min(text.count("!"), 4) * 0.292 + (n_questions * 0.18 if 1 < n_questions < 4 else 0.96 if n_questions > 3 else 0)
    total = float(sum(values))
    if total:
        total += emphasis if total > 0 else -emphasis
    compound = max(-1.0, min(1.0, total / math.sqrt(total * total + 15)))
    positive = negative = 0.0
    for value in values:  # a neutral word counts 1, so these do, too
        if value > 0:
            positive += value + 1
        else:
            negative += value - 1
    if positive > -negative:
        positive += emphasis
    elif positive < -negative:
        negative -= emphasis
    weight = positive - negative + n_neutral
    return Scores(round(-negative / weight, 3) + 0.0, round(n_neutral / weight, 3), round(positive / weight, 3), round(compound, 4))
