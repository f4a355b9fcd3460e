"""How an actor is named: as one who acts or is acted upon, as an attribute of something else, or as a place."""

from __future__ import annotations

import re
from functools import cache

from analysis.lexicons import read_list, word_lists

READINGS = ("actor", "modifier", "place")
_DATELINE = re.compile(r" (?:\(|[—–-] )|, [A-Z][a-z]+\.? \d")
_STANDS_ALONE = re.compile(r"$|[.;!?]|,? (?!and\b|or\b)[a-z]")
_WORD = re.compile(r"[\w'-]+")
_ATTRIBUTIVE = re.compile(r"'s?\b|'(?= )|-\w")
_FOLLOWING = re.compile(r" ([\w-]+)")
_FROM_TO = re.compile(r"\bfrom [\w .']+ to $")


def read(before: str, mention: str, after: str, kind: str, joined_to: str) -> str:
    """Read a mention as actor, modifier or place, from the words on either side of it.

    `joined_to` is the reading of a mention that a comma, "and" or "or" joins to this one: "in Syria and Iraq".
    """
    lists = word_lists("readings")
    previous = before[-12:-1].rpartition(" ")[2].lower() if before.endswith(" ") else ""
    if kind == "adjective" and previous in lists["determiner"] and _STANDS_ALONE.match(after):
        word, _, rest = after[1:].partition(" ")
        is_past = word.endswith("ed") and rest.partition(" ")[0] in _function_words()
        is_past = is_past or word.endswith(("ed.", "ed,"))
        if not word[:1].isalpha() or is_past or word in lists["verb_after_name"] or word in _function_words():
            return "actor"  # "a Palestinian was hurt", "a German died."
    if kind == "adjective" or _ATTRIBUTIVE.match(after) or mention.endswith("-"):
        return "modifier"
    if kind in ("person", "demonym"):
        return "actor"
    following = _FOLLOWING.match(after)
    word = following[1] if following else ""
    if kind in ("capital", "name") and not before and mention.isupper() and _DATELINE.match(after):
        return "place"
    if kind in ("capital", "name") and word[:1].isupper() and previous in lists["inside"]:
        return "place"  # "In Moscow John Smith said"
    if kind == "capital" and word.islower() and previous in lists["inside"] and word not in lists["noun_after_name"]:
        return "place"  # "analysts in London doubt"
    if not before and word.lower() in lists["headline_verb"] - lists["noun_after_name"]:
        return "actor"  # "Beijing bans ..."
    is_short = kind != "name" or mention.isupper()  # "U.S. sanctions", "Kremlin officials"; but "Iraq air defense" is given to Iraq
    if is_short and word and word not in lists["verb_after_name"] and word.lower() not in _function_words():
        if not word.endswith(("ed", "ly")):
            return "modifier"
    elif kind == "name" and _is_compound(after, lists):
        return "modifier"
    if kind in ("group", "institution"):
        return "actor"
    words = _WORD.findall(before[-60:].lower())
    while words and words[-1] in lists["adjective_before_place"]:
        words.pop()
    if not words:
        return joined_to if joined_to == "place" else "actor"
    last = words[-1]
    if last == "at" and kind in ("name", "capital"):
        return "actor"  # "fired at Israel", "hits back at Brussels"
    if last in lists["place_preposition"] or last in lists["motion_transitive"]:
        return "place"
    if last == "of" and not lists["place_noun"].isdisjoint(words[-2:-1]):
        return "place"  # "outskirts of Damascus"
    if last == "for" and not lists["bound_for"].isdisjoint(words[-2:-1]):
        return "place"  # "bound for Kuwait"
    if last == "between" and not lists["motion"].isdisjoint(words[-5:-1]):
        return "place"  # "trains between Budapest and Belgrade"
    if last in lists["path_preposition"] and (kind == "capital" or not lists["motion"].isdisjoint(words[-5:-1]) or _FROM_TO.search(before)):
        return "place"
    if last == "from" and kind == "name" and not lists["from_actor"].intersection(words[-3:-1]):
        return "place"
    return "place" if joined_to == "place" else "actor"


def _is_compound(after: str, lists: dict[str, frozenset[str]]) -> bool:
    """Does a noun follow that the name is an attribute of: "Iran deal", "Iran nuclear deal", "Israel Prize"?"""
    if not after.startswith(" "):
        return False
    for word in after[1:40].split(" ")[:3]:
        if word.lower().rstrip('.,;:)"”').removesuffix("'s") in lists["noun_after_name"]:
            return True
        if not word.isalpha() or not word.islower() or word in lists["verb_after_name"] or word in _function_words() or word.endswith("ed"):
            return False
    return False


@cache
def _function_words() -> frozenset[str]:
    return frozenset(read_list("stop_words")["entry"])
