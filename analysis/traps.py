"""Names of other things: what is spelled like a country, a capital or a people and means something else.

`other_name` looks at the words beside a hit, so that "Kabul Times" is a newspaper, "Paris Hilton" a person and "Moscow,
Idaho" a town.  The words it goes by are ``data/name_words.csv``; single names stand in ``data/not_actors.csv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.entries import name_words, world

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_CAPITAL_NEXT = re.compile(rf" {_CAPITAL}")
_NEXT_NAME = re.compile(rf" ((?:{_CAPITAL}\. |van |von |de |la |Mc)?{_CAPITAL}[\w-]*(?:'{_CAPITAL}\w*)?)('s\b)?")
_PLACE_BEFORE = re.compile(r"\b(?:in|from|near|across|throughout|outside|inside|to|via|of|for|toward|towards|against|between) $", re.I)
_HE_SAID = re.compile(r"(?: [a-z]+){1,2} (?:he|she|his|her|himself|herself)\b")
_LANGUAGE_AFTER = re.compile(
    r"(?=$|[.,;:!?)\"”]| (?:and|or|but|to|with|at|as|on|from|that|by|for|during|when|because|since"
    r"|he|she|they|is|was|fluently|well|badly|too)\b)"
)
_JOINED_ADJECTIVE = re.compile(rf" (?:and|or) {_CAPITAL}\w+ [a-z]")


class OtherName(NamedTuple):
    """Where something else is named; a body is worth a row without a state."""

    start: int
    end: int
    is_body: bool
    is_person: bool = False


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
        if text[start:end].isupper():  # a line in capitals reads as if it had none
            line = re.sub(r"(?<=')S\b", "s", text[start:end].title())
            a, b = span[0] - start, span[1] - start
            other = (
                other_name(line, 0, len(line), (a, b), line[a:b], kind) if len(line) == end - start and not line[a:b].isupper() else None
            )
            return other and OtherName(other.start + start, other.end + start, other.is_body, other.is_person)
        if kind != "person" and text[span[1] + 1 : span[1] + 2].isupper():
            return None  # "MOSCOW Reuters"
    before = text[max(start, span[0] - 60) : span[0]]
    word = before[:-1].rpartition(" ")[2].strip('"“‘(') if before.endswith(" ") else ""
    if kind == "person":
        if " " not in entry and word in name_words("first_name"):
            return OtherName(span[0] - len(word) - 1, span[1], False)
        return None
    if _CAPITAL_NEXT.match(text, span[1]) and (found_after := _after(text, start, end, span, entry, word)):
        return found_after
    if (word[:1].isupper() or word == "of") and (found_before := _before(text, start, span, entry, kind, before, word)):
        return found_before
    return _special(text, start, end, span, entry, kind, before, word)


def _after(text: str, start: int, end: int, span: tuple[int, int], entry: str, word: str) -> OtherName | None:
    """Names that go on after the hit: bodies, streets and waters, people called by a country's name."""
    is_title = _is_title_case(text[start:end])
    if (body := _bodies().match(text, span[1], end)) and not (is_title and (body["between"] or body["weak"])):
        whole = text[span[1] : body.end()]
        if not any(re.search(rf" {words}\b", whole) for words in name_words("keeps_country")):
            return OtherName(span[0], body.end(), True)
    if (place := _place_heads().match(text, span[1], end)) and not is_title:
        return OtherName(span[0], place.end(), False)
    if entry in name_words("first_like_country") and (surname := _NEXT_NAME.match(text, span[1], end)):
        name = surname[1].split()[-1]
        taken = name in name_words("no_surname") or name in world().entries or name.isupper() or is_title
        is_place = (
            _PLACE_BEFORE.search(text, max(start, span[0] - 12), span[0]) and not surname[2] and word.lower() in ("in", "from", "near")
        )
        if not taken and not is_place and not _is_caption(text, surname.end()):
            return OtherName(span[0], surname.end(1), False)
    return None


def _is_caption(text: str, at: int) -> bool:
    """Three capitalised words and more are rather a body: "Israel Bar Association"."""
    following = re.match(rf" ({_CAPITAL}[\w-]+)", text[at : at + 30])
    return bool(following and following[1] in name_words("no_surname"))


def _before(text: str, start: int, span: tuple[int, int], entry: str, kind: str, before: str, word: str) -> OtherName | None:
    """Names that begin before the hit: "University of Baghdad", "Lake Chad", "Michael Jordan"."""
    if entry in name_words("surname_like_country"):
        named = re.search(rf"(?:^|[^\w])((?:{_CAPITAL}[\w-]+)(?: {_CAPITAL}\.)?) $", before)
        if named and named[1].split()[0] in name_words("first_name") and not re.match(r" \d", text[span[1] : span[1] + 2]):
            return OtherName(span[0] - len(named[1]) - 1, span[1], False, True)
    if kind not in ("name", "capital"):
        return None
    if word in _last_words("before_body") and (found := _bodies_before().search(before)) and not _state_body().search(before):
        return OtherName(span[0] - len(found[0]), span[1], True)
    if word in _last_words("place_before") and (found := _places_before().search(before)):
        is_first = span[0] - len(found[0]) == start
        if found[0] != "New " or not (is_first or entry.isupper() or "." in entry):
            return OtherName(span[0] - len(found[0]), span[1], False)
    return None


def _special(text: str, start: int, end: int, span: tuple[int, int], entry: str, kind: str, before: str, word: str) -> OtherName | None:
    """Words with another sense, towns elsewhere, U.S. states, languages, singular demonyms."""
    this = OtherName(*span, False)
    if entry in _first_words() and (sense := _other_senses().match(text, span[0])):
        return OtherName(span[0], sense.end(), False)
    if kind in ("capital", "name"):
        if (
            text.startswith(", ", span[1])
            and (town := _towns().match(text, span[1], end))
            and _is_elsewhere(entry, town[1], text, town.end())
        ):
            return OtherName(span[0], town.end(), False)
        if entry in name_words("common_first_name") and _HE_SAID.match(text, span[1], end) and not before:
            return this
        if entry in ("Georgia", "Washington") and _is_us_state(text, start, end, span, entry):
            return this
    if (
        entry == "US"
        and text[start:end].isupper()
        and re.search("[A-Z]{4}", text[start:end])
        and not _is_us_country(text, start, end, span)
    ):
        return this
    if kind == "demonym":
        if entry in name_words("bare_demonym") and word.lower() not in name_words("demonym_before"):
            full_name = re.match(rf"(?: {_CAPITAL}[\w-]+){{2}}", text[span[1] : span[1] + 40])
            if not full_name and not word.endswith(("ish", "an", "-old")) and not (word.islower() and len(word) > 4):
                return this
    elif kind == "adjective":
        if entry == "Polish" and ((_verb_object().match(text, span[1]) and span[0] == start) or word in name_words("polish_before")):
            return this
        if word in ("and", "or") and (pair := re.search(rf"(\w+) {_CAPITAL}\w+ (?:and|or) $", before)):
            word = pair[1]  # "in Arabic and English"
        if entry in name_words("language") and word.lower() in name_words("language_verb"):
            alone = (
                _LANGUAGE_AFTER.match(text[span[1] : min(end, span[1] + 40)]) or (len(word) > 4 and text.startswith(" in ", span[1]))
            ) and not _JOINED_ADJECTIVE.match(text, span[1])
            if alone:
                return this
        if (
            entry == "Danish"
            and re.search(r"\b(?:a|cheese|apple|almond|fruit) $", before)
            and re.match(r"[.,;!?]| (?:and|with|for)\b", text[span[1] : span[1] + 6])
        ):
            return this
    return None


def _is_elsewhere(entry: str, region: str, text: str, at: int) -> bool:
    """Is "Athens, Georgia" one place, rather than two members of a list?"""
    if region == "Georgia" and (
        entry in name_words("georgia_town") or re.match(rf",? (?:and|or) {_CAPITAL}|, {_CAPITAL}", text[at : at + 8])
    ):
        return False
    if region in ("Washington", "Victoria", "Quebec", "Puerto Rico") and re.match(r",? (?:and|or) |'s", text[at : at + 7]):
        return False
    return not (region == "Washington" and not re.match(r"[,.;)]|$", text[at : at + 1]))


def _is_us_state(text: str, start: int, end: int, span: tuple[int, int], entry: str) -> bool:
    """Does "Georgia" or "Washington" mean the U.S. state here?  The nearest evidence decides: neighbours, sentence, article."""
    before, after = text[start : span[0]], text[span[1] : end]
    states = "|".join(map(re.escape, sorted(name_words("us_state"))))
    if re.search(rf"(?:{states}),? (?:(?:and|or) )?$", before) or re.match(rf",? (?:(?:and|or) )?(?:{states})\b", after):
        return True
    town = re.search(rf"\b(?:in|near|from|of|at|outside|to|around) ((?:{_CAPITAL}[\w.-]+ ?){{1,3}}), $", before)
    if town and re.match(r"[,.;:)]|$| (?:on|in|after|before|when|where|who|to|was|is|has|said)\b", after):
        name = town[1].strip()
        if name not in name_words("georgia_town") and name not in world().entries:
            return True
    if entry == "Washington":
        return bool(re.match(r" (?:[Ss]tate\b(?! Department)|[Gg]overnor|Gov\.|Legislature|apples?\b)", after)) or bool(
            re.search(r"\b(?:[Ss]tate of|[Ee]astern|[Ww]estern|[Cc]entral|Gov\.) $", before)
        )
    if re.search(r"\b(?:Gov\.|Sen\.|Rep\.|[Ss]enators? (?:from|of)|[Gg]overnor of|[Ss]tate of|[Cc]oastal|[Rr]ural) $", before):
        return True
    home, country = _context("us_context"), _context("georgia_context")
    for scope in (before[-80:] + " " + after[:80], before + " " + after, text[max(0, start - 4000) : end + 4000]):
        here, there = len(home.findall(scope)), len(country.findall(scope))
        if here != there:
            return here > there
    return False


def _is_us_country(text: str, start: int, end: int, span: tuple[int, int]) -> bool:
    """In a line in capitals, does "US" mean the country, not us?  Open cases do not count."""
    before, after = text[start : span[0]], text[span[1] : end]
    if not before or before.endswith(("THE ", "-", "–", ": ")) or after.startswith(("-", "'S", "–")):
        return not after.startswith((" AND THEM", " VS THEM"))
    beside = re.match(r"(?:,| AND|,? OR) (\w+)", after)
    if beside and beside[1] in world().entries:
        return True
    following = re.match(r" ([A-Z]+)", after)
    return bool(following and following[1] in name_words("us_noun"))


@lru_cache(maxsize=256)
def _is_title_case(sentence: str) -> bool:
    if sentence.endswith((".", ".”", '."')):
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", sentence) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _any(*categories: str) -> str:
    words = {word for category in categories for word in name_words(category)}
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def _bodies() -> re.Pattern[str]:
    strong, weak = (_any(*(f"{name}_head{mark}" for name in ("media", "company", "learning", "club"))) for mark in ("", "_weak"))
    # "Baghdad University", "Moscow State Technical University", "Kabul Times", "American University of Beirut"
    return re.compile(
        rf" (?:(?P<between>(?:{_CAPITAL}[\w&'-]* ){{0,2}})(?:{strong})(?!\w)(?! (?:{_CAPITAL}[\w]+ )?(?:Minister|Ministry))"
        rf"|(?P<weak>{weak})(?!\w)(?! {_CAPITAL}))"
        rf"(?: (?:of|in) (?:the )?{_CAPITAL}\w+)?"
    )


@cache
def _place_heads() -> re.Pattern[str]:
    return re.compile(rf" (?:{_any('place_head')})(?!\w)")


@cache
def _last_words(category: str) -> frozenset[str]:
    return frozenset(words.split()[-1] for words in name_words(category))


@cache
def _bodies_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any('before_body')}) $")


@cache
def _state_body() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('keeps_country')})(?: of)? $")


@cache
def _places_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any('place_before')}) $")


@cache
def _other_senses() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('other_sense')})(?!\w)")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in name_words("other_sense"))


@cache
def _towns() -> re.Pattern[str]:
    return re.compile(rf", ({_any('us_state', 'state_after_town')})(?!\w)")


@cache
def _verb_object() -> re.Pattern[str]:
    return re.compile(rf" (?:{_any('verb_object')})(?!\w)")


@cache
def _context(category: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(category)})(?!\w)")
