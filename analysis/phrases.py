"""Words, noun phrases and clauses of a sentence in which actors are named: the little grammar that references need.

Each word has a letter for its class: M a mention, P a third-person pronoun, o another pronoun, d determiner, p preposition,
C coordinator, S subordinator, R relative, X auxiliary, a adverb, v what may be a verb, e what ends in "-ed", g in "-ing",
N a capitalised word, t a time, # a number, ' a possessive ending, Q a quotation mark, w another word; marks stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from analysis.lexicons import read_list, word_lists
from analysis.segmentation import _lemma
from analysis.shapes import word_class

_PIECE = re.compile(r"'s?(?!\w)|[^\W_](?:[\w-]*\w)?(?:'(?!s\b)\w+)?|[^\w\s]|_")
_LONGEST = 400  # words of a sentence that are looked at: what is longer is a list or a table


@dataclass(frozen=True)
class Word:
    """A word of a sentence, or a mention of an actor as one."""

    start: int
    end: int
    lower: str
    letter: str
    quote: int  # the quotation it stands in, -1 outside
    mention: int = -1  # position among the mentions of its article


@dataclass(frozen=True)
class Subject:
    """The subject of a clause: the head words of its phrases, the verb, and where the phrase starts."""

    first: int
    heads: tuple[int, ...]
    verb: int


@dataclass
class Sentence:
    """A sentence as words and clauses."""

    words: list[Word]
    clauses: list[tuple[int, Subject | None]] = field(default_factory=list)  # where each starts, and its subject
    main: int = -1  # the main clause, -1 where none is seen

    def clause_at(self, word: int) -> int:
        """Position of the clause that holds a word."""
        return max((k for k, (first, _) in enumerate(self.clauses) if first <= word), default=-1)


def words_of(category: str) -> frozenset[str]:
    """Words of a category of ``data/reference_words.csv``."""
    return word_lists("reference_words").get(category, frozenset())


@cache
def person_nouns() -> frozenset[str]:
    """What a person can be called by an office: also the titles of ``data/titles.csv``."""
    titles = word_lists("titles")
    office = frozenset(entry.lower() for category in ("office", "military") for entry in titles[category])
    return (words_of("person_noun") | office) - words_of("people_noun")


@lru_cache(maxsize=2**16)
def _letter(lower: str, capital: bool) -> str:
    if lower in _pronouns():
        return "P"
    if capital and lower in word_class("time"):
        return "t"
    for letter, words in _classes():
        if lower in words:
            return letter
    if not lower[0].isalnum():
        return "Q" if lower in '"“”‘„«»' else lower
    if lower[0].isdigit():
        return "#"
    if capital:
        return "N"
    if lower.endswith("ly"):
        return "a"
    if lemma(lower) in words_of("acting_verb") or lower in _verbs():
        return "v" if not lower.endswith("ing") else "g"
    return "g" if lower.endswith("ing") and len(lower) > 5 else "e" if lower.endswith("ed") and len(lower) > 4 else "w"


@cache
def _pronouns() -> frozenset[str]:
    return words_of("he") | words_of("she") | words_of("it") | words_of("they")


@cache
def _classes() -> tuple[tuple[str, frozenset[str]], ...]:
    stop_class = word_lists("stop_words")
    relative = frozenset({"who", "whom", "whose", "which"})
    return (
        ("R", relative),
        ("S", word_class("that") | (word_class("question") | word_class("subordinator")) - relative - {"despite", "following"}),
        ("C", word_class("coordinator")),
        ("X", word_class("auxiliary") | word_class("modal") | word_class("be") - {"it's"}),
        ("p", word_class("preposition") | word_class("to")),
        ("d", word_class("determiner")),
        ("a", word_class("adverb") | word_class("negation") | stop_class["negation"]),
        ("o", word_class("pronoun") | stop_class["pronoun"]),
    )


@cache
def _verbs() -> frozenset[str]:
    return word_lists("readings")["verb_after_name"]


@lru_cache(maxsize=2**16)
def lemma(word: str) -> str:
    """Dictionary form of a verb: that of its base where the list has it, whatever the dictionary thinks."""
    if not word[:1].isalpha():
        return word
    found = _lemma(word)
    if found in words_of("acting_verb"):
        return found
    for ending, more in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e")):
        if word.endswith(ending) and word[: -len(ending)] + more in words_of("acting_verb"):
            return word[: -len(ending)] + more
    return found


def cut(plain: str, start: int, end: int, spans: Sequence[tuple[int, int, int]], quotes: Sequence[tuple[int, int, int]]) -> Sentence:
    """Cut a sentence into words and clauses; `spans` are its mentions with their positions, `quotes` its quotations."""
    words: list[Word] = []
    position = start
    for m_start, m_end, number in (*spans, (end, end, -1)):
        if len(words) >= _LONGEST:
            break
        for match in _PIECE.finditer(plain, position, m_start):
            written = match[0]
            capital = written[0].isupper() and (bool(words) or written.lower() not in _known_start())
            quote = next((k for a, b, k in quotes if a <= match.start() < b), -1)
            if written == "." and match.end() < end and plain[match.end()] == " ":
                continue  # of an abbreviation: the sentence goes on
            is_ending = (
                written in ("'s", "'")
                and match.start() > start
                and (plain[match.start() - 1].isalnum() or plain[match.start() - 1] in ".)")
            )
            letter = _letter(written.lower(), capital)
            if is_ending:
                letter = "X" if words and words[-1].letter in "Po" else "'"  # "it's ready"
            words.append(Word(match.start(), match.end(), written.lower(), letter, quote))
        if number >= 0:
            quote = next((k for a, b, k in quotes if a <= m_start < b), -1)
            words.append(Word(m_start, m_end, plain[m_start:m_end].lower(), "M", quote, number))
        position = max(position, m_end)
    return Sentence(words)


@cache
def body_nouns() -> frozenset[str]:
    """What one state, body or person is called."""
    return words_of("state_noun") | words_of("organ") | words_of("body_noun") | person_nouns()


@cache
def _known_start() -> frozenset[str]:
    stop = frozenset(read_list("stop_words")["entry"])
    nouns = frozenset(word for each in (body_nouns(), words_of("people_noun")) for word in each)
    return stop | nouns | word_class("preposition") | word_class("adverb") | word_class("subordinator")


def is_plural(word: str) -> bool:
    """Tell whether a noun looks like a plural."""
    return word in words_of("people_noun") or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def is_plural_of_people(word: str) -> bool:
    """Tell whether a noun is a plural of people: "aides", "officials"."""
    return word in words_of("people_noun") or (word.endswith("s") and word[:-1] in person_nouns() - words_of("acting_verb"))


class Grammar:
    """Phrases and clauses of one sentence.  `modifiers` are the mentions that are read as attributes."""

    def __init__(self, sentence: Sentence, modifiers: frozenset[int]) -> None:
        self.words = sentence.words
        self.letters = [word.letter for word in sentence.words]
        self.modifiers = modifiers
        self._find_clauses(sentence)

    def letter(self, i: int) -> str:
        """Letter of a word, "" beyond the sentence."""
        return self.letters[i] if 0 <= i < len(self.letters) else ""

    def is_finite(self, i: int) -> bool:
        """Tell whether the word at `i` is a verb here, to judge by the words before it."""
        letter = self.letter(i)
        if letter == "X":
            return True
        if letter not in ("v", "e", "w"):
            return False
        k = i - 1
        while self.letter(k) == "a":
            k -= 1
        before, word = self.letter(k), self.words[i].lower
        if before in ("", "p", "d", "'") or (before == "M" and self.words[k].mention in self.modifiers):
            return False
        if before == "P":
            return self.words[k].lower in words_of("subject_form") or self.words[k].lower == "it"
        if letter == "w":  # "Russia exports oil", "the island owes millions"
            if not word.endswith("s") or word.endswith("ss") or is_plural_of_people(word):
                return False
            return before == "M" or (self.words[k].lower in body_nouns() and self.letter(i + 1) in ("d", "#", "P", "M", "N", "a"))
        if letter == "e":
            return not (before in "wge" and self.letter(i + 1) in ("w", "v", "N", "M") and self.words[k].lower.endswith(("ly", "al", "ic")))
        if before in "MoRN),Q-t#":
            return True
        if before in "wveg" and not word.endswith("s") and (lemma(word) != word or word in words_of("same_past") | _verbs()):
            return True  # "the official told", "the strike hit"
        noun = self.words[k].lower
        return before in "wvg" and (word.endswith("s") != is_plural(noun)) and k > 0

    def phrase(self, i: int) -> tuple[int, int] | None:
        """Head and end of the noun phrase that starts at `i`."""
        j, head = i, -1
        while j < len(self.words):
            letter = self.letters[j]
            if head >= 0 and self.is_finite(j):
                break
            if letter in "wNM#tgev":
                if letter == "M" and head >= 0 and (self.letters[j - 1] in "t#" or self._is_named(j - 1)):
                    break  # "on Tuesday Moscow said"
                head = j
            elif self._ends_phrase(j, head):
                break
            j += 1
        return (head, j) if head >= 0 else None

    def _ends_phrase(self, j: int, head: int) -> bool:
        letter = self.letters[j]
        if letter not in "dP'a-" or (letter == "P" and self.words[j].lower in words_of("stands_alone")):
            return True
        return head >= 0 and (letter == "a" or (letter in "dP" and self.letters[j - 1] != "'"))

    def _is_named(self, i: int) -> bool:
        return self.letters[i] == "M" and self.words[i].mention not in self.modifiers

    def subject(self, i: int) -> Subject | None:
        """Subject that starts at `i`, if a verb follows it."""
        while self.letter(i) == "a" or (self.letter(i) == "," and self.letter(i - 1) == "a"):
            i += 1
        letter = self.letter(i)
        word = self.words[i].lower if letter else ""
        if letter == "P" and word in words_of("subject_form") | words_of("it") - words_of("possessive_form"):
            verb = self._skip(i + 1)
            if self.letter(verb) in ("X", "v", "e") or (self.letter(verb) == "w" and word in words_of("subject_form")):
                return Subject(i, (i,), verb)
            return Subject(i, (i,), i) if "'" in word else None
        if letter == "o":
            verb = self._skip(i + 1)
            return Subject(i, (i,), verb) if self.is_finite(verb) else None
        found = self.phrase(i) if letter else None
        if not found:
            return None
        heads = [found[0]]
        at = found[1]
        for _ in range(6):
            more = self.phrase(at + 1) if self.letter(at) in ("p", "C", ",") else None
            if more and self.letter(at) == "p":
                at = more[1]
            elif more and self._is_joined(at, heads[-1], more[1]):
                heads.append(more[0])
                at = more[1]
            elif self.letter(at) == "," and (close := self._next_comma(at + 1)) and self.is_finite(self._skip(close + 1)):
                at = close + 1
            else:
                break
        verb = self._skip(at)
        return Subject(i, tuple(heads), verb) if self.is_finite(verb) or self.is_finite(at) else None

    def _is_joined(self, at: int, head: int, end: int) -> bool:
        """Tell whether a phrase that ends at `end` is joined to a head before it: "Russia, China and Iran"."""
        if self.letters[at] == "C":
            return self.words[at].lower == "and"
        return self.letters[at] == "," and self._is_named(head) and self.letter(at + 1) == "M" and self.letter(end) in (",", "C")

    def _skip(self, i: int) -> int:
        while self.letter(i) == "a":
            i += 1
        return i

    def _next_comma(self, i: int) -> int:
        return next((j for j in range(i, min(i + 14, len(self.words))) if self.letters[j] == ","), 0)

    def _inverted(self, i: int) -> Subject | None:
        """Subject of "said Lavrov" after a quotation."""
        if self.letter(i) == "v" and lemma(self.words[i].lower) in words_of("speech_verb") and (found := self.phrase(i + 1)):
            return Subject(i + 1, (found[0],), i)
        return None

    def _find_clauses(self, sentence: Sentence) -> None:
        letters, words = self.letters, self.words
        first = next((i for i, letter in enumerate(letters) if letter not in "aC,Q"), 0)
        opening = letters[first] if letters else ""
        found = self.phrase(first + 1) if opening == "p" else None
        after = found[1] if found else -1
        clauses: list[tuple[int, Subject | None]] = []
        last_verb = -1
        for i, word in enumerate(words):
            before = letters[i - 1] if i else ""
            spoken = before in ("v", "e") and lemma(words[i - 1].lower) in words_of("speech_verb")
            is_start = i in (first, after) or before in (",", ";", ":", "C", "S", "R", "Q", "—", "–", "(") or spoken
            if word.letter == "P" and word.lower in words_of("subject_form") and before != "p":
                is_start = True
            if not is_start or i < last_verb or (i == first and letters[i] in "pg"):
                continue
            if before == "R":
                relative = i - 2 - (letters[i - 2] == ",")
                subject: Subject | None = Subject(i - 1, (relative,), i) if relative >= 0 and self.is_finite(self._skip(i)) else None
            else:
                subject = self.subject(i) or (self._inverted(i) if before in ("Q", ",") else None)
            if subject:
                clauses.append((i, subject))
                last_verb = subject.verb
                if before not in ("S", "R") and word.quote < 0 and sentence.main < 0:
                    sentence.main = len(clauses) - 1
        if opening == "S" and sentence.main < 0 and clauses:
            sentence.main = len(clauses) - 1
        if clauses and clauses[-1][1] and clauses[-1][0] and letters[clauses[-1][0] - 1] == ",":
            verb = clauses[-1][1].verb
            if lemma(words[verb].lower) in words_of("speech_verb") and self.letter(verb + 1) in ("", ".") and words[verb].quote < 0:
                sentence.main = len(clauses) - 1  # "..., the report says."
        sentence.clauses = clauses
