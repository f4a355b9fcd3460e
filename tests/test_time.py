"""Time grows with the length of the text: every public function, and every pattern that the package compiles."""

import gc
import importlib
import pkgutil
import re
import sys
import time

import matplotlib.pyplot as plt
import pytest
from calls import CALLS, Given

import analysis
from analysis import Article, read_article

ODD = {
    "stops": ".",
    "quotes": "“",
    "straight quotes": '"',
    "letters and stops": "a.",
    "abbreviations": "U.S. ",
    "spaces": " ",
    "brackets": "[",
    "said": "said ",
    "capitals": "A",
    "combining marks": "e\u0301\u0301",
    "one endless word": "a",
    "attributions": "Iraq said that ",
}
TEXTS = {
    **ODD,
    "newlines": "\n",
    "short lines": "a\n",
    "paragraphs": "Iraq may wait.\n\n",
    "quotations": "“No,” said Iraq. ",
    "names": "John Smith ",
    "form feeds": "a\n\f",
    "commas": "he, ",
    "digits": "1.",
    "addresses": "http://a.",
    "ampersands": "A&",
    "half open": "“Iraq ‘may’ ",
    "hyphens": "al-",
    "states": "Georgia, ",
    "article": "Russia’s foreign minister, John Smith, denied on Monday that it “may” sell Iraq tanks, which Iran had bought.\n",
}
# These draw, or repeat the whole analysis: they are measured on the last text, which is usual, and what they are made of on all.
SLOW = {name for name in CALLS if name.startswith("plot_")}
SLOW |= {"Corpus", "analyze_corpus", "compare", "compare_terms", "explore", "read_corpus", "robustness", "write_report"} & set(CALLS)
# These read the text itself; the others read the tables that come of it.
READING = {"analyze", "check_actors", "match_phrases", "read_article"}
N = 8_000  # two of the longest sentences that are read as one: some tables repeat the sentence in each row


def seconds(call, given):
    gc.disable()  # as timeit does: the heap of other tests must not count
    try:
        start = time.process_time()
        call(given)
        return time.process_time() - start
    finally:
        gc.enable()
        plt.close("all")


def growth(call, short, long, floor=0.01):
    """How many times longer the call takes; what is faster than `floor` seconds counts as that."""
    times = [seconds(call, short)], [seconds(call, long)]
    for _ in range(7):  # the first call may have been the one that loads or prepares something, or the machine was busy
        if min(times[1]) < 5.5 * max(min(times[0]), floor):
            break
        times[0].append(seconds(call, short))
        times[1].append(seconds(call, long))
    return min(times[1]) / max(min(times[0]), floor)


def of_length(unit, n):
    return Given(Article("t", f"x{(unit * n)[:n]}x"))


@pytest.mark.parametrize("text", TEXTS)
def test_time_grows_with_length(text):
    names = SLOW if text == "article" else CALLS.keys() - SLOW if text in ODD else READING
    short, long = of_length(TEXTS[text], N), of_length(TEXTS[text], 4 * N)
    times = {name: growth(CALLS[name], short, long) for name in sorted(names)}
    assert {name: round(ratio, 1) for name, ratio in times.items() if ratio >= 6} == {}


def test_quadratic_time_is_noticed():
    assert growth(lambda given: sum(1 for k in range(len(given)) for _ in given[:k]), "a" * 1000, "a" * 4000) > 8


@pytest.fixture(scope="module")
def patterns():
    """Every pattern that the package compiles on the way through all public functions, and where."""
    found, compiled = {}, re._compile

    def record(pattern, flags):
        caller = sys._getframe(2)
        result = compiled(pattern, flags)
        if caller.f_globals.get("__name__", "").startswith("analysis."):
            found.setdefault(result, f"{caller.f_globals['__name__']}:{caller.f_lineno}")
        return result

    names = [f"analysis.{module.name}" for module in pkgutil.iter_modules(analysis.__path__) if module.name != "__main__"]
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith("analysis.")}
    re._compile = record
    try:
        re.purge()
        for name in names:  # anew: module constants are compiled at import, others in functions that remember them
            importlib.import_module(name)
        modules = {name: sys.modules[name] for name in names}
        batch = modules["analysis.articles"].Article("a", SEED)
        modules["analysis.framing"].analyze(batch)
        modules["analysis.cleaning"].unwrap(modules["analysis.cleaning"].plain(SEED))
        modules["analysis.cleaning"].find_zones(SEED)
        modules["analysis.formats"].READERS[".md"](SEED.encode())
    finally:
        re._compile = compiled
        for name in [name for name in sys.modules if name.startswith("analysis.")]:
            del sys.modules[name]
        sys.modules.update(kept)
        for name, module in kept.items():
            setattr(analysis, name.partition(".")[2], module)
    return found


MORE = "Athens, Georgia: (“Iraq”) U.S. Sen. Ali of Syria said 5%. The president told him, she may.\n\nRead more: Oil\n"
SEED = TEXTS["article"] * 3 + MORE


def takes_long(pattern):
    """A text on which the pattern searches longer than quadratic time, or None.

    Many patterns end in ``$`` and are used on a window of some characters, where a quadratic search is none; what they cost in
    use is measured above.  A pattern that tries all ways to cut a text into pieces takes ages even on a window.
    """
    words = [word + " " for word in re.findall("[A-Za-z]{2,}", pattern.pattern)[:6]]
    units = dict.fromkeys([*TEXTS.values(), "- ", "a-", "A ", "the ", "of the ", " \n", "\t", "[a](", "*", "*a", "_", "<a", *words])
    codes = sorted(set(re.findall("[A-Za-z#]", pattern.pattern))) if len(pattern.pattern) < 300 else []  # of shapes, matched from one place
    for search, each in [
        *((lambda text: sum(1 for _ in pattern.finditer(text)), unit) for unit in units),
        *((lambda text: (pattern.match(text), pattern.fullmatch(text[:-1] + "w")), code) for code in codes),
    ]:
        took = []
        for n in (24, 200, 800):
            start = time.process_time()
            search(f"{'' if each in codes else 'x '}{(each * n)[:n]}\0")
            took.append(time.process_time() - start)
            if took[-1] > 0.05 * n / 24 or (took[-1] > 0.02 and took[-1] > 30 * took[-2] > 0):
                return each
    return None


def test_no_pattern_backtracks_over_pieces(patterns):
    assert len(patterns) > 100
    assert {where: (unit, pattern.pattern[:200]) for pattern, where in patterns.items() if (unit := takes_long(pattern))} == {}


@pytest.mark.parametrize("pattern", ["(?:a+)+$", r"as [\w ]+ [\w ]+ as\Z", "[^w]*N[^w]*N[^w]*N[^w]*"])
def test_patterns_that_backtrack_are_noticed(pattern):
    assert takes_long(re.compile(pattern)) is not None


LINES = ["\n", " \n", "a\n", "\f\n", "-\n", "a-\nb", "\u00ad", "Page 1\n", "1\n\n", "# a\n", "[a](", "*a", "<a", "> ", "- a\n"]


@pytest.mark.parametrize("unit", LINES)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_reading_takes_time_by_length(unit, suffix, tmp_path):
    paths = []
    for n in (N, 4 * N):
        paths.append(tmp_path / f"{n}{suffix}")
        paths[-1].write_text(f"Iraq {(unit * n)[:n]} waits.", encoding="utf8", newline="")
    assert growth(read_article, *paths) < 6
