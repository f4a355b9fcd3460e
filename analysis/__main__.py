"""The command line: ``python -m analysis``, or ``framing`` once installed.

What a command finds goes to standard output or into a file; errors are one line on standard error, with exit code 2.
Nothing heavy is imported before there is work for it.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from analysis.garbage import uncollected

if TYPE_CHECKING:
    import pandas as pd

    from analysis.articles import Article
    from analysis.framing import Analysis

FORMATS = (".csv", ".json", ".jsonl", ".parquet")
SUMMARIES = ("framing", "voices", "counts")
_PATHS = "an article (.txt, .md, .html, .pdf), a folder of them, or a table of articles (.csv, .jsonl, .parquet)"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _stop(f"{message} (see {self.prog} --help)")


def _stop(message: str) -> NoReturn:
    print(f"framing: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    from analysis import __version__

    parser = _Parser(
        prog="framing",
        description="How does a news article frame the countries it names?",
        epilog="example: framing report article.txt",
    )
    parser.add_argument("--version", action="version", version=f"framing-analysis {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, what: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.", epilog=f"example: framing {example}")

    report = command("report", "write an article as a page to look at, click, print and send", "report article.html -o pages")
    report.add_argument("paths", nargs="+", metavar="PATH", help=_PATHS)
    report.add_argument("-o", dest="folder", metavar="DIR", default="framing-report", help="folder for the pages (default: %(default)s)")
    _how(report)

    table = command("table", "write one table of the analysis", "table mentions article.txt -o mentions.csv")
    table.add_argument(
        "name", metavar="NAME", help=f"a table of the analysis, such as mentions, cues or attributions; or {', '.join(SUMMARIES)}"
    )
    table.add_argument("paths", nargs="+", metavar="PATH", help=_PATHS)
    table.add_argument("-o", dest="file", metavar="FILE", help=f"a file ({', '.join(FORMATS)}); without it CSV on standard output")
    _how(table)

    corpus = command(
        "corpus", "write the tables of very many articles, and go on where a run was stopped", "corpus news.jsonl -o corpus --workers 2"
    )
    corpus.add_argument("source", metavar="SOURCE", help="a folder of articles, or a table of them (.csv, .jsonl, also .gz, .parquet)")
    corpus.add_argument("-o", dest="folder", metavar="DIR", required=True, help="folder for the tables, as Parquet")
    where = corpus.add_mutually_exclusive_group()
    where.add_argument("--workers", metavar="N", type=int, help="processes on this machine (default: 1)")
    where.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster instead, such as tcp://10.0.0.1:8786")
    corpus.add_argument("--tokens", action="store_true", help="write the table of all words, too")
    corpus.add_argument("--actors", metavar="FILE", help="whom to look for: a CSV file with the columns entry and actor")

    actors = command("actors", "check a table of actors", "actors check parties.csv article.txt")
    check = actors.add_subparsers(dest="what", required=True, metavar="check").add_parser(
        "check",
        description="Tell as CSV which entries are never found, which deceive, and which names nobody covers.",
        epilog="example: framing actors check parties.csv article.txt",
    )
    check.add_argument("file", metavar="FILE", help="a CSV file with the columns entry and actor")
    check.add_argument("paths", nargs="+", metavar="PATH", help=_PATHS)

    lexicon = command("lexicon", "show the entries of a category of cues, with guards and sources, as CSV", "lexicon hedge")
    lexicon.add_argument("category", metavar="CATEGORY", help="hedge, booster, attitude, obligation, condition, contrast, ...")
    return parser


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--actors", metavar="FILE", help="whom to look for: a CSV file with the columns entry and actor")
    parser.add_argument("--corrections", metavar="FILE", help="a corrections file, as a report saves it")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit code."""
    asked = _parser().parse_args(arguments)
    atexit.register(gc.freeze)  # the end of the process frees everything; a search for cycles before takes a tenth of a second
    run = {"report": _report, "table": _table, "corpus": _corpus, "actors": _check, "lexicon": _lexicon}[asked.command]
    try:
        run(asked)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        _stop(str(error))
    except KeyboardInterrupt:
        return 130
    return 0


def _read(paths: Sequence[str]) -> list[Article]:
    from analysis import read_articles

    return [article for path in paths for article in read_articles(path)]


def _analyze(asked: argparse.Namespace) -> Analysis:
    from analysis.framing import analyze

    return analyze(_read(asked.paths), actors=asked.actors, corrections=asked.corrections)


def _report(asked: argparse.Namespace) -> None:
    from analysis.report import file_name, write_pages

    analysis, folder = _analyze(asked), Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    ids = list(analysis.texts)
    path = folder / f"{file_name(ids[0])}-framing.html" if len(ids) == 1 else folder
    *_, last = _told(write_pages(analysis, path), len(ids))
    print(last)


def _told(steps: Iterator[Path], n: int) -> Iterator[Path]:
    """Show how far many steps have come, on a terminal."""
    is_shown = n > 1 and sys.stderr.isatty()
    for k, step in enumerate(steps, 1):
        if is_shown:
            done = min(k, n)
            print(f"\r[{'#' * (30 * done // n):30}] {done}/{n}", end="" if k <= n else "\n", file=sys.stderr, flush=True)
        yield step


@uncollected()
def _table(asked: argparse.Namespace) -> None:
    from dataclasses import fields

    from analysis.framing import Analysis, _Tables

    names = [field.name for field in fields(Analysis) if field.type == "pd.DataFrame" and field.name not in ("actors", "corrections")]
    if asked.name not in (*names, *SUMMARIES):
        raise ValueError(f"NAME must be one of {', '.join((*names, *SUMMARIES))}; not {asked.name!r}.")
    if asked.file and Path(asked.file).suffix.lower() not in FORMATS:
        raise ValueError(f"FILE must end in one of {', '.join(FORMATS)}; not {asked.file!r}.")
    if asked.name in ("framing", "voices"):
        from analysis import summarize_framing, summarize_voices

        summarize = summarize_framing if asked.name == "framing" else summarize_voices
        _write(summarize(_analyze(asked)), asked.file)
        return
    tables = _Tables(_read(asked.paths), asked.actors, corrections=asked.corrections)  # what is not asked for is not made
    if asked.name == "counts":
        from analysis import count_terms

        _write(count_terms(tables.tokens).reset_index(), asked.file)
    else:
        _write(getattr(tables, asked.name), asked.file)


def _corpus(asked: argparse.Namespace) -> None:
    from contextlib import nullcontext

    from analysis import analyze_corpus, read_corpus

    if asked.scheduler:
        from distributed import Client
    with Client(asked.scheduler) if asked.scheduler else nullcontext() as client:  # type: ignore[no-untyped-call]
        folder = analyze_corpus(asked.source, asked.folder, workers=asked.workers, client=client, tokens=asked.tokens, actors=asked.actors)
    print(f"{folder}: {read_corpus(folder)}")


def _check(asked: argparse.Namespace) -> None:
    from analysis import check_actors

    _write(check_actors(asked.file, _read(asked.paths)))


def _lexicon(asked: argparse.Namespace) -> None:
    from analysis import lexicon_card

    _write(lexicon_card(asked.category))


def _write(table: pd.DataFrame, file: str | None = None) -> None:
    """Write a table to a file in the format of its name, or as CSV to standard output."""
    import io

    from analysis.files import csv_of, write_whole

    if file is None:
        sys.stdout.buffer.write(csv_of(table))
        return

    kind = Path(file).suffix.lower()
    if kind == ".parquet":
        content = io.BytesIO()
        table.to_parquet(content, index=False)
        write_whole(Path(file), content.getvalue())
    elif kind == ".csv":
        write_whole(Path(file), csv_of(table))
    else:
        lines = kind == ".jsonl"
        text = table.to_json(orient="records", lines=lines, force_ascii=False, double_precision=15)
        write_whole(Path(file), (text if lines else f"{text}\n").encode())


if __name__ == "__main__":
    sys.exit(main())
