"""Action nouns: who does what a noun tells, and to whom.

The doer stands before the noun ("Chinese drills"), after "by", or is the subject of the verb that carries it ("imposed
sanctions"); a verb that ends what a noun tells turns its class over ("lifted sanctions").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from analysis.constituents import After, stronger
from analysis.subjects import NOBODY, Clauses
from analysis.triggers import Trigger, modalities, words_of

_CARRIED = re.compile(r"[yk]*(?:[pt]N[yk]*)*,?([qT]N?)?[yk]*(?=V)")
_INCOMPLETE = frozenset(["ending", "undergo", "request"])  # rules that say nothing where one side is not named
_SUBJECT_OF = re.compile(r"[yk]*(?:[pt]N[yk]*)*[VB]")


class Action(NamedTuple):
    """Somebody does something to somebody; roles are numbers of mentions in their sentence."""

    start: int  # of the trigger, in characters
    end: int
    category: str
    valence: int
    agents: tuple[int, ...]
    patients: tuple[int, ...]
    construction: str
    negated: bool
    modality: str
    rule: str


class Carrier(NamedTuple):
    """The verb that an action noun is the object of, or the passive subject."""

    chunk: int
    kind: str  # light, ending, undergo, request
    is_passive: bool


@dataclass
class _Reading:
    """What is known so far of an action noun."""

    first: int
    category: str
    valence: int
    agents: tuple[int, ...]
    own: tuple[int, ...]  # named before the noun as its doers
    loose: tuple[int, ...]  # named before it, doer or target: "the Iran sanctions"
    phrases: dict[str, int]  # prepositions after the noun, or its verb, with their noun phrases
    patients: tuple[int, ...] = ()
    construction: str = "nominal"
    modality: str = "done"
    negated: bool = False
    rule: str = "nominal"


def read_noun(clauses: Clauses, c: int) -> Iterator[Action]:
    """Find what the action noun at the head of a noun phrase tells."""
    event = event_noun(clauses, c)
    if event is None:
        return
    i, noun = event
    after = clauses.after(c)
    own, loose = _before(clauses, c, i)
    has_names = bool(own or loose) or any(clauses.names_any(k) for _, k in after.phrases)
    if noun.is_weak and not has_names and not _CARRIED.match(clauses.shape, c + 1):
        return
    agents = by_phrase(clauses, after, noun.agents)
    reading = _Reading(i - len(noun.rest), noun.category, noun.valence, agents, own, loose, dict(reversed(after.phrases)))
    carrier = _carrier(clauses, c)
    if carrier:
        if carrier.chunk < c and clauses.is_passive(carrier.chunk):
            return  # "Moldova was promised membership"
        _carry(clauses, c, noun, carrier, reading)
    _assign(clauses, noun, reading, is_carried=carrier is not None)
    if (noun.is_weak or _is_inner(clauses, c) or reading.rule in _INCOMPLETE) and not (reading.agents and reading.patients):
        return
    agents = tuple(n for n in reading.agents if n not in reading.patients)
    if agents or reading.patients:
        modality, negated = _colour(clauses, c, i)
        if noun.entry in words_of("intended noun"):
            modality = "intended"
        yield Action(
            *clauses.span(reading.first, i + 1), reading.category, reading.valence, agents, reading.patients, reading.construction,
            negated != reading.negated, stronger(modality, reading.modality), reading.rule,
        )  # fmt: skip


def _carry(clauses: Clauses, c: int, noun: Trigger, carrier: Carrier, reading: _Reading) -> None:
    """Add what the verb says that carries the noun."""
    v = carrier.chunk
    group, subject, after = clauses.group(v), NOBODY, clauses.after(v)
    by = by_phrase(clauses, after)
    if v > c:
        reading.phrases = dict(reversed(after.phrases)) | reading.phrases
        reading.agents = reading.agents or by
    if carrier.is_passive:
        reading.construction = "passive" if by else "nominal"
    else:
        subject, reading.construction = clauses.subject(v), "active"
        if v < c:
            reading.first = min(reading.first, clauses.head(v))
    reading.modality = stronger(group.modality, subject.modality)
    if carrier.kind != "ending":
        reading.modality = stronger(reading.modality, clauses.modality_of(v))
    reading.negated = group.negated != subject.negated
    reading.rule = carrier.kind
    if carrier.kind == "ending":
        if carrier.is_passive and not by:
            reading.rule = "nominal"  # "the veto was lifted": by whom is not told
            return
        reading.category, reading.valence = ("yield", 1) if noun.valence < 0 else ("coerce", -1)
        reading.agents = subject.mentions or reading.agents
        reading.own, reading.loose = (), (*reading.own, *reading.loose)
    elif carrier.kind == "light":
        reading.agents = reading.agents or reading.own or subject.mentions
        reading.loose = reading.loose if subject.mentions else ()
    elif carrier.kind == "request":
        if any(frame in reading.phrases and clauses.names_any(reading.phrases[frame]) for frame in noun.frames):  # "wants ties with Egypt"
            reading.modality = stronger(reading.modality, "intended")
            reading.agents = reading.agents or reading.own or subject.mentions
        else:  # "sought Russian support": it is asked for
            reading.category, reading.valence, reading.modality = "demand", 0, stronger(group.modality, subject.modality)
            reading.agents, reading.patients = subject.mentions, reading.agents or reading.own or _from(clauses, reading)
            reading.own = ()
    else:
        reading.agents, reading.patients = reading.agents or reading.own or _from(clauses, reading), subject.mentions


def _from(clauses: Clauses, reading: _Reading) -> tuple[int, ...]:
    return clauses.all_named(reading.phrases["from"]) if "from" in reading.phrases else ()


def _assign(clauses: Clauses, noun: Trigger, reading: _Reading, *, is_carried: bool) -> None:
    """Fill the roles from the phrases after the noun and the names before it."""
    phrases = reading.phrases
    pair = clauses.all_named(phrases["between"]) if "between" in noun.frames and "between" in phrases else ()
    if not reading.patients:
        frame = next((frame for frame in noun.frames if frame in phrases and frame != "between"), "")
        reading.patients = _marked(clauses, reading, frame)
        if frame and not reading.patients and noun.category == "coerce":  # "an embargo on exports to China"
            inner = event_noun(clauses, phrases[frame])
            frame = next((word for word in inner[1].frames if word in phrases), "") if inner else ""
            reading.patients = _marked(clauses, reading, frame)
        reading.rule += f"-{frame}" if frame else ""
    if not reading.agents:
        reading.agents = reading.own
    elif reading.own != reading.agents and not reading.patients and not is_carried:
        reading.patients = reading.own
    if not reading.patients and reading.agents and not set(reading.loose) & set(reading.agents):
        reading.patients = reading.loose
    elif not reading.agents and reading.patients:
        reading.agents = reading.loose
    if noun.category == "attack" and not reading.patients and not pair:
        word, place = next(((word, k) for word, k in sorted(phrases.items(), key=lambda item: item[1]) if clauses.names_any(k)), ("", -1))
        if word in ("in", "inside", "across", "near"):  # "strikes in Syria"; not "reprisal for attacks in Syria"
            reading.patients, reading.rule = clauses.all_named(place), f"{reading.rule}-place"
    if noun.is_mutual and not reading.patients:
        everybody = pair if len(pair) > 1 else reading.agents
        if len(everybody) > 1:
            reading.agents, reading.patients, reading.rule = everybody[:1], everybody[1:], f"{reading.rule}-mutual"


def _marked(clauses: Clauses, reading: _Reading, frame: str) -> tuple[int, ...]:
    return clauses.all_named(reading.phrases[frame], bounded=True) if frame else ()


def event_noun(clauses: Clauses, c: int) -> tuple[int, Trigger] | None:
    """Action noun at the head of a noun phrase, with its word: "strikes", "bombing campaign"; not "aid workers"."""
    i = clauses.last[c] - 1
    while i > clauses.first[c] and clauses.letters[i - 1] == "X" and clauses.words[i].text in words_of("carrier"):
        if clauses.letters[i] == "X" and not all(noun.is_weak for noun in clauses.words[i].nouns):
            break
        i -= 1
    word = clauses.words[i]
    if clauses.letters[i] != "X":
        return None
    for noun in word.nouns:
        before = noun.entry.split()[:-1]
        if not before or [each.text for each in clauses.words[max(i - len(before), 0) : i]] == before:
            return i, noun
    for verb in word.verbs:
        if word.form == "g" and not verb.rest and "o" in verb.frames:
            return i, verb._replace(pos="noun", frames=("of",), is_mutual=False)
    return None


def carries(clauses: Clauses, v: int) -> str:
    """How a verb carries an action noun; "" where it does not."""
    for kind in ("light", "ending", "undergo", "request"):
        if clauses.is_any(kind, v):
            return kind
    return ""


def _carrier(clauses: Clauses, c: int) -> Carrier | None:
    shape = clauses.shape
    k = c - 1
    while k > 1 and shape[k] in "c," and shape[k - 1] == "N":
        start = clauses.chain_start(k - 1)
        if any(clauses.text(clauses.first[j]) == "as" for j in range(start, k)):
            break  # "weighs its options as Iran and Iraq trade blame"
        k = start - 1
    while k > 0 and shape[k] in "ynw":
        k -= 1
    if k >= 0 and shape[k] in "VGI" and (kind := carries(clauses, k)):
        return Carrier(k, kind, False)
    if k > 0 and shape[k] in "pt" and shape[k - 1] in "VGI" and (kind := carries(clauses, k - 1)):
        head = clauses.head(k - 1)
        if f"{clauses.words[head].lemma} {clauses.text(head + 1)}" in words_of(kind):
            return Carrier(k - 1, kind, False)
    match = _CARRIED.match(shape, c + 1)
    if match and (kind := carries(clauses, match.end())):
        v = match.end()
        if clauses.is_passive(v) or (clauses.group(v).is_bare and clauses.after(v).object < 0 and not (match[1] or "").endswith("N")):
            return Carrier(v, kind, True)
        if (match[1] or "").endswith("N"):
            return Carrier(v, kind, False)
    return None


def _is_inner(clauses: Clauses, c: int) -> bool:
    """Tell whether a noun only says what another restricts: "an embargo on exports to China"."""
    outer = event_noun(clauses, c - 2) if c > 1 and clauses.shape[c - 2 : c] in ("Np", "Nt") else None
    return outer is not None and outer[1].category == "coerce"


def _before(clauses: Clauses, c: int, i: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Mentions before an action noun: those who do it ("Saudi aid"), and names that may be either ("the Iran sanctions")."""
    first = clauses.first[c]
    own, loose = [], []
    for k in range(first, i):
        if k not in clauses.named_at or k in clauses.apart:
            continue
        number = clauses.named_at[k]
        is_plain = clauses.letters[k] in "NL" and clauses.letters[k + 1] != "S"
        if is_plain and clauses.mentions[number].kind in ("name", "capital") and not _is_short(clauses.words[k].text):
            loose.append(number)
        else:
            own.append(number)
    if clauses.text(first) == "whose":
        own += clauses.named(c)
    return tuple(own), tuple(loose)


def _is_short(name: str) -> bool:
    return "." in name or len(name) < 4


def _colour(clauses: Clauses, c: int, i: int) -> tuple[str, bool]:
    """Modality and negation that the words around a noun give it: "planned strikes", "no strikes", "the threat of strikes"."""
    texts = [word.text for word in clauses.words[clauses.first[c] : i]]
    adjectives = modalities("adjective")
    modality = next((adjectives[text] for text in texts if text in adjectives), "done")
    negated = "no" in texts or "neither" in texts
    modality = stronger(modality, _predicate(clauses, c))
    if c and clauses.shape[c - 1] in "pt":
        preposition = clauses.text(clauses.last[c - 1] - 1)
        negated = negated or preposition == "without"
        if c > 1 and clauses.shape[c - 2] == "N" and preposition in ("of", "for"):  # "the threat of strikes"
            modality = stronger(modality, clauses.modality_of(c - 2))
    return modality, negated


def _predicate(clauses: Clauses, c: int) -> str:
    """Modality that the verb of which a noun is the subject gives it: "is unlikely", "were put off"."""
    match = _SUBJECT_OF.match(clauses.shape, c + 1)
    if match is None:
        return "done"
    v = match.end() - 1
    if clauses.shape[v] == "V":
        return "possible" if clauses.is_any("put off", v) else "done"
    following = clauses.text(clauses.last[v])
    return "possible" if following in words_of("uncertain predicate") else "done"


def by_phrase(clauses: Clauses, after: After, marks: frozenset[str] = frozenset(["by"])) -> tuple[int, ...]:
    """Mentions after one of some prepositions, by default "by"."""
    for word, c in after.phrases:
        if word in marks:
            return clauses.all_named(c)
    return ()
