"""Actions from a dependency parse: the same roles as `analysis.roles` finds, read from a parser of the reader's own.

Labels of both schemes in use are known: those of English spaCy pipelines ("nsubjpass", "dobj", "agent", "prep" with
"pobj") and Universal Dependencies ("nsubj:pass", "obj", "obl" with "case").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from analysis.chunks import Mention
from analysis.constituents import stronger
from analysis.nominals import Action
from analysis.triggers import Trigger, modalities, triggers, words_of

_SUBJECT = ("nsubj", "csubj")
_PASSIVE = ("nsubjpass", "nsubj:pass")
_OBJECT = ("dobj", "obj")
_DATIVE = ("dative", "iobj")
_RELATIVE = ("relcl", "acl:relcl")
_PRONOUNS = ("which", "who", "whom", "that")
_WHOSE = ("amod", "compound", "nmod", "poss", "nmod:poss", "nummod")


def read_parse(engine: Callable[[str], Any], plain: str, start: int, end: int, mentions: list[Mention]) -> list[Action]:
    """Find the actions of one sentence in what `engine` makes of its text."""
    parse = _Parse(list(engine(plain[start:end])), start, mentions)
    return sorted(action for token in parse.tokens for action in parse.actions(token))


class _Parse:
    """Tokens of a sentence with the mentions they stand for."""

    def __init__(self, tokens: list[Any], start: int, mentions: list[Mention]) -> None:
        self.tokens, self.start = tokens, start
        self.named: dict[int, int] = {}
        for number, mention in enumerate(mentions):
            for token in tokens:
                if mention.start <= token.idx + start < mention.end:
                    self.named[token.i] = number

    def actions(self, token: Any) -> Iterator[Action]:
        """Actions that a token tells: none or one."""
        pos = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}.get(token.pos_)
        for trigger in triggers(pos).get(token.lemma_.lower(), ()) if pos else ():
            rest = trigger.rest if pos == "verb" else tuple(trigger.entry.split()[:-1])
            near = slice(token.i + 1, token.i + 1 + len(rest)) if pos == "verb" else slice(token.i - len(rest), token.i)
            if tuple(other.text.lower() for other in self.tokens[near]) != rest or (rest and near.start < 0):
                continue
            span = (token.i, token.i + len(rest)) if pos == "verb" else (token.i - len(rest), token.i)
            found = self._verb(token, trigger, span) if pos == "verb" else self._noun(token, trigger, span)
            if found:
                yield found
                return

    def _verb(self, token: Any, trigger: Trigger, span: tuple[int, int]) -> Action | None:
        phrases, passive = self._phrases(token, trigger), self._child(token, *_PASSIVE)
        target, dative = self._child(token, *_OBJECT), self._child(token, *_DATIVE)
        if target is not None and token.lemma_.lower() in words_of("light") and triggers("noun").get(target.lemma_.lower()):
            return None  # the noun tells what is done
        is_reduced = token.dep_ == "acl" and "by" in phrases
        subject = self.subject(token)
        if passive is not None or is_reduced:
            agents = self.names(phrases.get("by"))
            patients = self.names(passive if passive is not None else token.head) if "o" in trigger.frames else ()
            construction = "passive" if agents else "agentless"
        else:
            agents, patients, construction = self.names(subject), (), "active"
            is_gap = target is None or target.text.lower() in _PRONOUNS
            if token.dep_ in _RELATIVE and is_gap and subject is not None and subject.i != token.head.i:
                target = token.head  # "Yemen, which Riyadh blockaded"
        for frame in trigger.frames if not patients else ():
            marked = {"o": None if passive is not None else target, "d": dative}.get(frame, phrases.get(frame.rpartition(">")[2]))
            if frame.startswith("o+"):
                marked = target if frame[2:] in phrases else None
            patients = self.names(marked)
            if patients:
                break
        if trigger.is_mutual and not patients:
            agents, patients = agents[:1], agents[1:]
        return self._action(token, span, trigger, agents, patients, construction, f"parse-{token.dep_}")

    def _noun(self, token: Any, trigger: Trigger, span: tuple[int, int]) -> Action | None:
        phrases = self._phrases(token, trigger)
        verb = token.head if token.dep_ in (*_OBJECT, *_PASSIVE) and token.head.lemma_.lower() in words_of("light") else None
        agents: tuple[int, ...] = ()
        for word in ("by", *sorted(trigger.agents - {"by"})):
            agents = agents or self.names(phrases.get(word))
        own = tuple(number for child in token.children if child.dep_ in _WHOSE for number in self.names(child))
        construction = "nominal"
        if verb is not None:
            phrases = self._phrases(verb, trigger) | phrases
            if token.dep_ in _PASSIVE:
                agents = agents or self.names(phrases.get("by"))
            else:
                agents, construction = agents or own or self.names(self.subject(verb)), "active"
        patients: tuple[int, ...] = ()
        for frame in trigger.frames:
            patients = patients or self.names(phrases.get(frame))
        agents = agents or own
        if trigger.is_mutual and (len(patients) > 1 or not patients) and "with" not in phrases:
            everybody = agents if len(agents) > 1 else patients
            agents, patients = everybody[:1] or agents, everybody[1:]
        return self._action(verb if verb is not None else token, span, trigger, agents, patients, construction, f"parse-{token.dep_}")

    def _action(
        self, token: Any, span: tuple[int, int], trigger: Trigger, agents: tuple[int, ...], patients: tuple[int, ...],
        construction: str, rule: str,
    ) -> Action | None:  # fmt: skip
        agents = tuple(number for number in agents if number not in patients)
        if not (agents or patients) or (trigger.is_weak and not patients) or (trigger.needs_both and not agents):
            return None
        modality, negated = self._mood(token)
        first, last = self.tokens[span[0]], self.tokens[span[1]]
        start, end = first.idx + self.start, last.idx + len(last.text) + self.start
        return Action(start, end, trigger.category, trigger.valence, agents, patients, construction, negated, modality, rule)

    def _mood(self, token: Any) -> tuple[str, bool]:
        """Modality and negation of a verb, with those of the verbs that govern it."""
        modality, negated = "done", False
        for child in token.children:
            text = child.text.lower()
            negated |= child.dep_ == "neg" or text in ("not", "n't", "never", "no")
            if child.dep_ in ("aux", "auxpass", "aux:pass"):
                auxiliary = "intended" if text in words_of("future") else "possible" if text in words_of("uncertain") else "done"
                modality = stronger(modality, auxiliary)
        if token.dep_ in ("xcomp", "ccomp") and token.head.i != token.i:
            kind = "object" if self._child(token.head, *_OBJECT, *_PASSIVE) is not None else "word"
            outer, outer_negated = self._mood(token.head)
            lemma = token.head.lemma_.lower()
            if token.dep_ == "xcomp" or modalities("word").get(lemma) == "denied":
                modality = stronger(modality, stronger(outer, modalities(kind).get(lemma, "done")))
                negated |= outer_negated
        return modality, negated

    def subject(self, token: Any) -> Any | None:
        """Token that is the subject of a verb, its own or that of the verb it hangs on."""
        own = self._child(token, *_SUBJECT, *_PASSIVE)
        if own is not None:
            return token.head if own.text.lower() in _PRONOUNS and token.dep_ in _RELATIVE else own
        if token.dep_ == "xcomp":
            controlled = self._child(token.head, *_OBJECT)
            return controlled if controlled is not None else self.subject(token.head)
        if token.dep_ in ("conj", "advcl", "pcomp") and token.head.i != token.i:
            return self.subject(token.head)
        return token.head if token.dep_ == "acl" else None

    def names(self, token: Any | None) -> tuple[int, ...]:
        """Mentions that a phrase stands for, by its head, else by what describes it, with those joined to it."""
        if token is None:
            return ()
        found = [self.named[token.i]] if token.i in self.named else []
        children = list(token.children)
        if not found:
            found = [number for child in children if child.dep_ in _WHOSE for number in self.names(child)]
        if not found:
            inner = self._phrases(token, None)
            found = [number for word in ("of", "from") for number in self.names(inner.get(word))][:1]
        found += [number for child in children if child.dep_ == "conj" for number in self.names(child)]
        return tuple(dict.fromkeys(found))

    def _phrases(self, token: Any, trigger: Trigger | None) -> dict[str, Any]:
        """Heads of the prepositional phrases of a word, and of those of its object, by their preposition."""
        found: dict[str, Any] = {}
        for child in token.children:
            if child.dep_ in ("prep", "agent"):
                found.update((child.text.lower(), inner) for inner in child.children if inner.dep_ == "pobj")
            elif child.dep_ in ("obl", "nmod", "obl:agent"):
                found.update((inner.text.lower(), child) for inner in child.children if inner.dep_ == "case")
            elif trigger and trigger.pos == "verb" and child.dep_ in _OBJECT:
                found = self._phrases(child, None) | found
        return found

    @staticmethod
    def _child(token: Any, *labels: str) -> Any | None:
        return next((child for child in token.children if child.dep_ in labels), None)
