"""Subjects: rules over the chunks of a sentence (see `analysis.chunks`) that tell who a verb belongs to.

A subject is looked for on the verb's left, across relative clauses, asides, joined verbs and the verbs that govern an
infinitive or a participle.  Where no rule fits it stays empty: nothing is guessed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.chunks import Mention
from analysis.constituents import Constituents, stronger
from analysis.lexicons import read_rows
from analysis.shapes import word_class
from analysis.triggers import MODALITIES, is_any, words_of

_ASIDE = re.compile(r"[NqpGIsyVTW]")
_PERSONS = frozenset(["it", "he", "she", "they"])


class Subject(NamedTuple):
    """Mentions that a verb has as its subject, how they were found, and how what governs the verb changes it."""

    mentions: tuple[int, ...] = ()
    rule: str = "none"
    modality: str = "done"
    negated: bool = False
    chunk: int = -1


NOBODY = Subject()


class Clauses(Constituents):
    """A sentence whose verbs can be asked for their subjects."""

    def __init__(self, plain: str, start: int, end: int, mentions: list[Mention]) -> None:
        super().__init__(plain, start, end, mentions)
        self._subjects: dict[int, Subject] = {}

    def subject(self, c: int) -> Subject:
        """Subject of the verb at chunk `c`; in a passive the one acted upon."""
        if c not in self._subjects:
            self._subjects[c] = NOBODY  # a verb that leads back to itself has none
            letter = self.shape[c]
            if letter == "I":
                found = self._of_infinitive(c)
            elif letter == "G":
                found = self._of_participle(c)
            else:
                found = self._of_finite(c)
            self._subjects[c] = found
        return self._subjects[c]

    def _of_finite(self, c: int) -> Subject:
        shape = self.shape
        k = c - 1
        while k >= 0:
            letter = shape[k]
            if letter in "ykn":
                k -= 1
            elif letter == ")":
                k = shape.rfind("(", 0, k) - 1
            elif letter == "p" and shape[k - 1 : k] == "N" and k > 1:  # a preposition left hanging
                return NOBODY
            elif letter == "N":
                return self._of_phrase(k, "subject")
            elif letter == "r":
                return self._of_pronoun(k)._replace(chunk=k)
            elif letter in "qTW" and k:
                before = k - 1
                if shape[before] == "," and before:
                    before -= 1
                if shape[before] == "N":
                    return self._of_phrase(before, "relative")
                return NOBODY
            elif letter in ",-":
                opening = self._aside(k)
                if self.shape[k - 1 : k] == "N" and k and self.is_passive(c):  # "Algeria, accused by Morocco of"
                    found = self._of_phrase(k - 1, "relative")
                    return found if found.mentions or opening is None else self._of_phrase(opening, "relative")
                if opening is None:
                    return self._inherited(c, k)
                k = opening
            elif letter == "c":
                if k and shape[k - 1] == ",":
                    return self._inherited(c, k - 1)
                return self._inherited(c, k)
            else:
                return NOBODY
        return self._fronted(c)

    def _of_phrase(self, k: int, rule: str) -> Subject:
        """Subject that ends with the noun phrase at `k`, with those joined to it."""
        shape = self.shape
        if rule == "relative":
            nearest = self.all_named_back(k)
            return Subject(nearest, rule, chunk=self.chain_start(k))
        start = self.chain_start(k)
        heads = [start]
        while start > 1 and (shape[start - 1] == "c" or (len(heads) > 1 and shape[start - 1] == ",")):
            left = start - 2
            if shape[left] == "," and left > 2 and shape[left - 2 : left] == ",N":  # "A, B, and C"; else a clause ends
                left -= 1
            if shape[left] != "N":
                break
            inner, left = left, self.chain_start(left)
            if left < inner:  # "the war between Iraq and Kuwait"
                heads = [left]
                break
            if left and shape[left - 1] in "VIG" and not self._takes_clause(left - 1):
                break  # "condemned Iran and Israel replied"
            heads.insert(0, left)
            start = left
        found: list[int] = []
        for each in heads:
            found += [number for number in self.named(each) if number not in found]
        first = self.first[heads[0]]
        negated = self.text(first) == "no" or (heads[0] > 0 and shape[heads[0] - 1] == "n")
        if not found and self.text(first) in words_of("own") and len(heads) == 1:
            return self._of_pronoun(heads[0])._replace(chunk=heads[0])  # "Egypt said its army had"
        return Subject(tuple(found), "joined" if len(heads) > 1 else rule, negated=negated, chunk=heads[0])

    def _takes_clause(self, v: int) -> bool:
        return self.lemma(v) in _speaking()

    def _aside(self, k: int) -> int | None:
        """Chunk before the aside that ends with the mark at `k`: "Iran, the region's power, ..."."""
        mark = self.shape[k]
        j = self.shape.rfind(mark, 0, k)
        for _ in range(3):
            if j <= 0:
                return None
            before = j - 1
            while before > 0 and self.shape[before] in "yk":  # "Iran also, however, sent"
                before -= 1
            segment = self.shape[j + 1 : k]
            if self.shape[before] in "N)" and (_ASIDE.match(segment) or (segment and not segment.strip("yk"))):
                is_list = segment == "N" and self.shape[k + 1 : k + 2] == "c"
                return None if is_list else before
            j = self.shape.rfind(mark, 0, j)
        return None

    def _inherited(self, c: int, k: int) -> Subject:
        """Subject of the verb that this one is joined to."""
        head = self.words[self.head(c)]
        is_base = head.form == "b" and self.last[c] - self.first[c] == 1
        for v in range(k - 1, -1, -1):
            letter = self.shape[v]
            if letter == ":":
                break
            if letter == "I" and is_base:
                return self.subject(v)._replace(rule="joined-verb")
            if letter == "V" and (not is_base or self.words[self.head(v)].form == "b"):
                if self._in_relative(v) and not self._in_relative(c):
                    return self.subject(v)._replace(rule="joined-verb") if self.shape[k] == "c" else self.subject(self._main(v))
                found = self.subject(v)
                negated = found.negated or (self.shape[k] == "c" and self.text(self.first[k]) == "nor")
                modality = self.group(v).modality if is_base else found.modality
                return found._replace(rule="joined-verb", modality=modality, negated=negated or (is_base and self.group(v).negated))
            if letter == "B":
                return self._of_finite(v)._replace(rule="joined-verb")
        return NOBODY

    def _in_relative(self, v: int) -> bool:
        k = v - 1
        while k > 0 and self.shape[k] in "yn":
            k -= 1
        return k > 0 and self.shape[k] in "qT"

    def _main(self, v: int) -> int:
        for k in range(v - 1, -1, -1):
            if self.shape[k] == "V" and not self._in_relative(k):
                return k
        return v

    def _fronted(self, c: int) -> Subject:
        """Subject of the main clause, for a phrase before it: "Accused of bombing Iran, Israel ..."."""
        comma = self.shape.find(",", c)
        if comma < 0:
            return NOBODY
        k = comma + 1
        while k < len(self.shape) and self.shape[k] in "ykc":
            k += 1
        if self.shape[k : k + 1] != "N":
            return NOBODY
        for v in range(k + 1, len(self.shape)):
            if self.shape[v] in "VB":
                return self._of_finite(v)._replace(rule="fronted") if v > c else NOBODY
        return NOBODY

    def _of_pronoun(self, k: int) -> Subject:
        """Whom a pronoun takes up in its own sentence, where only one is named before it."""
        if self.text(self.first[k]) not in _PERSONS | words_of("own"):
            return NOBODY
        for v in range(k - 1, -1, -1):
            if self.shape[v] in "VB":
                found = self.subject(v) if self.shape[v] == "V" else self._of_finite(v)
                states = {self.mentions[n].state for n in found.mentions}
                if len(states) != 1 or self._others(v, k, states):
                    return NOBODY
                return found._replace(rule="pronoun", modality="done", negated=False)
        return NOBODY

    def _others(self, first: int, last: int, states: set[str]) -> bool:
        """Tell whether somebody else is named between two chunks who might be meant."""
        for c in range(first, last):
            is_inside = c > 0 and self.shape[c - 1] == "p"
            if self.shape[c] == "N" and not is_inside and any(self.mentions[n].state not in states for n in self.named(c, alone=True)):
                return True
        return False

    def controlled(self, v: int, *, of_object: int = -1) -> Subject:
        """Subject of what the verb at `v` governs: its own, or its object's; in a passive always its own."""
        own = self.subject(v) if self.shape[v] != "B" else self._of_finite(v)
        group = self.group(v)
        if self.shape[v] == "B":
            return own._replace(rule="infinitive")
        negated = own.negated or group.negated
        is_reduced = group.is_passive or (group.is_bare and of_object < 0 and self.is_passive(v))
        if of_object >= 0 or is_reduced:
            for modality in MODALITIES:
                if self.is_any(f"object {modality}", v):
                    mentions = own.mentions if is_reduced else self.all_named(of_object)
                    return Subject(mentions, "controlled", stronger(modality, group.modality), negated and modality != "denied")
        modality = next((m for m in MODALITIES[::-1] if self.is_any(m, v)), "done" if of_object < 0 else "intended")
        if is_reduced and self.lemma(v) in _speaking():
            modality = "possible"
        return own._replace(rule="infinitive", modality=stronger(modality, stronger(own.modality, group.modality)), negated=negated)

    def _of_infinitive(self, c: int) -> Subject:
        shape = self.shape
        k = c - 1
        while k >= 0 and shape[k] in "ykn":
            k -= 1
        if k < 0:
            return self._fronted(c)._replace(modality="intended")
        if shape[k] == "c":
            v = self.verb_before(k)
            return self.subject(v)._replace(rule="joined-verb") if v >= 0 and shape[v] == "I" else NOBODY
        if shape[k] in "VGIB":
            found = self.controlled(k)
            if shape[k] != "B":
                return found
            is_condition = self.text(self.first[k]) == "were"  # "if Russia were to sell"
            return found._replace(modality=stronger(found.modality, "possible" if is_condition else "intended"))
        if shape[k] == "N":
            start = self.chain_start(k)
            before = start - 1
            while before >= 0 and shape[before] in "yn":
                before -= 1
            modality = next((m for m in MODALITIES[::-1] if self._governs(start, m) or self._governs(k, m)), "")
            noun = start if any(self._governs(start, m) for m in MODALITIES) else k
            if before >= 0 and shape[before] == "B" and modality:  # "is ready to"
                found = self._of_finite(before)
                letters = self.letters[self.first[before] : self.last[before]]
                negated = found.negated or shape[before + 1] == "n" or "n" in letters
                return found._replace(rule="infinitive", modality=modality, negated=negated)
            if modality and (own := self.named(noun, alone=True)):
                return Subject(own, "noun", modality)
            if before >= 0 and shape[before] in "VGI":
                if modality:
                    return self.controlled(before)._replace(rule="noun", modality=modality)
                return self.controlled(before, of_object=start)
            if before > 0 and self.text(self.first[before]) == "for" and (own := self.all_named(start)):
                return Subject(own, "infinitive", "possible")  # "it took long for Iraq to agree"
            if before > 0 and shape[before] in "pt" and shape[before - 1] in "VGI":
                if is_any("object intended", self.lemma(before - 1), self.text(self.first[before])):
                    return self.controlled(before - 1, of_object=start)
                found = self.controlled(before - 1)
                return found._replace(modality=stronger(found.modality, "intended"))
            if modality:
                return NOBODY
        v = self.verb_before(k)
        if v < 0 or shape[v] == "B":
            return NOBODY
        found = self.subject(v)
        return found._replace(rule="purpose", modality="intended") if not self.is_passive(v) else NOBODY

    def _governs(self, c: int, modality: str) -> bool:
        return self.shape[c] == "N" and self.words[self.head(c)].lemma in words_of(modality)

    def _of_participle(self, c: int) -> Subject:
        shape = self.shape
        k = c - 1
        while k >= 0 and shape[k] in "ykn":
            k -= 1
        if k < 0:
            return self._fronted(c)
        letter = shape[k]
        if letter in "VGI":
            return self.controlled(k)
        if letter == "N":
            start = self.chain_start(k)
            found = Subject(self.named(start) or self.named(k), "participle", chunk=start)
            if not found.mentions and start and shape[start - 1] in "VIG" and self.lemma(start) in word_class("document"):
                return self.subject(start - 1)._replace(rule="document")  # "passed a resolution condemning"
            return found
        if letter == "c":
            v = self.verb_before(k)
            return self.subject(v)._replace(rule="joined-verb") if v >= 0 else NOBODY
        if letter == "B":
            return self._of_finite(k)
        if letter == "p":
            return self._after_preposition(c, k)
        v = self.verb_before(k)
        while v >= 0 and (shape[v] in "IG" or self._in_relative(v)):
            v = self.verb_before(v - 1)
        if v < 0:
            return self._of_phrase(k - 1, "participle") if k and shape[k - 1] == "N" and letter == "," else self._fronted(c)
        if letter == "s" and not self.subject(v).mentions:
            return self._fronted(c)
        found = self.subject(v) if shape[v] == "V" else self._of_finite(v)
        return found._replace(rule="participle")

    def _after_preposition(self, c: int, k: int) -> Subject:
        """Subject of a participle after a preposition: "accused Iran of arming", "interest in buying", "by bombing"."""
        shape = self.shape
        preposition = self.text(self.first[k])
        negated = preposition == "without"
        if k == 0:
            return self._fronted(c)._replace(negated=negated)
        before = k - 1
        while before > 0 and shape[before] in "ykn":
            before -= 1
        if shape[before] == "N":
            start = self.chain_start(before)
            modality = next((m for m in MODALITIES[::-1] if self._governs(before, m)), "")
            if modality:
                own = self.named(before, alone=True)
                v = self.verb_before(start)
                if own or v < 0:
                    return Subject(own, "noun", modality, negated)
                found = self._of_finite(v) if shape[v] == "B" else self.subject(v)
                return found._replace(rule="noun", modality=modality, negated=negated)
            v = self.verb_before(start)
            if v >= 0 and preposition in ("of", "for", "from", "into", "against", "over", "with") and shape[v] != "B":
                found = self.controlled(v, of_object=start) if v == start - 1 else self.controlled(v)
                return found if found.rule == "controlled" else found._replace(modality="done")
        v = self.verb_before(before)
        if v < 0:
            return NOBODY
        if shape[v] == "B":
            return self._of_finite(v)._replace(rule="participle", negated=negated)
        found = self.controlled(v) if preposition in ("of", "for", "from", "against", "to", "on", "about") else self.subject(v)
        return found._replace(rule="participle" if found.rule != "controlled" else found.rule, negated=negated or found.negated)


@cache
def _speaking() -> frozenset[str]:
    """Verbs after which a clause may follow without "that"."""
    return frozenset(entry for entry, frames in read_rows("reporting_verbs", "entry", "frames") if "clause" in frames)
