"""Phrases of a sentence: who a noun phrase names, what the auxiliaries of a verb say, and what follows a verb or a noun."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.chunks import Mention, Sentence
from analysis.lexicons import word_lists
from analysis.triggers import MODALITIES, is_any, modalities, words_of

_LIST = re.compile(r"N(?:pN)?c(?=N)|N(?:,N)+,?c(?=N)")
_GOES_ON = re.compile(r"[yk]*(?:pN[yk]*)*[VB]")
_AFTER_ASIDE = re.compile(r"N,N[^,V]*,$")
_CLOSED = re.compile(r",[yn]*[VB]")
_REDUCED = re.compile(r"[yk]*(?:[pt]N(?:cN)?[yk]*)*[VB]")


class After(NamedTuple):
    """Chunks that follow a verb or a noun."""

    object: int = -1
    second: int = -1
    phrases: tuple[tuple[str, int], ...] = ()  # preposition and noun phrase
    that: int = -1
    is_pronoun: bool = False


class Group(NamedTuple):
    """What the auxiliaries of a verb say."""

    is_passive: bool
    is_bare: bool  # a past form or a participle, which only its neighbours can tell
    negated: bool
    modality: str


def stronger(one: str, other: str) -> str:
    """Of two modalities the one that is farther from done."""
    return max(one, other, key=MODALITIES.index)


class Constituents(Sentence):
    """A sentence whose phrases can be asked."""

    def __init__(self, plain: str, start: int, end: int, mentions: list[Mention]) -> None:
        super().__init__(plain, start, end, mentions)
        self._groups: dict[int, Group] = {}
        self._after: dict[tuple[int, int], After] = {}

    def head(self, c: int) -> int:
        """Word number of the last word of a chunk."""
        return self.last[c] - 1

    def lemma(self, c: int) -> str:
        """Dictionary form of the head of a chunk."""
        return self.words[self.head(c)].lemma

    def text(self, i: int) -> str:
        """Word in lower case; "" behind the last."""
        return self.words[i].text if 0 <= i < len(self.words) else ""

    def is_any(self, category: str, c: int) -> bool:
        """Tell whether the head of a chunk, alone or with the word behind it, is of a category."""
        head = self.head(c)
        return is_any(category, self.words[head].lemma, self.text(head + 1))

    def modality_of(self, c: int) -> str:
        """Modality that the verb or noun at the head of a chunk gives what it governs."""
        head = self.head(c)
        known, lemma = modalities("word"), self.words[head].lemma
        return known.get(f"{lemma} {self.text(head + 1)}") or known.get(lemma, "done")

    def names_any(self, c: int) -> bool:
        """Tell whether a noun phrase, or one that is joined to it, holds a mention."""
        named = self.named_at.keys() - self.apart
        return any(i in named for each in self.joined(c) for i in range(self.first[each], self.last[each]))

    def group(self, c: int) -> Group:
        """Read the auxiliaries of a verb."""
        if c not in self._groups:
            first, last = self.first[c], self.last[c] - 1
            texts = self.group_texts(c)
            letters = self.letters[first:last]
            form = self.words[last].form
            auxiliaries = letters.replace("y", "").replace("n", "")
            is_passive = "d" in form and auxiliaries[-1:] == "b"
            negated = "n" in letters or any(text.endswith("n't") or text == "cannot" for text in texts)
            modality = "done"
            if "m" in letters:
                if any(text in words_of("future") for text in texts):
                    modality = "intended"
                elif any(text in words_of("uncertain") for text in texts):
                    modality = "possible"
            if c and self.shape[c - 1] == "n":
                negated = True
            self._groups[c] = Group(is_passive, "d" in form and not auxiliaries and self.shape[c] == "V", negated, modality)
        return self._groups[c]

    def group_texts(self, c: int) -> list[str]:
        """Words of a verb group before its verb."""
        return [word.text for word in self.words[self.first[c] : self.last[c] - 1]]

    def named(self, c: int, *, alone: bool = False) -> tuple[int, ...]:
        """Mentions that a noun phrase stands for; `alone`: without those that "of" adds."""
        first, last = self.first[c], self.last[c] - 1
        letters = self.letters
        if letters[last] in "NL" and last in self.named_at and last not in self.apart:
            return (self.named_at[last],)
        inside = [i for i in range(first, last + 1) if i in self.named_at and i not in self.apart]
        owners = [i for i in inside if i < last and letters[i + 1] == "S"]
        if self.words[last].lemma in words_of("apart") or (self.words[last].lemma in words_of("owned") and (owners or not inside)):
            return ()
        if owners:
            inside = owners
        elif inside and letters[last] not in "JNL" and (names := [i for i in inside if letters[i] == "N"]):
            inside = names[-1:]
        if inside:
            return tuple(self.named_at[i] for i in self._joined_only(inside))
        if letters[first] == "d" and self.text(first) == "whose" and c > 1:
            k = c - 1 - (self.shape[c - 1] == ",")
            return self.named(self.chain_start(k)) if self.shape[k] == "N" else ()
        if alone or letters[last] == "X" or self.shape[c + 1 : c + 3] != "pN":
            return ()
        preposition = self.text(self.first[c + 1])
        if preposition in ("of", "from") or (preposition in ("in", "at") and self.words[last].text in _authorities()):
            return self.all_named(c + 2)
        return ()

    def _joined_only(self, inside: list[int]) -> list[int]:
        """Of several adjectives of different states the last, unless something joins them."""
        kept = inside[-1:]
        for i in reversed(inside[:-1]):
            if kept[0] - i > 2 or self.letters[i + 1 : kept[0]] not in ("", "c", ",", ",c"):
                break
            kept.insert(0, i)
        return kept

    def all_named(self, c: int, *, bounded: bool = False) -> tuple[int, ...]:
        """Mentions of a noun phrase and of those that are joined to it."""
        found: list[int] = []
        for each in self.joined(c, bounded=bounded):
            found += [number for number in self.named(each) if number not in found]
        return tuple(found)

    def all_named_back(self, k: int) -> tuple[int, ...]:
        """Mentions of the chain that ends at `k`, by its head, else by its last phrase."""
        return self.named(self.chain_start(k)) or self.named(k)

    def joined(self, c: int, *, bounded: bool = False) -> list[int]:
        """Noun phrases joined to the one at `c`; `bounded`: the last may be the subject of a new clause."""
        match = _LIST.match(self.shape, c)
        if match is None:
            return [c]
        end = match.end()
        if bounded and self._is_in_predicate(c) and _GOES_ON.match(self.shape, end + 1) and not self._is_reduced(end + 1):
            end -= 1
            if "," in match[0]:
                return [c]
        return [k for k in range(c, end + 1) if self.shape[k] == "N" and (k == c or self.shape[k - 1] != "p")]

    def _is_in_predicate(self, c: int) -> bool:
        """Tell whether a verb stands before a phrase in its clause, so that what is joined to it may open a new one."""
        for k in range(c - 1, -1, -1):
            if self.shape[k] in "VIGB":
                return True
            if self.shape[k] in "TsqW:":
                return False
        return False

    def _is_reduced(self, c: int) -> bool:
        while c < len(self.shape) and self.shape[c] in "ykpN":
            c += 1
        return c < len(self.shape) and self.shape[c] == "V" and self.group(c).is_bare and self.shape[c + 1 : c + 2] == "p"

    def chain_start(self, k: int) -> int:
        """First noun phrase of the chain that ends at `k`: "the army | of | Iraq"."""
        shape = self.shape
        while k > 1:
            if shape[k - 1] in "pt" and shape[k - 2] == "N":
                k -= 2
            elif shape[k - 1] == "p" and shape[k - 2] == "V" and k > 2 and self.group(k - 2).is_bare and shape[k - 3] == "N":
                k -= 3  # "fighters | backed | by | Iran"
            elif shape[k - 1] in "VGI" and self._opens_relative(k - 1):
                k = self._opens_relative(k - 1) - 1
            else:
                break
        return k

    def _opens_relative(self, v: int) -> int:
        """Chunk after the noun phrase that a verb only describes: "forces that occupy", "troops occupying"; 0 where none."""
        k = v - 1
        while k > 0 and self.shape[k] in "yn":
            k -= 1
        if k >= 0 and self.shape[v] in "GI" and self.shape[k] == "N":
            return k + 1
        if k > 0 and self.shape[k] in "qT" and self.shape[k - 1] == "N":
            return k
        return 0

    def verb_before(self, k: int) -> int:
        """The nearest verb at or before a chunk; -1 where none."""
        for v in range(k, -1, -1):
            if self.shape[v] in "VIGB":
                return v
            if self.shape[v] == ":":
                break
        return -1

    def is_passive(self, v: int) -> bool:
        """Tell whether a verb is passive, with an auxiliary or without: "sites bombed by", "accused of"."""
        group = self.group(v)
        if group.is_passive or not group.is_bare:
            return group.is_passive
        after = self.after(v)
        if after.object >= 0 or after.is_pronoun or self.shape[max(v - 2, 0) : v] in ("qN", "TN", "WN", "NN"):
            return False
        if any(word == "by" for word, _ in after.phrases):
            return not any(verb.rest[:1] == ("by",) and self.text(self.head(v) + 1) == "by" for verb in self.words[self.head(v)].verbs)
        before = self.shape[v - 1] if v else ""
        frames = {frame for verb in self.words[self.head(v)].verbs for frame in verb.frames}
        if not any(frame in ("o", "d") or frame.startswith("o+") for frame in frames):
            return False
        if before == "," and _AFTER_ASIDE.search(self.shape, 0, v) and not _CLOSED.search(self.shape, v + 1):
            return False  # "Lavrov, the minister, warned in Geneva that"
        if before == "," or not before:
            return True
        return before == "N" and _REDUCED.match(self.shape, v + 1) is not None

    def after(self, c: int, skip: int = 0) -> After:
        """Read what follows a verb or a noun phrase, up to the end of its clause; `skip`: words that belong to it."""
        if (c, skip) not in self._after:
            self._after[c, skip] = self._read_after(c, skip)
        return self._after[c, skip]

    def _read_after(self, c: int, skip: int) -> After:
        shape = self.shape
        j = self.chunk_at(self.last[c] - 1 + skip) + 1 if skip else c + 1
        is_verb = shape[c] != "N"
        target, second, that = -1, -1, -1
        phrases: list[tuple[str, int]] = []
        is_pronoun = False
        while j < len(shape):
            letter = shape[j]
            if letter in "ykn" or (letter == "p" and is_verb and j == c + 1 and self.text(self.first[j]) in words_of("particle")):
                j += 1
            elif letter == "N" and is_verb and not phrases and second < 0:
                if target >= 0:
                    second = j
                    j += 1
                else:
                    target = j
                    j = self.joined(j, bounded=is_verb)[-1] + 1
            elif letter in "or" and is_verb and not is_pronoun and target < 0 and not phrases:
                is_pronoun = True
                j += 1
            elif letter in "pt" and shape[j + 1 : j + 2] in ("N", "o", "r"):
                if shape[j + 1] == "N":
                    phrases.append((self.text(self.last[j] - 1), j + 1))
                    j = self.joined(j + 1, bounded=True)[-1] + 1
                else:
                    j += 2
            elif letter == "p" and shape[j + 1 : j + 2] in ("p", "t", "k", "y"):
                j += 1
            elif letter == "(" and ")" in shape[j:]:
                j = shape.index(")", j) + 1
            else:
                if letter == "T" and shape[j + 1 : j + 2] == "N":
                    that = j + 1
                break
        return After(target, second, tuple(phrases), that, is_pronoun)


@cache
def _authorities() -> frozenset[str]:
    return word_lists("attribution_words")["government"]
