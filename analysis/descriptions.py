"""Descriptions: which referent of its paragraph "the kingdom", "the minister" or "the coalition" stands for."""

from __future__ import annotations

from functools import cache

from analysis.phrases import body_nouns, person_nouns, words_of
from analysis.referents import Referent
from analysis.scenes import Scene


def description(scene: Scene, at: int) -> tuple[list[Referent], int, list[int]]:
    """Whom "the kingdom" at `at` stands for, its last word, and the mentions inside it."""
    last, noun = _description_noun(scene, at)
    if not noun:
        return [], at, []
    first = last - noun.count(" ")
    inside = [word.mention for word in scene.words[at : last + 1] if word.mention >= 0]
    between = [word.lower for word in scene.words[at + 1 : first]]
    if noun in words_of("pair_noun") and (between == ["two"] or (scene.words[at].lower == "both" and not between)):
        return _pair(scene, at), last, inside
    if scene.words[at].lower != "the" or not words_of("not_description").isdisjoint(between):
        return [], at, []
    states = {each.state or each.actor for each in scene.referents if at < each.word < first}
    if noun in words_of("state_noun"):
        return ([] if inside else _state(scene, at, noun, " ".join(between))), last, inside
    if noun in person_nouns():
        return _person(scene, at, noun, states), last, inside
    if inside or between:
        return [], at, []
    if noun in words_of("organ"):
        return _organ(scene, at, noun), last, inside
    if noun in words_of("people_noun"):
        return _named_so(scene, at, noun, "people"), last, inside
    return _named_so(scene, at, noun, "body"), last, inside


@cache
def _nouns() -> frozenset[str]:
    return body_nouns() | words_of("people_noun") | words_of("pair_noun")


def _description_noun(scene: Scene, at: int) -> tuple[int, str]:
    """The noun of a description that can stand for a name, and where it ends."""
    j = at + 1
    while j < at + 6 and (letter := scene.grammar.letter(j)) and letter in "wvegNMd" and not (j > at + 1 and scene.grammar.is_finite(j)):
        j += 1
    last = j - 1
    phrases = (" ".join(word.lower for word in scene.words[max(at + 1, last - n + 1) : last + 1]) for n in (3, 2, 1))
    noun = next((phrase for phrase in phrases if phrase in _nouns()), "")
    letters = [scene.grammar.letter(k) for k in (at - 2, at - 1, j, j + 1)]
    if (letters[:2] == ["M", ","] and not letters[2].isalpha()) or letters[2:] in ([",", "M"], [",", "N"]):
        return last, ""  # "Lavrov, the foreign minister,": the name beside it counts
    after = scene.words[j].lower if j < len(scene.words) else ""
    further = scene.grammar.letter(j + 1)
    if scene.grammar.letter(j) == "R" or after in words_of("narrowing") or (after in ("in", "at") and further in ("M", "N", "d")):
        return last, "" if after not in ("in", "at") or noun in person_nouns() | words_of("organ") else noun
    if scene.grammar.letter(j) == "e" and scene.grammar.letter(j + 1) in ("p", "X"):  # "the country involved was"
        return last, ""
    return last, noun


def _paragraph(scene: Scene, at: int) -> list[Referent]:
    """All named before a word in its paragraph, outside other quotations."""
    quote = scene.words[at].quote
    return [
        *(each for past in scene.story for each in past.referents if past.words[each.word].quote == quote),
        *scene.near(at, quote),
    ]


def _one(scene: Scene, found: list[Referent]) -> list[Referent]:
    return found[-1:] if len({each.name for each in found}) == 1 else []


def _state(scene: Scene, at: int, noun: str, narrower: str) -> list[Referent]:
    """Which state "the kingdom", "the country" or "the Gulf state" is: the only one that it can be."""
    kept = words_of(f"state {narrower}") or words_of(f"state {noun}")
    if noun == "state" and not narrower:
        return []
    subject = scene.subject_at(at)
    doers = {each.name for each in scene.who(subject)[0]} if subject and subject.verb < at else set()
    pools = [scene.near(at, scene.words[at].quote), scene.story[-1].referents if scene.story else [], _paragraph(scene, at)]
    for pool in pools[2 if kept else 0 :]:
        states = [each for each in pool if each.form == "state" and each.name not in doers and (not kept or each.name in kept)]
        for found in ([each for each in states if not each.is_aside], states):
            if found:
                return _one(scene, found)
    people = [each for each in pools[2] if each.state and each.state not in doers and (not kept or each.state in kept)]
    return [_as_state(people[-1])] if len({each.state for each in people}) == 1 else []


def _person(scene: Scene, at: int, noun: str, states: set[str]) -> list[Referent]:
    """Which person "the Russian diplomat" or "the minister" is."""
    offices = words_of(f"role {noun}") | {noun}
    people = [each for each in _paragraph(scene, at) if each.form == "person"]
    subject = scene.subject_at(at)
    k = scene.clause_at(at)
    if subject and subject.first <= at and k > 0:  # what a minister says of "the minister" is said of another
        speaker = scene.clauses[k - 1][1]
        if speaker and scene.speaks(speaker):
            names = {each.name for each in scene.who(speaker)[0]}
            people = [each for each in people if each.name not in names]
    if states:
        people = [each for each in people if {each.state or each.actor} == states]
        return _one(scene, [each for each in people if not each.nouns or not offices.isdisjoint(each.nouns)])
    fitting = [each for each in people if not offices.isdisjoint(each.nouns)]
    if fitting or people or noun not in words_of("top_office"):
        return _one(scene, fitting)
    found = _sole_state(scene, at)
    return [_office(each, noun, "person", "person", at) for each in found]


def _sole_state(scene: Scene, at: int) -> list[Referent]:
    """The last mention of the only state of a paragraph."""
    states = [each for each in _paragraph(scene, at) if each.state]
    return states[-1:] if len({each.state for each in states}) == 1 else []


def _organ(scene: Scene, at: int, noun: str) -> list[Referent]:
    """Whose "the government" is: one that was named, or that of the only state."""
    named = _named_so(scene, at, noun, "body")
    if named:
        return named
    found = _sole_state(scene, at) if noun in words_of("sole_organ") else []
    return [_office(each, noun, "institution", "body", at) for each in found]


def _named_so(scene: Scene, at: int, noun: str, form: str) -> list[Referent]:
    return _one(scene, [each for each in _paragraph(scene, at) if each.form == form and noun in each.nouns])


def _pair(scene: Scene, at: int) -> list[Referent]:
    """The two states of "the two countries"."""
    scenes = [scene.near(at, scene.words[at].quote), _paragraph(scene, at)]
    for pool in scenes:
        states = {each.state or each.actor: each for each in pool if each.form in ("state", "body") or each.state}
        if len(states) == 2:
            return [_as_state(each) if each.form != "state" else each for each in states.values()]
        if len(states) > 2:
            return []
    return []


def _office(state: Referent, noun: str, kind: str, form: str, at: int) -> Referent:
    """The holder of an office, or an organ, of a state."""
    return Referent(state.state, state.state, kind, form, state.text, at, f"{noun} {state.state}", frozenset({noun}))


def _as_state(referent: Referent) -> Referent:
    """The state that somebody counts to."""
    state = referent.state or referent.actor
    return Referent(state, state if referent.state else "", "name", "state", referent.text, referent.word, state)
