"""Pronouns: which referent of its paragraph a pronoun of the third person stands for.

Subjects come first, the nearest clause before the last sentence; a second actor that would fit leaves the pronoun open, and
so does a subject that is no actor but could be meant.  "It" and "they" must also do or own what only somebody does or owns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from analysis.phrases import Subject, lemma, person_nouns, words_of
from analysis.referents import Referent
from analysis.scenes import Scene, group_of, is_possessive

_RIVALS = {"he": ("person", "name"), "she": ("person", "name"), "it": ("body", "name", "thing"), "they": ("many",)}
_CLEAR, _FAINT = 2, 1  # how plainly a verb says that its subject acts


def pronoun(scene: Scene, at: int) -> list[Referent]:
    """Whom the pronoun at `at` stands for: none where that is open, two for "they" of two actors."""
    word = scene.words[at].lower
    group = group_of(word)
    if "or" in (each.lower for each in scene.words[max(0, at - 1) : at + 2]):
        return []  # "he or she" is nobody
    k = scene.clause_at(at)
    subject = scene.clauses[k][1] if k >= 0 else None
    if word in words_of("reflexive_form"):
        if subject is None or subject.heads[-1] >= at - 1:
            return []
        return _fitting(scene, scene.who(subject)[0], group)
    if is_possessive(scene.words, at):
        near = scene.near(at, scene.words[at].quote)
        if scene.grammar.letter(at - 1) == "C" and (joined := [each for each in near if each.word == at - 2 and each.fits(group)]):
            return joined[-1:]
        if subject is None or subject.first <= at < subject.verb:
            return _as_subject(scene, at, k, group, _CLEAR if _is_owned(scene, at) else 0)
        return _as_possessive(scene, at, subject, group)
    if subject is not None and subject.heads == (at,):
        return _as_subject(scene, at, k, group, _acts(scene, subject.verb))
    return _as_object(scene, at, subject, group)


def _as_subject(scene: Scene, at: int, k: int, group: str, acts: int) -> list[Referent]:
    quote = scene.words[at].quote
    before = [subject for _, subject in scene.clauses[: max(k, 0)] if subject and scene.words[subject.heads[0]].quote == quote]
    if before:
        subject = before[-1]
        found, rival = scene.who(subject)
        if chosen := _fitting(scene, found, group):
            others = _others(scene, chosen, scene.near(at, quote), group)
            if not others or _is_reported(scene, scene.clauses[k][0], others):
                is_said = scene.speaks(subject) or scene.words[subject.heads[0]].letter == "P"
                is_sure = acts or group in ("he", "she") or (is_said and not _is_state_of(scene, at))
                is_sure = is_sure or (is_possessive(scene.words, at) and not scene.has_thing(subject.verb, at))
                return chosen if is_sure else []
            return []
        if rival in _RIVALS[group]:
            return []
        near = scene.near(at, quote)
        if any(each.fits(group) for each in near):
            return _only(scene, near, group, acts)
    start = next((i for i, word in enumerate(scene.words) if word.letter not in "aC,Q"), 0)
    if not before and start < at and k >= 0 and scene.clauses[k][0] > start and scene.words[start].letter not in "pSgeQ":
        return []  # a subject that was not seen may come before
    return _from_before(scene, at, group, acts)


def _from_before(scene: Scene, at: int, group: str, acts: int) -> list[Referent]:
    """The subject of the sentence before, or who alone fits in it."""
    if group in ("it", "they") and not acts:
        return []
    quote = scene.words[at].quote
    near = scene.near(at, quote)
    heard = [past for past in scene.story[-4:] if any(word.quote == quote and word.letter.isalpha() for word in past.words)]
    for back, past in enumerate(reversed(heard[-2:])):
        last = [each for each in past.referents if past.words[each.word].quote == quote]
        subject = past.main_subject()
        if subject is None:
            return []
        found, rival = past.who(subject) if past.words[subject.heads[0]].quote == quote else ([], "")
        if chosen := _fitting(scene, found, group):
            if acts == _FAINT and group in ("it", "they") and past.has_thing(subject.verb, len(past.words)):
                return []
            others = _others(scene, chosen, [*last, *near], group)
            if others and not (past.speaks(subject, "told_verb") and scene.speaks(scene.subject_at(at))):
                others = [each for each in others if each in near or not past.is_oblique(each)]
            else:
                others = [each for each in others if each in near]
            return [] if others else chosen
        if rival in _RIVALS[group] and not (rival == "thing" and acts == _CLEAR and scene.speaks(scene.subject_at(at))):
            return []
        if any(each.fits(group) for each in [*last, *near]):
            return _only(scene, [*last, *near], group, acts) if not past.has_strangers(0, len(past.words), group) else []
        if back or group not in ("he", "she") or past.has_strangers(0, len(past.words), group):
            return []
    return []


def _as_possessive(scene: Scene, at: int, subject: Subject, group: str) -> list[Referent]:
    quote = scene.words[at].quote
    near = scene.near(at, quote)
    if made := _made_to(scene, at, near, group):
        return [made]
    found, rival = scene.who(subject)
    if chosen := _fitting(scene, found, group):
        others = _others(scene, chosen, [each for each in near if each.word > subject.heads[-1]], group)
        if group in ("it", "they"):
            others = [each for each in others if not scene.is_oblique(each)]
        return [] if others else chosen
    if rival in _RIVALS[group] and not (rival == "thing" and _is_owned(scene, at)):
        return []
    if any(each.fits(group) for each in near):
        if group == "they" or scene.has_strangers(0, at, group):
            return []
        is_sure = _is_owned(scene, at) or (rival != "thing" and not scene.has_thing(subject.verb, at))
        return _only(scene, near, group, _CLEAR if is_sure else 0)
    return _from_before(scene, at, group, _CLEAR if _is_owned(scene, at) else 0) if not scene.has_strangers(0, at, group) else []


def _as_object(scene: Scene, at: int, subject: Subject | None, group: str) -> list[Referent]:
    if group in ("it", "they") and not _is_governed(scene, at):
        return []
    quote = scene.words[at].quote
    doers = scene.who(subject)[0] if subject else []
    names = {each.name for each in doers}
    near = [each for each in scene.near(at, quote) if each.name not in names]
    if scene.has_strangers(0, at, group):
        return []
    if any(each.fits(group) for each in near):
        return _only(scene, near, group, _CLEAR)
    found = _from_before(scene, at, group, _CLEAR)
    return [] if any(each.name in names for each in found) else found


def _fitting(scene: Scene, found: list[Referent], group: str) -> list[Referent]:
    if len(found) > 1:
        return found if group == "they" and len({each.name for each in found}) > 1 else []
    return [each for each in found if each.fits(group)]


def _others(scene: Scene, chosen: list[Referent], pool: Iterable[Referent], group: str) -> list[Referent]:
    names = {each.name for each in chosen}
    actors = {each.actor for each in chosen} if group in ("it", "they") else set()
    return [each for each in pool if each.fits(group) and each.name not in names and each.actor not in actors]


def _only(scene: Scene, pool: list[Referent], group: str, acts: int) -> list[Referent]:
    """Who alone fits; where it must act, only if it plainly does."""
    fitting = [each for each in pool if each.fits(group)]
    key: Callable[[Referent], str] = (lambda each: each.name) if group in ("he", "she") else (lambda each: each.actor)
    if len({key(each) for each in fitting}) != 1 or (group in ("it", "they") and acts < _CLEAR):
        return []
    return fitting[-1:]


def _made_to(scene: Scene, at: int, near: list[Referent], group: str) -> Referent | None:
    """Who is to do something: Iran in "urged Iran to curb its programme"."""
    for each in reversed(near):
        if scene.clause_at(each.word) != scene.clause_at(at):
            continue
        if each.fits(group) and scene.grammar.letter(each.word + 1) == "p" and scene.words[each.word + 1].lower == "to":
            verbs = [lemma(word.lower) for word in scene.words[max(0, each.word - 3) : each.word]]
            if not words_of("made_to").isdisjoint(verbs) and scene.grammar.letter(each.word + 2) in "vwe":
                return each
        behind = scene.words[each.word + 1].lower if each.word + 1 < at else ""
        if each.fits(group) and each.word + 2 == at and behind in words_of("thanked_for"):  # "thanked China for its patience"
            verbs = [lemma(word.lower) for word in scene.words[max(0, each.word - 3) : each.word]]
            if not words_of("thanked").isdisjoint(verbs):
                return each
    return None


def _is_reported(scene: Scene, first: int, others: list[Referent]) -> bool:
    """Tell whether a clause is what its subject says, to nobody who could be meant: "Moscow said it was ready"."""
    last = first - 1 - (scene.grammar.letter(first - 1) == "S")
    for verb in range(last, max(last - 5, -1), -1):
        if scene.grammar.letter(verb) in "ve" and lemma(scene.words[verb].lower) in words_of("speech_verb"):
            return not any(each.word > verb for each in others)
    return False


def _is_state_of(scene: Scene, at: int) -> bool:
    """Tell whether what a pronoun does is to be something that anything can be: "it is legal", not "it is watching"."""
    subject = scene.subject_at(at)
    if subject is None:
        return False
    verb, is_being = scene.verb_at(subject.verb)
    if not is_being or scene.grammar.letter(verb) == "g":
        return False
    return verb >= len(scene.words) or scene.words[verb].lower not in words_of("acting_adjective")


def _acts(scene: Scene, i: int) -> int:
    """How plainly the verb at `i` says that its subject is somebody."""
    verb, is_being = scene.verb_at(i)
    if verb >= len(scene.words):
        return 0
    word, base = scene.words[verb].lower, lemma(scene.words[verb].lower)
    if is_being:
        if word in words_of("passive_actor") or (scene.grammar.letter(verb) == "g" and base in words_of("acting_verb")):
            return _CLEAR
        return _CLEAR if word in words_of("acting_adjective") and scene.grammar.letter(verb + 1) == "p" else 0
    if word in words_of("idle_participle"):
        return _FAINT
    if base in words_of("acting_verb"):
        return _CLEAR
    return _FAINT if scene.grammar.letter(verb) in "dw" and scene.words[verb - 1].lower in ("has", "had", "have") else 0


def _is_owned(scene: Scene, at: int) -> bool:
    """Tell whether what is owned is something that states and bodies have: "its troops"."""
    return any(word.lower in _owned() for word in scene.words[at + 1 : at + 4])


@cache
def _owned() -> frozenset[str]:
    return words_of("owned") | words_of("organ") | words_of("people_noun") | person_nouns()


def _is_governed(scene: Scene, at: int) -> bool:
    """Tell whether a verb or preposition before an object says that it is somebody: "accused it", "against it"."""
    if at == 0:
        return False
    word = scene.words[at - 1].lower
    return lemma(word) in words_of("object_verb") or word in words_of("object_preposition")
