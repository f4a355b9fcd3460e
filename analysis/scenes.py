"""Scenes: a sentence with those it names, after the sentences of its paragraph before it.

What a rule asks of a sentence: who its subjects are, who was named before a word, whether somebody is meant who is no actor.
"""

from __future__ import annotations

import re

from analysis.phrases import Grammar, Sentence, Subject, Word, is_plural, lemma, person_nouns, words_of
from analysis.referents import Referent
from analysis.shapes import word_class

_LONGEST_STORY = 20  # sentences of a paragraph that are looked back to
_LIKE_PERSON = re.compile(r"(?:er|or|ist|ian|ant|man|woman)$")  # "teacher", "activist"; "letter" too


def group_of(word: str) -> str:
    """Group of a pronoun: he, she, it or they."""
    return next(group for group in ("he", "she", "it", "they") if word in words_of(group))


def is_possessive(words: list[Word], at: int) -> bool:
    """Tell whether a pronoun is possessive; "her" is where a noun follows."""
    word = words[at].lower
    follows = at + 1 < len(words) and words[at + 1].letter in "wNM#egv" and word == "her"
    return word in words_of("possessive_form") or follows


class Scene:
    """A sentence with those it names, and the sentences of its paragraph before it."""

    def __init__(self, sentence: Sentence, grammar: Grammar, referents: list[Referent], story: list[Scene]) -> None:
        self.words, self.grammar, self.referents = sentence.words, grammar, referents
        self.clauses, self.main = sentence.clauses, sentence.main
        self.story = story[-_LONGEST_STORY:]
        self.clause_at = sentence.clause_at

    def main_subject(self) -> Subject | None:
        """Subject of the main clause; where no verb is known, the phrase that opens the sentence."""
        if self.main >= 0:
            return self.clauses[self.main][1]
        first = next((i for i, word in enumerate(self.words) if word.letter not in "aC,Q"), 0)
        if self.grammar.letter(first) == "P":
            return Subject(first, (first,), first + 1)
        phrase = self.grammar.phrase(first)
        return Subject(first, (phrase[0],), phrase[1]) if phrase and phrase[1] < len(self.words) else None

    def who(self, subject: Subject) -> tuple[list[Referent], str]:
        """Referents that a subject names; where it names none, what it is: person, name, body, thing, many or other."""
        found: list[Referent] = []
        for head in subject.heads:
            here = [each for each in self.referents if each.word == head and not each.is_aside]
            if not here:
                return [], self._nature(head) if len(subject.heads) == 1 else "many"
            found += here if self.words[head].letter == "P" or self.words[head].lower in words_of("pair_noun") else here[-1:]
        return found, ""

    def _nature(self, head: int) -> str:
        word = self.words[head]
        if word.letter == "N":
            return "name"
        if word.letter == "P":
            return {"he": "person", "she": "person", "it": "body", "they": "many"}[group_of(word.lower)]
        if word.letter == "o":
            return "other"
        if is_plural(word.lower):
            return "many"
        if word.lower in words_of("other_party"):
            return "name"
        if word.lower in person_nouns() | word_class("outsider"):
            return "person"
        if _LIKE_PERSON.search(word.lower):
            return "name"
        return "body" if word.lower in words_of("body_noun") | words_of("organ") else "thing"

    def near(self, at: int, quote: int) -> list[Referent]:
        """Referents before a word, in its sentence and its quotation."""
        return [each for each in self.referents if each.word < at and self.words[each.word].quote == quote]

    def subject_at(self, at: int) -> Subject | None:
        """Subject of the clause that holds a word."""
        k = self.clause_at(at)
        return self.clauses[k][1] if k >= 0 else None

    def verb_at(self, i: int) -> tuple[int, bool]:
        """The verb of a group of auxiliaries and adverbs that starts at `i`, and whether it is one of being."""
        is_being = False
        while self.grammar.letter(i) in ("X", "a"):
            is_being |= self.words[i].lower in word_class("be") or self.words[i].lower == "'s"
            i += 1
        return i, is_being

    def speaks(self, subject: Subject | None, but: str = "") -> bool:
        """Tell whether a subject says something, but for a category of verbs."""
        if subject is None:
            return False
        verb, is_being = self.verb_at(subject.verb)
        base = lemma(self.words[verb].lower) if verb < len(self.words) else ""
        return not is_being and base in words_of("speech_verb") and base not in words_of(but)

    def is_oblique(self, referent: Referent) -> bool:
        """Tell whether a referent stands behind a preposition: "in Syria", "with Iran"."""
        k = referent.word - 1
        while k >= 0 and self.words[k].letter in "dwe":
            k -= 1
        return k >= 0 and self.words[k].letter == "p"

    def has_thing(self, first: int, last: int) -> bool:
        """Tell whether a thing is named between two words: "praised the deal for its"."""
        heads = {each.word for each in self.referents}
        nouns = (j for j in range(first + 1, last) if self.words[j].letter == "w" and j not in heads)
        return any(not is_plural(self.words[j].lower) and self.grammar.letter(j + 1) not in ("w", "M", "N") for j in nouns)

    def has_strangers(self, first: int, last: int, group: str) -> bool:
        """Tell whether people who are no actors are named, so that "he" could be one of them."""
        if group not in ("he", "she"):
            return False
        heads = {each.word for each in self.referents}
        for j in range(first, min(last, len(self.words))):
            letter, before, after = self.words[j].letter, self.grammar.letter(j - 1), self.grammar.letter(j + 1)
            if letter == "N" and before not in ("N", "d", "p", "M") and (after == "N" or self.grammar.is_finite(j + 1)):
                return True
            word = self.words[j].lower
            if word in person_nouns() | word_class("outsider") and not is_plural(word) and letter == "w" and j not in heads:
                named = j + 1
                while self.grammar.letter(named) in ("N", ",", "w", "'") and named < j + 5:
                    named += 1
                if self.grammar.letter(named) != "M":
                    return True
        return False
