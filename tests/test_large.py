"""Large input finishes or ends in a named error, in bounded memory; ``make large`` runs it at full size."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import Article, analyze

ROOT = Path(__file__).parents[1]
FULL = os.environ.get("FRAMING_LARGE") == "full"
N_BYTES = 100_000_000 if FULL else 10_000_000
N_ARTICLES = 50_000 if FULL else 2_000
SENTENCE = "Iraq said that Russia may sell it tanks, and "
# Prints the peak of its memory in MB, where the system tells it (what `getrusage` tells is inherited), and what came of it.
RUN = """
import json, re, sys
from pathlib import Path
import analysis
def peak():
    status = Path("/proc/self/status")
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", status.read_text())[1]) / 1000 if status.exists() else 0
path, out = sys.argv[1:]
try:
    info = analysis.read_corpus(analysis.analyze_corpus(path, out)).info
    told = {"rows": info["rows"], "errors": info["errors"]}
except ValueError as error:
    told = {"error": str(error)}
print(json.dumps({"peak": peak(), **told}))
"""


def run(path, out):
    command = [sys.executable, "-W", "ignore", "-c", RUN, str(path), str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, peak {told['peak']:.0f} MB")
    assert told["peak"] < 12 * path.stat().st_size / 1e6 + 300
    return told


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv", "md"])
def test_one_line_of_many_megabytes_is_a_named_error(tmp_path, suffix):
    path = tmp_path / f"line.{suffix}"
    text = SENTENCE * (N_BYTES // len(SENTENCE))
    content = {"jsonl": json.dumps({"id": "line", "text": text}), "csv": f'id,text\nline,"{text}"\n'}.get(suffix, text)
    path.write_text(content, encoding="utf8")
    (error,) = run(path, tmp_path / "out")["errors"]
    assert "characters; expected 5,000,000 at most: split it into" in str(error)


def test_many_short_articles(tmp_path):
    path = tmp_path / "news.jsonl"
    with path.open("w", encoding="utf8") as file:
        for i in range(N_ARTICLES):
            row = {"id": f"a{i}", "text": f"Iraq said on day {i} that Russia may sell it tanks. Iran waits.", "source": f"s{i % 5}"}
            file.write(json.dumps(row) + "\n")
    told = run(path, tmp_path / "out")
    assert told["rows"]["articles"] == N_ARTICLES
    assert told["rows"]["sentences"] == 2 * N_ARTICLES
    assert told["errors"] == []


def test_an_article_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="Article 'a' has 5,000,001 characters; expected 5,000,000 at most: split it into"):
        analyze(Article("a", "a" * 5_000_001))
