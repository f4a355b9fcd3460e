"""What the target is in its clauses: subject, object or owner, of which verbs, and which words go with them.

Two passes over the masked words, one to the right of the target and one to the left, take the place of a parse: they cost
a tenth of what `analysis.subjects` needs, and a model of tone forgives them more than a table of actions could.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from analysis.tone_words import grammar, look_up

FARTHEST, BEHIND = 30, 14  # words that are read to the right and to the left
COMPANY = 8  # words behind a verb that go with it

_NAMES = frozenset({"E", "T", "T2", "ps", "po"})
_MARKS = {**dict.fromkeys(",-–—()", ","), **dict.fromkeys(".;:?!", ".")}
_FIXED = {"to": "t", "that": "T", "who": "q", "which": "q", "and": "c", "or": "c", "but": "c", "pp": "d", "'s": "d", "#": "d"}
_PARTICIPLE = ("ed", "en", "wn", "ne", "ht")


class Role(NamedTuple):
    """A word, and what the target is to it.

    Subject of a verb (s), of a passive (p), an infinitive (i) or a participle (g); its object (o), or the noun phrase behind a
    preposition ("against"); "!" where the verb is denied; "own ..." where what the target owns is the subject; "head ..." of a
    noun before the preposition, "with ..." of words behind the verb, "that" where the target is the subject of what is said.
    """

    role: str
    token: int
    word: str


@lru_cache(maxsize=2**15)
def letter(word: str) -> str:
    """Class of a masked word.

    N name, d determiner, p preposition, t "to", b "be", a auxiliary, q "who", T "that", x negation, y adverb, c coordinator,
    s subordinator, v verb, i word in -ing, w other word; "," and "." marks that part, "~" other marks.
    """
    if word in _NAMES:
        return "N"
    if word in _FIXED:
        return _FIXED[word]
    if not word[0].isalpha() and word[0] != "'":
        return _MARKS.get(word, "~")
    info = look_up(word)
    if info.negates:
        return "x"
    for category, found in (("be", "b"), ("determiner", "d"), ("preposition", "p"), ("clause", "s"), ("helper", "a")):
        if word in grammar(category):
            return found
    if word.endswith("ing") and len(word) > 4:
        return "i"
    if word.endswith("ly"):
        return "y"
    is_verb = word in grammar("verb form") or info.tells or any(entry.category == "verb" for entry in info.entries)
    if is_verb or (word.endswith("ed") and len(word) > 4):
        return "v"
    return "y" if word in grammar("auxiliary") else "w"


def roles(words: list[str], span: tuple[int, int], rest: int, target: int) -> list[Role]:
    """Return what the target is to the words of its clauses.

    Parameters
    ----------
    words : list of str
        Masked words, the target "T" one of them.
    span : (int, int)
        The target with the names that touch it.
    rest : int
        First token behind its noun phrase, appositions included.
    target : int

    Examples
    --------
    >>> words = "T , who lied , was attacked by E".split()
    >>> [(role, word) for role, _, word in roles(words, (0, 1), 6, 0)]
    [('s', 'lied'), ('p', 'attacked'), ('with p', 'E')]
    """
    letters = "".join(map(letter, words))
    if letters[span[1] : span[1] + 2] == ",q":  # "T, who"
        rest = span[1]
    governed = _left(words, letters, span[0], target)
    if governed and governed[0].role[0] == "o":
        k = rest
        while letters[k : k + 1] in ("y", "x"):
            k += 1
        finite = letters[k : k + 1] in ("a", "b") or (letters[k : k + 1] == "v" and words[k].endswith(("s", "ed")))
        if finite:  # "believe T is"
            governed = [governed[0]._replace(role="that")]
    return [*governed, *_right(words, letters, rest, target, is_object=bool(governed) and governed[0].role != "that")]


def _right(words: list[str], letters: str, rest: int, target: int, *, is_object: bool) -> list[Role]:
    """The verbs that the target, or what it owns, is the subject of, and the words that go with them."""
    found: list[Role] = []
    n = min(len(words), rest + FARTHEST)
    owner = ""
    k = max(rest, target + 1)
    if words[target + 1 : target + 2] == ["'s"]:
        owner, k = "own ", target + 2
        while k < n and letters[k] in "wdiv" and k - target < 6 and letters[k - 1 : k + 1] != "wv":
            if letters[k] != "d":
                found.append(Role("owns", k, words[k]))
            k += 1
    if is_object and letters[k : k + 1] not in ("t", "q", "i"):
        return found  # an object does nothing, but "urged T to", "T who"
    passive = denied = infinitive = False
    verb, at, start, skipped = "", 0, k, 0
    while k < n:
        kind, before = letters[k], letters[k - 1]
        is_verb = kind == "v" and (infinitive or not verb or before in "xbay" or (before == "c" and verb != "is"))
        if is_verb or (kind == "i" and (passive or before in ",x" or (before == "p" and verb))):
            form = "g" if kind == "i" else "p" if passive and words[k].endswith(_PARTICIPLE) else "i" if infinitive else "s"
            verb, at = f"{owner}{form}{'!' * denied}", k
            found.append(Role(verb, k, words[k]))
            passive = denied = False
        elif kind == "x":
            denied = True
        elif kind == "b":
            passive, verb, at = True, "is", k
        elif kind == "a":
            passive = False
        elif kind in ".s" or (verb and _opens(letters, k)):
            break  # another clause
        elif verb and kind in "wivN":
            if k - at <= COMPANY:
                found.append(Role(f"with {verb}", k, words[k]))
        elif verb or kind in "yqT~":
            pass
        elif kind in "w" and k > start:
            break
        elif kind in ",p" and skipped < 2:
            skipped += 1
            if kind == "p":  # "T of the E"
                while k + 1 < n and letters[k + 1] in "dwN" and words[k + 1] != "ps":
                    k += 1
            else:
                close = letters.find(",", k + 1, k + 14)
                if close > 0 and letters[k + 1] != "q":
                    k = close
        elif kind == "c":
            while k + 1 < n and letters[k + 1] in "dN":
                k += 1
        infinitive = kind == "t" or (infinitive and kind in "xy")
        k += 1
    return found


def _opens(letters: str, k: int) -> bool:
    """Whether another's clause begins at `k`: "that", "the one who", "E has"."""
    kind = letters[k]
    return kind == "T" or (kind == "q" and letters[k - 1] != ",") or (kind == "N" and letters[k + 1 : k + 2] in ("v", "a", "b"))


def _left(words: list[str], letters: str, low: int, target: int) -> list[Role]:
    """The verb or preposition that the target hangs on, and what the preposition hangs on."""
    found: list[Role] = []
    stop = max(-1, low - BEHIND)
    link, head, k = "o", -1, low - 1
    for _ in range(4):
        inner = 0
        while k > stop and inner < 6 and letters[k] in "dwNyi" and not (letters[k] == "i" and letters[k - 1] not in "dw"):
            if words[k] == "ps":
                return found
            if link != "o" and head < 0 and letters[k] in "wi":
                head = k
                found.append(Role(f"head {link}", k, words[k]))
            inner += 1
            k -= 1
        if k <= stop:
            return found
        kind = letters[k]
        if kind in "pt":
            if kind == "t" and letters[k + 1] == "v":
                return found
            if link == "o":
                link = words[k]
            elif head >= 0:
                found.append(Role(f"link {link}", k, words[k]))
            k -= 1
        elif kind == "c" and link == "o" and letters[k - 1 : k] == "N":
            k -= 1  # "accused E and T"
        elif kind == "v" and k and letters[k - 1] == "d":  # "the attack on T"
            if head < 0 and link != "o":
                head = k
                found.append(Role(f"head {link}", k, words[k]))
            k -= 1
        elif kind in "vi":
            return [*found, *_governing(words, letters, k, link, target)]
        else:
            return [*found, *[Role(f"be {link}", k, words[head])] * (kind == "b" and head >= 0)]
    return found


def _governing(words: list[str], letters: str, k: int, link: str, target: int) -> list[Role]:
    """The verb at `k` with the target as its object or behind its preposition, and the words behind an object."""
    before = k - 1
    while before > 0 and letters[before] == "y":
        before -= 1
    is_passive = letters[k] == "v" and letters[max(before, 0)] == "b"
    role = f"{'p ' * is_passive}{link}{'!' * ('x' in letters[max(0, k - 3) : k])}"
    found = [Role(role, k, words[k])]
    for j in range(target + 1, min(len(words), target + COMPANY)) if link == "o" else ():
        if letters[j] in ".s":
            break
        if letters[j] in "wivN":
            found.append(Role(f"with {role}", j, words[j]))
    return found
