"""Words that tell of actions, and the words around them that decide who acts: each word of a text, looked up once.

The words are in ``data/actions.csv`` (verbs, phrasal verbs and nouns with class, valence and frames) and
``data/action_words.csv`` (what governs them).  An entry stands for all its forms: words are brought back to their
dictionary form by simplemma.  The column `frames` says how an entry marks the one acted upon, in the order of trust:

==========  ==========================================================================================
o           the direct object; in a passive the subject
d           the first of two objects: "gave Egypt tanks"
o+with      an object that a preposition follows: "supplied Iraq with arms"
T           the subject of a that-clause: "demanded that Iran withdraw"
a word      the preposition before it: "fired at Israel", "an embargo against Cuba"
<word       of nouns: the preposition before the one who acts, besides "by"
&           mutual: "Russia and Iraq met", "talks between Russia and Iraq"
o>to        a preposition before it, where an object stands between
!           a weak entry: it counts only where the one acted upon is named; ``!!``: in the active only where
            both are; ``!!!``: only where both are
==========  ==========================================================================================

Categories of ``data/action_words.csv``: verbs that carry an action noun (`light`: "impose", `ending`: "lift", `undergo`:
"face", `request`: "seek") and what makes an act not simply done (`possible`, `intended`, `denied`; with `object` of what
the object then does: "urged Iran to"; with `adjective` before a noun: "alleged"); nouns that leave somebody out (`apart`:
"dissidents", `owned`: "Iran's enemies") or carry another (`carrier`: "bombing campaign"); suffixes after which a name
acts (`leading`: "-led"); further verbs (`verb`), and what tells verbs from nouns and from names.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from analysis.lexicons import read_rows, word_lists
from analysis.segmentation import _lemma
from analysis.shapes import word_class

MODALITIES = ("done", "possible", "intended", "denied")  # from the weakest to the strongest
CLASSES = (
    "attack", "coerce", "accuse", "condemn", "demand", "warn", "negotiate", "cooperate", "aid", "trade", "support", "praise", "yield",
)  # fmt: skip
_LETTERS = {
    "determiner": "d", "preposition": "p", "to": "t", "that": "T", "question": "W", "pronoun": "r", "relative": "q", "object": "o",
    "auxiliary": "m", "negation": "n", "adverb": "y", "time": "k", "coordinator": "c", "subordinator": "s",
}  # fmt: skip
_MARKS = {".": ".", ",": ",", ":": ":", ";": ":", "(": "(", ")": ")", "[": "(", "]": ")", "?": ".", "!": ".", "…": ".", "-": "-", "–": "-",
          "—": "-", "--": "-", "'": "S", "'s": "S", "%": "w", "&": "c"}  # fmt: skip


class Trigger(NamedTuple):
    """An entry of the list of actions."""

    entry: str
    pos: str
    category: str
    valence: int
    frames: tuple[str, ...]
    agents: frozenset[str]  # prepositions before the one who acts
    is_mutual: bool
    is_weak: bool
    needs_both: str  # "active", "always" or ""
    rest: tuple[str, ...]  # of verbs: the words after the first


class Word(NamedTuple):
    """A word: the letter of its class, its dictionary form, and the actions it may tell of."""

    text: str
    letter: str  # x: a verb or a noun, v: a verb
    lemma: str
    form: str  # of a verb: b base, s, g -ing, d past or participle, "bd" both
    verbs: tuple[Trigger, ...]
    nouns: tuple[Trigger, ...]


class Words(dict[str, Word]):
    """Every word in lower case, worked out when it is first met."""

    def __missing__(self, text: str) -> Word:
        word = _read(text)
        if len(self) < 2**17:
            self[text] = word
        return word


@cache
def words() -> Words:
    """Look up words; one table for all texts."""
    return Words()


@cache
def words_of(category: str) -> frozenset[str]:
    """Words of a category of ``data/action_words.csv``."""
    return word_lists("action_words").get(category, frozenset())


@cache
def modalities(kind: str) -> dict[str, str]:
    """Modality that each word of a kind gives: of verbs and nouns that govern others, of adjectives, with an object."""
    form = {"word": "{}", "adjective": "{} adjective", "object": "object {}"}[kind]
    return {entry: modality for modality in MODALITIES for entry in words_of(form.format(modality))}


def is_any(category: str, lemma: str, following: str) -> bool:
    """Tell whether a word, or a word and the one after it, is of a category."""
    entries = words_of(category)
    return lemma in entries or f"{lemma} {following}" in entries


@cache
def triggers(pos: str) -> dict[str, tuple[Trigger, ...]]:
    """Entries by their first word, if verbs, or by the last word, if nouns; the longest first."""
    found: dict[str, list[Trigger]] = {}
    for entry, its_pos, category, valence, takes in read_rows("actions", "entry", "pos", "category", "valence", "frames"):
        if its_pos != pos:
            continue
        first, *rest = entry.split()
        frames = takes.split()
        trigger = Trigger(
            entry, pos, category, int(valence),
            tuple(frame for frame in frames if frame[0] not in "<&!"),
            frozenset(frame[1:] for frame in frames if frame[0] == "<") | {"by"},
            "&" in frames, frames[-1][0] == "!", {"!!": "active", "!!!": "always"}.get(frames[-1], ""), tuple(rest),
        )  # fmt: skip
        found.setdefault(first if pos == "verb" or not rest else rest[-1], []).append(trigger)
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.rest))) for word, entries in found.items()}


@cache
def _verbs() -> frozenset[str]:
    """All verbs that are known, so that clauses can be told apart."""
    reporting = read_rows("reporting_verbs", "entry", "category")
    governing = ("intended", "denied", "done", "light", "ending", "undergo", "request", "verb")
    single = {entry.split()[0] for entry, category in reporting if category not in ("noun", "adjective", "according")}
    single |= triggers("verb").keys()
    single |= {entry.split()[0] for category in governing for entry in words_of(category)}
    return frozenset(single - words_of("not verb"))


@cache
def _letters() -> dict[str, str]:
    letters = dict(_MARKS)
    for entry, category in read_rows("attribution_words", "entry", "category"):
        if category in _LETTERS:
            letters.setdefault(entry, _LETTERS[category])
    letters = {entry: letter for entry, letter in letters.items() if entry not in words_of("adverb too")}
    for category, letter in (("be", "b"), ("have", "h"), ("modal", "m"), ("do", "m"), ("preposition", "p"), ("negation", "n")):
        letters.update(dict.fromkeys(words_of(category), letter))
    letters.update((entry, "y") for entry in words_of("particle") - words_of("adverb too") if entry not in letters)
    return letters


def _read(text: str) -> Word:
    letter = _letters().get(text, "")
    if letter or not text[0].isalpha():
        return Word(text, letter or ("#" if text[0].isdigit() else "*"), text, "", (), ())
    lemma, noun = _lemmas(text)
    nouns = triggers("noun").get(noun, ()) if noun == text or not text.endswith(("ed", "ing")) else ()
    is_verb = lemma in _verbs()
    verbs = triggers("verb").get(lemma, ()) if is_verb else ()
    form = ""
    if is_verb:
        form = "g" if text != lemma and text.endswith("ing") else "b" if text == lemma else "s" if text.endswith("s") else "d"
        if text in words_of("unchanged"):
            form = "bd"
        letter = "x" if nouns or form in ("g", "b", "s", "bd") else "v"
    elif text.endswith(("ly", "n't")) and text not in word_class("not adverb"):
        letter = "m" if text[-1] == "t" else "y"
    elif text.endswith("ing") and len(text) > 5 and not nouns:
        letter, form = "x", "g"
    elif text.endswith("ed") and len(text) > 4 and not nouns:
        letter, form = "v", "d"
    return Word(text, letter or "w", lemma if is_verb else noun, form, verbs, nouns)


def _lemmas(text: str) -> tuple[str, str]:
    """Dictionary form of a word as a verb and as a noun: "bombings" is one of "bomb", too, and of "bombing"."""
    lemma = _irregular().get(text) or _lemma(text)
    nouns = triggers("noun")
    singular = lemma if not text.endswith(("ed", "ing")) else text
    noun = next((form for form in (text, text.removesuffix("s"), text.removesuffix("es"), singular) if form in nouns), lemma)
    if lemma in _verbs():
        return lemma, noun
    ending = next((ending for ending in ("ing", "ied", "ed", "ies", "es", "s") if text.endswith(ending)), "")
    stem = text.removesuffix(ending)
    doubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    verb = next((form for form in (stem, stem + "e", doubled, stem + "y") if form in _verbs()), lemma) if ending else lemma
    return verb, noun


@cache
def _irregular() -> dict[str, str]:
    """Forms that the dictionary brings back to another word, or to none."""
    rows = read_rows("action_words", "entry", "category")
    return {entry: category.removeprefix("form of ") for entry, category in rows if category.startswith("form of ")}
