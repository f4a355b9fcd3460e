"""How fast this is beside what is usually taken, in one run: ``make bench``; ``make bench ARGS="news.jsonl --articles 5000"``.

Without a file the text is invented.  Speeds are characters a second of CPU time, the best of three runs in turns; ratios hold on
other machines, too.  The last table holds every measure with what is asked of it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from analysis import Article, analyze, find_mentions, invent_articles, load_lexicon, read_articles, score_sentences, split_sentences
from analysis.actors import _mentions
from analysis.cues import _cues
from analysis.garbage import uncollected
from analysis.segmentation import _sentences, _tokens, scan
from analysis.shards import tables_of

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))
USUAL = "usual stack: Punkt, words, FreqDist, nltk's VADER"
CORE = "sentences, tokens, mentions, cues, sentiment"
EVERY, SUMS = "analyze: every table", "every table and sum of a corpus"
TABLES = ("articles", "sentences", "clauses", "tokens", "mentions", "cues", "attributions", "speakers", "actions", "sentiment", "tone")
MILLION = 5700.0  # million characters of a million articles
N_STARTS = 10
# Runs a command, and prints the CPU time of all its processes and the memory of the largest.
RUN = """
import json, subprocess, sys, time
from resource import RUSAGE_CHILDREN, getrusage
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = getrusage(RUSAGE_CHILDREN)
print(json.dumps({"seconds": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}))
"""

Measures = list[tuple[str, str, str]]


def paragraphs(articles: list[Article]) -> Iterator[str]:
    """All paragraphs that hold something."""
    for article in articles:
        yield from filter(str.strip, article.text.split("\n"))


def peers(articles: list[Article]) -> dict[str, Callable[[], Any]]:
    """What is usually taken, each on all articles."""
    from nltk import FreqDist
    from nltk.sentiment import vader
    from nltk.tokenize.destructive import NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    parameters = PunktParameters()
    parameters.abbrev_types = {entry.lower() for entry in load_lexicon("abbreviations")["entry"]}
    punkt, words, original = PunktSentenceTokenizer(parameters), NLTKWordTokenizer(), SentimentIntensityAnalyzer()
    of_nltk = vader.SentimentIntensityAnalyzer.__new__(vader.SentimentIntensityAnalyzer)  # else it downloads its lexicon, which is this one
    of_nltk.lexicon, of_nltk.constants = original.lexicon, vader.VaderConstants()
    sentences = [text for paragraph in paragraphs(articles) for text in punkt.tokenize(paragraph)]

    def usual() -> None:
        counts: FreqDist[str] = FreqDist()
        for paragraph in paragraphs(articles):
            for sentence in punkt.tokenize(paragraph):
                counts.update(word.lower() for word in words.tokenize(sentence))
                of_nltk.polarity_scores(sentence)

    found = {
        "Punkt": lambda: [punkt.tokenize(paragraph) for paragraph in paragraphs(articles)],
        "NLTKWordTokenizer": lambda: [words.tokenize(sentence) for sentence in sentences],
        "nltk's VADER": lambda: [of_nltk.polarity_scores(sentence) for sentence in sentences],
        "vaderSentiment": lambda: [original.polarity_scores(sentence) for sentence in sentences],
        USUAL: usual,
    }
    if find_spec("pysbd"):
        import pysbd

        splitter = pysbd.Segmenter(clean=False)
        found["pysbd"] = lambda: [splitter.segment(paragraph) for paragraph in paragraphs(articles)]
    else:
        print("pysbd is not installed and left out.")
    return found


def ours(articles: list[Article]) -> dict[str, Callable[[], Any]]:
    """The same of ours; what a corpus is made of as its shards are made."""

    def core() -> None:
        with uncollected():
            batch = scan(articles)
            sentences, mentions = _sentences(batch), _mentions(batch, None)
            _tokens(batch), _cues(batch, None)
            score_sentences(sentences, mask=mentions)

    def everything() -> None:
        with uncollected():
            tables_of(analyze(articles), tokens=False)

    sentences = split_sentences(articles)
    return {
        "split_sentences": lambda: split_sentences(articles),
        "score_sentences": lambda: score_sentences(sentences),
        "find_mentions": lambda: find_mentions(articles),
        CORE: core,
        EVERY: lambda: analyze(articles),
        SUMS: everything,
    }


def speeds(articles: list[Article]) -> Measures:
    """Every peer and ours on the same articles, in turns."""
    n_characters = sum(len(article.text) for article in articles) / 1e6
    runs = {**peers(articles), **ours(articles)}
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(4):
        for name, run in runs.items():
            start = time.process_time()
            run()
            if turn:  # the first loads word lists and compiles patterns
                seconds[name].append(time.process_time() - start)
    speed = {name: n_characters / min(each) for name, each in seconds.items()}
    slowest = {name: n_characters / max(each) for name, each in seconds.items()}
    table = pd.DataFrame({"million characters a second": speed, "slowest": slowest})
    with pd.option_context("display.max_colwidth", None, "display.width", 120):
        print(table.assign(**{"times the usual stack": table.iloc[:, 0] / speed[USUAL]}).round(2).to_string(), end="\n\n")

    def times(name: str, peer: str) -> str:
        return f"{speed[name] / speed[peer]:.1f} times"

    def hours(name: str) -> str:
        return f"{MILLION / speed[name] / 2 / 3600:.1f} hours"

    return [
        (f"{CORE}, beside the usual stack", "4 (aim 6)", times(CORE, USUAL)),
        ("every table, beside the usual stack", "1.2 (aim 2)", times(EVERY, USUAL)),
        ("every table and sum of a corpus, beside the usual stack", "", times(SUMS, USUAL)),
        ("sentences, beside Punkt", "3", times("split_sentences", "Punkt")),
        ("VADER, beside vaderSentiment", "2.5", times("score_sentences", "vaderSentiment")),
        ("a million articles (5.7 GB) on two cores, by this speed: the core tables", "40 minutes", hours(CORE)),
        ("a million articles, every table and sum", "2 hours", hours(SUMS)),
    ]


def python(*arguments: str | Path) -> dict[str, float]:
    """Run this Python, and tell wall and CPU seconds and the peak memory of its largest process in MB."""
    command = [sys.executable, "-c", RUN, sys.executable, *map(str, arguments)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def corpora(articles: pd.DataFrame, n: int) -> Measures:
    """Write corpora of n, n / 4 and n / 10 articles, and of n with two workers."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for size, workers in ((n // 10, 1), (n // 4, 1), (n, 1), (n, 2)):
            source = Path(folder, f"{size}.jsonl")
            repeated = pd.concat([articles] * -(-size // len(articles)), ignore_index=True).head(size)  # a file may hold fewer
            repeated["article_id"] = [f"a{i}" for i in range(size)]
            repeated.to_json(source, orient="records", lines=True)
            run = python("-m", "analysis", "corpus", source, "-o", Path(folder, f"{size}-{workers}"), "--workers", str(workers))
            characters = int(repeated["text"].str.len().sum()) / 1e6
            found.append(run)
            print(
                f"{size:>7,} articles, {characters:.1f} million characters, workers {workers}: {run['seconds']:.1f} s, "
                f"CPU {run['cpu']:.1f} s, {characters / run['seconds']:.2f} million characters a second, "
                f"peak of a process {run['peak']:.0f} MB"
            )
    tenth, quarter, one, two = found
    load = f"{two['cpu'] / two['seconds']:.1f} of {os.cpu_count()} cores were free for it"
    return [
        ("CPU time for 4n articles, beside n", "at most 4.4", f"{one['cpu'] / quarter['cpu']:.2f} times"),
        (f"peak memory at {n:,} articles, beside {n // 10:,}", "at most 1.3", f"{one['peak'] / tenth['peak']:.2f} times"),
        ("peak memory of a process", "under 600 MB", f"{max(run['peak'] for run in found):.0f} MB"),
        ("two workers, beside one", "1.7", f"{one['seconds'] / two['seconds']:.2f} times ({load})"),
    ]


def starts() -> Measures:
    """How long imports and the command line take, as whole processes, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "table.csv")
        commands: dict[str, tuple[str | Path, ...]] = {
            "python": ("-c", ""),
            "import pandas": ("-c", "import pandas"),
            "import analysis": ("-c", "import analysis"),
            "--help": ("-m", "analysis", "--help"),
            **{f"table {name}": ("-m", "analysis", "table", name, SEED, "-o", file) for name in TABLES},
        }
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
        for _ in range(N_STARTS):
            for name, command in commands.items():
                runs[name].append(python(*command))
    found = {name: {key: median(run[key] for run in each) for key in ("cpu", "seconds")} for name, each in runs.items()}
    ratio = {name: {key: each[key] / found["import pandas"][key] for key in each} for name, each in found.items()}
    for name, each in found.items():
        print(
            f"{name:<20} {each['cpu'] * 1000:5.0f} ms of CPU, {each['seconds'] * 1000:5.0f} ms; "
            f"{ratio[name]['cpu']:.2f} and {ratio[name]['seconds']:.2f} times import pandas"
        )
    mentions = ratio["table mentions"]
    over = [f"{name.split()[1]} {each['cpu']:.1f}" for name, each in ratio.items() if name.startswith("table ") and each["cpu"] > 1.6]
    return [
        (
            "table mentions of the seed article, beside import pandas",
            "at most 1.6",
            f"{mentions['cpu']:.2f} times the CPU, {mentions['seconds']:.2f} the time",
        ),
        ("other tables above 1.6", "", ", ".join(over) or "none"),
    ]


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", help="a folder or table of articles; by default they are invented")
    parser.add_argument("--articles", type=int, default=20_000, metavar="N", help="corpora of up to N are written (default: 20,000)")
    asked = parser.parse_args()
    articles = read_articles(asked.source) if asked.source else read_articles(invent_articles(600))
    packages = ", ".join(f"{name} {version(name)}" for name in ("pandas", "numpy", "pyarrow", "nltk", "vaderSentiment"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"
    print(f"{machine}\n{len(articles):,} articles, {sum(len(article.text) for article in articles):,} characters\n")
    known = [{name: getattr(article, name) for name in ("article_id", "text", "source", "date")} for article in articles]
    measures = [*starts(), *speeds(articles), *corpora(pd.DataFrame(known), asked.articles)]
    print(f"\n{machine}; load average {os.getloadavg()[0]:.1f}\n")
    print("| measure | asked | measured |\n|---|---|---|")
    for measure in measures:
        print(f"| {' | '.join(measure)} |")


if __name__ == "__main__":
    main()
