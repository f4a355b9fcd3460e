"""What a reporting word reports: rules that find the content and the source on either side of it.

A rule reads the shape of a sentence (see `analysis.shapes`).  Rules are tried in the order of trust, and where none
fits there is no content: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.reporting import PHRASE, Span, breaks, content_end, find_subject, phrase_start, quote_end
from analysis.shapes import Unit, Verb, word_class
from analysis.tags import ADDRESSEE, ADJUNCT, Content, Subject, read_around, read_tag, skip_opening

# Patterns over shapes: where content starts behind a verb, and what its source looks like there.
_LONG_ADDRESSEE = re.compile(r"[yn]?d?[yewgN#]{0,6}[wN](?=[TWtQp,:rd])")
_THAT = re.compile(rf"{ADJUNCT}{{0,3}}(?:,[^TQV]{{1,12}},)?T(?!$|[.a])")
_QUOTE = re.compile(rf"(?:{ADJUNCT}|d?w{{0,2}}){{0,2}}[,:]?Q")
_COLON = re.compile(rf"{ADJUNCT}{{0,2}}:(?=.)")
_CLAUSE = re.compile(r"[yn]{0,3}(?=[drwN#gepsa(QWV])")
_WHEN = re.compile(r"[yn]*(?:,[^,TQV]{1,12},(?=[tW]))?(?:p?k[k#]{0,8}(?=[tWpo]))?")
_SHORT_CLAUSE = re.compile(r"r[yn]*[aVe]")
_LATE_VERB = re.compile(r"p[^,;:.]*,?[^,;:.]*?[rwN#)][yn]*[aVe]")  # "said in 2010 the plan was dead"
_LATE_CLAUSE = re.compile(r"(?:p?k[#k]{0,8}|t(?:o|N{1,4})){1,2}(?=(?:r|d?[wN#]{1,4})[yn]?[aVw])")  # "said Sunday she will resign"
_ADDRESSED = re.compile(rf"[yn]?{ADDRESSEE}")
_VERB_AHEAD = re.compile(r"[^,;:]{0,12}?[aVr]|[^,;:p]{1,8}?(?:Nw|we)")
_SOURCE_AFTER = re.compile(rf"(?:[ro]|{PHRASE}|Q)+")
_APPOSITION = re.compile(r",d[^,aVr]*(?=[.,]|$)")
_TO_NOUN = re.compile(r"t(?:d|N|o)")
_BY = re.compile(rf"[yn]?(?:p?k[#k]{{0,8}})?p({PHRASE}|o)")


def read_content(unit: Unit, i: int, before: Span | None, done: int) -> tuple[Content, Verb, Span] | None:
    """Attribution of the reporting word at `i`, the verb that fits and its words; None where no rule fits."""
    subject: Subject | None = None
    for verb in unit.verbs[i]:
        start, after = i, i + 1 + len(verb.rest)
        if verb.category == "according":
            start -= 2 * (verb.rest == ("of",))  # "in the words of"
            content = _according(unit, start, after, verb, done)
        elif verb.category in ("noun", "adjective"):
            content = _noun(unit, i, verb, after)
        elif verb.category == "document" and _is_possible(unit, i):
            content = None
        else:
            subject = subject or find_subject(unit, i, before)
            passive = _passive_start(unit, i, verb, after)
            if passive is None:
                content = _active(unit, i, verb, after, subject, done)
            else:
                start = passive
                content = _agentless(unit, verb, start, after, subject)
        if content and content.first < min(content.last, len(unit.shape)):
            after += content.rule == "passive-as" and unit.words[after] == "as"
            return content, verb, (start, min(after, len(unit.shape)))
    return None


def _active(unit: Unit, i: int, verb: Verb, after: int, subject: Subject, done: int) -> Content | None:
    """Find content before the verb, else behind it."""
    source = subject[0]
    content = None if verb.form == "g" else read_tag(unit, i, verb, after, subject, done)
    if content or source is None:
        return content
    for first, whole, tier, rule in _forward(unit, verb, after):
        last = quote_end(unit, first) or content_end(unit, first, whole=whole, at_comma=_is_inside(unit, i, source))
        if last > first and not (rule in ("quote", "noun") and _is_naming(unit, i, verb, source)):
            if rule == "wh" and verb.category == "say" and _is_negated(unit, i):  # "would not say how many"
                tier = "C"
            return Content(first, last, source, "B" if tier == "C" and "Q" in unit.shape[first:last] else tier, rule)
    return None


def _forward(unit: Unit, verb: Verb, after: int) -> Iterator[tuple[int, bool, str, str]]:
    """Where content may start after a verb, in the order of trust: first word, is it a whole clause, tier, rule."""
    shape = unit.shape
    starts = [after]
    addressee = verb.takes("object")
    if addressee:
        ends = [match.end() for match in (_LONG_ADDRESSEE.match(shape, after), _ADDRESSED.match(shape, after)) if match]
        starts = [*dict.fromkeys(ends), after]
    for n, k in enumerate(starts):
        is_addressed = n + 1 < len(starts)
        match = _THAT.match(shape, k) if "T" in shape[k:] else None
        if match and verb.takes("that") and not _is_relative(unit, match.end()):
            yield match.end() - 1, True, verb.takes("that"), "that"
        match = _QUOTE.match(shape, k) if "Q" in shape[k:] else None
        if match:
            is_introduced = shape[match.end() - 2] in ",:" and not (verb.takes("noun") and shape[k] in "dw")
            is_told = is_addressed and verb.category in ("direct", "evaluate")  # "urged Iran “to wait”"
            yield (match.end() - 1 if is_introduced else after if is_told else k), True, "A" if verb.takes("quote") else "B", "quote"
        match = _COLON.match(shape, k) if ":" in shape[k:] else None
        if match and verb.takes("quote"):
            yield match.end(), True, verb.tier, "colon"
        late = _LATE_CLAUSE.match(shape, k) if verb.takes("clause") else None
        if late:
            yield late.end(), True, verb.takes("clause"), "clause"
        when = _WHEN.match(shape, k)
        k = when.end() if when else k
        if k >= len(shape):
            continue
        if shape[k] == "W" and verb.takes("wh"):
            yield k, True, verb.takes("wh"), "wh"
        if shape[k] == "t" and verb.takes("to") and k + 1 < len(shape) and shape[k + 1] in "waVvyne":
            yield after if is_addressed and verb.category == "direct" else k, True, verb.takes("to"), "to"
        if verb.takes(unit.words[k]) and unit.words[k] not in ("that", "to", "noun") and shape[k] in "pty" and k + 1 < len(shape):
            first = after if is_addressed and verb.category == "evaluate" else k + 1  # "blamed it on Iran"
            yield first, False, verb.takes(unit.words[k]), "preposition"
        if unit.words[k] == "to" and verb.takes("to") and shape[k + 1 : k + 2] and shape[k + 1] in "dNo":
            yield k + 1, False, verb.takes("to"), "preposition"
        may_open = _CLAUSE.match(shape, k) and (shape[k] != "p" or (_LATE_VERB.match(shape, k) and not verb.takes("noun")))
        if verb.takes("clause") and may_open and not _says_nothing(unit, k) and (is_addressed or verb.entry != "tell"):
            is_clause = not verb.takes("noun") or _has_verb(shape, k)
            yield k, is_clause, verb.takes("clause" if is_clause else "noun"), "clause" if is_clause else "noun"
        if verb.tier == "A" and verb.takes("that") and not verb.takes("clause") and _SHORT_CLAUSE.match(shape, k):
            yield k, True, "A", "clause"
        if shape[k] == "g" and verb.takes("g"):
            yield k, False, verb.takes("g"), "noun"
        if not is_addressed and verb.takes("noun") and shape[k] in "drowN#gQeTW":
            yield k, False, verb.takes("noun"), "noun"


def _says_nothing(unit: Unit, k: int) -> bool:
    """Tell whether only "nothing" or "too much" is said, and what it was is not told."""
    k = _skip_adverbs(unit.shape, k)
    return k + 1 < len(unit.shape) and unit.words[k] in word_class("nonspeech") and unit.shape[k + 1] in ".,;cp"


def _is_relative(unit: Unit, k: int) -> bool:
    """Tell whether a verb follows "that", which is then its subject: "notes that showed"."""
    k = _skip_adverbs(unit.shape, k)
    return any(verb.form in "ds" for verb in unit.verbs.get(k, ()))


def _has_verb(shape: str, k: int) -> bool:
    """Tell whether a verb shows before the first comma: "announced the deal was dead", not "announced a deal in May"."""
    return _VERB_AHEAD.match(shape, k) is not None


def _according(unit: Unit, i: int, after: int, verb: Verb, done: int) -> Content | None:
    """Read "according to X", which may open its sentence, end it or stand inside."""
    shape = unit.shape
    match = _SOURCE_AFTER.match(shape, after)
    if match is None:
        return None
    last = match.end()
    if shape[last : last + 1] == "," and skip_opening(unit, done) < i:  # an apposition to the end: ", a monitoring group."
        apposition = _APPOSITION.match(shape, last)
        last = apposition.end() if apposition else last
    source = (after, last)
    first = skip_opening(unit, done)
    if first >= i - 1 and last >= len(shape) - 1:
        first = skip_opening(unit, 0)  # "...," he said, according to Reuters.
    if first >= i - 1:
        comma = shape.find(",", last)
        first = comma + 1 if 0 <= comma <= last + 8 else last
        if first >= len(shape):
            return None
        return Content(first, content_end(unit, first, whole=True), source, verb.tier, "according-first")
    if shape[last : last + 1] == "," and not breaks(unit, last + 1):
        return Content(first, content_end(unit, last + 1, whole=True), source, verb.tier, "according-inside")
    stop = i - 1 if shape[i - 1] == "," else i
    return Content(first, stop, source, verb.tier, "according-last")


def _is_possible(unit: Unit, i: int) -> bool:
    """Tell whether what the verb says is only possible: "Iran may find that ...."."""
    k = i - 1
    while k >= 0 and unit.shape[k] in "yn":
        k -= 1
    return k >= 0 and unit.words[k] in word_class("modal")


def _is_negated(unit: Unit, i: int) -> bool:
    return i > 0 and (unit.shape[i - 1] == "n" or unit.words[i - 1].endswith("n't"))


def _passive_start(unit: Unit, i: int, verb: Verb, after: int) -> int | None:
    """First word of a passive: of "is widely expected", "was told", "(when) asked", "proposed by X"; None for no passive."""
    if verb.form != "d":
        return None
    k = i - 1
    while k >= 0 and unit.shape[k] in "yn":
        k -= 1
    if k >= 0 and unit.words[k] in word_class("be"):
        while k > 0 and unit.shape[k - 1] in "ayn":
            k -= 1
        return k
    is_told = verb.takes("object") and unit.shape[max(i - 1, 0)] in "VW"
    return i if is_told or (verb.takes("noun") and _has_agent(unit, after)) else None


def _has_agent(unit: Unit, after: int) -> re.Match[str] | None:
    by = _BY.match(unit.shape, after)
    return by if by and unit.words[by.start(1) - 1] == "by" else None


def _agentless(unit: Unit, verb: Verb, i: int, after: int, subject: Subject) -> Content | None:
    """Read a passive: it is believed that ...; Iraq is expected to ...; he was criticized by X for ...."""
    shape, (patient, _) = unit.shape, subject
    source: Span | None = None
    by = _has_agent(unit, after)
    if by:
        source = by.span(1)
        after = by.end()
    match = _THAT.match(shape, after)
    if match and verb.takes("that"):
        return Content(match.end() - 1, content_end(unit, match.end() - 1, whole=True), source, verb.takes("that"), "passive-that")
    following = shape[after : after + 1]
    if not patient and not verb.takes("object"):
        return None
    if patient and unit.words[patient[0]] == "it" and shape[patient[0] - 1 : patient[0]] == ",":  # "The pact, it is assumed, will hold"
        tag = read_around(unit, verb, patient, patient[0] - 1, after, 0)
        return tag and tag._replace(source=None, tier=min(tag.tier, "B"), rule="passive-tag")
    if verb.takes("wh") and (following == "W" or unit.words[after : after + 1] == ["about"]):
        last = content_end(unit, after, whole=True, at_comma=True)
        return Content(after, last, source, verb.takes("wh") if patient else "C", "passive-wh")
    if patient is None:
        return None
    if following == "t" and (verb.takes("to") or verb.takes("that")):
        return Content(patient[0], content_end(unit, after, whole=False), source, verb.takes("to") or verb.takes("that"), "passive-to")
    match = _QUOTE.match(shape, after)
    if match and verb.takes("object") and verb.takes("quote"):  # "He was asked: “Why?”"
        return Content(match.end() - 1, match.end(), source, verb.takes("quote"), "passive-quote")
    if verb.takes("noun"):
        goes_on = verb.takes(unit.words[after]) if following == "p" else verb.category in ("evaluate", "believe") and following in "dNewQ#"
        if following and goes_on:
            return Content(patient[0], content_end(unit, after, whole=False), source, min(verb.takes("noun"), "B"), "passive-as")
        if source:
            return Content(patient[0], i, source, verb.takes("noun"), "passive-by")
    return None


def _noun(unit: Unit, i: int, verb: Verb, after: int) -> Content | None:
    """Somebody's claim that ...; X is confident that ..."""
    shape = unit.shape
    if verb.category == "adjective":
        source, _ = find_subject(unit, i, None)
        k = i - 1
        while k >= 0 and shape[k] in "yn":
            k -= 1
        if k < 0 or (shape[k] != "a" and unit.words[k] not in word_class("be")) or not source:
            return None
        if unit.words[source[0]] == "it":
            source = None
    elif after + 1 < len(shape) and unit.words[after] in word_class("agent") and (agent := _BY.match(shape, after)):
        source, after = agent.span(1), agent.end()  # "an admission by Iraq that ..."
    else:
        k = i - 1
        while k > 0 and shape[k] in "ywe" and not unit.words[k].endswith(("'s", "'")):
            k -= 1
        own = k >= 0 and (unit.words[k].endswith("'s") or unit.words[k] in word_class("own"))
        source = (phrase_start(unit, k), k + 1) if own else None
    if after < len(shape):
        if shape[after] == "T" and verb.takes("that") and not (_is_relative(unit, after + 1) or shape[after + 1 : after + 2] in ("a", "e")):
            return Content(after, content_end(unit, after, whole=True), source, verb.tier, "cue-" + verb.category)
        is_fit = shape[after] in "pt" and verb.takes(unit.words[after]) and (source or verb.category == "adjective")
        if is_fit and not (verb.takes("that") and _TO_NOUN.match(shape, after)):  # "Iran's claim to the port"
            first = after if shape[after] == "t" else after + 1
            last = content_end(unit, first, whole=False)
            return Content(first, last, source, verb.tier, "cue-" + verb.category) if last > first else None
    return None


def _is_inside(unit: Unit, i: int, source: Span) -> bool:
    """Tell whether a cue is inside a clause after which the main one goes on: "critics who say", "while Iraq says ..., Iran"."""
    shape = unit.shape
    if shape[source[1] - 1] in "qT" or (shape[source[1] - 1] == "W" and source[1] - source[0] > 1):
        return True
    if unit.verbs[i][0].form == "g" and source[1] == i:
        return True
    opening = shape[: source[0]]
    is_fronted = opening in ("p", "yp", "cp") and unit.words[source[0] - 1] in word_class("fronting")
    return "," not in opening and ("s" in opening or opening[:1] == "W" or is_fronted)


def _is_naming(unit: Unit, i: int, verb: Verb, source: Span) -> bool:
    """Tell a name from speech: a class called "Perception"."""
    return verb.act == "evaluate" and verb.form == "d" and source[1] == i and unit.words[source[0]] in ("a", "an")


def _skip_adverbs(shape: str, k: int) -> int:
    while k < len(shape) and shape[k] in "yn":
        k += 1
    return k
