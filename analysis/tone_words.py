"""The words that the tone model reads: names masked, every word with what the lists know of it.

A name is "E", a pronoun of the third person "ps" (he), "po" (him) or "pp" (his), a number, weekday or month "#", so that
nothing that follows can know who is spoken of, nor their gender.  VADER's ratings come from the installed package.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from analysis.lexicons import read_list, read_rows, word_lists
from analysis.shapes import inflect

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\w+(?:[-.]\w+)*(?:'(?!s\b)\w+)?|'s\b|[^\w\s]")
_OPENERS = frozenset('.!?:"“”(-—–[')  # a capital behind one of these says nothing
_SUFFIXES = (("s", ""), ("ly", ""), ("ies", "y"), ("es", ""), ("ness", ""), ("ily", "y"))
_TITLE_CASE = 0.65  # share of capitals from which a text is a headline in title case


class Entry(NamedTuple):
    """What ``data/tone_words.csv`` says of one form of a word."""

    category: str  # quality, noun (an event), verb, or holder (of a stance: "supporter of", "critical of")
    said_of: float  # good or bad of the one whom it is said of, or who does it
    done_to: float  # and for the one to whom it is done
    form: str  # of a verb: "b"ase, "s", "d" (past or participle), "g" (-ing)


class Word(NamedTuple):
    """What is known of a word wherever it stands."""

    negates: bool
    opens: bool  # begins a clause
    valence: float
    entries: tuple[Entry, ...]
    tells: bool  # a form of a reporting verb that judges nobody
    stem: str
    act: str  # its class in ``data/actions.csv``, and
    deed: int  # whether that is good or bad for the one to whom it is done


class Tokens(NamedTuple):
    """A text in words: masked, as they stand, and where."""

    words: list[str]
    raw: list[str]
    spans: list[tuple[int, int]]


@cache
def grammar(category: str) -> frozenset[str]:
    """Return the function words of one kind, from ``data/tone_grammar.csv``."""
    return word_lists("tone_grammar").get(category, frozenset())


@cache
def stop_words() -> frozenset[str]:
    """Return the package's stop words."""
    return frozenset(read_list("stop_words")["entry"])


@cache
def common_words() -> frozenset[str]:
    """Return all words of the lists: with a capital at the start of a sentence they are still no names."""
    return frozenset({*stop_words(), *_entries(), *_valences(), *_tellers(), *grammar("title")})


@lru_cache(maxsize=2**16)
def look_up(word: str) -> Word:
    """Return what the lists know of a masked word."""
    entries = _entries().get(word, ())
    for suffix, instead in () if entries else _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            base = _entries().get(word[: -len(suffix)] + instead, ())
            entries = entries or tuple(entry for entry in base if entry.category != "verb")
    negates = word in grammar("negation") or word.endswith("n't")
    judges = any(entry.category == "verb" and entry.done_to for entry in entries)
    root = stem(word)
    tells = word in _tellers() and not judges
    return Word(negates, word in grammar("clause"), _valences().get(word, 0.0), entries, tells, root, *_acts().get(root, ("", 0)))


def stem(word: str) -> str:
    """A verb without its ending.

    Examples
    --------
    >>> stem("accused"), stem("blaming"), stem("denied")
    ('accus', 'blam', 'deni')
    """
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=2**10)
def read(text: str, known: frozenset[str]) -> Tokens:
    """Cut a text into words and mask its names.

    Parameters
    ----------
    text : str
    known : frozenset of str
        Words that are no names where every word, or the first of a sentence, has a capital.

    Examples
    --------
    >>> read("Yesterday he thanked Mr. Smith.", frozenset({"yesterday"})).words
    ['yesterday', 'ps', 'thanked', 'E', 'E', '.']
    """
    title, time, stop, pronouns = grammar("title"), grammar("time"), stop_words(), _pronouns()
    tokens: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text.replace("’", "'").replace("‘", "'")):
        if match[0] != "." or not tokens or tokens[-1].end() < match.start() or tokens[-1][0].lower() not in title:
            tokens.append(match)  # all but the full stop of "Mr."
    raw = [match[0] for match in tokens]
    capital = [word[0].isupper() for word in raw]
    headline = len(raw) > 5 and sum(capital) > _TITLE_CASE * sum(word[0].isalpha() for word in raw)
    words = [pronouns.get(lower, lower) for lower in map(str.lower, raw)]
    for i, word in enumerate(raw):
        if capital[i] and word != "I":
            lower = word.lower()
            opened = i == 0 or raw[i - 1] in _OPENERS
            alone = opened and not (i + 1 < len(raw) and capital[i + 1])
            if not (lower in stop and (opened or headline)) and not (lower in known and (alone or headline)):
                tail = lower.partition("-")[2]
                words[i] = "#" if lower in time else f"E-{tail}" if tail in known else "E"
        elif word[0].isdigit():
            words[i] = "#"
    return Tokens(words, raw, [match.span() for match in tokens])


@cache
def _pronouns() -> dict[str, str]:
    kinds = (("subject", "ps"), ("object", "po"), ("possessive", "pp"))
    return {word: mask for kind, mask in kinds for word in grammar(kind) - grammar("own_person")}


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry, category, irregular, said_of, done_to in read_rows("tone_words", "entry", "category", "forms", "said_of", "done_to"):
        forms = inflect(entry, irregular, "") if category == "verb" else [(entry, "")]
        for form, kind in forms:
            found.setdefault(form, []).append(Entry(category, float(said_of or 0) / 2, float(done_to or 0) / 2, kind))
    return {form: tuple(entries) for form, entries in found.items()}


@cache
def _valences() -> dict[str, float]:
    rows = (line.split("\t") for line in (files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf8").splitlines())
    return {row[0]: float(row[1]) / 2 for row in rows if row[0].isalpha()}


@cache
def _tellers() -> frozenset[str]:
    return frozenset(
        form
        for entry, forms, category, act in read_rows("reporting_verbs", "entry", "forms", "category", "act")
        if category not in ("noun", "adjective") and act != "evaluate" and " " not in entry
        for form, _ in inflect(entry, forms, category)
    )


@cache
def _acts() -> dict[str, tuple[str, int]]:
    """Class and valence of the single words of ``data/actions.csv``, by their stems."""
    found: dict[str, tuple[str, int]] = {}
    for entry, act, valence in read_rows("actions", "entry", "category", "valence"):
        if " " not in entry:
            found.setdefault(stem(entry), (act, int(valence)))
    return found
