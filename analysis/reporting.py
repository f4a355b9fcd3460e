"""Reporting verbs, and sentences as shapes: one letter a word, so that a rule is a pattern over letters.

A shape is a sentence in which every word has become the letter of its class and every quotation one ``Q``:
"Moscow, he told reporters, “agrees.”" is ``N,rVw,Q``.  The words and their classes are in
``data/attribution_words.csv``, the verbs with what may follow them in ``data/reporting_verbs.csv``:

==========  ==========================================================================================
frames      What the verb takes as content: ``that``, ``clause`` (without "that"), ``quote``, ``invert``
            ("said X"), ``to`` (infinitive), ``wh`` ("whether"), ``noun``, ``g`` ("recommend leaving"), or
            a preposition; ``object``: somebody addressed stands before it.  With ``?`` only in tier C.
forms       Inflected forms of the first word where they are not regular.
==========  ==========================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis.lexicons import load_lexicon
from analysis.quotations import Quotation

_LETTERS = {
    "determiner": "d", "preposition": "p", "to": "t", "that": "T", "question": "W", "pronoun": "r", "relative": "q", "object": "o",
    "auxiliary": "a", "negation": "n", "adverb": "y", "time": "k", "coordinator": "c", "subordinator": "s",
}  # fmt: skip
_MARKS = {".": ".", ",": ",", ":": ":", ";": ";", "(": "(", ")": ")", "[": "(", "]": ")", "?": ".", "!": ".", "…": "."}
# A dot that something follows in the same sentence belongs to an abbreviation.
_PIECE = re.compile(r"(?:(?:[^\W\d_][\w&-]*(?:['.][\w&-]+)*|\d(?:[\d.,]*\d)?[\w-]*)(?:\.(?=[\s,]+\S))?|--|\S)\s*")
# A stretch of more characters without a stop is a list or a table: nothing in it is looked at beyond this many.
_LONGEST = 2000
# Patterns over shapes.  A noun phrase; what may stand between a verb and its content; who is told.
NOUNS = r"(?:d?[yewgvV#]{0,4}?[wN#gek]{1,6})"
# Atomic, so that a long chain of phrases is never taken apart in all ways; the second gives words back, but is short.
PHRASE = rf"(?>{NOUNS}(?:c{NOUNS})?(?:p{NOUNS})*)"
SHORT_PHRASE = rf"(?:{NOUNS}(?:c{NOUNS})?(?:p{NOUNS}){{0,2}})"
_OPENING = re.compile(rf"(?:[yspc][^,V]*,)?[yc]*({SHORT_PHRASE}|r)(?:,[^V]*,)?[yn]*[aVew]")


class Verb(NamedTuple):
    """An entry of the list of reporting verbs."""

    entry: str
    category: str
    act: str
    commitment: str
    tier: str
    frames: frozenset[str]
    rest: tuple[str, ...]  # what follows the first word: "out" of "point out"
    form: str  # of the first word: b base, s, g -ing, d past or participle

    def takes(self, frame: str) -> str:
        """Tier in which the verb takes a frame, "" where it does not."""
        return self.tier if frame in self.frames else "C" if frame + "?" in self.frames else ""


class Unit:
    """A sentence in which each quotation counts as one word, whatever stops it holds.

    `sentence` is the position of its first sentence in the batch.  Where its words stand is worked out only when a rule
    has found something.
    """

    def __init__(self, plain: str, sentence: int, start: int, end: int, quotes: list[Quotation], *, nouns: bool, is_title: bool) -> None:
        self.sentence, self.start, self.end = sentence, start, end
        self._runs: list[tuple[int, list[str]]] = []  # offset and words as written, each with the space behind it
        read = _reader(nouns)
        words: list[str] = []
        shape = ""
        position = start
        for quotation in (*quotes, None):
            stop = quotation.start if quotation else end
            pieces = _PIECE.findall(plain, position, min(stop, position + _LONGEST))
            if pieces:
                position += len(plain[position:stop]) - len(plain[position:stop].lstrip())
                self._runs.append((position, pieces))
                found = [read[piece] for piece in pieces]
                if is_title:  # "Iraq Is Ready, Minister Says": capitals tell nothing
                    found = [read[word] if word in read.known else (word, letter) for word, letter in found]
                if not words and found[0][1] == "N":  # the capital of a sentence is none of its word's
                    found[0] = read[found[0][0]]
                more, letters = zip(*found, strict=True)
                words += more
                shape += "".join(letters)
            if quotation is None or len(words) > _LONGEST // 4:
                break
            position = min(quotation.end, end)
            written = plain[quotation.start : position]
            self._runs.append((quotation.start, [written]))
            words.append(written.lower())
            shape += "Q"
        self.words, self.shape = words, shape
        self.verbs: dict[int, tuple[Verb, ...]] = _find_verbs(self, nouns) if "v" in shape else {}
        self._spans: list[tuple[int, int]] = []

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each word."""
        if not self._spans:
            for position, pieces in self._runs:
                for piece in pieces:
                    self._spans.append((position, position + len(piece.rstrip())))
                    position += len(piece)
        return self._spans

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words from `first` to before `last`."""
        return self.spans[first][0], self.spans[last - 1][1]


class _Reader(dict[str, tuple[str, str]]):
    """Lower-cased word and letter of each word as it is written, worked out once a word."""

    def __init__(self, nouns: bool) -> None:
        self.known = {**dict.fromkeys(_verbs(nouns), "v"), **_classes(), **_MARKS}

    def __missing__(self, written: str) -> tuple[str, str]:
        word = written.rstrip().lower()
        if word[-1] == "." and len(word) > 1:  # of an abbreviation
            word = word[:-1]
        letter = _letter(word, self.known)
        is_name = letter not in "dptTrWqoyncs" or (letter == "y" and word not in self.known) or (len(word) > 1 and written.isupper())
        if written[0].isupper() and letter != "k" and is_name:
            letter = "N"
        if len(self) < 2**17:
            self[written] = word, letter
        return word, letter


@cache
def _reader(nouns: bool) -> _Reader:
    return _Reader(nouns)


@cache
def _classes() -> dict[str, str]:
    table = load_lexicon("attribution_words")
    classes: dict[str, str] = {}
    for entry, category in zip(table["entry"], table["category"], strict=True):
        if category in _LETTERS:
            classes.setdefault(entry, _LETTERS[category])
    return classes


def _letter(word: str, known: dict[str, str]) -> str:
    """Letter of a word's class: from the list, else from its looks; ``v`` for what may be a reporting word."""
    if word in known:
        return known[word]
    if not word[0].isalnum():
        return "-" if word[0] in "—–-―" else "*"
    if word[0].isdigit():
        return "#"
    if word.endswith(("ly", "n't")):
        return "a" if word[-1] == "t" else "y"
    return "g" if word.endswith("ing") and len(word) > 5 else "e" if word.endswith("ed") and len(word) > 4 else "w"


def _find_verbs(unit: Unit, nouns: bool) -> dict[int, tuple[Verb, ...]]:
    """Find the reporting words of a unit; the letter of each becomes ``V`` (verb), ``A`` (according to) or that of a noun."""
    words, letters = unit.words, list(unit.shape)
    found: dict[int, tuple[Verb, ...]] = {}
    for i in [i for i, letter in enumerate(letters) if letter == "v"]:
        entries = _verbs(nouns)[words[i]]
        if entries[0].rest:
            entries = tuple(verb for verb in entries if not verb.rest or tuple(words[i + 1 : i + 1 + len(verb.rest)]) == verb.rest)
        if not entries:
            letters[i] = "w"
        elif entries[0].category == "according":
            letters[i] = "A"
            found[i] = entries
        else:
            verbs = tuple(verb for verb in entries if verb.category not in ("noun", "adjective")) if nouns else entries
            is_verb = bool(verbs) and _is_verb(verbs[0].form, words, letters, i)
            letters[i] = "V" if is_verb else "w" if entries[0].form != "d" else "e"
            if is_verb:
                found[i] = verbs
            elif len(verbs) < len(entries):
                found[i] = tuple(verb for verb in entries if verb.category in ("noun", "adjective"))
    unit.shape = "".join(letters)
    return found


def _is_verb(form: str, words: list[str], letters: list[str], i: int) -> bool:
    """Is the word at `i` a verb here, to judge by the words on its left?  "the claims", "officials claim"."""
    k = i - 1
    while k >= 0 and letters[k] in "yn":
        k -= 1
    if k < 0:
        return form in "dg" and len(words) > 1
    before, word = letters[k], words[k]
    following = letters[i + 1] if i + 1 < len(letters) else "."
    if word.endswith(("'s", "s'")) and before != "r" and form in "bs":
        return False
    if form in "bs" and following == "v":  # "reports show"
        return False
    if form == "g":
        return before != "d"
    if form == "d":
        if words[i - 1] == "so":  # "the so called “zone”"
            return False
        if before == "d":
            return following not in "wNe" or word in ("that", "this", "those", "some", "many", "most", "all", "both")
        return not (before in "pt" and following in "wN")
    if form == "b":
        if before in "wNV":
            is_plural = (word.endswith("s") and not word.endswith("ss")) or word in word_class("plural")
            return is_plural or (before == "N" and following in "TQr:")
        if before == "d":
            return word in ("many", "some", "most", "others", "all", "both", "those", "these", "few")
        return before in "ratqWcn)Q#" or (before == "," and following not in "wv")
    if before == "w" and (following in "p.,c" or word.endswith(("al", "ive", "ic", "ous", "ent", "s", "-rich"))):
        return False
    return before in "rNwq),cQ-yT#k" or (before == "d" and word in ("this", "that", "one", "another"))


@cache
def _verbs(nouns: bool) -> dict[str, tuple[Verb, ...]]:
    """Entries by each form of their first word, the longest entry first; nouns and adjectives only where asked for."""
    found: dict[str, list[Verb]] = {}
    for row in load_lexicon("reporting_verbs").to_dict("records"):
        if row["category"] in ("noun", "adjective") and not nouns:
            continue
        first, *rest = row["entry"].split()
        for form, kind in _forms(first, row["forms"], row["category"]):
            frames = frozenset(row["frames"].split())
            verb = Verb(row["entry"], row["category"], row["act"], row["commitment"], row["tier"], frames, tuple(rest), kind)
            found.setdefault(form, []).append(verb)
    return {form: tuple(sorted(verbs, key=lambda verb: -len(verb.rest))) for form, verbs in found.items()}


def _forms(word: str, irregular: str, category: str) -> Iterator[tuple[str, str]]:
    """Forms of a word with the kind of each: those given, else the regular ones."""
    if category in ("according", "adjective"):
        yield word, "b"
        return
    forms = [word, *irregular.split()]
    if not irregular:
        y = re.search(r"[^aeiou]y$", word)
        forms.append(word[:-1] + "ies" if y else word + ("es" if re.search(r"(?:s|sh|ch|x|z)$", word) else "s"))
        if category != "noun":
            stem = word[:-1] if word.endswith("e") else word
            forms += [word[:-1] + "ied" if y else stem + "ed", stem + "ing"]
    for form in dict.fromkeys(forms):
        kind = "b" if form == word else "g" if form.endswith("ing") else "s" if form.endswith("s") else "d"
        yield form, kind
    if word in ("read", "forecast", "cast"):
        yield word, "d"


@cache
def tag_pattern() -> re.Pattern[str]:
    """Compile what starts a sentence that only names the speaker of a question: "he asked", "asked the minister"."""
    verbs = [(form, verb) for form, entries in _verbs(False).items() for verb in entries]
    forms = "|".join(sorted({form for form, verb in verbs if "invert" in verb.frames and verb.form in "ds"}))
    return re.compile(rf"(?:(?:{forms})\b|(?:[\w.'-]+ ){{1,4}}?(?:{forms})(?=[.,:]| in | on | at | during | after | when | as |$))")


@cache
def word_class(category: str) -> frozenset[str]:
    """Look up the words of a category of ``data/attribution_words.csv``."""
    table = load_lexicon("attribution_words")
    return frozenset(table.loc[table["category"] == category, "entry"])


def head_noun(source: str) -> str:
    """Find the noun that says what a source is: "officials" of "Iraqi officials in Baghdad, who spoke"."""
    phrase = re.split(r",| (?:of|in|for|from|at|on|with|who|to|by)\b", source)[0].lower().replace("’", "'")
    words = re.findall(r"[\w'-]+", phrase)
    return words[-1] if words else ""


def find_subject(unit: Unit, verb: int, before: tuple[int, int] | None) -> tuple[tuple[int, int] | None, int]:
    """Source on the left of a verb, and the word at which source and verb group start.

    `before` is the last source of the same unit, taken where the verb is joined to another one.
    """
    shape = unit.shape
    is_participle = unit.verbs[verb][0].form == "g"
    k = verb - 1
    while k >= 0 and (shape[k] in "ayn" or (shape[k] == "o" and unit.words[k].endswith(("self", "selves")))):
        k -= 1
    if k > 0 and shape[k] == "t":  # "declined to say"
        k -= 1
        while k >= 0 and shape[k] in "yn":
            k -= 1
        if k > 0 and shape[k] == "w" and shape[k - 1] in "dpgwe":  # "a measure to condemn"
            return None, k + 1
        k -= shape[k] in "Vewg"
        while k >= 0 and shape[k] in "ayn":
            k -= 1
    if k > 1 and shape[k] == "k" and shape[k - 1] in "wNp)":  # "the minister on Tuesday denied"
        k -= 1 + (shape[k - 1] == "p")
    if k < 0:
        return None, k + 1
    letter = shape[k]
    if letter == "r":
        return (k, k + 1), k
    if letter == "q" or (letter == "T" and k and shape[k - 1] in "wN#") or (letter == "W" and unit.words[k] == "which"):
        first = phrase_start(unit, k - 2 if k > 1 and shape[k - 1] == "," else k - 1) if k else k
        return (first, k + 1), first
    if is_participle and (letter in ",-" or unit.words[k] in ("by", "in", "while", "when", "before", "after")):
        return before or _first_subject(unit, k), k + 1
    if letter == "Q" and is_finished(unit, k):  # "Lavrov, who called it “rash,” said"
        opening = shape.rfind(",", 0, k)
        if opening > 0 and shape[opening + 1] in "qdNwWpeg":
            first = phrase_start(unit, opening - 1)
            return (first, k + 1), first
    if letter in ",)-" and k > 1:  # "Lavrov, the foreign minister, said"
        opening = max(shape.rfind("," if letter == "," else "(" if letter == ")" else "-", 0, k), 0)
        if 0 < opening < k - 1 and k - opening < 30 and shape[opening - 1] in "wNge#rkV":
            first = phrase_start(unit, opening - 1)
            while letter == "," and first > 2 and shape[first - 1] == "," and re.fullmatch(r"#|N{1,2}|p.*", shape[first:opening]):
                opening = first - 1
                first = phrase_start(unit, opening - 1)
            return (first, k + (letter == ")")), first
        return before, k + 1
    if letter in "c" or shape[verb - 1] == "s":
        return before, k + 1
    if letter in "wN#gekdV" and not (letter == "V" and k == 0):
        first = phrase_start(unit, k)
        return (first, k + 1), first
    return None, k + 1


def _first_subject(unit: Unit, stop: int) -> tuple[int, int] | None:
    """Subject of the sentence, for a participle after a comma: "He shrugged, saying ..."."""
    match = _OPENING.match(unit.shape, 0, stop)
    return match.span(1) if match else None


def phrase_start(unit: Unit, last: int) -> int:
    """First word of the noun phrase that ends with the word `last`."""
    shape = unit.shape
    k = last
    while k > 0:
        letter = shape[k - 1]
        if shape[k] == "d" and letter not in "pd" and not (letter == "c" and k > 1 and shape[k - 2] in "wN"):
            break
        if letter in "wN#gd*k" or (letter == "e" and (shape[k] not in "d")) or (letter in "y" and k > 1 and shape[k - 2] == "d"):
            k -= 1
        elif k > 1 and (
            (letter in "pt" and shape[k - 2] in "wN#gQd" and unit.words[k - 1] in word_class("inside"))
            or (letter == "c" and shape[k - 2] in "wN" and unit.words[k - 1] in word_class("joiner") and (shape[k] in "Nd" or last - k < 2))
        ):
            k -= 2
        else:
            break
    return k


def is_finished(unit: Unit, p: int) -> bool:
    """Tell whether a quotation ends as speech does before its tag: in a comma, a question, a stop."""
    return unit.words[p].rstrip("\"”’'» ")[-1:] in (",", "?", "!", ".", "—", "-", "…")
