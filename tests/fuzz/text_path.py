"""Coverage-guided fuzzing of the way from bytes to tables: ``make fuzz`` (ten minutes), ``make fuzz ARGS="-max_total_time=60"``.

What is found is written to ``crash-*`` by atheris, and seen again with ``make fuzz ARGS=crash-...``; it becomes a test in
``tests/test_offsets.py`` or ``tests/test_files.py``.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
with atheris.instrument_imports(include=["analysis"]):
    import test_offsets

    import analysis

ROOT = Path(__file__).parents[2]
FOLDER = Path(tempfile.mkdtemp())
SUFFIXES = (".txt", ".md", ".html", ".csv", ".jsonl", "")
PIECES = test_offsets.PIECES


def read(data: atheris.FuzzedDataProvider) -> None:
    """Bytes of a file: an article, or an error that names the file."""
    path = FOLDER / f"article{data.PickValueInList(list(SUFFIXES))}"
    path.write_bytes(data.ConsumeBytes(4096))
    try:
        articles = analysis.read_articles(path)
    except (ValueError, OSError) as error:
        if "article" not in str(error):
            raise AssertionError("The error does not name the file.") from error
        return
    for article in articles[:3]:
        test_offsets.check_analysis(analysis.analyze(article), article)


def find(data: atheris.FuzzedDataProvider) -> None:
    """Pieces of prose that the rules look for, and any characters between them: offsets are true."""
    parts = []
    for _ in range(data.ConsumeIntInRange(0, 40)):
        number = data.ConsumeIntInRange(0, len(PIECES) + 8)
        parts.append(PIECES[number] if number < len(PIECES) else data.ConsumeUnicodeNoSurrogates(6))
        parts.append(" " if data.ConsumeBool() else "")
    article = analysis.Article("t", "".join(parts))
    found = analysis.analyze(article)
    test_offsets.check_analysis(found, article)
    if data.ConsumeIntInRange(0, 7) == 0:  # they take longer than all the rest
        analysis.summarize_framing(found)
        analysis.summarize_voices(found)


def one(data: bytes) -> None:
    """One input, to either end."""
    provider = atheris.FuzzedDataProvider(data)
    (read if provider.ConsumeIntInRange(0, 3) == 0 else find)(provider)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    seeds = FOLDER / "seeds"
    seeds.mkdir()
    for number, path in enumerate(sorted((ROOT / "seeds").glob("*.txt"))):
        (seeds / str(number)).write_bytes(path.read_bytes()[:1024] + b"\0\0")  # what is picked is picked from the end
    options = sys.argv[1:] or ["-max_total_time=600"]
    again = [option for option in options if not option.startswith("-")]  # a crash file: that input alone
    atheris.Setup([sys.argv[0], "-max_len=1200", "-timeout=20", "-rss_limit_mb=4096", *options, *([] if again else [str(seeds)])], one)
    atheris.Fuzz()
