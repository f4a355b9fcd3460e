"""How fast this is beside what is usually taken, in one run: ``make bench``; ``make bench ARGS="news.jsonl --articles 5000"``.

Without a file the text is invented.  Speeds are characters a second of CPU time, the best of three; ratios hold on other machines, too.
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
RUN = """
import json, resource, sys, time
from analysis import analyze_corpus
if __name__ == "__main__":
    start, cpu = time.perf_counter(), time.process_time()
    analyze_corpus(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
    print(json.dumps({"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu,
                      "peak": max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024}))
"""


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
        "usual stack: Punkt, words, FreqDist, nltk's VADER": usual,
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
        "sentences, tokens, mentions, cues, sentiment": core,
        "analyze: every table": lambda: analyze(articles),
        "every table and sum of a corpus": everything,
    }


def timed(run: Callable[[], Any], n: int = 3) -> list[float]:
    """CPU seconds of some runs."""
    seconds = []
    for _ in range(n):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return seconds


def speeds(articles: list[Article]) -> pd.DataFrame:
    """Every peer and ours on the same articles, in turns."""
    n_characters = sum(len(article.text) for article in articles)
    runs = {**peers(articles), **ours(articles)}
    for run in runs.values():  # word lists and patterns are loaded
        run()
    rows = {name: n_characters / 1e6 / pd.Series(timed(run)) for name, run in runs.items()}
    return pd.DataFrame(
        {"million characters a second": {k: v.max() for k, v in rows.items()}, "slowest of three": {k: v.min() for k, v in rows.items()}}
    )


def python(*arguments: str | Path) -> str:
    """Run this Python and return what it prints."""
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True).stdout


def corpora(articles: pd.DataFrame, n: int) -> None:
    """Write corpora of n and 4n articles, and of 4n with two workers."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "run.py")
        script.write_text(RUN, encoding="utf8")
        found = []
        for size, workers in ((n, 1), (4 * n, 1), (4 * n, 2)):
            source = Path(folder, f"{size}.jsonl")
            repeated = pd.concat([articles] * -(-size // len(articles)), ignore_index=True).head(size)  # a file may hold fewer
            repeated["article_id"] = [f"a{i}" for i in range(size)]
            repeated.to_json(source, orient="records", lines=True)
            run = json.loads(python(script, source, Path(folder, f"{size}-{workers}"), str(workers)))
            characters = int(repeated["text"].str.len().sum()) / 1e6
            found.append(run)
            rate = characters / run["seconds"]
            print(
                f"{size:>7,} articles, {characters:.1f} million characters, workers {workers}: {run['seconds']:.1f} s, CPU of this process "
                f"{run['cpu']:.1f} s, {rate:.2f} million characters a second, peak of a process {run['peak']:.0f} MB"
            )
    print(
        f"CPU time of 4n by n: {found[1]['cpu'] / found[0]['cpu']:.2f}; peak memory of 4n by n: {found[1]['peak'] / found[0]['peak']:.2f}"
    )
    print(
        f"Two workers by one: {found[1]['seconds'] / found[2]['seconds']:.2f} "
        f"(load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    )


def starts() -> None:
    """How long imports and the command line take, as whole processes."""
    commands = {
        "python": ("-c", ""),
        "import pandas": ("-c", "import pandas"),
        "import analysis": ("-c", "import analysis"),
        "--help": ("-m", "analysis", "--help"),
        "table mentions of the seed article": ("-m", "analysis", "table", "mentions", SEED),
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(5):
        for name, command in commands.items():
            start = time.perf_counter()
            python(*command)
            seconds[name].append(time.perf_counter() - start)
    for name, each in seconds.items():
        print(f"{name:<40} {median(each) * 1000:6.0f} ms (from {min(each) * 1000:.0f} to {max(each) * 1000:.0f})")
    print(f"A table by `import pandas`: {median(seconds['table mentions of the seed article']) / median(seconds['import pandas']):.2f}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", help="a folder or table of articles; by default they are invented")
    parser.add_argument("--articles", type=int, default=500, metavar="N", help="corpora of N and 4 N articles are written (default: 500)")
    asked = parser.parse_args()
    articles = read_articles(asked.source) if asked.source else read_articles(invent_articles(600))
    packages = ", ".join(f"{name} {version(name)}" for name in ("pandas", "nltk", "vaderSentiment"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}")
    print(f"{len(articles):,} articles, {sum(len(article.text) for article in articles):,} characters\n")
    table = speeds(articles)
    peer = table["million characters a second"]
    usual = peer["usual stack: Punkt, words, FreqDist, nltk's VADER"]
    with pd.option_context("display.max_colwidth", None, "display.width", 120):
        print(table.assign(**{"times the usual stack": peer / usual}).round(2).to_string())
    print(f"split_sentences by Punkt: {peer['split_sentences'] / peer['Punkt']:.2f}")
    print(f"score_sentences by vaderSentiment: {peer['score_sentences'] / peer['vaderSentiment']:.2f}\n")
    known = [{name: getattr(article, name) for name in ("article_id", "text", "source", "date")} for article in articles]
    corpora(pd.DataFrame(known), asked.articles)
    print()
    starts()


if __name__ == "__main__":
    main()
