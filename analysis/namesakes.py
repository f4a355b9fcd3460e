"""Persons, towns and U.S. states that are called like a country, a capital or a people.

Each function is one way to be a namesake, and says where the other name goes from and to; None where the hit means what
its entry says.  Their words stand in ``data/name_words.csv``, one category a list.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.entries import name_words, world
from analysis.hits import CAPITAL, CAPITAL_WORD, NEXT_WORD, Hit, OtherName, any_of, heads, listed_before, word_before

_HYPHENED = re.compile(rf"-({CAPITAL}\w+)")
_INITIAL = re.compile(rf"{CAPITAL}\.")
_AGE = re.compile(r", (?:[1-9]\d|[5-9])(?:,|\.?$|\)|;)")
_PHRASE = re.compile(r", ((?:[\w-]+ ?){1,5})")
_IS_A = re.compile(r" (?:is|was) an? ")
_LISTED_BEFORE = re.compile(rf"(?<!\w )((?:{CAPITAL}[a-zà-ÿ]+, )*{CAPITAL}[a-zà-ÿ]+)(?:,|,? and|,? or) $")
_LISTED_AFTER = re.compile(rf"(?:,|,? and|,? or) ({CAPITAL}[a-zà-ÿ]+)(?! {CAPITAL}|'s|\w)")
_LIST_GOES_ON = re.compile(rf",? (?:and|or) {CAPITAL}|, {CAPITAL}")
_JOINED = re.compile(r",? (?:and|or) |'s")
_JOINED_AFTER = re.compile(r",? (?:(?:and|or) )?(?=[A-Z])")
_ENDS = re.compile(r"[,.;)]|$")


# Persons.


def first_name(hit: Hit) -> OtherName | None:
    """Read "Paris Hilton", "Mali Smith", "Poland Spring"; not "Jordan King Abdullah", "in Paris Emmanuel Macron spoke"."""
    if hit.text[hit.b : hit.b + 1] == "-" and (second := _HYPHENED.match(hit.text, hit.b, hit.end)):  # "Jordan-Anne"
        return hit.as_other(second.end()) if second[1] in name_words("first_name") else None
    if not hit.next[:1].isupper() or hit.is_title or not (surname := _surname().match(hit.text, hit.b, hit.end)):
        return None
    name = surname[1].split()[-1]
    following = CAPITAL_WORD.match(hit.text, surname.end(), hit.end)
    if name.isupper() or (following and following[1] in name_words("no_surname")):  # "Israel Bar Association"
        return None
    is_full_name = bool(following) or name in name_words("first_name")
    if not hit.is_word or name not in name_words("surname"):
        if name in name_words("no_surname") or name in world().entries:
            return None
        may_be_place = not hit.is_word or (hit.is_before("preposition") and is_full_name)  # "to Iraq Oleg Sidorin"
        if may_be_place and hit.entry not in name_words("first_like_country"):
            return None
    if hit.is_before("place_word") and not surname[2] and (is_full_name or hit.kind == "capital"):
        return None
    return hit.as_other(surname.end(1))


def lone_first_name(hit: Hit) -> OtherName | None:
    """Read "Chad said he was tired", "Chad's wife", "Jordan, a plumber", "Kenya, 24,"."""
    if hit.text[hit.b : hit.b + 1] == "," and not hit.is_before("place_word"):
        if _AGE.match(hit.text, hit.b, hit.end):
            return hit.as_other()
        phrase = _PHRASE.match(hit.text, hit.b, hit.end)
        article = phrase[1].partition(" ")[0] if phrase else ""
        if phrase and article in name_words("article"):
            categories = ("thing_noun",) if article == "the" else ("thing_noun", "occupation")
            if any(True for _ in heads(*categories).find(hit.text, phrase.start(1), phrase.end())):
                return hit.as_other()
    if hit.entry in name_words("common_first_name"):
        is_somebody = _IS_A.match(hit.text, hit.b, hit.end)
        if is_somebody and heads("occupation").match(hit.text, is_somebody.end(), hit.end):
            return hit.as_other()
        if _is_among_first_names(hit):
            return hit.as_other()
        if hit.a == hit.start and not name_words("person_pronoun").isdisjoint(hit.after.split(" ", 4)[1:4]) and hit.next.islower():
            return hit.as_other()
        if hit.text.startswith("'s ", hit.b) and (kin := NEXT_WORD.match(hit.text, hit.b + 2, hit.end)) and kin[1] in name_words("kin"):
            return hit.as_other()
    return None


def _is_among_first_names(hit: Hit) -> bool:
    """Is the hit in a list with a first name that stands alone: "Tyler, Jordan and Chad"?"""
    before, after = _LISTED_BEFORE.search(hit.text, max(hit.start, hit.a - 30), hit.a), _LISTED_AFTER.match(hit.text, hit.b, hit.end)
    others = [name for other in (before, after) if other for name in other[1].split(", ")]
    return any(name in name_words("first_name") and name not in name_words("first_name_verb") for name in others)


def last_name(hit: Hit) -> OtherName | None:
    """Read "Michael Jordan", "Mary J. Ireland", "Judge Roman England"; not "Will Israel respond?"."""
    is_surname = hit.entry in name_words("surname_like_country")
    if not hit.word[:1].isupper() or hit.word.endswith("'s") or not (hit.is_word or is_surname):
        return None
    first, at = hit.word, hit.a - 1 - len(hit.word)
    if first in name_words("person_title"):
        return OtherName(at, hit.b, is_person=is_surname)
    more = word_before(hit.text, hit.start, at)
    if first not in name_words("first_name") and (more in name_words("first_name") or more in name_words("person_title")):
        return OtherName(at - 1 - len(more), hit.b, is_person=True)
    if _INITIAL.fullmatch(first) and first != "U.":
        return OtherName(at, hit.b, is_person=True)
    if first not in name_words("first_name") or re.match(r" \d", hit.text[hit.b : hit.b + 2]):
        return None
    if first in name_words("first_name_verb") and (not is_surname or (at == hit.start and hit.text[hit.end - 1] != ".")):
        return None
    if not is_surname and hit.next in name_words("noun_after_place"):
        return None  # "the Kerry Iran talks"
    return OtherName(at, hit.b, is_person=True)


def goes_before(hit: Hit) -> OtherName | None:
    """Read "Kid Havana", "Casa Lima": a capitalised word before is no part of the sentence, but of the name."""
    at = hit.a - 1 - len(hit.word)
    if not hit.is_word or not hit.word[:1].isupper() or hit.word.isupper() or hit.word.endswith("'s") or hit.is_title:
        return None
    if at <= hit.start or hit.text[at - 1] != " " or hit.text[hit.a : hit.b].isupper() or hit.next in name_words("noun_after_place"):
        return None
    is_known = hit.word in name_words("no_surname") or hit.word in name_words("keeps_before") or hit.word in world().entries
    return None if is_known else OtherName(at, hit.b)


def called(hit: Hit) -> OtherName | None:
    """Read "her son Jordan", "his dog, Lady Cairo", "a boy named Israel", "the band Japan", "under the name Havana"."""
    if hit.text.startswith(("'s", "-"), hit.b) or hit.text[hit.a - 1 : hit.a] != " ":
        return None
    words = hit.text[max(hit.start, hit.a - 60) : hit.a].split()
    if words and words[-1] in name_words("naming"):
        nouns = name_words("namable") | name_words("kind_of_thing")
        return hit.as_other() if any(word.rstrip(",") in nouns for word in words[-3:-1]) else None
    if len(words) > 2 and words[-1] in name_words("joins") and words[-2][0].isupper():
        words = words[:-2]  # "her sons Israel and Jordan"
    elif words and words[-1][0].isupper():
        words.pop()  # "Lady"
    if not words:
        return None
    last = words[-1].rstrip(",")
    if listed_before(" ".join(words) + " ", 0, len(" ".join(words)) + 1, last, "alias") >= 0:
        return hit.as_other()
    if hit.next[:1].isupper():
        return None
    if last in name_words("kin") and any(word.lower() in name_words("possessor") or word.endswith("'s") for word in words[-4:-1]):
        return hit.as_other()
    is_own = any(last in name_words(category) for category in ("occupation", "venue", "own_name_noun"))
    return hit.as_other() if is_own and hit.word == last else None


def other_family(hit: Hit) -> OtherName | None:
    """A leader's family name after another first name: "Melania Trump"."""
    if " " not in hit.entry and hit.word in name_words("first_name"):
        return OtherName(hit.a - len(hit.word) - 1, hit.b)
    return None


def bare_demonym(hit: Hit) -> OtherName | None:
    """Read "Finn said", "Scot laughed": a first name where neither article nor adjective stands before."""
    if hit.entry not in name_words("bare_demonym") or hit.word.lower() in name_words("demonym_before"):
        return None
    is_adjective = hit.word.endswith(("ish", "an", "-old")) or (hit.word.islower() and len(hit.word) > 4)
    full_name = re.match(rf"(?: {CAPITAL}[\w-]+){{2}}", hit.text[hit.b : hit.b + 40])  # "Finn Kimi Raikkonen"
    return None if is_adjective or full_name else hit.as_other()


# Towns elsewhere and U.S. states.


def town_elsewhere(hit: Hit) -> OtherName | None:
    """Read "Athens, Georgia", "Moscow (Idaho)", "Paris in Texas", "Ohio's Lima", "Lebanon, a town in Tennessee"."""
    text, b = hit.text, hit.b
    for link in (", ", " (", " in "):
        if text.startswith(link, b) and (end := heads("us_state", "state_after_town").match(text, b + len(link), hit.end)):
            region = text[b + len(link) : end]
            if link == ", " and _is_one_place(hit, region, end):
                return hit.as_other(end)
            if region in name_words("us_state") and (link == " (" or (link == " in " and hit.kind == "capital")):
                return hit.as_other(end)
    phrase = _PHRASE.match(text, b, hit.end)
    if phrase and phrase[1].partition(" ")[0] in name_words("article") and any(True for _ in heads("town").find(text, b, phrase.end())):
        return hit.as_other()
    if hit.word.endswith("'s") and hit.word[:-2] in name_words("us_state"):
        return hit.as_other()
    if any(word in hit.before or word in hit.after for word in _contexts().get(hit.entry, ())):
        return hit.as_other()
    if hit.word == "of" and (before := _state_town_of().search(text, max(hit.start, hit.a - 50), hit.a)):
        return OtherName(before.start(), b)
    return None


def _is_one_place(hit: Hit, region: str, at: int) -> bool:
    """Is "Athens, Georgia" one place, rather than two members of a list?"""
    if region == "Georgia":
        return not (hit.entry in name_words("georgia_town") or _LIST_GOES_ON.match(hit.text, at, hit.end))
    if region in name_words("state_or_city") and _JOINED.match(hit.text, at, hit.end):
        return False
    return region != "Washington" or bool(_ENDS.match(hit.text, at, hit.end))


def us_state(hit: Hit) -> OtherName | None:
    """Does "Georgia" or "Washington" mean the U.S. state?  The nearest evidence decides: neighbours, sentence, article."""
    if hit.entry not in name_words("entry_and_state"):
        return None
    name, before = hit.entry.lower(), hit.before
    joined = _JOINED_AFTER.match(hit.text, hit.b, hit.end)
    if joined and heads("us_state").match(hit.text, joined.end(), hit.end):
        return hit.as_other()
    if before.rstrip(", ").removesuffix(" and").removesuffix(" or").rstrip(",").endswith(tuple(name_words("us_state"))):
        return hit.as_other()
    town = _town_before().search(before)
    is_town = town and town[1] not in name_words("georgia_town") and town[1] not in world().entries
    if is_town and _after_place().match(hit.text, hit.b, hit.end):
        return hit.as_other()
    at = hit.b + (3 if hit.text.startswith("'s ", hit.b) else 1)
    if hit.listed_before(f"{name}_before") >= 0 or heads(f"{name}_after").match(hit.text, at, hit.end) or _politician_of().search(before):
        return hit.as_other()
    for scope in (before[-80:] + " " + hit.after[:80], before + " " + hit.after, hit.text[max(0, hit.a - 4000) : hit.b + 4000]):
        here, there = (sum(1 for _ in heads(f"{name}_{context}").find(scope)) for context in ("is_state", "is_country"))
        if here != there:
            return hit.as_other() if here > there else None
    return None


@cache
def _contexts() -> dict[str, list[str]]:
    """Words that in the same sentence tell a namesake from the capital: "Florida closed bridges in Panama City"."""
    states: dict[str, list[str]] = {}
    for town, _, state in (entry.partition(", ") for entry in sorted(name_words("entry_and_context"))):
        states.setdefault(town, []).append(state)
    return states


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(rf" ((?:{CAPITAL}\. |{any_of('name_particle')} )?(?:Mc)?{CAPITAL}[\w-]*(?:'{CAPITAL}\w*)?)('s\b)?")


@cache
def _state_town_of() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of('us_state', 'state_after_town')}(?:'s)? (?:[a-z]+ )?{any_of('town', 'big_town')} of $")


@cache
def _politician_of() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of('us_politician')} (?:{CAPITAL}[\w.'-]+ ){{1,3}}of $")


@cache
def _town_before() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\b{any_of('preposition')} )((?:{CAPITAL}[\w.-]+ ?){{1,3}}), $")


@cache
def _after_place() -> re.Pattern[str]:
    return re.compile(rf"[,.;:)]|$| {any_of('after_place')}\b")
