"""Sentences as shapes, one letter a word, so that a rule about reported speech is a pattern over letters.

A shape is a sentence in which every word has become the letter of its class and every quotation one ``Q``:
"Moscow, he told reporters, “agrees.”" is ``N,rVw,Q``.  The words and their classes are in
``data/attribution_words.csv``, the verbs with what may follow them in ``data/reporting_verbs.csv``:

==========  ==========================================================================================
frames      What the verb takes as content: ``that``, ``clause`` (without "that"), ``quote``, ``invert``
            ("said X"), ``to`` (infinitive), ``wh`` ("whether"), ``noun``, ``g`` ("recommend leaving"), or
            a preposition; ``object``: somebody addressed stands before it.  With ``?`` only in tier C.
forms       Inflected forms of the first word where they are not regular.
category    A ``light`` verb reports only with a noun that does: "made the claim that ...".
==========  ==========================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis.lexicons import read_rows, word_lists
from analysis.quotations import Quotation

_LETTERS = {
    "determiner": "d", "preposition": "p", "to": "t", "that": "T", "question": "W", "pronoun": "r", "relative": "q", "object": "o",
    "auxiliary": "a", "negation": "n", "adverb": "y", "time": "k", "coordinator": "c", "subordinator": "s", "noun": "w", "verb": "e",
}  # fmt: skip
_MARKS = {".": ".", ",": ",", ":": ":", ";": ";", "(": "(", ")": ")", "[": "(", "]": ")", "?": ".", "!": ".", "…": "."}
# A dot that something follows in the same sentence belongs to an abbreviation.
_PIECE = re.compile(
    r"[A-Za-z]++(?=[ ,])|[^\W\d_][\w&-]*+(?:['.][\w&-]++)*+(?:\.(?=[\s,]+\S))?|\d(?:[\d.,]*\d)?[\w-]*+(?:\.(?=[\s,]+\S))?|--|\S"
)
# A stretch of more characters without a stop is a list or a table: nothing in it is looked at beyond this many.
_LONGEST = 2000
_SURNAMES = frozenset(["He", "She", "You"])  # with a capital inside a sentence, before another name: "said He Yadong"
_TITLE = re.compile(r"(?:[^wegvN]*+N){3}[^wegv]*+")
_TOKEN = re.compile(r"[\w.'-]*[\w'-]|\S")
_TAG_END = re.compile(r"|[.,:]|in|on|at|to|during|after|when|as|\w+ly|\w+day")
# A light verb and what may stand between it and its noun: "made two rather vague claims".
_BETWEEN = re.compile(r"(?:dp)?[dyewgN#v]{0,4}")


class Verb(NamedTuple):
    """An entry of the list of reporting verbs."""

    entry: str
    category: str
    act: str
    commitment: str
    tier: str
    frames: dict[str, str]  # with the tier in which each is taken
    rest: tuple[str, ...]  # what follows the first word: "out" of "point out"
    form: str  # of the first word: b base, s, g -ing, d past or participle

    def takes(self, frame: str) -> str:
        """Tier in which the verb takes a frame, "" where it does not."""
        return self.frames.get(frame, "")


class _Form(NamedTuple):
    """What a word may be: verbs, the longest entry first, and nouns or adjectives."""

    verbs: tuple[Verb, ...]
    nouns: tuple[Verb, ...]
    kind: str
    is_simple: bool  # one word suffices to know its verbs

    def may_be(self, letter: str) -> bool:
        """Tell whether a word of a class may report all the same: "per Reuters", but not "like"."""
        return letter == "e" or any(verb.category == "according" for verb in self.verbs)


class Unit:
    """A sentence in which each quotation counts as one word, whatever stops it holds.

    `sentence` is the position of its first sentence in the batch.  Where its words stand is worked out only when a rule
    has found something.
    """

    def __init__(self, plain: str, sentence: int, start: int, end: int, quotes: list[Quotation], *, is_title: bool) -> None:
        self.sentence, self.start, self.end = sentence, start, end
        self._plain = plain
        self._pieces: list[str] = []  # words as written
        self._starts: list[int] = []
        read = _letters()
        shape = ""
        position = start
        for quotation in (*quotes, None):
            stop = quotation.start if quotation else end
            pieces = _PIECE.findall(plain, position, min(stop, position + _LONGEST))
            shape += "".join(map(read.__getitem__, pieces))
            self._pieces += pieces
            if quotation and shape[-1:] == "." and pieces[-1:] == ["."]:  # a sentence that a quotation goes on with: "the U.S. “said”"
                shape = shape[:-1] + "*"
            if quotation is None or len(shape) > _LONGEST // 4:
                break
            position = min(quotation.end, end)
            self._pieces.append(plain[quotation.start : position])
            shape += "Q"
        self.is_title = is_title or _TITLE.fullmatch(shape) is not None
        if self.is_title:  # "Iraq Is Ready, Minister Says": capitals tell nothing
            shape = "".join("Q" if letter == "Q" else read.as_known(piece) for piece, letter in zip(self._pieces, shape, strict=True))
        elif shape[:1] == "N":  # the capital of a sentence is none of its word's
            shape = read[self._pieces[0].lower()] + shape[1:]
        k = shape.find("rN", 1)
        if k > 0 and self._pieces[k] in _SURNAMES and shape[k - 1] in "vwdNe,":
            shape = f"{shape[:k]}N{shape[k + 1 :]}"
        self.shape = shape
        self.words: list[str] = list(map(_WORDS.__getitem__, self._pieces)) if "v" in shape or "Q" in shape or self.is_title else []
        self.verbs: dict[int, tuple[Verb, ...]] = _find_verbs(self) if "v" in shape else {}

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words from `first` to before `last`."""
        if not self._starts:
            self._starts = self._find_starts()
        return self._starts[first], self._starts[last - 1] + len(self._pieces[last - 1])

    def end_of(self, word: int) -> int:
        """Offset behind a word."""
        return self.span(word, word + 1)[1]

    def _find_starts(self) -> list[int]:
        starts, position = [], self.start
        for piece in self._pieces:
            position = self._plain.index(piece, position)
            starts.append(position)
            position += len(piece)
        return starts


class _Letters(dict[str, str]):
    """Letter of each word as it is written, worked out once a word."""

    def __init__(self) -> None:
        classes = _classes()
        self.known = {**classes, **_MARKS, **{word: "v" for word, form in _forms().items() if form.may_be(classes.get(word, "e"))}}

    def __missing__(self, written: str) -> str:
        word = _WORDS[written]
        letter = self.as_known(written)
        is_name = letter not in "dptTrWqoyncs" or (letter == "y" and word not in self.known) or (len(word) > 1 and written.isupper())
        if written[0].isupper() and letter != "k" and is_name:
            letter = "N"
        if len(self) < 2**17:
            self[written] = letter
        return letter

    def as_known(self, written: str) -> str:
        """Letter of a word whose capital tells nothing: from the lists, else from its looks; ``v`` for what may report."""
        word = _WORDS[written]
        if word in self.known:
            return self.known[word]
        if not word[0].isalnum():
            return "-" if word[0] in "—–-―" else "*"
        if word[0].isdigit():
            return "#"
        if word.endswith(("ly", "n't")) and word not in word_class("not adverb"):
            return "a" if word[-1] == "t" else "y"
        return "g" if word.endswith("ing") and len(word) > 5 else "e" if word.endswith("ed") and len(word) > 4 else "w"


class _Words(dict[str, str]):
    """Words as written, in lower case and without the dot of an abbreviation."""

    def __missing__(self, written: str) -> str:
        word = written.lower()
        if word[-1] == "." and word[0].isalnum():
            word = word[:-1]
        if len(self) < 2**17 and len(written) < 40:
            self[written] = word
        return word


_WORDS = _Words()


@cache
def _letters() -> _Letters:
    return _Letters()


@cache
def _classes() -> dict[str, str]:
    """Letter of each word of a class; of two classes the one that comes first in `_LETTERS`."""
    return {word: letter for category, letter in reversed(_LETTERS.items()) for word in sorted(word_class(category))}


def _find_verbs(unit: Unit) -> dict[int, tuple[Verb, ...]]:
    """Find the reporting words of a unit; the letter of each becomes ``V`` (verb), ``A`` (according to) or that of a noun."""
    words, letters = unit.words, list(unit.shape)
    forms = _forms()
    found: dict[int, tuple[Verb, ...]] = {}
    i = unit.shape.find("v")
    while i >= 0:
        form = forms[words[i]]
        verbs = form.verbs if form.is_simple else tuple(_fitting(unit, i, form.verbs))
        if verbs and verbs[0].category == "according":
            letters[i], found[i] = "A", verbs
        elif verbs and _is_verb(form.kind, words, letters, i):
            letters[i], found[i] = "V", verbs
        else:
            is_participle = form.kind == "d" and (verbs or form.nouns)
            letters[i] = "e" if is_participle else _classes().get(words[i], "w")
            if form.nouns and unit.shape[i + 1 : i + 2] in ("T", "p", "t", "W", "v"):
                found[i] = form.nouns
        i = unit.shape.find("v", i + 1)
    unit.shape = "".join(letters)
    return found


def _fitting(unit: Unit, i: int, verbs: tuple[Verb, ...]) -> Iterator[Verb]:
    """Entries whose further words follow, and for a light verb those of its noun: "made a claim" claims."""
    words = unit.words
    for verb in verbs:
        rest = verb.rest
        if rest and (words[i + 1 : i + 2] != [rest[0]] or tuple(words[i + 1 : i + 1 + len(rest)]) != rest):
            continue
        if verb.takes("none") and verb.category != "light":  # "show up" shows nothing
            return
        if verb.category == "light":
            between = _BETWEEN.match(unit.shape, i + 1)
            for k in range(i + 1, min((between.end() if between else i) + 2, len(words))):
                nouns = _forms()[words[k]].nouns if words[k] in _forms() and "no" not in words[i:k] else ()
                for noun in nouns:
                    if noun.category == "noun":
                        frames = dict.fromkeys(noun.frames, "B")
                        yield noun._replace(category="light", tier="B", frames=frames, rest=tuple(words[i + 1 : k + 1]), form=verb.form)
        elif verb.category != "according" or _is_according(unit, i):
            yield verb


def _is_according(unit: Unit, i: int) -> bool:
    """Tell "in the words of the envoy" from other words, and "per Reuters" from "per day"."""
    if unit.words[i] == "per":
        return unit.shape[i + 1 : i + 2] in ("d", "N")
    return unit.words[i] == "according" or unit.words[max(i - 2, 0) : i] == ["in", "the"]


def _is_verb(form: str, words: list[str], letters: list[str], i: int) -> bool:
    """Is the word at `i` a verb here, to judge by the words on its left?  "the claims", "officials claim"."""
    k = i - 1
    while k >= 0 and letters[k] in "yn":
        k -= 1
    if k < 0:
        return form in "dg" and len(words) > 1
    before, word = letters[k], words[k]
    following = letters[i + 1] if i + 1 < len(letters) else "."
    is_clear = words[i] not in word_class("homograph")
    if word.endswith(("'s", "s'")) and before != "r" and form in "bs" and not (is_clear and following in "TrQ,."):
        return False
    if form in "bs" and following == "v" and not is_clear:  # "reports show"
        return False
    if form == "g":
        return before != "d"
    if form == "d":
        if words[i - 1] == "so" or (following in "wN" and (before == "#" or word.endswith(("'s", "s'")))):  # "the so called “zone”"
            return False
        if (before in "vV" or word.endswith("ed")) and not is_clear and following in "wN":  # "opened detailed lists"
            return False
        if before == "d":
            return following not in "wNe" or word in ("that", "this") or word in word_class("many")
        return not (before in "pt" and following in "wN")
    if before == "d":
        return word in ("this", "that", "one", "another") if form == "s" else word in word_class("many")
    if form == "b":
        if before == following == ",":
            return False  # "in, say, Poland"
        if before in "wNVe" and not is_clear and following in "a.)":  # "the jobs report was late"
            return False
        if before in "wNVe":
            is_plural = _is_plural(word) or (before == "N" and following in "TQr:")
            return is_plural or (is_clear and _has_plural(words, letters, k))
        if before == "Q" and not is_clear:  # "..., state senator Smith said"
            return following in "Tr,"
        return before in "ratqWcnk)Q#-" or (before == "," and following not in "wv")
    if not is_clear and following == "a":  # "that talks were"
        return False
    if before == "w" and not is_clear and letters[i + 1 : i + 3] != [",", "a"]:  # "the union estimates, will"
        return following not in "p.,c" and not word.endswith(("al", "ive", "ic", "ous", "ent", "s", "-rich"))
    return before in "rNwq),cQ-yT#ke"


def _is_plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith("ss")) or word in word_class("plural") or word in word_class("many")


def _has_plural(words: list[str], letters: list[str], k: int) -> bool:
    """Tell whether a noun before the last one is plural: "voters in the north say"."""
    while k >= 0 and letters[k] in "wN#dpegtqyaV":
        if letters[k] in "wd" and _is_plural(words[k]):
            return True
        k -= 1
    return False


@cache
def _forms() -> dict[str, _Form]:
    """Look up what each form of a first word may be."""
    found: dict[str, list[Verb]] = {}
    names = ("entry", "category", "act", "commitment", "tier", "frames", "forms")
    for entry, category, act, commitment, tier, takes, forms in read_rows("reporting_verbs", *names):
        first, *rest = entry.split()
        frames = {frame.rstrip("?"): "C" if frame.endswith("?") else tier for frame in takes.split()}
        for form, kind in inflect(first, forms, category):
            found.setdefault(form, []).append(Verb(entry, category, act, commitment, tier, frames, tuple(rest), kind))
    return {form: _form(entries) for form, entries in found.items()}


def _form(entries: list[Verb]) -> _Form:
    verbs = [verb for verb in entries if verb.category not in ("noun", "adjective")]
    verbs.sort(key=lambda verb: (-len(verb.rest), verb.category == "light"))
    nouns = tuple(verb for verb in entries if verb.category in ("noun", "adjective"))
    is_simple = not any(verb.rest or verb.takes("none") or verb.category in ("light", "according") for verb in verbs)
    kind = next((verb.form for verb in verbs if not verb.rest), (verbs or nouns)[0].form)
    return _Form(tuple(verbs), nouns, kind, is_simple)


def inflect(word: str, irregular: str, category: str) -> Iterator[tuple[str, str]]:
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
    if word in ("read", "forecast", "cast", "put", "let"):
        yield word, "d"


def is_tag(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence, in lower case, only names the speaker of a question: "he asked.", "asked the minister"."""
    words = _TOKEN.findall(text, start, min(end, start + 120))
    for k, word in enumerate(words[:5]):
        if word in _tag_verbs() and (k == 0 or _TAG_END.fullmatch(" ".join(words[k + 1 : k + 2]))):
            return True
        if not word[0].isalnum():
            return False
    return False


@cache
def _tag_verbs() -> frozenset[str]:
    return frozenset(form for form, entry in _forms().items() if any(v.takes("invert") and v.form in "ds" for v in entry.verbs))


def word_class(category: str) -> frozenset[str]:
    """Look up the words of a category of ``data/attribution_words.csv``."""
    return word_lists("attribution_words").get(category, frozenset())
