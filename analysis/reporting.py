"""The words around a reporting word: where its source stands, and how far its content reaches."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.shapes import Unit, word_class

# Patterns over shapes: noun phrases, and what opens a sentence before its first verb.
NOUNS = r"(?:d?[yewgvV#]{0,4}?[wN#gek]{1,6})"
# Atomic, so that a long chain of phrases is never taken apart in all ways; the second gives words back, but is short.
PHRASE = rf"(?>{NOUNS}(?:c{NOUNS})?(?:p{NOUNS})*)"
SHORT_PHRASE = rf"(?:{NOUNS}(?:c{NOUNS})?(?:p{NOUNS}){{0,2}})"
_OPENING = re.compile(rf"(?:[yspc][^,V]*,)?[yc]*({SHORT_PHRASE}|r)(?:,[^V]*,)?[yn]*[aVew]")
# What a comma before a verb may close: "Lavrov, the foreign minister, said"; what goes on from one before: "Smith, 40, of Ohio, said".
_APPOSITION = re.compile(r"[qdNwWpeg#Vy]")
_ADVERBIAL = re.compile(r"y+|pd?w{1,2}")  # "too", "in turn", "for its part": no part of a source
_LIST = re.compile(r"#|N{1,2}|p[^,]*|d[^,aVr]*|w[^,aVr]*")
_NEXT_SAYS = re.compile(rf"c?[yns]?(?:{PHRASE}|r|q)[any]*(V)")
_PARENTHESIS = re.compile(rf"(?:{PHRASE}|r)[any]*V[^,;Q]{{0,12}},[yn]*[aVe]")  # "the deal, the envoy said, was near"
_CLAUSE_STOP = re.compile(r"[.;,Ac-]")  # where content may end
_PHRASE_STOP = re.compile(r"[.;,Acs:(akp-]")
_EMBEDDED = re.compile(r"[TWq]")
_FAR = 80  # words of an apposition

Span = tuple[int, int]


def head_noun(source: str) -> str:
    """Find the noun that says what a source is: "officials" of "Iraqi officials in Baghdad, who spoke"."""
    phrase = re.split(r",| (?:of|in|for|from|at|on|with|who|to|by)\b", source)[0].lower().replace("’", "'")
    words = re.findall(r"[\w'-]+", phrase)
    return words[-1] if words else ""


@lru_cache(maxsize=2**14)
def source_kind(source: str) -> str:
    """Tell the kind of a source from its words: named, unnamed, collective, document."""
    words = re.findall(r"[\w&.'’-]+", source)
    if not words:
        return "unnamed"
    lower = [word.lower() for word in words]
    if len(words) == 1 and lower[0] in ("he", "she", "it", "i", "who", "you", "which", "that"):
        return "named"
    head = head_noun(source)
    phrase = re.split(r",| (?:of|in|for|from|at|on|with|who|to|by)\b", source)[0]
    common = frozenset().union(*map(word_class, ("determiner", "unnamed", "collective", "outsider", "body", "role", "media")))
    is_name = any(word[0].isupper() for word in phrase.split()[1:]) or (phrase[:1].isupper() and lower[0] not in common)
    if head in word_class("document") and lower != ["reports"]:
        return "document"
    is_common = len(phrase.split()) < 2 or phrase.split()[-1][0].islower()
    if is_common and lower[0] in word_class("indefinite") and not re.search(r", (?:\w+ )*[A-Z][\w’'-]+ [A-Z]", source):
        return "unnamed"  # "a senior Israeli official", but "a spokesman, Avi Cohen"
    is_bare = head.endswith("s") and lower[0] not in word_class("determiner")  # "residents"
    if not is_name and (is_bare or not word_class("unnamed").isdisjoint((head, lower[0]))):
        return "collective" if head in word_class("collective") and head not in word_class("unnamed") else "unnamed"
    if is_name and words[-1][0].isupper() and "," not in source:
        return "collective" if " and " in source and source[:1] != "“" else "named"
    return "collective" if head in word_class("collective") | word_class("media") or lower[0] in ("they", "we", "both") else "named"


def find_subject(unit: Unit, verb: int, before: Span | None) -> tuple[Span | None, int]:
    """Source on the left of a verb, and the word at which source and verb group start.

    `before` is the last source of the same unit, taken where the verb is joined to another one.
    """
    shape = unit.shape
    k = _before_group(unit, verb)
    if k < 0 or shape[k] == "t":
        return None, k + 1
    letter = shape[k]
    if letter == "r":
        return (k, k + 1), k
    if letter == "q" or (letter == "T" and k and shape[k - 1] in "wN#") or (letter == "W" and unit.words[k] == "which"):
        first = phrase_start(unit, k - 2 if k > 1 and shape[k - 1] == "," else k - 1) if k else k
        return (first, k + 1), first
    if unit.words[k] == "as" and k > 0 and shape[k - 1] in "wN":  # "quoted the emir as saying"
        first = phrase_start(unit, k - 1)
        return (first, k), first
    if unit.verbs[verb][0].form == "g" and letter in ",-psW":  # "..., saying"; "by saying"
        return before or _first_subject(unit, k) or _fronted_subject(unit, verb), k + 1
    if letter == "o" and k > 1 and shape[k - 1] == "p":  # "all of them say"
        return (phrase_start(unit, k - 2), k + 1), k
    if letter in ",)-Q" and k > 1 and (letter != "Q" or is_finished(unit, k)):
        apposition = _with_apposition(unit, k, letter)
        if apposition or letter != "Q":
            return apposition or before, apposition[0] if apposition else k + 1
    if letter == "c" or shape[verb - 1] == "s":
        joined = letter == "c" and unit.words[k] != "nor" and unit.verbs[verb][0].form in "sd"
        return before or (_first_subject(unit, k) if joined else None), k + 1
    if letter in "wN#gekdV" and not (letter == "V" and k == 0):
        first = phrase_start(unit, k)
        return (first, k + 1), first
    return None, k + 1


def _before_group(unit: Unit, verb: int) -> int:
    """Last word before the verb group, ``-1`` for none; a ``t`` where its infinitive belongs to a noun: "a measure to condemn"."""
    shape = unit.shape
    k = verb - 1
    while k >= 0 and (shape[k] in "ayn" or unit.words[k] in word_class("between") or (k and _floats(unit, k))):
        k -= 1
    if unit.verbs[verb][0].form == "g" and k > 0 and unit.words[k] in word_class("aspect"):  # "began calling"
        k -= 1
        while k >= 0 and shape[k] in "ayn":
            k -= 1
    if k > 0 and shape[k] == "t":  # "declined to say"
        to = k
        k -= 1
        while k >= 0 and shape[k] in "yn":
            k -= 1
        if k > 0 and shape[k] == "w" and shape[k - 1] in "dpgwe":
            return to
        if shape[k] == "k" and k > 1:  # "vowed on Sunday to defend"
            k -= 1 + (shape[k - 1] == "p")
        k -= shape[k] == "p" and shape[k - 1] in "Vew"  # "went on to say"
        k -= shape[k] in "Vewg"
        while k >= 0 and shape[k] in "ayn":
            k -= 1
    if k > 1 and shape[k] == "k" and shape[k - 1] in "wNp)k":  # "the minister on Tuesday denied", "a poll last month found"
        k -= 1 + (shape[k - 1] in "pk")
    return k


def _floats(unit: Unit, k: int) -> bool:
    """Tell whether a word belongs to the subject before it: "the envoys both said"."""
    return unit.words[k] in word_class("floating") and unit.shape[k - 1] in "wNr"


def _with_apposition(unit: Unit, k: int, letter: str) -> Span | None:
    """Noun before a stretch that the mark at `k` closes: "Lavrov, who called it “rash,” said"."""
    shape = unit.shape
    mark = "," if letter == "Q" else "(" if letter == ")" else letter
    if mark == "," and shape[k - 1] == ")":  # "Smith (Labour), said"
        return phrase_start(unit, max(shape.rfind("(", 0, k), 1) - 1), k
    opening = shape.rfind(mark, 0, k)
    while opening > 0 and k - opening < _FAR:
        is_open = letter != "Q" or shape[opening + 1] in "qdNwWpeg"
        if opening < k - 1 and is_open and shape[opening - 1] in "wNge#rkV)":
            if mark != "," or _APPOSITION.match(shape, opening + 1):
                break
        elif mark != ",":
            return None
        opening = shape.rfind(mark, 0, opening)
    if not 0 < opening < k - 1 or k - opening >= _FAR:
        return None
    if shape[opening - 1] == ")":  # "Smith (Labour), who"
        opening = max(shape.rfind("(", 0, opening), 1)
    first = phrase_start(unit, opening - 1)
    if mark == "," and _ADVERBIAL.fullmatch(shape, opening + 1, k):
        return first, opening
    if first > 2 and mark == "," and shape[first - 2 : first] == ",p":  # "Orlov, during a visit to Lima, Peru, said"
        opening = first - 2
        first = phrase_start(unit, opening - 1)
    while mark == "," and first > 2 and shape[first - 1] == "," and shape[first - 2] in "wN#" and _LIST.fullmatch(shape, first, opening):
        if shape[first] == "N" and shape[shape.rfind(",", 0, first - 1) + 1] != "p":  # "..., Smith, the envoy," but "of Lima, Peru,"
            break
        opening = first - 1
        first = phrase_start(unit, opening - 1)
    return first, k + (letter in ")Q")


def _first_subject(unit: Unit, stop: int) -> Span | None:
    """Subject of the sentence, for a participle after a comma: "He shrugged, saying ..."."""
    match = _OPENING.match(unit.shape, 0, stop)
    return match.span(1) if match else None


def _fronted_subject(unit: Unit, verb: int) -> Span | None:
    """Subject behind the comma, for a participle that opens the sentence: "After praising Iran, he left."."""
    comma = unit.shape.find(",", verb)
    match = _OPENING.match(unit.shape, comma + 1) if comma > 0 and "V" not in unit.shape[:verb] else None
    return match.span(1) if match else None


def phrase_start(unit: Unit, last: int) -> int:
    """First word of the noun phrase that ends with the word `last`."""
    shape = unit.shape
    k = last
    while k > 0:
        letter = shape[k - 1]
        if k == last and shape[max(k - 3, 0) : k + 1] == ",dwN" and not _is_somebody(unit.words[k - 1]):
            break  # ", a charge Beijing denies", but ", the diplomat Orlov said"
        if shape[k] == "d" and letter not in "pd" and not (letter == "c" and k > 1 and shape[k - 2] in "wN"):
            break
        if letter in "wN#gd*k" or (letter == "e" and (shape[k] not in "d")) or (letter in "y" and k > 1 and shape[k - 2] == "d"):
            k -= 1
        elif k > 1 and (
            (letter in "pt" and shape[k - 2] in "wN#gQd" and unit.words[k - 1] in word_class("inside"))
            or (letter == "c" and shape[k - 2] in "wN" and unit.words[k - 1] in word_class("joiner") and (shape[k] in "Nd" or last - k < 2))
        ):
            k -= 2
        else:
            break
    return k


def _is_somebody(noun: str) -> bool:
    return any(noun in word_class(category) for category in ("role", "body", "media", "collective", "outsider", "unnamed", "government"))


def is_finished(unit: Unit, p: int) -> bool:
    """Tell whether a quotation ends as speech does before its tag: in a comma, a question, a stop."""
    return unit.words[p].rstrip("\"“”’'» ")[-1:] in (",", "?", "!", ".", "—", "-", "…")


def quote_end(unit: Unit, first: int) -> int:
    """Word after a quotation that is the whole content, 0 where the sentence goes on with it."""
    shape = unit.shape
    following = shape[first + 1 : first + 2]
    if shape[first] != "Q" or not (following in ("", ".", ",", "-") or (is_finished(unit, first) and following in "csgp(")):
        return 0
    return first + 1


def content_end(unit: Unit, first: int, *, whole: bool, at_comma: bool = False) -> int:
    """Find the word after the last of a content; a `whole` clause runs over commas and circumstances that end a mere phrase."""
    shape = unit.shape
    opening = shape.startswith("T,", first)  # "that, in a meeting in Baghdad, the envoy said ...": its clause has yet to come
    i = len(shape)
    for match in (_CLAUSE_STOP if whole else _PHRASE_STOP).finditer(shape, first):
        i, letter = match.start(), match[0]
        if letter in ".;":
            break
        if i == first:
            continue
        if letter == "," and i > first + opening and (at_comma or not whole or breaks(unit, i + 1, whole=whole and shape[i - 1] != "Q")):
            if not opening:
                break
            opening = False
        if letter == "A" or (letter == "c" and _joined_verb(unit, i + 1, whole)) or (letter == "-" and (not whole or shape[i - 1] == "Q")):
            break
        if not whole and (letter in "s:(" or _ends_phrase(unit, i, first)):
            break
    else:
        i = len(shape)
    while i > first and (shape[i - 1] in ",;:-cA" or (shape[i - 1] == ")" and "(" not in shape[first:i])):
        i -= 1
    return i


def _ends_phrase(unit: Unit, i: int, first: int) -> bool:
    """Tell whether a phrase ends before a word: the verb of its sentence, or words that only say when."""
    shape = unit.shape
    if shape[i] == "a":
        return i > first + 1 and shape[i - 1] not in "pdt" and not _EMBEDDED.search(shape, first, i)
    return "t" not in shape[first:i] and _is_circumstance(unit, i)


def _is_circumstance(unit: Unit, i: int) -> bool:
    """Tell whether words only say when something is done: "on Monday", "last week", "during a debate"."""
    shape = unit.shape
    if shape[i] == "k":
        return shape[i : i + 2] == "kk" or (shape[i - 1] not in "pd#" and unit.words[i] not in ("last", "next"))
    return shape[i] == "p" and (shape[i + 1 : i + 2] == "k" or unit.words[i] in word_class("circumstance"))


def breaks(unit: Unit, k: int, *, whole: bool = True) -> bool:
    """Tell whether what follows a comma speaks again: ", and he added", ", saying", ", according to"."""
    shape = unit.shape
    rest = shape[k : k + 16].lstrip("yn")
    if not rest or rest[0] == "A":
        return True
    k += len(shape[k : k + 16]) - len(rest)
    if rest[0] == "V" and rest[1:2] != "p":
        return any(verb.form in "gd" and (verb.tier == "A" or not whole) for verb in unit.verbs.get(k, ()))
    if rest[0] == "c" and (following := rest[1:].lstrip("yn")) and following[0] == "V":
        return True
    match = None if _PARENTHESIS.match(shape, k) else _NEXT_SAYS.match(shape, k)
    return match is not None and (_speaks(unit, match.start(1)) or unit.words[k] == "but")


def _speaks(unit: Unit, k: int) -> bool:
    return any(verb.tier == "A" and verb.form in "bds" for verb in unit.verbs.get(k, ()))


def _joined_verb(unit: Unit, k: int, whole: bool) -> bool:
    """Tell whether a verb follows "and" that has the source of the cue as its subject: "and added"."""
    shape = unit.shape
    while k < len(shape) and shape[k] in "yn":
        k += 1
    if k >= len(shape):
        return False
    if shape[k] == "V":
        if not whole or unit.words[k - 1] == "but":
            return any(verb.form in "ds" for verb in unit.verbs.get(k, ()))
        return _speaks(unit, k)
    return not whole and shape[k] in "aeg"
