"""What is said around a target in its sentence: the features that the tone model weighs.

A feature is ``(key, value, token)``: how a word or group of words stands to the target "T" and which it is ("So:accus"),
how much it counts, and which token it is.  `expand` gives the keys under which its weights are listed; a word that the
model never met shares the weights of its beginning and of its letters.  All is a sum over words, so that a score can be told word by
word.

Who judges is kept apart from who is judged: what stands around the subject of "accused" or "said" is mostly about somebody
else, and counts less (`GIVEN`, `TOLD`); so does what stands beyond another name (`BEYOND`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analysis.tone_clauses import roles
from analysis.tone_words import Entry, Word, grammar, look_up, read, stop_words

GIVEN = 0.4  # what a word counts for somebody who judges another
TOLD = 0.7  # for somebody who is reported to say it
BEYOND = (1.0, 0.5, 0.3)  # with no other name between, one, or more
FLIP = -0.74  # what "not" makes of a word's valence, as in VADER
REACH = 3  # words behind a negation that it turns
LENGTH = 12.0  # all features of a target together, so that a long sentence does not count more than a short one
SENTENCE, RATED = 2.0, 10.0  # what a word and a rating count where there is no target

Feature = tuple[str, float, int]
COMPOUND = frozenset("wvqxy")  # first letters of the keys that expand to more than themselves

_NAMES = frozenset({"E", "T", "T2", "ps", "po"})
_MASKS = _NAMES | {"pp", "#"}


class Relation(NamedTuple):
    """A listed verb, event or stance, and what the target is in it: "give", "get", "mod" (modifier) or "far"."""

    token: int
    entry: Entry
    kind: str  # V active, P passive, N noun, H holder
    part: str


@dataclass(slots=True)
class View:
    """A sentence as it is seen from one target."""

    words: list[str]
    info: list[Word]
    target: int
    span: tuple[int, int]  # the target with the names that touch it
    rest: int  # first token behind the target's noun phrase, appositions included
    clause: list[int]
    names: list[int]  # names before each token
    quoted: list[bool]
    tokens: list[int]  # position in the whole text
    form: str  # of the target: name, common, ps, po, pp
    between: list[int]  # names between each token and the target, at most two

    def at(self, k: int) -> str:
        """The word at a place; "^" and "$" outside the sentence."""
        return "^" if k < 0 else "$" if k >= len(self.words) else self.words[k]


def features(text: str, start: int, end: int, known: frozenset[str]) -> list[Feature]:
    """Return the features of the target ``text[start:end]``; none where the span holds no word.

    Examples
    --------
    >>> found = features("Smith praised Jones.", 14, 19, frozenset())
    >>> [key for key, _, _ in found if key[0] == "y"]
    ['y:+ Vget L 0 s 0']
    """
    view = _view(text, start, end, known)
    if view is None:
        return []
    relations = [relation for k, word in enumerate(view.info) if word.entries and k != view.target for relation in _relations(view, k)]
    judges = any(each.part == "give" and each.entry.done_to and not each.entry.said_of for each in relations)
    told = any(word.tells and _says(view, k) for k, word in enumerate(view.info))
    count = GIVEN if judges else TOLD if told else 1.0
    frame = _frame(view, judges, told)
    said = [*_words(view), *_roles(view, relations), *_touching(view), *_clauses(view)]
    length = LENGTH / (len(frame) + sum(value * value for _, value, _ in said)) ** 0.5
    among = [(f"t:{each}", 1.0, view.target) for each in _among(view, relations)]
    among += _judging(view, relations)
    found = [*among, *((key, value * length, token) for key, value, token in frame)]
    found += [(key, value * length * count, token) for key, value, token in said]
    last = view.tokens[view.target]
    gap = view.tokens[-1] - len(view.tokens) + 1  # tokens of the target but its first
    return [(key, value, token + gap if token > last else token) for key, value, token in found] if gap else found


def sentence_weights(text: str, known: frozenset[str]) -> dict[str, float]:
    """Return the keys of a text without a target, and the value of each: words and ratings, wherever they stand.

    Examples
    --------
    >>> sentence_weights("a good plan", frozenset())["v+"]  # half of VADER's 1.9, times RATED
    9.5
    """
    sums: dict[str, float] = {}
    view = _view(f"It; {text}", 0, 2, known)  # a target out of sight
    for key, value, token in _words(view) if view else ():
        if token > 1 and key[0] in "wnvq":
            for part, share in expand(key):
                if key[0] not in "vq" or part[1:] in ("+", "-"):
                    sums[part] = sums.get(part, 0.0) + value * share * (RATED if key[0] in "vq" else SENTENCE)
    return sums


def expand(key: str) -> list[tuple[str, float]]:
    """Return the keys of a feature's weights, and what share of its value each takes.

    Examples
    --------
    >>> expand("y:+ Vget L 0 s 0")
    [('y+', 1.0), ('y+VgetL', 1.0), ('y+VL0', 1.0), ('y+VsL0', 1.0)]
    """
    if key[0] not in COMPOUND:
        return [(key, 1.0)]
    context, _, word = key.partition(":")
    if context in ("v", "q"):
        sign, side, distance, clause, between, same = list(word)
        parts = ("", side, side + distance, clause + side, f"b{between}{side}", f"q{same}")
        return [(f"{context}{sign}{part}", 1.0) for part in parts]
    if context in ("x", "y"):
        sign, role, side, distance, clause, between = word.split()
        roles = ("", role + side, role[0] + side + distance, role[0] + clause + side + between)
        return [(f"{context}{sign}{part}", 1.0) for part in roles]
    keys = [(key, 1.0)]
    if len(word) > 5:
        keys.append((f"w:{word[:5]}~", 1.0))
    if len(word) > 3 and word not in stop_words():
        framed = f"^{word}$"
        keys += [(f"w:*{framed[i : i + 4]}", 0.5) for i in range(len(framed) - 3)]
    return keys


def word_of(key: str) -> str | None:
    """Return the word whose own key this is: "lied" of "w:lied", nothing of "w:*lied" and "w:belie~"."""
    return key[2:] if key.startswith("w:") and key[2] != "*" and key[-1] != "~" else None


def _view(text: str, start: int, end: int, known: frozenset[str]) -> View | None:
    whole = read(text, known)
    inside = [i for i, (low, high) in enumerate(whole.spans) if high > start and low < end]
    if not inside:
        return None
    t, last = inside[0], inside[-1]
    names = {word for word in whole.raw[t : last + 1] if word[0].isupper()}
    words = [*whole.words[:t], "T", *whole.words[last + 1 :]]
    tokens = [*range(t + 1), *range(last + 1, len(whole.words))]
    if names:  # the target again, or a part of its name
        words = ["T2" if word == "E" and whole.raw[token] in names else word for word, token in zip(words, tokens, strict=True)]
    pronoun = whole.words[t] if t == last and whole.words[t] in ("ps", "po", "pp") else ""
    form = pronoun or ("name" if names else "common")
    info = [look_up(word) for word in words]
    clause, before, quoted = [], [], []
    clauses, seen, quote, previous = 0, 0, False, ""
    for word, known_of in zip(words, info, strict=True):
        clauses += known_of.opens
        clause.append(clauses)
        before.append(seen)
        seen += word in _NAMES and previous not in _NAMES
        quote = not quote if word == '"' else quote if word not in ("“", "”") else word == "“"
        quoted.append(quote)
        previous = word
    before.append(seen)
    low, high = t, t + 1
    while low and words[low - 1] in _NAMES:
        low -= 1
    while high < len(words) and words[high] in _NAMES:
        high += 1
    left, right, n = before[low], before[high], len(words)
    between = [min(2, left - before[k]) for k in range(1, low + 1)] + [0] * (high + 1 - low)
    between += [min(2, before[k] - right) for k in range(high + 1, n)]
    return View(words, info, t, (low, high), _behind(words, high), clause, before, quoted, tokens, form, between)


def _behind(words: list[str], k: int) -> int:
    """First token behind possessed names and an apposition between commas."""
    while k < len(words) and words[k] in ("E", "'s"):
        k += 1
    if k < len(words) and words[k] == ",":
        for j in range(k + 1, min(len(words), k + 14)):
            if words[j] == ",":
                return j + 1
    return k


def _own(view: View, k: int) -> bool:
    """Whether a token stands in the target's clause with no other name between them, its own noun phrase aside."""
    if view.clause[k] != view.clause[view.target]:
        return False
    return view.names[k] == view.names[view.rest] if k >= view.rest else view.between[k] == 0


def _says(view: View, k: int) -> bool:
    return (k > view.target and _own(view, k)) or k == view.target - 1


def _relations(view: View, k: int) -> list[Relation]:
    """What the target is to the listed word at `k`."""
    words, entries = view.words, view.info[k].entries
    categories = {entry.category for entry in entries}
    before, after = view.at(k - 1), view.at(k + 1)
    noun = "noun" in categories
    if noun and "verb" in categories:  # "the attack on", but "they attack"
        opened = before in grammar("determiner") or before in grammar("preposition") or before in ("pp", "'s")
        noun = (opened or after in grammar("bearer") or after in grammar("doer")) and before not in _NAMES
    found = []
    for entry in entries:
        if entry.category == "holder":
            found.append(Relation(k, entry, "H", _holder(view, k)))
        elif entry.category == "noun" and noun:
            found.append(Relation(k, entry, "N", _event(view, k)))
        elif entry.category == "verb" and not noun:
            if before in ("pp", "'s") or (before in grammar("determiner") and before != "that"):
                continue  # "the raid", "the accused"
            passive = entry.form == "d" and ("by" in words[k + 1 : k + 4] or _is_passive(view, k))
            part = "far"
            if _own(view, k):
                part = "give" if (k > view.target) != passive else "get"
                if passive and part == "give" and "by" not in words[k + 1 : view.target]:
                    part = "far"
            found.append(Relation(k, entry, "P" if passive else "V", part))
    return found


def _is_passive(view: View, k: int) -> bool:
    """Whether a form of "be" stands before a participle, adverbs and "not" aside."""
    while k and (view.words[k - 1].endswith("ly") or view.info[k - 1].negates or view.words[k - 1] in grammar("adverb")):
        k -= 1
    return view.at(k - 1) in grammar("be")


def _holder(view: View, k: int) -> str:
    """Whose stance it is: "T's critics", "critical of T" (get); "T is critical of" (give)."""
    if k > view.target:
        near = view.words[view.span[1] : k]
        if len(near) <= 3 and (not near or near[0] == "'s"):
            return "get"
        return "give" if _own(view, k) and view.at(k + 1) in grammar("bearer") else "far"
    gap = view.words[k + 1 : view.span[0]]
    near_enough = 0 < len(gap) <= 4 and view.between[k] == 0
    return "get" if near_enough and gap[0] in grammar("stance") else "far"


def _event(view: View, k: int) -> str:
    """Whose act it is: "T's criticism", "criticism from T" (give); "criticism of T" (get); "T criticism" (mod)."""
    if k > view.target:
        if k - view.target <= 4 and "'s" in view.words[view.target + 1 : k]:
            return "give"
        return "mod" if k == view.target + 1 else "far"
    gap = view.words[k + 1 : view.target]
    if not 0 < len(gap) <= 5 or view.between[k]:
        return "far"
    return "give" if gap[0] in grammar("doer") else "get" if gap[0] in grammar("bearer") else "far"


def _place(view: View, k: int) -> tuple[str, str, str, str]:
    """Side, distance, clause and names between, each as one letter."""
    away = abs(k - view.target)
    distance = "0" if away <= 2 else "1" if away <= 5 else "2" if away <= 10 else "3"
    same = "s" if view.clause[k] == view.clause[view.target] else "o"
    return "L" if k < view.target else "R", distance, same, str(view.between[k])


def _frame(view: View, judges: bool, told: bool) -> list[Feature]:
    """What kind of target it is, and of sentence."""
    t, n = view.target, len(view.words)
    where = f"place{5 * t // n}"
    said = [view.form, where, f"{view.form} {where}", "quoted" if view.quoted[t] else "plain", f"names{min(4, view.names[-1])}"]
    said += [f"length{min(5, n // 10)}"]
    said += ["quotation"] * any(view.quoted) + ["again"] * ("T2" in view.words) + ["judges"] * judges + ["tells"] * told
    following, before = view.at(t + 1), view.at(t - 1)
    functional = following in grammar("auxiliary") or following in grammar("preposition") or following in stop_words()
    verbal = following.endswith(("ed", "ly", "ing")) or look_up(following).tells
    verbal = verbal or any(entry.category == "verb" and entry.form in "sd" for entry in look_up(following).entries)
    if following[0].isalpha() and following not in _MASKS and not following.startswith("E-") and not functional and not verbal:
        said.append("modifier")  # "T officials"
    if before in grammar("article"):
        said.append("article")
    elif before in grammar("preposition") and following != "'s":
        said.append("preposition")
    return [(f"t:{word}", 1.0, t) for word in said]


def _among(view: View, relations: list[Relation]) -> list[str]:
    """Whether a named target stands among other names, leads them, and is judged: "Smith blamed Jones"."""
    if view.form != "name" or view.names[-1] < 2:
        return []
    leads = view.names[view.span[0]] == 0 and view.at(view.target - 1) not in grammar("preposition")
    found = ["leads"] if leads and view.names[view.span[1]] < view.names[-1] else []
    return [*found, "among", *["judged"] * any(each.part == "get" for each in relations)]


def _judging(view: View, relations: list[Relation]) -> list[Feature]:
    """Whether the target judges somebody named right after the verb: "Smith blamed Jones" tells of Jones."""
    for each in relations:
        judges = each.part == "give" and each.kind == "V" and each.entry.done_to and not each.entry.said_of
        if judges and not _NAMES.isdisjoint(view.words[each.token + 1 : each.token + 4]):
            return [(f"t:judging{'+' if each.entry.done_to > 0 else '-'}", 1.0, each.token)]
    return []


def _words(view: View) -> list[Feature]:
    """Every word, near words, words of the clause; rated words by where they stand."""
    found: list[Feature] = []
    add = found.append
    t, words, clauses, between, stop = view.target, view.words, view.clause, view.between, stop_words()
    clause, quoted = clauses[t], view.quoted[t]
    negation = -REACH - 1
    for k, (word, info) in enumerate(zip(words, view.info, strict=True)):
        if info.negates:
            negation = k
        if k == t:
            continue
        count = BEYOND[between[k]]
        negated = 0 < k - negation <= REACH
        if word[0].isalpha() and word not in _MASKS:
            away = abs(k - t)
            add((f"w:{word}", count, k))
            if away <= 6:
                add((f"L:{word}" if k < t else f"R:{word}", count / away**0.5, k))
            if clauses[k] == clause:
                add((f"c:{word}", count, k))
            if negated and word not in stop:
                add((f"n:{word}", count, k))
        if info.valence or info.entries:
            place = "".join(_place(view, k)) + str(int(view.quoted[k] == quoted))
            rated = [("v", info.valence)] if info.valence else []
            if not any(entry.category == "verb" for entry in info.entries):  # what is done is told by its roles
                rated += [("q", entry.said_of) for entry in info.entries if entry.category == "quality"]
            for context, value in rated:
                turned = value * FLIP if negated else value
                add((f"{context}:{'+' if turned > 0 else '-'}{place}", abs(turned) * count, k))
    return found


def _roles(view: View, relations: list[Relation]) -> list[Feature]:
    """What is done by the target ("x") and to it ("y"); what somebody else gets from it is not counted."""
    found: list[Feature] = []
    for k, entry, kind, part in relations:
        turn = FLIP if any(info.negates for info in view.info[max(0, k - REACH) : k]) else 1.0
        place = f"{kind}{part} {' '.join(_place(view, k))}"
        for context, value in (("x", entry.said_of * turn), ("y", 0.0 if part == "give" else entry.done_to * turn)):
            if value:
                found.append((f"{context}:{'+' if value > 0 else '-'} {place}", abs(value), k))
    return found


def _touching(view: View) -> list[Feature]:
    """Groups of two to four words around the target."""
    t, last = view.target, len(view.words) - 1
    l2, l1, r1, r2, r3 = (view.at(t + i) for i in (-2, -1, 1, 2, 3))
    right = ((f"T {r1}", 1), (f"T {r1} {r2}", 2), (f"{l1} T {r1}", 1), (f"T {r1} {r2} {r3}", 3))
    found: list[Feature] = [(f"a:{words}", 1.0, min(t + i, last)) for words, i in right]
    return [*found, (f"a:{l1} T", 1.0, max(t - 1, 0)), (f"a:{l2} {l1} T", 1.0, max(t - 1, 0))]


def _clauses(view: View) -> list[Feature]:
    """Verbs by what the target is to them, with what is known of verb and company; listed acts by their side."""
    found: list[Feature] = []
    for role, k, _ in roles(view.words, view.span, view.rest, view.target):
        alone, denied, info = role.replace("!", ""), "!" in role, view.info[k]
        count = 1.0
        if role.startswith("with"):
            count = BEYOND[view.between[k]]
        else:
            found += [(f"S{role}:{info.stem}", 1.0, k), (f"S{alone}", 1.0, k)]
        if info.act:
            found.append((f"S{role}A:{info.act}", count, k))
        signs = [("v", info.valence), ("A", info.deed)]
        signs += [(name, value) for entry in info.entries for name, value in (("x", entry.said_of), ("y", entry.done_to))]
        found += [(f"S{alone}{name}{'+' if (value > 0) != denied else '-'}", abs(value) * count, k) for name, value in signs if value]
    for k, info in enumerate(view.info):
        if info.deed and k != view.target:
            side, between = "L" if k < view.target else "R", view.between[k]
            found += [(f"A{side}:{info.act}", 1.0, k), (f"A{side}{between}{'+' if info.deed > 0 else '-'}", 1.0, k)]
    return found
