"""People and bodies that an article itself introduces: "Kenyan Trade Secretary Wanjiru Odera" makes Odera Kenyan.

Only an office, rank or party post ties a person to an actor (``data/titles.csv``); neither a place, nor a newsroom, nor
opposition does.  Longer introductions and those that come first win.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analysis.entries import Actor
from analysis.lexicons import word_lists

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_WORD = re.compile(r"[^\W\d_][\w.'-]*")
_ACRONYM = re.compile(rf" \(({_CAPITAL}[\w.&-]{{1,9}})\)")
_LINK = re.compile(r",? (?=\S)")


def is_title(word: str) -> bool:
    """Say whether a word can stand before a family name: "General", "Mr"."""
    lower = word.lower().rstrip(".")
    return lower in _lists("office") | _lists("military") or f"{lower}." in _lists("military") or lower in _lists("address")


class Learned(NamedTuple):
    """A name, whom it counts to, and the phrase that says so."""

    name: str
    actor: Actor
    start: int  # where the name stands first
    phrase: tuple[int, int]  # from where to where the introduction goes


def learn(text: str, hits: Sequence[tuple[int, int, Actor]], known: dict[str, Actor | None]) -> list[Learned]:
    """Learn names from the phrases that introduce them.

    Parameters
    ----------
    text : str
        The article, apostrophes straight.
    hits : sequence of (start, end, Actor)
        Where listed actors are named, in order.
    known : dict
        Entries of the list, which are never learned anew.

    Returns
    -------
    list of Learned
        Full names, the short forms that later stand for them, and acronyms.

    Examples
    --------
    >>> text = "Russian Ambassador to Iraq Maxim Maximov spoke."
    >>> [(each.name, each.actor.state) for each in learn(text, [(0, 7, Actor("Russia", "Russia", "adjective"))], {})]
    [('Maxim Maximov', 'Russia'), ('Maximov', 'Russia')]
    """
    found: dict[str, Learned] = {}
    starts = {start for start, _, _ in hits}
    for start, end, actor in hits:
        if actor.kind == "person" or text[start - 1 : start] == "-":  # "pro-Russian leader"
            continue
        for each in (_after_title(text, start, end), _in_apposition(text, start, end), _of_actor(text, start, end)):
            if each is None:
                continue
            names, at, phrase = each
            person = Actor(actor.actor, actor.state, "person")
            full = " ".join(names)
            if at in starts or full in known or not (len(names) > 1 or len(full) > 3):
                continue
            found.setdefault(full, Learned(full, person, at, phrase))
            for short in _short_forms(names, actor.state):
                if short not in known:
                    found.setdefault(short, Learned(short, person, at, phrase))
        for name, at, phrase, own in _acronym(text, start, end, actor):
            if name not in known:
                found.setdefault(name, Learned(name, own, at, phrase))
    return _without_rivals(list(found.values()))


def _without_rivals(learned: list[Learned]) -> list[Learned]:
    """Drop short forms that two people of different actors share."""
    owners: dict[str, set[str]] = {}
    for each in learned:
        if " " in each.name:
            owners.setdefault(each.name.split()[-1].removeprefix("al-"), set()).add(each.actor.actor)
    return [each for each in learned if " " in each.name or len(owners.get(each.name.removeprefix("al-"), ())) < 2]


def _after_title(text: str, start: int, end: int) -> tuple[list[str], int, tuple[int, int]] | None:
    """Read "Kenyan Trade Secretary Wanjiru Odera", "PMU leader Falah al-Fayyad", "Iraq's ambassador to Iran, Ali Hadi"."""
    after = text[end : end + 20]
    at = end + (3 if after.startswith("'s ") else 2 if after.startswith("' ") else 1)
    if text[at - 1 : at] != " " or after[at - end :].partition(" ")[0].rstrip(".,").lower() not in _first_words():
        return None
    words = 0
    while words < 7:
        title = _title(text, at)
        if title and not _goes_on(text, title):
            break
        if title:  # "Deputy" in "Deputy Oil Minister"
            at, words = title + 1, words + 1
            continue
        word = _WORD.match(text, at)
        if not word or word[0].lower() not in _step_words():
            return None
        at, words = word.end() + 1, words + 1
        if text[at - 1 : at] != " ":
            return None
    else:
        return None
    if not title:
        return None
    at = _skip_object(text, title)
    return _named(text, at, start)


def _goes_on(text: str, at: int) -> bool:
    """A title can be the first word of a longer one: "state secretary", "chief negotiator", "general staff chief"."""
    if text[at : at + 1] != " ":
        return False
    word = _WORD.match(text, at + 1)
    return bool(word and (word[0].lower() in _lists("office_word") or _title(text, at + 1)))


def _title(text: str, at: int) -> int:
    """End of the title that starts here, 0 where none does."""
    match = _titles().match(text, at)
    return match.end() if match else 0


def _skip_object(text: str, at: int) -> int:
    """Step over what the office is for: " to Iraq", " for foreign affairs", " of the General Staff"."""
    if match := _for().match(text, at):
        here, words = match.end(), 0
        while word := _WORD.match(text, here):
            is_office = word[0].lower() in _lists("office_word") or word[0] in _lists("office_link")
            if not is_office and words and text[at:here].split()[-1] not in _lists("office_link") | _lists("name_start"):
                break
            if not is_office and not word[0][0].isupper():
                return at
            words, here = words + 1, word.end()
            if text[here : here + 2] == "'s":
                here += 2
            if text[here : here + 1] != " ":
                break
            here += 1
        return here - 1 if text[here - 1 : here] == " " else here
    return at


def _in_apposition(text: str, start: int, end: int) -> tuple[list[str], int, tuple[int, int]] | None:
    """Read "Nikolai Patrushev, head of Russia's Security Council" and "Wanjiru Odera, Kenya's trade secretary,"."""
    before = text[max(0, start - 90) : start]
    comma = before.rfind(", ")
    before = before[comma:] if comma >= 0 else ""  # the phrase after the last comma
    if not before or (len(before) > 2 and before[2:].partition(" ")[0].lower() not in _first_words()):
        return None
    match = _before_apposition().match(before)
    if not match:
        return None
    if not match["title"]:  # the title must follow
        here = re.match(r"(?:'s?)? ", text[end : end + 3])
        at = end + here.end() if here else -1
        for _ in range(6):
            if at < 0 or _title(text, at):
                break
            word = _WORD.match(text, at)
            at = word.end() + 1 if word and word[0].lower() in _step_words() else -1
        if at < 0 or not (title := _title(text, at)):
            return None
        last = title
        while last and text[last : last + 1] == " " and _title(text, last + 1):
            last = _title(text, last + 1)
        end = last or title
    if _lists("no_stand") & set(re.findall(r"[a-z]+", match["rest"].lower())):
        return None
    name_end = start - len(before) + match.start("rest")
    names, at = _names_before(text, name_end)
    return (names, at, (at, end)) if names else None


def _of_actor(text: str, start: int, end: int) -> tuple[list[str], int, tuple[int, int]] | None:
    """Read "Prime Minister Ali Hadi of Iraq", "the head of the PMU, Falah al-Fayyad" and "the president of Kenya, William Ruto"."""
    before = text[max(0, start - 80) : start]
    head = before.removesuffix("the ")
    if not head.endswith((" of ", " for ")):
        return None
    if match := re.search(r" of (?:the )?$", before):
        names, at = _names_before(text, start - len(before) + match.start())
        if names:
            title = _titles_before().search(text[max(0, at - 40) : at])
            if title and not _lists("no_stand") & set(re.findall(r"[a-z]+", text[max(0, at - 60) : at].rpartition(",")[2].lower())):
                return names, at, (at - len(title[0]), end)
    title = _title_of().search(before) if (head.split()[-2:-1] or [""])[0].lower() in _last_words() else None
    if title is None or _lists("no_stand") & set(re.findall(r"[a-z]+", before[: title.start()][-14:].lower())):
        return None
    at = end
    if text[at : at + 2] == "'s":
        at += 2
    while text[at : at + 1] == " " and (word := _WORD.match(text, at + 1)) and word[0].lower() in _lists("office_word"):
        at = word.end()
    return _named(text, at, start - len(before) + title.start())


def _named(text: str, at: int, phrase_start: int) -> tuple[list[str], int, tuple[int, int]] | None:
    match = _LINK.match(text, at)
    if not match:
        return None
    between = text[phrase_start:at]
    if _lists("no_stand") & set(re.findall(r"[a-z]+", between.lower())):
        return None
    names, end = _names_after(text, match.end())
    if not names or (match[0] == ", " and (len(names) < 2 or not re.match(r"[,.;:!?)]|$| and | who ", text[end : end + 5] or "."))):
        return None
    return names, match.end(), (phrase_start, end)


def _names_after(text: str, at: int) -> tuple[list[str], int]:
    names: list[str] = []
    end = at
    while len(names) < 5 and (word := _WORD.match(text, at)):
        token = word[0].removesuffix("'s").rstrip("'")
        if not re.fullmatch(rf"{_CAPITAL}\.", token):
            token = token.rstrip(".")
        if not _is_name(token) and not (names and token.lower() in _lists("particle")):
            break
        names.append(token)
        at = end = word.start() + len(token)
        if text[at : at + 1] != " ":
            break
        at += 1
    while names and names[-1].lower() in _lists("particle"):
        names.pop()
    return (names, end) if names and len(names[-1]) > 2 else ([], end)


def _names_before(text: str, end: int) -> tuple[list[str], int]:
    """The two to four capitalised words that end here."""
    line = text[max(0, end - 60) : end]
    words = [(m[0], m.start()) for m in re.finditer(r"[^\s]+", line)]
    names: list[str] = []
    at = end
    for token, offset in reversed(words):
        is_particle = token.lower() in _lists("particle")
        if len(names) >= 4 or not (_is_name(token) or (names and is_particle)):
            break
        names.insert(0, token)
        at = end - len(line) + offset
    while names and names[0].lower() in _lists("particle") and names[0].islower():
        at += len(names.pop(0)) + 1
    return (names, at) if len(names) > 1 else ([], end)


def _is_name(token: str) -> bool:
    lower = token.lower()
    if lower in _lists("not_a_name") or lower in _lists("office_word") or lower in _lists("office") or lower in _lists("military"):
        return False
    return bool(_name().fullmatch(token))


def _short_forms(names: list[str], state: str) -> list[str]:
    """The form that later stands for a full name: the family name, which stands first in some languages."""
    if len(names) < 2:
        return []
    if state in _lists("surname_first") and len(names) < 4:
        return [names[0]] if len(names[0]) > 1 else []
    last = names[-1]
    bare = last[3:] if last.lower().startswith(tuple(_lists("name_article"))) else last
    forms = [last, bare] if bare != last else [last]
    if names[-2].lower() in _lists("particle"):
        forms.insert(0, f"{names[-2]} {last}")
    return forms


def _acronym(text: str, start: int, end: int, actor: Actor) -> list[tuple[str, int, tuple[int, int], Actor]]:
    """Read "the Kenyan Trade Union Council (KTUC)": the acronym, and the long name it stands for."""
    long_end = end
    if "(" not in text[end : end + 90]:
        return []
    if follow := _long_name().match(text, end, min(len(text), end + 90)):
        long_end = follow.end()
    match = _ACRONYM.match(text, long_end)
    if not match:
        return []
    name = text[start:long_end]
    letters = re.sub(r"[^A-Z]", "", match[1])
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_][\w']*", name)).upper()
    remaining = iter(initials)
    if len(letters) < 2 or letters[0] != initials[0] or not all(letter in remaining for letter in letters):
        return []
    if actor.kind in ("adjective", "demonym", "capital") or long_end > end:
        actor = Actor(name, actor.state, "institution")
    return [(match[1], match.start(1), (start, match.end()), actor)]


def _lists(category: str) -> frozenset[str]:
    return word_lists("titles").get(category, frozenset())


def _any(*categories: str) -> str:
    words = frozenset().union(*map(_lists, categories))
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def _step_words() -> frozenset[str]:
    return _lists("office_word") | _lists("rank")


@cache
def _last_words() -> frozenset[str]:
    return frozenset(title.split()[-1] for title in _lists("office") | _lists("military"))


@cache
def _first_words() -> frozenset[str]:
    titles = _lists("office") | _lists("military") | _lists("office_word") | _lists("rank") | _lists("article")
    return frozenset(word for title in titles for word in (title.split()[0], title.split()[0].rstrip(".")))


@cache
def _for() -> re.Pattern[str]:
    return re.compile(rf" {_any('object_link')} (?:the )?")


@cache
def _long_name() -> re.Pattern[str]:
    return re.compile(rf"(?:[ -]{_CAPITAL}[\w'-]+|(?: {_any('name_link')})+ {_CAPITAL}[\w'-]+){{1,7}}")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?:(?i:{_any('name_article')})|{_any('name_prefix')})?{_CAPITAL}(?:\.|[\w'-]*[a-zà-ÿ][\w'-]*)(?:-?{_CAPITAL}\.)?")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"{_any('office', 'military')}(?![\w-])", re.IGNORECASE)


@cache
def _titles_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_any('office', 'military')} $", re.IGNORECASE)


@cache
def _title_of() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_title_of_or_for()} (?:the )?$", re.IGNORECASE)


@cache
def _before_apposition() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<rest>, (?:{_any('article')} )?(?:{_any('rank')} )*(?P<title>(?:[\w-]+ ){{0,3}}?{_title_of_or_for()} (?:the )?)?)$",
        re.IGNORECASE,
    )


def _title_of_or_for() -> str:
    return f"(?:{_any('office', 'military')} of|{_any('speaks_for')} for)"  # a spokesman for Syria is Syrian, an envoy for Syria is not
