"""Names of other things: what is spelled like a country, a capital or a people and means something else.

`other_name` looks at the words beside a hit, so that "Kabul Times" is a newspaper, "Paris Hilton" a person and "Moscow,
Idaho" a town.  Each function is one way to be something else; persons and towns are in `namesakes`.  The words they go by
stand in ``data/name_words.csv``, one category a list; single names stand in ``data/not_actors.csv``.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.entries import name_words, world
from analysis.hits import CAPITAL, CAPITAL_WORD, NEXT_WORD, Hit, OtherName, any_of, heads, hit_at, word_before, words_of
from analysis.namesakes import (
    bare_demonym,
    called,
    first_name,
    goes_before,
    last_name,
    lone_first_name,
    other_family,
    town_elsewhere,
    us_state,
)

_QUOTES = {'"': '"', "“": "”", "‘": "’", "'": "'"}
_OF = re.compile(rf" (?:of|in) (?:the )?{CAPITAL}\w+")
_CAPITALISED = re.compile(rf"{CAPITAL}\w+")
_LIST_BEFORE = re.compile(rf"(?:\b(\w+) )?((?:{CAPITAL}\w+, )*(?:{CAPITAL}\w+,? (?:and|or) )?)$")  # "in Arabic, Czech and"
_LIST_AFTER = re.compile(rf"(?:, {CAPITAL}\w+(?=,| and | or )){{0,12}}(?:,? (?:and|or) {CAPITAL}\w+)?")


def other_name(text: str, start: int, end: int, span: tuple[int, int], entry: str, kind: str) -> OtherName | None:
    """Decide whether a hit belongs to the name of something else.

    Parameters
    ----------
    text : str
        The article, apostrophes straight.
    start, end : int
        The sentence.
    span : tuple of int
        The hit.
    entry, kind : str
        The hit's entry and its kind.

    Returns
    -------
    OtherName or None
        The whole other name; None where the hit means what its entry says.

    Examples
    --------
    >>> text = "The Kabul Times wrote about Paris Hilton in Kabul."
    >>> [other_name(text, 0, len(text), span, entry, "capital") for span, entry in [((4, 9), "Kabul"), ((44, 49), "Kabul")]]
    [OtherName(start=4, end=15, is_body=True, is_person=False), None]
    """
    if entry.isupper() and len(entry) > 3:
        if text[start:end].isupper():
            return _in_capitals(text, start, end, span, kind)
        if kind != "person" and text[span[1] + 1 : span[1] + 2].isupper():
            return None  # "MOSCOW Reuters"
    return _other_name(hit_at(text, start, end, span, entry, kind))


def _other_name(hit: Hit) -> OtherName | None:
    for find in _WAYS[hit.kind]:
        if other := find(hit):
            return other
    return None


def _in_capitals(text: str, start: int, end: int, span: tuple[int, int], kind: str) -> OtherName | None:
    """A line in capitals reads as if it had none."""
    line = re.sub(r"(?<=')S\b", "s", text[start:end].title())
    a, b = span[0] - start, span[1] - start
    if len(line) != end - start or line[a:b].isupper():
        return None
    other = _other_name(hit_at(line, 0, len(line), (a, b), line[a:b], kind, in_capitals=True))
    return other and other._replace(start=other.start + start, end=other.end + start)


def _body_after(hit: Hit) -> OtherName | None:
    """Read "Kabul Times", "Moscow State Technical University", "American University of Beirut", but "Iraqi National Bank"."""
    if not hit.next[:1].isupper():
        return None
    strong, weak = (heads(*(f"{name}_head{mark}" for name in ("media", "company", "learning", "club"))) for mark in ("", "_weak"))
    at, last, may_be_weak = hit.b + 1, 0, not hit.is_title
    for _ in range(1 if hit.is_title else 3):  # up to two words stand between
        last = strong.match(hit.text, at, hit.end)
        if last and not _office_after().match(hit.text, last, hit.end):
            break
        last = weak.match(hit.text, at, hit.end) if may_be_weak else 0
        if last and not CAPITAL_WORD.match(hit.text, last, hit.end):
            break
        may_be_weak = last > 0  # "Paris Opera Ballet"
        word = CAPITAL_WORD.match(hit.text, at - 1, hit.end)
        if not word or hit.text[word.end() : word.end() + 1] != " ":
            return None
        last, at = 0, word.end() + 1
    if not last or any(True for _ in heads("keeps_country").find(hit.text, hit.b, last)):
        return None
    of = _OF.match(hit.text, last, hit.end)
    return OtherName(hit.a, of.end() if of else last, is_body=True)


def _body_before(hit: Hit) -> OtherName | None:
    """Read "University of Baghdad", "Dynamo Kyiv", "Imperial College London", but "National Bank of Iraq"."""
    at = hit.listed_before("before_body")
    if at < 0 or hit.before.rstrip().removesuffix(" of").endswith(tuple(name_words("keeps_country"))):
        return None
    return OtherName(at, hit.b, is_body=True)


def _place_after(hit: Hit) -> OtherName | None:
    """Read "Lebanon Street", "the Congo River", "Chad's Diner"."""
    end = heads("place_head").match(hit.text, hit.b + 1, hit.end) if hit.next[:1].isupper() else 0
    if hit.text.startswith("'s ", hit.b):
        end = heads("after_possessive").match(hit.text, hit.b + 3, hit.end)
    return hit.as_other(end) if end and not hit.is_title else None


def _place_before(hit: Hit) -> OtherName | None:
    """Read "Lake Chad", "Miss England", "the town of Moscow", "HMS London"; not "the town of Vaduz", "New Iran talks"."""
    at = hit.listed_before("place_before")
    if at < 0 or (hit.word == "of" and hit.entry in name_words("small_capital")):
        return None
    if hit.word in name_words("may_be_adjective") and (at == hit.start or hit.entry.isupper() or "." in hit.entry):
        return None
    return OtherName(at, hit.b)


def _kind_of_thing(hit: Hit) -> OtherName | None:
    """Read "Irish setter", "Norway spruce", "German potato salad", "Paris climate accord", "American Pie", "Turkey sandwich"."""
    at = hit.b + hit.text.startswith(" ", hit.b)
    after = hit.text[at : min(hit.end, at + 40)].lower()
    for skip in (0, len(hit.next) + 1):
        if length := heads("kind_of_thing").match(after, skip):
            return hit.as_other(at + length)
    end = 0
    if hit.is_word and hit.next.islower():
        end = hit.listed_after("kind_after_name")  # "Congo eel"; a Congolese eel is only from there
    elif hit.next[:1].isupper() and not hit.is_title and (end := hit.listed_after("title_noun")):
        goes_on = _OF.match(hit.text, end, hit.end)  # "The Italian Girl in Algiers"
        end = goes_on.end() if goes_on else end
    if not end and hit.kind == "capital":
        end = hit.listed_after("agreement_head")
    end = end or heads("other_sense").match(hit.text, hit.a, hit.end)
    return hit.as_other(end) if end else None


def _work(hit: Hit) -> OtherName | None:
    """Titles of books, films and songs: "the film From Russia with Love", "her novel, Cuban Nights, sold", sung in quotation marks."""
    if (at := hit.listed_before("work_before")) >= hit.start and (at > hit.start or not hit.next):
        return OtherName(at, hit.b)
    first, last = _capitalised_run(hit)
    is_longer = first < hit.a or last > hit.b
    if word_before(hit.text, hit.start, first) in name_words("work_noun") and (is_longer or hit.next in name_words("after_title") | {""}):
        return OtherName(first, last)
    if is_longer and hit.text[first - 2 : first] == ", " and hit.text[last : last + 1] in (",", "."):
        noun = hit.text[hit.start : first - 2].rpartition(" ")[2]
        is_title = noun in name_words("work_noun") or noun in name_words("own_name_noun")
        if is_title and name_words("office_in_name").isdisjoint(hit.text[first:last].split()):
            return OtherName(first, last)
    mark = _QUOTES.get(hit.text[first - 1 : first]) if first > hit.start else None
    if mark and hit.text[last : last + 2].lstrip(",.").startswith(mark):
        sentence = words_of(hit.text[max(hit.start, first - 400) : first - 1] + hit.text[last + 1 : min(hit.end, last + 400)])
        if not sentence.isdisjoint(name_words("work_noun") | name_words("work_verb")):
            return OtherName(first, last)
    return None


def _capitalised_run(hit: Hit) -> tuple[int, int]:
    """From where to where capitalised words go on around a hit, across the small words of titles."""
    first = at = hit.a
    start, end = max(hit.start, hit.a - 80), min(hit.end, hit.b + 80)  # no title is longer
    while (word := word_before(hit.text, start, at)) and (word[0].isupper() or word in name_words("title_link")):
        at -= len(word) + 1
        first = at if word[0].isupper() else first
    last = at = hit.b
    while (after := NEXT_WORD.match(hit.text, at, end)) and (after[1][0].isupper() or after[1] in name_words("title_link")):
        at = after.end()
        last = at if after[1][0].isupper() else last
    return first, last


def _us_pronoun(hit: Hit) -> OtherName | None:
    """In a line in capitals, "US" is us, unless something says that it is the country."""
    if hit.entry != "US" or not hit.text[hit.start : hit.end].isupper() or not re.search("[A-Z]{4}", hit.before + " " + hit.after):
        return None
    before, after = hit.before, hit.after
    if not before or before.endswith(("THE ", "-", "–", ": ")) or after.startswith(("-", "'S", "–")):
        return hit.as_other() if after.startswith((" AND THEM", " VS THEM")) else None
    beside = re.match(r"(?:,| AND|,? OR) (\w+)", after)
    is_country = (beside and beside[1] in world().entries) or hit.next in name_words("us_noun")
    return None if is_country else hit.as_other()


def _language(hit: Hit) -> OtherName | None:
    """Read "speaks Russian", "in Arabic, Czech and English", "Turkish-speaking", "a German dictionary", "their Chinese is good"."""
    if hit.entry not in name_words("language"):
        return None
    if (end := hit.listed_after("language_noun")) and not CAPITAL_WORD.match(hit.text, end, hit.end):
        return hit.as_other(end)
    before = _LIST_BEFORE.search(hit.text, max(hit.start, hit.a - 60), hit.a)
    after = _LIST_AFTER.match(hit.text, hit.b, hit.end)
    if not before or not after:
        return None
    word = (before[1] or "").lower()
    if word in name_words("possessor") and hit.next in name_words("our_language_is"):
        return hit.as_other()
    if hit.word == "the" and _alone().match(hit.text, hit.b, hit.end):  # "translated from the Greek"
        return hit.as_other() if _origin_before().search(hit.before) else None
    if not _alone().match(hit.text, after.end(), hit.end) and not (len(word) > 3 and hit.text.startswith(" in ", hit.b)):
        return None
    if word in name_words("language_verb") or not name_words("only_language").isdisjoint(_CAPITALISED.findall(before[2] + after[0])):
        return hit.as_other()
    if word in name_words("article") or word in name_words("number"):
        return None
    return None if words_of(hit.before + hit.after).isdisjoint(name_words("language_context")) else hit.as_other()


def _common_word(hit: Hit) -> OtherName | None:
    """Read "Polish the silver", "nail Polish", "a Danish", "Turkey is best roasted slowly": where capitals tell nothing, the words do."""
    if hit.entry in name_words("entry_and_verb"):
        is_verb = hit.a == hit.start and hit.next in name_words("verb_object")
        return hit.as_other() if is_verb or hit.word in name_words("polish_before") else None
    if hit.entry in name_words("entry_and_pastry"):
        if not _alone().match(hit.text, hit.b, hit.end):
            return None
        return hit.as_other() if hit.word in name_words("pastry_before") or _is_kitchen(hit) else None
    if hit.entry not in name_words("common_noun"):
        return None
    if hit.word.lower() == "a":
        return None if hit.next[:1].isupper() else hit.as_other()
    if hit.a != hit.start and hit.word != "the":
        return None
    nearby = hit.text[max(0, hit.start - 300) : hit.a] + hit.text[hit.b : hit.end + 300]
    return hit.as_other() if _is_kitchen(hit) or f" {hit.entry.lower()} " in nearby else None


def _is_kitchen(hit: Hit) -> bool:
    return not name_words("kitchen").isdisjoint(words_of(hit.after))


_ALWAYS = (_kind_of_thing, _body_after, _place_after, first_name, last_name)
_NAMED = (*_ALWAYS, _body_before, _place_before, town_elsewhere, us_state, _us_pronoun)
_SELDOM = (lone_first_name, called, _work, _common_word, goes_before)
_WAYS = {
    "name": _NAMED + _SELDOM,
    "capital": _NAMED + _SELDOM,
    "adjective": (*_ALWAYS, _language, _common_word, _work),
    "demonym": (*_ALWAYS, bare_demonym),
    "person": (other_family,),
    "institution": (),
    "group": (),
}


@cache
def _office_after() -> re.Pattern[str]:
    return re.compile(rf" (?:{CAPITAL}\w+ )?{any_of('office_after')}")


@cache
def _origin_before() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of('origin')}\b.* from the $")


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"$|[.,;:!?)\"”]| {any_of('word_after_language')}\b")
