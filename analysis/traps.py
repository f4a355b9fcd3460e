"""Names of other things: what is spelled like a country, a capital or a people and means something else.

`other_name` looks at the words beside a hit, so that "Kabul Times" is a newspaper, "Paris Hilton" a person and "Moscow,
Idaho" a town.  Each function below is one way to be something else; the words it goes by stand in
``data/name_words.csv``, one category a list; single names stand in ``data/not_actors.csv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.entries import name_words, world
from analysis.spans import PhraseIndex

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_CAPITAL_WORD = re.compile(rf" ({_CAPITAL}[\w&'-]*)")
_LAST_WORD = re.compile(r"[^\s\"“”‘(\[—–/,;:]+ $")
_NEXT_WORD = re.compile(r" ([^\W\d_][\w'&-]*)")
_HYPHENED = re.compile(rf"-({_CAPITAL}\w+)")
_GOES_ON = re.compile(r" [a-z]|,|'s ")
_INITIAL = re.compile(rf"{_CAPITAL}\.")
_LIST_BEFORE = re.compile(rf"(?:\b(\w+) )?((?:{_CAPITAL}\w+, )*(?:{_CAPITAL}\w+,? (?:and|or) )?)$")  # "in Arabic, Czech and"
_LIST_AFTER = re.compile(rf"(?:, {_CAPITAL}\w+(?=,| and | or ))*(?:,? (?:and|or) {_CAPITAL}\w+)?")
_AGE = re.compile(r", (?:[1-9]\d|[5-9])(?:,|\.?$|\)|;)")
_WORD_OF_TITLE = re.compile(r"[^\W_][\w'’.-]*")
_QUOTES = {'"': '"', "“": "”", "‘": "’", "'": "'"}


class OtherName(NamedTuple):
    """Where something else is named; a body is worth a row without a state."""

    start: int
    end: int
    is_body: bool = False
    is_person: bool = False


class _Hit(NamedTuple):
    """An entry that was found at [a, b) in the sentence [start, end), and the words beside it."""

    text: str
    start: int
    end: int
    a: int
    b: int
    entry: str
    kind: str
    word: str  # the word before, "" where none stands directly before
    next: str  # the word after
    in_capitals: bool

    @property
    def is_title(self) -> bool:
        """In a headline capitals tell nothing."""
        return self.in_capitals or _is_title_case(self.text[self.start : self.end])

    @property
    def is_word(self) -> bool:
        """One capitalised word that names a place: what may also be a family or a first name."""
        return self.kind in ("name", "capital") and self.entry.isalpha() and not self.entry.isupper()

    def as_other(self, end: int = 0) -> OtherName:
        return OtherName(self.a, end or self.b)


def other_name(
    text: str, start: int, end: int, span: tuple[int, int], entry: str, kind: str, *, in_capitals: bool = False
) -> OtherName | None:
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
    in_capitals : bool
        Whether the sentence is a line in capitals, here in title case.

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
    a, b = span
    if entry.isupper() and len(entry) > 3:
        if text[start:end].isupper():
            return _in_capitals(text, start, end, span, kind)
        if kind != "person" and text[b + 1 : b + 2].isupper():
            return None  # "MOSCOW Reuters"
    before = _LAST_WORD.search(text, max(start, a - 30), a)
    after = _NEXT_WORD.match(text, b, end)
    hit = _Hit(text, start, end, a, b, entry, kind, before[0][:-1] if before else "", after[1] if after else "", in_capitals)
    for find in _WAYS[kind]:
        if other := find(hit):
            return other
    return None


def _in_capitals(text: str, start: int, end: int, span: tuple[int, int], kind: str) -> OtherName | None:
    """A line in capitals reads as if it had none."""
    line = re.sub(r"(?<=')S\b", "s", text[start:end].title())
    a, b = span[0] - start, span[1] - start
    if len(line) != end - start or line[a:b].isupper():
        return None
    other = other_name(line, 0, len(line), (a, b), line[a:b], kind, in_capitals=True)
    return other and other._replace(start=other.start + start, end=other.end + start)


# What goes on after the hit.


def _body_after(hit: _Hit) -> OtherName | None:
    """Read "Kabul Times", "Moscow State Technical University", "American University of Beirut", but "Iraqi National Bank"."""
    if not hit.next[:1].isupper():
        return None
    strong, weak = (_heads(*(f"{name}_head{mark}" for name in ("media", "company", "learning", "club"))) for mark in ("", "_weak"))
    at, may_be_weak = hit.b + 1, True
    for words in range(1 if hit.is_title else 3):  # up to two words stand between
        last = strong.match(hit.text, at, hit.end)
        if last and not _minister().match(hit.text, last, hit.end):
            break
        last = weak.match(hit.text, at, hit.end) if may_be_weak and not hit.is_title else 0
        if last and not _CAPITAL_WORD.match(hit.text, last, hit.end):
            break
        may_be_weak = last > 0  # "Paris Opera Ballet"
        word = _CAPITAL_WORD.match(hit.text, at - 1, hit.end)
        if not word or hit.text[word.end() : word.end() + 1] != " ":
            return None
        last, at = 0, word.end() + 1
    if not last:
        return None
    if of := re.compile(rf" (?:of|in) (?:the )?{_CAPITAL}\w+").match(hit.text, last, hit.end):
        last = of.end()
    return None if any(_heads("keeps_country").find(hit.text, hit.b, last)) else OtherName(hit.a, last, is_body=True)


def _place_after(hit: _Hit) -> OtherName | None:
    """Read "Lebanon Street", "the Congo River"."""
    end = _heads("place_head").match(hit.text, hit.b + 1, hit.end) if hit.next[:1].isupper() else 0
    if hit.text.startswith("'s ", hit.b):  # "Chad's Diner"
        end = _heads("after_possessive").match(hit.text, hit.b + 3, hit.end)
    return hit.as_other(end) if end and not hit.is_title else None


def _kind_of_thing(hit: _Hit) -> OtherName | None:
    """Read "Irish setter", "Norway spruce", "Greek salad", "Russian-speaking", "Paris climate accord", "Turkey sandwich"."""
    at = hit.b + hit.text.startswith(" ", hit.b)
    after = hit.text[at : min(hit.end, at + 40)].lower()
    for skip in (0, len(hit.next) + 1):  # "German potato salad"
        if length := _heads("kind_of_thing").match(after, skip):
            return hit.as_other(at + length)
    if hit.is_word and hit.next.islower() and (end := _heads("kind_after_name").match(hit.text, at, hit.end)):
        return hit.as_other(end)  # "Congo eel"; a Congolese eel is only from there
    if hit.next[:1].isupper() and not hit.is_title:
        if end := _heads("title_noun").match(hit.text, at, hit.end):
            return hit.as_other(end)
    if hit.kind == "capital" and (end := _heads("agreement_head").match(hit.text, at, hit.end)):
        return hit.as_other(end)
    if end := _heads("other_sense").match(hit.text, hit.a, hit.end):
        return hit.as_other(end)
    return None


def _first_name(hit: _Hit) -> OtherName | None:
    """Read "Paris Hilton", "Mali Smith", "Poland Spring"; not "Jordan King Abdullah", "in Paris Emmanuel Macron spoke"."""
    if hit.text[hit.b : hit.b + 1] == "-" and (second := _HYPHENED.match(hit.text, hit.b, hit.end)):  # "Jordan-Anne"
        return hit.as_other(second.end()) if second[1] in name_words("first_name") else None
    if not hit.next[:1].isupper() or hit.is_title or not (surname := _surname().match(hit.text, hit.b, hit.end)):
        return None
    name = surname[1].split()[-1]
    following = _CAPITAL_WORD.match(hit.text, surname.end(), hit.end)
    if name.isupper() or (following and following[1] in name_words("no_surname")):  # "Israel Bar Association"
        return None
    if not hit.is_word or name not in name_words("surname"):
        if name in name_words("no_surname") or name in world().entries:
            return None
        if hit.entry not in name_words("first_like_country"):
            if not hit.is_word or (hit.word.lower() in name_words("preposition") and (following or name in name_words("first_name"))):
                return None  # "to Iraq Oleg Sidorin"
    is_place = hit.word.lower() in name_words("place_word") and not surname[2]
    return None if is_place and (following or name in name_words("first_name") or hit.kind == "capital") else hit.as_other(surname.end(1))


def _lone_first_name(hit: _Hit) -> OtherName | None:
    """Read "Chad said he was tired", "Jordan, a plumber", "Kenya, 24, ..."."""
    if hit.text[hit.b : hit.b + 1] == "," and hit.word.lower() not in name_words("place_word"):
        if _AGE.match(hit.text, hit.b, hit.end) or _by_occupation().match(hit.text, hit.b, hit.end):
            return hit.as_other()
    if hit.entry in name_words("common_first_name"):
        if hit.a == hit.start and _he_said().match(hit.text, hit.b, hit.end):
            return hit.as_other()
        if hit.text.startswith("'s ", hit.b) and (kin := _NEXT_WORD.match(hit.text, hit.b + 2, hit.end)) and kin[1] in name_words("kin"):
            return hit.as_other()
    return None


# What stands before the hit.


def _last_name(hit: _Hit) -> OtherName | None:
    """Read "Michael Jordan", "Mary J. Ireland", "Judge Holland"."""
    if not hit.word[:1].isupper() or hit.word.endswith("'s"):
        return None
    if not hit.is_word and hit.entry not in name_words("surname_like_country"):
        return None
    first, at = hit.word, hit.a - 1 - len(hit.word)
    if first in name_words("person_title"):
        return OtherName(at, hit.b, is_person=hit.entry in name_words("surname_like_country"))
    while (_INITIAL.fullmatch(first) or first not in name_words("first_name")) and hit.a - at < 30:  # "Mary J. Ireland"
        more = _LAST_WORD.search(hit.text, max(hit.start, at - 20), at)
        if not more or not more[0][0].isupper() or len(hit.text[at : hit.a].split()) > 1:
            break
        first, at = more[0][:-1], more.start()
        if first in name_words("person_title"):
            return OtherName(at, hit.b, is_person=True)
    if first not in name_words("first_name"):
        return OtherName(at, hit.b, is_person=True) if _INITIAL.fullmatch(first) and first != "U." else None
    if first in name_words("first_name_verb"):
        is_question = at == hit.start and hit.text[hit.end - 1] != "."  # "Will Israel respond?"
        if is_question or hit.entry not in name_words("surname_like_country"):
            return None
    if hit.entry not in name_words("surname_like_country") and hit.next.islower() and hit.next in name_words("noun_after_place"):
        return None  # "the Kerry Iran talks"
    return None if re.match(r" \d", hit.text[hit.b : hit.b + 2]) else OtherName(at, hit.b, is_person=True)


def _goes_before(hit: _Hit) -> OtherName | None:
    """Read "Kid Havana", "Casa Lima": a capitalised word before is no part of the sentence, but of the name."""
    at = hit.a - 1 - len(hit.word)
    if not hit.is_word or hit.is_title or not hit.word[:1].isupper() or hit.word.isupper() or hit.word.endswith("'s"):
        return None
    if at <= hit.start or hit.text[at - 1] != " " or hit.text[hit.a : hit.b].isupper() or hit.next in name_words("noun_after_place"):
        return None
    is_known = hit.word in name_words("no_surname") or hit.word in name_words("keeps_before") or hit.word in world().entries
    return None if is_known else OtherName(at, hit.b)


def _called(hit: _Hit) -> OtherName | None:
    """Read "her son Jordan", "his dog, Cairo", "a boy named Israel", "the restaurant Little Persia"."""
    before = _called_before().search(hit.text, max(hit.start, hit.a - 60), hit.a)
    if not before or hit.text.startswith(("'s", "-"), hit.b) or (hit.next[:1].isupper() and not before["named"]):
        return None
    return hit.as_other()


def _body_before(hit: _Hit) -> OtherName | None:
    """Read "University of Baghdad", "Dynamo Kyiv", "Imperial College London"."""
    at = _listed_before("before_body", hit)
    if at < 0 or any(hit.text[:at].endswith(f"{words} of ") or hit.text[at : hit.a].startswith(words) for words in name_words("keeps_country")):
        return None
    return OtherName(at, hit.b, is_body=True)


def _place_before(hit: _Hit) -> OtherName | None:
    """Read "Lake Chad", "Miss England", "the town of Moscow", "HMS London"."""
    at = _listed_before("place_before", hit)
    if hit.word == "of" and hit.entry in name_words("small_capital"):
        return None  # "the town of Vaduz"
    if at < 0 or (hit.word == "New" and (at == hit.start or hit.entry.isupper() or "." in hit.entry)):
        return None
    return OtherName(at, hit.b)


def _work(hit: _Hit) -> OtherName | None:
    """Titles of books, films and songs: "the film From Russia with Love", and in quotation marks where one is sung or read."""
    first, last = at, _ = hit.a, hit.b
    while word := _LAST_WORD.search(hit.text, max(hit.start, at - 25), at):
        if not (word[0][0].isupper() or word[0][:-1] in name_words("title_link")):
            break
        at = word.start()
        first = at if word[0][0].isupper() else first
    if last < hit.end and hit.text[last] == " ":
        while (word := _NEXT_WORD.match(hit.text, last, hit.end)) and (word[1][0].isupper() or word[1] in name_words("title_link")):
            last = word.end()
    noun = _LAST_WORD.search(hit.text, max(hit.start, first - 25), first)
    if noun and noun[0][:-1] in name_words("work_noun") and (
        first < hit.a or last > hit.b or not hit.next or hit.next in name_words("after_title")
    ):
        return OtherName(first, last)
    if (at := _listed_before("work_before", hit)) >= hit.start and (at > hit.start or not hit.next):
        return OtherName(at, hit.b)
    if hit.text[first - 1 : first] in _QUOTES and first > hit.start:
        mark = _QUOTES[hit.text[first - 1]]
        if hit.text[last : last + 2].lstrip(",.")[:1] == mark or (hit.text[last : last + 1] == mark):
            sentence = {word.lower() for word in _WORD_OF_TITLE.findall(hit.text[hit.start : first - 1] + hit.text[last + 1 : hit.end])}
            if not sentence.isdisjoint(name_words("work_noun")) or not sentence.isdisjoint(name_words("work_verb")):
                return OtherName(first, last)
    return None


# Towns elsewhere and U.S. states.


def _town_elsewhere(hit: _Hit) -> OtherName | None:
    """Read "Athens, Georgia", "Moscow (Idaho)", "Paris in Texas", "Ohio's Lima", "Lebanon, a town in Tennessee"."""
    if hit.text[hit.b : hit.b + 1] == "," and (town := _towns().match(hit.text, hit.b, hit.end)) and _is_one_place(hit, town[1], town.end()):
        return hit.as_other(town.end())
    if (town := _town_in().match(hit.text, hit.b, hit.end)) and (hit.kind == "capital" or town[0][1] != "i"):
        return hit.as_other(town.end())
    if hit.word.endswith("'s") and hit.word[:-2] in name_words("us_state"):
        return hit.as_other()
    if hit.word == "of" and (before := _state_town_of().search(hit.text, max(hit.start, hit.a - 50), hit.a)):
        return OtherName(before.start(), hit.b)
    return None


def _is_one_place(hit: _Hit, region: str, at: int) -> bool:
    """Is "Athens, Georgia" one place, rather than two members of a list?"""
    after = hit.text[at : at + 8]
    if region == "Georgia":
        return not (hit.entry in name_words("georgia_town") or re.match(rf",? (?:and|or) {_CAPITAL}|, {_CAPITAL}", after))
    if region in name_words("state_or_city") and re.match(r",? (?:and|or) |'s", after):
        return False
    return region != "Washington" or bool(re.match(r"[,.;)]|$", after[:1]))


def _us_state(hit: _Hit) -> OtherName | None:
    """Does "Georgia" or "Washington" mean the U.S. state?  The nearest evidence decides: neighbours, sentence, article."""
    if hit.entry not in ("Georgia", "Washington"):
        return None
    before, after = hit.text[hit.start : hit.a], hit.text[hit.b : hit.end]
    if _state_before().search(before) or _state_after().match(after):
        return hit.as_other()
    town = re.search(rf"(?:^|\b(?:in|near|from|of|at|outside|to|around) )((?:{_CAPITAL}[\w.-]+ ?){{1,3}}), $", before)
    if town and re.match(r"[,.;:)]|$| (?:on|in|after|before|when|where|who|to|was|is|has|said)\b", after):
        if town[1] not in name_words("georgia_town") and town[1] not in world().entries:
            return hit.as_other()
    if hit.word == "of" and _politician_of().search(before):
        return hit.as_other()
    if _listed_before(f"{hit.entry.lower()}_before", hit) >= 0 or _heads(f"{hit.entry.lower()}_after").match(hit.text, hit.b + 1, hit.end):
        return hit.as_other()
    if hit.entry == "Washington":
        return None
    home, country = _heads("us_context"), _heads("georgia_context")
    near = before[-80:] + " " + after[:80]
    for scope in (near, before + " " + after, hit.text[max(0, hit.start - 4000) : hit.end + 4000]):
        here, there = (sum(1 for _ in index.find(scope)) for index in (home, country))
        if here != there:
            return hit.as_other() if here > there else None
    return None


# Words with another sense.


def _us_pronoun(hit: _Hit) -> OtherName | None:
    """In a line in capitals, "US" is us, unless something says that it is the country."""
    line = hit.text[hit.start : hit.end]
    if hit.entry != "US" or not line.isupper() or not re.search("[A-Z]{4}", line):
        return None
    before, after = hit.text[hit.start : hit.a], hit.text[hit.b : hit.end]
    if not before or before.endswith(("THE ", "-", "–", ": ")) or after.startswith(("-", "'S", "–")):
        return hit.as_other() if after.startswith((" AND THEM", " VS THEM")) else None
    beside = re.match(r"(?:,| AND|,? OR) (\w+)", after)
    is_country = (beside and beside[1] in world().entries) or hit.next in name_words("us_noun")
    return None if is_country else hit.as_other()


def _bare_demonym(hit: _Hit) -> OtherName | None:
    """Read "Finn said", "Scot laughed": a first name where neither article nor adjective stands before."""
    if hit.entry not in name_words("bare_demonym") or hit.word.lower() in name_words("demonym_before"):
        return None
    is_adjective = hit.word.endswith(("ish", "an", "-old")) or (hit.word.islower() and len(hit.word) > 4)
    full_name = re.match(rf"(?: {_CAPITAL}[\w-]+){{2}}", hit.text[hit.b : hit.b + 40])  # "Finn Kimi Raikkonen"
    return None if is_adjective or full_name else hit.as_other()


def _language(hit: _Hit) -> OtherName | None:
    """Read "speaks Russian", "in Arabic and English", "translated from the Polish"."""
    if hit.entry not in name_words("language"):
        return None
    at = hit.b + hit.text.startswith(" ", hit.b)
    if (end := _heads("language_noun").match(hit.text, at, hit.end)) and not _CAPITAL_WORD.match(hit.text, end, hit.end):
        return hit.as_other(end)
    before = _LIST_BEFORE.search(hit.text, max(hit.start, hit.a - 60), hit.a)
    after = _LIST_AFTER.match(hit.text, hit.b, hit.end)
    if not before or not after:
        return None
    word = before[1] or ""
    if word.lower() in name_words("possessor") and hit.next in name_words("our_language_is"):
        return hit.as_other()  # "their Chinese was better"
    if word.lower() not in name_words("language_verb"):
        if name_words("only_language").isdisjoint(_WORD_OF_TITLE.findall(before[2] + after[0])):
            return None
    is_alone = _language_after().match(hit.text, after.end(), hit.end) or (len(word) > 4 and hit.text.startswith(" in ", hit.b))
    return hit.as_other() if is_alone else None


def _polish(hit: _Hit) -> OtherName | None:
    """Read "Polish the silver", "Nail Polish"; and "a Danish", the pastry."""
    if hit.entry == "Polish":
        is_verb = hit.a == hit.start and hit.next in name_words("verb_object")
        return hit.as_other() if is_verb or hit.word in name_words("polish_before") else None
    if hit.entry == "Danish" and _language_after().match(hit.text, hit.b, hit.end):
        return hit.as_other() if hit.word in name_words("danish_before") or _is_kitchen(hit) else None
    return None


def _is_kitchen(hit: _Hit) -> bool:
    return not name_words("kitchen").isdisjoint(word.lower() for word in _WORD_OF_TITLE.findall(hit.text[hit.b : hit.end]))


def _kitchen(hit: _Hit) -> OtherName | None:
    """Read "Turkey is best roasted slowly": where the capital tells nothing, the words of the sentence do."""
    if hit.entry not in name_words("common_noun") or not (hit.a == hit.start or hit.word in ("A", "a", "the")):
        return None
    if hit.word in ("A", "a"):
        return None if hit.next[:1].isupper() else hit.as_other()
    return hit.as_other() if _is_kitchen(hit) else None


def _other_family(hit: _Hit) -> OtherName | None:
    """A leader's family name after another first name: "Melania Trump"."""
    if " " not in hit.entry and hit.word in name_words("first_name"):
        return OtherName(hit.a - len(hit.word) - 1, hit.b)
    return None


_BOTH = (_kind_of_thing, _body_after, _place_after, _first_name, _last_name)
_NAMED = (*_BOTH, _body_before, _place_before, _town_elsewhere, _us_state, _us_pronoun, _lone_first_name, _called, _work, _kitchen, _goes_before)
_WAYS = {
    "name": _NAMED,
    "capital": _NAMED,
    "adjective": (*_BOTH, _language, _polish, _work),
    "demonym": (*_BOTH, _bare_demonym),
    "person": (_other_family,),
    "institution": (),
    "group": (),
}


def _listed_before(category: str, hit: _Hit) -> int:
    """Start of the longest listed phrase that ends before a hit, -1 where none does."""
    for phrase in _by_last_word(category).get(hit.word, ()):
        at = hit.a - 1 - len(phrase)
        if at >= hit.start and hit.text.startswith(phrase, at) and not re.match(r"[\w-]", hit.text[at - 1 : at]):
            return at
    return -1


@lru_cache(maxsize=256)
def _is_title_case(sentence: str) -> bool:
    if sentence.endswith((".", ".”", '."')):
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", sentence) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


@cache
def _heads(*categories: str) -> PhraseIndex:
    return PhraseIndex(word for category in categories for word in name_words(category))


@cache
def _by_last_word(category: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for phrase in sorted(name_words(category), key=len, reverse=True):
        table.setdefault(phrase.split()[-1], []).append(phrase)
    return table


def _any(*categories: str) -> str:
    words = {word for category in categories for word in name_words(category)}
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(rf" ((?:{_CAPITAL}\. |{_any('name_particle')} )?(?:Mc)?{_CAPITAL}[\w-]*(?:'{_CAPITAL}\w*)?)('s\b)?")


@cache
def _minister() -> re.Pattern[str]:
    return re.compile(rf" (?:{_CAPITAL}\w+ )?{_any('office_after')}")


@cache
def _he_said() -> re.Pattern[str]:
    return re.compile(rf"(?: [a-z]+){{1,2}} {_any('person_pronoun')}\b")


@cache
def _by_occupation() -> re.Pattern[str]:
    return re.compile(rf", (?:an? (?:[\w-]+ ){{0,3}}?{_any('occupation')}|(?:the|an?) (?:[\w-]+ ){{0,2}}?{_any('thing_noun')})\b")


@cache
def _called_before() -> re.Pattern[str]:
    own = _any("possessor")
    return re.compile(
        rf"(?:\b(?:(?i:{own})|\w+'s) (?:[\w-]+ ){{0,2}}{_any('kin')},? (?:{_CAPITAL}\w+ )?"
        rf"|\b(?P<named>{_any('namable')},? (?:\w+ )?{_any('naming')} |(?i:{_any('alias')})(?: of)?,? (?:{_CAPITAL}\w+ )?)"
        rf"|\b{_any('occupation', 'venue', 'own_name_noun')} )$"
    )


@cache
def _towns() -> re.Pattern[str]:
    return re.compile(rf", ({_any('us_state', 'state_after_town')})(?!\w)")


@cache
def _town_in() -> re.Pattern[str]:
    states = _any("us_state")
    return re.compile(rf" in {states}\b| \({states}\)|, (?:an?|the) (?:[\w,-]+ ){{0,3}}{_any('town')}\b")


@cache
def _state_town_of() -> re.Pattern[str]:
    return re.compile(rf"\b{_any('us_state', 'state_after_town')}(?:'s)? (?:[a-z]+ )?{_any('town', 'big_town')} of $")


@cache
def _state_before() -> re.Pattern[str]:
    return re.compile(rf"{_any('us_state')},? (?:(?:and|or) )?$")


@cache
def _politician_of() -> re.Pattern[str]:
    return re.compile(rf"\b{_any('us_politician')} (?:{_CAPITAL}[\w.'-]+ ){{1,3}}of $")


@cache
def _state_after() -> re.Pattern[str]:
    return re.compile(rf",? (?:(?:and|or) )?{_any('us_state')}\b")


@cache
def _language_after() -> re.Pattern[str]:
    return re.compile(rf"$|[.,;:!?)\"”]| {_any('word_after_language')}\b")
