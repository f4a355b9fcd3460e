"""Sentences in chunks: noun phrases, verb groups and what stands between them, one letter each.

A sentence becomes a string such as ``NVNpN`` ("Egypt | has shelled | posts | near | Tripoli"), over which rules find who
acts on whom.  Letters of chunks:

=====  ===========================================================================================
N      a noun phrase, from its determiner to its head, with joined adjectives ("Iraqi and Syrian troops")
V      a verb group with its auxiliaries; I: an infinitive; G: a participle in -ing; B: only a form of "be"
p t    a preposition; "to" before a noun
q T W  a relative pronoun, "that", a question word;   s: a subordinator;   c: a coordinator
r o    a pronoun as a subject, as an object;   y n k: adverb, negation, time;   , : - ( ) .  marks
=====  ===========================================================================================
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from analysis.triggers import Word, words, words_of

# A word with its inner marks and the space behind it; a possessive ending and every other mark stand alone.
_PIECE = re.compile(r"(?:-?[^\W_](?:[\w&-]|(?<=\d),(?=\d)|['.](?!s\b)(?=\w))*+(?:\.(?=[\s,]+[^\s\"”]))?|'s?(?!\w)|--|\W|_)\s*+")
_LONGEST = 1500  # characters: a longer stretch without a stop is a list or a table, and only its start is read
_QUOTES = frozenset('"“”„«»‘*')
_BETWEEN = frozenset(["-", "–", "—"])
_SUFFIX = re.compile(r"-(\w+)")
_PLAIN_WORD = re.compile(r"(?<![\w-])[a-z]\w{3}")
# Chunks by their letter, the longer first.
_KINDS = {
    "I": r"[yn]*t[yn]*(?:[mhb][yn]*)*V",
    "V": r"n?(?:[mhb][yn]*)+[VG]|n?V",
    "G": r"n?G",
    "B": r"[mhb][mhbn]*",
    "N": r"[d#JNSwXeLPg*](?:[d#JNSwXeLP*g]|y(?=[eJ])|(?<=[JL]),?c(?=[JL])|(?<=[JL]),(?=J,?cJ)|(?<=J[we])c(?=[we]?X))*",
}
_CHUNK = re.compile("|".join([*_KINDS.values(), "."]))
_MAY_SPLIT = re.compile(r".d|N[NL]|[wX]N")


class Mention(NamedTuple):
    """A mention of an actor, as far as rules need it."""

    start: int
    end: int
    kind: str
    reading: str
    actor: str
    state: str


class _Piece(NamedTuple):
    """A word as it is written, with the space behind it."""

    word: Word
    letter: str
    is_trigger: bool
    length: int
    written: int  # without the space


class _Pieces(dict[str, _Piece]):
    """Every piece of text between spaces, worked out when it is first met; an opening or closing quotation mark has no letter."""

    def __init__(self, *, is_opening: bool) -> None:
        self._is_opening = is_opening

    def __missing__(self, piece: str) -> _Piece:
        written = piece.rstrip()
        word = words()[written.lower()] if written and written not in _QUOTES else Word(written, "", "", "", (), ())
        letter = word.letter
        if written[:1].isupper() and not self._is_opening and letter in "xvwymk":
            letter = "k" if letter == "k" else "P"
        elif (letter == "k" and written in words_of("not time")) or (len(written) > 1 and written[0] == "-"):
            letter = "w"
        found = _Piece(word, letter, bool(word.verbs or word.nouns) and letter in "xvw", len(piece), len(written))
        if len(self) < 2**17:
            self[piece] = found
        return found


@cache
def _pieces(is_opening: bool) -> _Pieces:
    """Pieces by their text; those that open a sentence, or stand in a headline, are not names for their capital."""
    return _Pieces(is_opening=is_opening)


class Sentence:
    """A sentence cut into words and chunks; a mention is one word.

    Where there is no word that may tell of an action, there are no chunks.
    """

    def __init__(self, plain: str, start: int, end: int, mentions: list[Mention]) -> None:
        self.mentions = mentions
        self.words: list[Word] = []
        self.named_at: dict[int, int] = {}  # word -> its mention
        self.apart: set[int] = set()  # words whose mention only colours another: "anti-Russian", "Iran-backed"
        self._runs: list[tuple[int, list[_Piece]]] = []  # offset and pieces
        self._spans: list[tuple[int, int]] = []
        self.first: list[int] = []  # word at which each chunk starts
        self.last: list[int] = []  # and the one behind its last
        self.shape = self.letters = ""
        self._letters: list[str] = []
        is_trigger = False
        opening = _pieces(True)
        table = _pieces(False) if _PLAIN_WORD.search(plain, start, end) else opening
        position = start
        end = min(end, start + _LONGEST)
        for number, mention in enumerate(mentions):
            if mention.start >= end:
                break
            is_trigger |= self._read(plain, position, mention.start, table if self._letters else opening, table)
            self._add(mention, number, plain)
            position = mention.end
        is_trigger |= self._read(plain, position, end, table if self._letters else opening, table)
        if is_trigger:
            self._resolve()
            self.letters = "".join(self._letters)
            self._cut()

    def _read(self, plain: str, start: int, stop: int, first: _Pieces, table: _Pieces) -> bool:
        """Add the words between two mentions; tell whether one may be of an action."""
        if plain[start:stop] in _BETWEEN:
            return False  # "Russian-Iraqi" is two words
        pieces = _PIECE.findall(plain, start, stop)
        if not pieces:
            return False
        found = [table[piece] for piece in pieces]
        if first is not table:
            found[0] = first[pieces[0]]
            if not found[0].letter and len(found) > 1:
                found[1] = first[pieces[1]]
        self._runs.append((start, found))
        new, letters, are_triggers, *_ = zip(*found, strict=True)
        if "" in letters:  # quotation marks
            new, letters = zip(*((piece[0], piece[1]) for piece in found if piece[1]), strict=True) if any(letters) else ((), ())
        self.words += new
        self._letters += letters
        return True in are_triggers

    def chunk_at(self, i: int) -> int:
        """Number of the chunk that holds a word."""
        return bisect_right(self.first, i) - 1

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words from `first` to before `last`."""
        if not self._spans:
            for position, pieces in self._runs:
                for piece in pieces:
                    if piece.letter:
                        self._spans.append((position, position + piece.written))
                    position += piece.length
        return self._spans[first][0], self._spans[last - 1][1]

    def _add(self, mention: Mention, number: int, plain: str) -> None:
        here = len(self._letters)
        suffix = _SUFFIX.match(plain, mention.end)
        before = plain[mention.start - 1] if mention.start else ""
        if mention.kind == "adjective" or suffix or plain[mention.end - 1] == "-":
            letter = "J"
        else:
            letter = "L" if mention.reading == "modifier" and plain[mention.end : mention.end + 1] != "'" else "N"
        if suffix and suffix[1] not in words_of("leading") and not any(other.start == suffix.start(1) for other in self.mentions):
            self.apart.add(here)
        if before == "-" and here and self.named_at.get(here - 1) is None:
            self.apart.add(here)
        self.named_at[here] = number
        word = Word(plain[mention.start : mention.end].lower(), letter, "", "", (), ())
        length = mention.end - mention.start
        self._runs.append((mention.start, [_Piece(word, letter, False, length, length)]))
        self.words.append(word)
        self._letters.append(letter)

    def _resolve(self) -> None:
        """Decide for each word that may be a verb what it is here, from the words on either side."""
        letters, found = self._letters, self.words
        last = ""  # form of the last verb
        for i, letter in enumerate(letters):
            if letter not in "xv":
                if letter == "w" and found[i].text == "longer" and i and found[i - 1].text == "no":
                    letters[i - 1 : i + 1] = "nn"
                if letter == "S" and i and letters[i - 1] in "rTWqmy":
                    letters[i] = "b"
                continue
            word = found[i]
            k = i - 1
            while k >= 0 and letters[k] in "yn":
                k -= 1
            before = letters[k] if k >= 0 else ""
            following = letters[i + 1] if i + 1 < len(letters) else "."
            if following in "yn" and i + 2 < len(letters):
                following = letters[i + 2]
            verb = self._verb(word, i, k, before, following, last)
            if verb:
                letters[i] = verb
                last = word.form if verb in "VG" else last
            elif word.text in words_of("adverb too"):
                letters[i] = "y"
            else:
                letters[i] = "X" if word.nouns or (word.form == "g" and word.verbs) else "e" if word.form == "d" else "w"
        for i, letter in enumerate(letters):
            if letter == "w" and found[i].nouns:
                letters[i] = "X"

    def _verb(self, word: Word, i: int, k: int, before: str, following: str, last: str) -> str:
        """Letter of a verb, or "" where the word is a noun or an adjective."""
        form = word.form
        if form == "g":
            if (before in "dSJLe#" and before) or (following == "p" and self.words[i + 1].text == "of"):
                return ""
            if before in ("w", "X", "P") and following not in "dNJLorPp#":
                return ""
            if before == "" and following in "mbhVvS":
                return ""
            if before in "pt" and following in "wXe.," and word.nouns:
                return ""
            return "G"
        if form in ("d", "bd"):
            if form == "bd" and before in "tm" and before:
                return "V"
            if form == "bd" and before in "dJS#p" and before:
                return ""
            if before in "dJ#SLe" and before:
                is_pronoun = before == "d" and self.words[k].text in words_of("pronoun too")
                return "V" if is_pronoun and following not in "wXNJ" else ""
            if before in "pt" and before and following in "wXNJPe":
                return ""
            if before in ",c" and following in "wXe" and word.form == "d" and i + 2 < len(self._letters) and self._letters[k - 1] in "e":
                return ""
            return "V"
        if before in "tm" and before:
            return "V" if form == "b" else ""
        if before in "bhdJSp#e" and before:
            if before == "d" and form == "s" and self.words[k].text in words_of("pronoun too") and following in "dNJLr":
                return "V"
            return ""
        if before in ("r", "q", "W") or (before == "T" and following != "V"):
            return "V"
        starts_object = following in "dNJLroTt#P"
        is_verb_only = word.letter == "v" or (not word.nouns and word.lemma not in words_of("noun too"))
        if before == "c":
            return "V" if last == form and (is_verb_only or starts_object) else ""
        plural = k >= 0 and before in "wXP" and _is_plural(self.words[k].text)
        if form == "b" and before in "NwXPL" and before and self._asked(k):
            return "V"
        if before == "N":
            is_plural = _is_plural(self.words[k].text) or self._joined(k) or self._of_many(k)
            if form == "b":
                return "V" if (is_plural and following not in "V.,") or (is_plural and is_verb_only) else ""
            return "V"
        if before == "L":
            return "V" if form == "s" and starts_object and is_verb_only else ""
        if before in "wXP" and before:
            if form == "b":
                plural = plural or (self._joined(k) and before == "P")
                return "V" if plural and (starts_object or is_verb_only) else ""
            if plural and before != "P":
                return ""
            if before == "P":
                return "V" if starts_object or is_verb_only or (following == "p" and not word.nouns) else ""
            return "V" if (following in "dNJLro#" and before == "w") or (is_verb_only and following not in "V") else ""
        if before in ",)-k" and before:
            return "V" if form == "s" and (starts_object or is_verb_only) else ""
        return ""

    def _joined(self, k: int) -> bool:
        """Tell whether the name at word `k` is the last of several."""
        return k > 0 and self._letters[k - 1] == "c"

    def _of_many(self, k: int) -> bool:
        """Tell whether the name at word `k` belongs to a plural: "critics of Rwanda accuse"."""
        while k > 0 and self._letters[k] in "NJLPdw":
            k -= 1
        return k > 0 and self._letters[k] == "p" and self._letters[k - 1] in "wX" and self.words[k - 1].text.endswith("s")

    def _asked(self, k: int) -> bool:
        """Tell whether the phrase that ends at word `k` follows an auxiliary: "Why does Eritrea support"."""
        while k > 0 and self._letters[k] in "NJLPdweS#":
            k -= 1
        return self._letters[k] == "m" and (k == 0 or self._letters[k - 1] in "W,pc")

    def _cut(self) -> None:
        pieces = _CHUNK.findall(self.letters)
        self.last = list(accumulate(map(len, pieces)))
        self.first = [0, *self.last[:-1]]
        shape = [_kind_of(piece) for piece in pieces]
        for c in range(len(pieces) - 1, -1, -1):
            piece = pieces[c]
            if len(piece) == 1:
                continue
            first = self.first[c]
            if shape[c] == "N" and _MAY_SPLIT.search(piece):
                splits = self._splits(first, self.last[c])
                self.first[c + 1 : c + 1] = splits
                self.last[c:c] = splits
                shape[c:c] = "N" * len(splits)
            elif shape[c] == "V" and self.words[first].text in ("having", "being"):
                shape[c] = "G"
        self.shape = "".join(shape)

    def _splits(self, first: int, last: int) -> list[int]:
        """Ends of the noun phrases in a run of their words: "gave Egypt | the tanks", "strikes | Israel launched"."""
        letters = self.letters
        ends = []
        for i in range(first + 1, last):
            here, before = letters[i], letters[i - 1]
            if (
                (here == "d" and before not in "dSc" and not (before == "#" or (before == "w" and i - first == 1)))
                or (here in "NL" and before == "N")
                or (here == "N" and before in "wX" and self._kind(i) in ("name", "capital") and self._may_end(first, i - 1))
            ):
                ends.append(i)
        return ends

    def _may_end(self, first: int, i: int) -> bool:
        """Tell whether a phrase ends before a name: "strikes | Israel launched", "whose coast | Chile seized"."""
        return self.words[i].text.endswith("s") or self.words[first].text == "whose"

    def _kind(self, i: int) -> str:
        return self.mentions[self.named_at[i]].kind if i in self.named_at else ""


def _is_plural(noun: str) -> bool:
    return (noun.endswith(("s", "men")) and not noun.endswith(("ss", "us", "is"))) or noun in words_of("plural")


@lru_cache(maxsize=2**14)
def _kind_of(piece: str) -> str:
    """Letter of a chunk from the letters of its words."""
    return next((letter for letter, pattern in _KINDS.items() if re.match(pattern, piece)), piece)
