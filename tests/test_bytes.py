"""The same article gives the same bytes: tables, figures, pages and files, whatever the process runs under."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "000_6614e5132b03cbec.txt"
# Writes the digest of what every public function makes of the seed article.
SCRIPT = """
import hashlib, io, json, sys
from dataclasses import fields, is_dataclass
sys.path.insert(0, sys.argv[1])
import matplotlib as mpl
mpl.use("agg")
import matplotlib.pyplot as plt
import pandas as pd
import analysis
from calls import CALLS, Given

def content(value):
    if isinstance(value, pd.DataFrame):
        return value.to_csv(lineterminator="\\n") + str(value.dtypes.to_dict())
    if isinstance(value, mpl.axes.Axes):
        out = io.BytesIO()
        value.figure.savefig(out, format="png")
        return out.getvalue().hex()
    if is_dataclass(value):
        return [content(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, (list, tuple)):
        return [content(each) for each in value]
    return str(value)

given = Given(analysis.read_article(sys.argv[2]))
made = {}
for name, call in CALLS.items():
    if name in ("TransformersModel", "NewsSentimentModel", "read_corpus", "Corpus", "analyze_corpus"):
        continue  # they answer with a place on the disk
    made[name] = hashlib.sha256(json.dumps(content(call(given)), default=str).encode()).hexdigest()
    plt.close("all")
corpus = given.corpus
for path in sorted(corpus.path.rglob("*.parquet")):
    made[f"corpus/{path.relative_to(corpus.path).as_posix()}"] = hashlib.sha256(path.read_bytes()).hexdigest()
print(json.dumps(made))
"""
CONDITIONS = [
    ({"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}, "."),
    ({"PYTHONHASHSEED": "31337", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONUTF8": "0"}, "elsewhere"),
    ({"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "1"}, "."),
]


def made_under(environment, folder):
    (folder).mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(ROOT / "tests"), str(SEED)]
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH", "")]))
    run = subprocess.run(command, env={**kept, **environment, "PYTHONPATH": path}, cwd=folder, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    environment, folder = CONDITIONS[0]
    return made_under(environment, tmp_path_factory.mktemp("first") / folder)


@pytest.mark.parametrize(("environment", "folder"), CONDITIONS[1:], ids=["other-zone-and-locale", "turkish"])
def test_same_bytes(first, environment, folder, tmp_path):
    other = made_under(environment, tmp_path / folder)
    assert len(first) > 60
    assert {name for name in first if first[name] != other[name]} == set()


def test_a_difference_is_noticed(first):
    other = dict(first, tokenize=hashlib.sha256(b"").hexdigest())
    assert {name for name in first if first[name] != other[name]} == {"tokenize"}
