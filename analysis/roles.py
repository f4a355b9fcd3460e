"""Who acts on whom: what the frames of a verb say about the phrases around it; for nouns see `analysis.nominals`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.chunks import Mention
from analysis.constituents import After, stronger
from analysis.nominals import Action, by_phrase, carries, event_noun, read_noun
from analysis.subjects import Clauses, Subject
from analysis.triggers import Trigger, words_of

CONSTRUCTIONS = ("active", "passive", "agentless", "nominal")
_GOVERNED = frozenset(["infinitive", "controlled", "purpose", "noun", "fronted"])
_RELATIVE = re.compile(r"[qTW]|NN|cV")
_PLACES = frozenset(["in", "near", "inside", "across", "around", "over", "throughout", "at"])


def read_actions(plain: str, start: int, end: int, mentions: list[Mention]) -> list[Action]:
    """Find the actions of one sentence, in the order of their triggers."""
    clauses = Clauses(plain, start, end, mentions)
    found: list[Action] = []
    for c, letter in enumerate(clauses.shape):
        if letter in "VGI":
            is_subject = letter == "G" and clauses.shape[c + 1 : c + 2] == "V" and clauses.shape[c - 1 : c] in ("", ",", ":", "(")
            action = None if is_subject else _verb(clauses, c)  # "In Idlib, shelling killed nine"
            if action:
                found.append(action)
        elif letter == "N" and "X" in clauses.letters[clauses.first[c] : clauses.last[c]] and not _is_told(clauses, c, found):
            found += read_noun(clauses, c)
    return sorted(found)


def _is_told(clauses: Clauses, c: int, found: list[Action]) -> bool:
    """Tell whether a noun phrase is part of what the last verb tells: "paid tribute"."""
    return bool(found) and found[-1].end > clauses.span(clauses.first[c], clauses.last[c])[0]


def _verb(clauses: Clauses, c: int) -> Action | None:
    """Find what a verb tells, by the first of its entries whose roles are filled."""
    for trigger, width in entries_at(clauses, c):
        found = _verb_as(clauses, c, trigger, width)
        if found:
            return found
    return None


def entries_at(clauses: Clauses, c: int) -> Iterator[tuple[Trigger, int]]:
    """Yield the entries that the verb at chunk `c` may be, the longest first, with how many words behind it are theirs."""
    verbs = clauses.words[clauses.head(c)].verbs
    if len(verbs) > 1:  # most of many entries fail at their second word
        seconds = {clauses.text(clauses.last[c])}
        if clauses.shape[c + 1 : c + 2] in ("N", "o"):
            seconds.add(clauses.text(clauses.last[c + 1]))
        verbs = tuple(verb for verb in verbs if not verb.rest or verb.rest[0] in seconds or verb.rest[0] == "its")
    for trigger in verbs:
        width = _width(clauses, c, trigger.rest)
        if width >= 0:
            yield trigger, width


def _verb_as(clauses: Clauses, c: int, trigger: Trigger, width: int) -> Action | None:
    after = clauses.after(c, width)
    group = clauses.group(c)
    if trigger.is_weak and not group.is_passive and not group.is_bare and not trigger.is_mutual and clauses.shape[c - 1 : c] != ",":
        phrases = (after.object, after.second, after.that, *(k for _, k in after.phrases))
        if not _RELATIVE.search(clauses.shape, 0, c) and not any(k >= 0 and clauses.names_any(k) for k in phrases):
            return None
    subject = clauses.subject(c)
    is_passive = clauses.is_passive(c)
    if trigger.category == "attack" and _is_of_nature(clauses, c, after, subject, is_passive=is_passive):
        return None
    target = subject.chunk if is_passive else after.object if after.object >= 0 else _antecedent(clauses, c, after)
    if target >= 0 and clauses.shape[target] == "N" and event_noun(clauses, target) and carries(clauses, c):
        return None  # the noun tells what is done
    if is_passive:
        takes_object = any(frame == "o" or frame.startswith("o+") or (frame == "d" and after.object >= 0) for frame in trigger.frames)
        patients = subject.mentions if takes_object else ()
        agents = by_phrase(clauses, after)
        rule = "passive-by" if agents else "passive"
        if not patients:
            patients = _patients(clauses, trigger, after._replace(object=-1), c)[0]
            if patients and not agents and trigger.frames[0] in ("to", "d"):  # "Chadian oil is piped to Cameroon"
                agents, rule = subject.mentions, "passive-thing"
                patients = patients if agents else ()
        elif not agents and clauses.shape[subject.chunk] == "N" and event_noun(clauses, subject.chunk):
            return None  # "Russian criticism was dismissed"
        construction = "passive" if rule == "passive-by" else "agentless"
    elif "from" in trigger.agents:  # "received drones from Turkey"
        agents, patients, construction = by_phrase(clauses, after, trigger.agents), subject.mentions, "active"
        rule = f"{subject.rule}-from"
    else:
        agents, construction = subject.mentions, "active"
        patients, place = _patients(clauses, trigger, after, c)
        rule = f"{subject.rule}-{place}"
    if trigger.is_mutual and not patients and len(agents) > 1 and not is_passive:
        agents, patients, rule = agents[:1], agents[1:], "mutual"
    if trigger.needs_both and not (agents and patients) and (not is_passive or trigger.needs_both == "always"):
        return None
    if not patients and (trigger.is_weak or len(trigger.rest) > 1 or not _stands_alone(clauses, c, after)):
        return None
    agents = tuple(n for n in agents if n not in patients)
    if not agents and not patients:
        return None
    if subject.rule == "pronoun" and group.modality == "possible" and "would" in clauses.group_texts(c):
        group = group._replace(modality="intended")  # "said it would sell"
    modality = stronger(stronger(subject.modality, group.modality), stronger(_condition(clauses, c), _denied(clauses, subject.chunk)))
    return Action(
        *clauses.span(clauses.head(c), clauses.head(c) + 1 + width), trigger.category, trigger.valence, agents, patients,
        construction, group.negated != subject.negated, modality, rule,
    )  # fmt: skip


def _is_of_nature(clauses: Clauses, c: int, after: After, subject: Subject, *, is_passive: bool) -> bool:
    """Tell whether no actor strikes but a flood, a plague or the like: "was struck by an earthquake", "a storm hit"."""
    doers = [k for word, k in after.phrases if word in ("by", "with")] if is_passive else [subject.chunk]
    return any(k >= 0 and clauses.shape[k] == "N" and clauses.is_any("force", k) and not clauses.names_any(k) for k in doers)


def _width(clauses: Clauses, c: int, rest: tuple[str, ...]) -> int:
    """How many of the words right after a verb belong to its entry; -1 where the entry is not there."""
    if not rest:
        return 0
    head = clauses.head(c)
    words = [clauses.text(head + 1 + k) for k in range(len(rest))]
    if all(word == wanted or (wanted == "its" and word in ("his", "her", "their")) for word, wanted in zip(words, rest, strict=True)):
        return len(rest)
    if clauses.shape[c + 1 : c + 2] in ("N", "o"):  # "kicked the envoy out", "took Iran to court"
        following = clauses.last[c + 1]
        return 0 if all(clauses.text(following + k) == word for k, word in enumerate(rest)) else -1
    return -1


def _patients(clauses: Clauses, trigger: Trigger, after: After, c: int) -> tuple[tuple[int, ...], str]:
    """Whom the frames mark, and by which of them."""
    if after.object < 0 and clauses.shape[c + 1 : c + 3] == "cV" and clauses.group(c + 2).is_bare:  # "attacked and occupied Iran"
        after = after._replace(object=clauses.after(c + 2).object)
    gap = _gap(clauses, c, after) if clauses.shape[c] == "V" else ()
    for frame in trigger.frames:
        found: tuple[int, ...] = ()
        if frame == "o":
            found = gap or (clauses.all_named(after.object, bounded=True) if after.object >= 0 else ())
            if trigger.category == "attack" and trigger.is_weak and after.object >= 0 and event_noun(clauses, after.object):
                return (), "none"  # "violated the agreement"
        elif frame.startswith("o+"):
            if any(word == frame[2:] for word, _ in after.phrases) and after.object >= 0:
                found = clauses.all_named(after.object, bounded=True)
        elif frame == "d":
            found = _dative(clauses, after)
        elif frame == "T":
            found = clauses.all_named(after.that) if after.that >= 0 else ()
        else:
            word = frame.removeprefix("o>")
            phrase = next((k for before, k in after.phrases if before == word), -1)
            if phrase >= 0 and (word == frame or after.object >= 0):
                found = clauses.all_named(phrase, bounded=True)
        if found:
            return found, frame
    if trigger.category == "attack" and trigger.frames[0] == "o" and after.object >= 0:
        for word, k in after.phrases:
            if word in _PLACES and (found := clauses.all_named(k, bounded=True)):
                return found, "place"
    return (), "none"


def _gap(clauses: Clauses, c: int, after: After) -> tuple[int, ...]:
    """Whom a relative clause describes that lacks its object: "Yemen, which Riyadh blockaded"."""
    k = clauses.subject(c).chunk - 1
    if k > 0 and clauses.shape[k] == "N" and clauses.text(clauses.first[k]) == "whose" and after.object < 0:
        return clauses.named(k)
    k = _antecedent(clauses, c, after)
    return clauses.all_named_back(k) if k >= 0 else ()


def _antecedent(clauses: Clauses, c: int, after: After) -> int:
    """Noun phrase that a relative clause without an object describes; -1 where none."""
    k = clauses.subject(c).chunk - 1
    if after.object >= 0 or after.is_pronoun or k < 1 or clauses.shape[k] not in "qTW":
        return -1
    k -= 1 + (clauses.shape[k - 1] == ",")
    return clauses.chain_start(k) if k >= 0 and clauses.shape[k] == "N" else -1


def _dative(clauses: Clauses, after: After) -> tuple[int, ...]:
    if after.object < 0:
        return ()
    if after.second >= 0:
        return clauses.all_named(after.object, bounded=True)
    first, last = clauses.first[after.object], clauses.last[after.object]
    if clauses.letters[first] == "d" and last - first > 1:
        first += 1
    if clauses.letters[first] in "NL" and first + 1 < last and clauses.letters[first + 1] not in "SN" and first in clauses.named_at:
        return (clauses.named_at[first],)
    return ()


def _condition(clauses: Clauses, c: int) -> str:
    """Tell whether a verb stands in a clause after "if" or "whether"."""
    for k in range(c - 1, -1, -1):
        letter = clauses.shape[k]
        if letter in "sWp" and clauses.text(clauses.first[k]) in words_of("doubtful"):
            return "possible"
        if letter in ",:VI":
            break
    return "done"


def _stands_alone(clauses: Clauses, c: int, after: After) -> bool:
    """Tell whether a verb tells of an action though nobody is named on the other side; not "threatened to", "to condemn"."""
    subject = clauses.subject(c)
    if clauses.shape[c + 1 : c + 2] in ("I", "G", "T") or after.that >= 0 or subject.rule in _GOVERNED:
        return False
    return subject.chunk < 0 or clauses.shape[subject.chunk] != "N" or event_noun(clauses, subject.chunk) is None


def _denied(clauses: Clauses, first: int) -> str:
    """Tell whether a clause is what somebody denies: "denied that it had supplied"."""
    k = first - 1 - (clauses.shape[first - 1 : first] == "T") if first > 1 else -1
    return "denied" if k >= 0 and clauses.shape[k] in "VGI" and clauses.is_any("denied", k) else "done"
