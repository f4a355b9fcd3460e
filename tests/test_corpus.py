"""Many articles: the same tables as for one, whoever writes them and whatever happens meanwhile."""

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import Article, analyze, analyze_corpus, read_articles, read_corpus, shards
from analysis.__main__ import main
from analysis.shards import plan, tables_of

pytest.importorskip("pyarrow")
ROOT = Path(analysis.__file__).parents[1]
SENTENCES = [
    "Russia may sell Iraq air defense systems.",
    "“Iran must not interfere,” the American envoy said on Monday.",
    "Israeli strikes hit a depot near Baghdad, an official claimed.",
    "Nobody in the town was hurt.",
    "Washington denied that it had approved the attack; Moscow welcomed the denial.",
]


def rows(n):
    """Short articles of two outlets, no two alike."""
    return [
        {
            "id": f"a{i}",
            "text": "\n".join(SENTENCES[(i + k) % 5].replace("Monday", f"Monday {i}") for k in range(3)),
            "source": "AB"[i % 2],
            "date": f"2020-0{i % 3 + 1}-10",
        }
        for i in range(n)
    ]


def write_jsonl(path, table):
    path.write_text("".join(json.dumps(row) + "\n" for row in table), encoding="utf8")
    return path


@pytest.fixture
def small_shards(monkeypatch):
    """Several shards of few articles.  Processes that are spawned do not see this, and need not: shards are dealt in this one."""
    monkeypatch.setattr("analysis.shards.MOST_ARTICLES", 8)


def digests(folder):
    """Digest of every file of a corpus."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*.*"))}


# -------------------------------------------------------------------------------------------------------------- equality
@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Twenty articles in three shards."""
    folder = tmp_path_factory.mktemp("corpus")
    source = write_jsonl(folder / "news.jsonl", rows(20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.shards.MOST_ARTICLES", 8)
        return read_corpus(analyze_corpus(source, folder / "out", tokens=True))


def test_equals_the_analysis_of_all_articles_to_the_last_bit(corpus):
    whole = tables_of(analyze(read_articles(pd.DataFrame(rows(20)))), tokens=True)
    assert corpus.info["n_shards"] == 3
    assert set(corpus.info["rows"]) == set(whole)
    for name, table in whole.items():
        pd.testing.assert_frame_equal(getattr(corpus, name), table, check_exact=True)


def test_some_articles_load_as_their_own_analysis(corpus):
    loaded, alone = corpus.load(["a9"]), analyze(read_articles(pd.DataFrame(rows(20)))[9])
    for name in ("articles", "sentences", "tokens", "mentions", "cues", "attributions", "speakers", "sentiment"):
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(alone, name), check_exact=True)
    assert loaded.texts == alone.texts
    with pytest.raises(ValueError, match="no article 'x'"):
        corpus.load(["x"])


def test_counts_and_collocates_by_hand(tmp_path):
    table = pd.DataFrame({"id": ["a"], "text": ["Iraq waits. Russia and Iraq wait for the tanks of the army."]})
    corpus = read_corpus(analyze_corpus(table, tmp_path))
    counts = corpus.counts.set_index("term")["count"]
    assert (counts["iraq"], counts["the"], counts["waits"]) == (2, 2, 1)
    near = corpus.collocates.set_index(["state", "term"])["count"]
    assert near["Iraq"].to_dict() == {"waits": 1, "and": 1, "wait": 1, "for": 1, "the": 1, "tanks": 1, "of": 1}
    assert near["Russia"].to_dict() == {"and": 1, "wait": 1, "for": 1, "the": 1}


def test_tables_are_chosen_by_column_and_shard(corpus):
    assert list(corpus.table("mentions", columns=["article_id", "state"])) == ["article_id", "state"]
    assert [len(table) for table in corpus.shards("articles")] == [8, 8, 4]
    with pytest.raises(AttributeError, match="no table 'frames'; it has articles"):
        corpus.frames  # noqa: B018


def test_actors_of_the_reader(tmp_path):
    actors = pd.DataFrame({"entry": ["envoy"], "actor": ["Envoy"]})
    corpus = read_corpus(analyze_corpus(pd.DataFrame(rows(2)), tmp_path, actors=actors))
    assert set(corpus.mentions["actor"]) == {"Envoy"}
    assert corpus.load().actors["entry"].tolist() == ["envoy"]
    with pytest.raises(ValueError, match="made with other options; expected a new folder"):
        analyze_corpus(pd.DataFrame(rows(2)), tmp_path)


def test_no_articles(tmp_path):
    (tmp_path / "none.csv").write_text("id,text\n", encoding="utf8")
    corpus = read_corpus(analyze_corpus(tmp_path / "none.csv", tmp_path / "out"))
    assert corpus.mentions.dtypes.equals(analyze([]).mentions.dtypes)
    assert len(corpus.load().articles) == 0


# --------------------------------------------------------------------------------------------------------------- sources
def test_sources_give_the_same_shards(tmp_path):
    table = pd.DataFrame(rows(12))
    write_jsonl(tmp_path / "news.jsonl", rows(12))
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress((tmp_path / "news.jsonl").read_bytes()))
    table.to_csv(tmp_path / "news.csv", index=False)
    table.to_parquet(tmp_path / "news.parquet")
    found = [digests(analyze_corpus(tmp_path / f"news.{suffix}", tmp_path / suffix)) for suffix in ("jsonl", "jsonl.gz", "csv", "parquet")]
    assert len(found[0]) > 10
    assert found.count(found[0]) == 4


def test_a_folder(tmp_path):
    for row in rows(5):
        (tmp_path / f"{row['id']}.txt").write_text(row["text"], encoding="utf8")
    corpus = read_corpus(analyze_corpus(tmp_path, tmp_path / "out"))
    assert corpus.articles["article_id"].tolist() == ["a0", "a1", "a2", "a3", "a4"]


def test_bad_articles_are_recorded_and_left_out(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    good = rows(4)
    write_jsonl(source / "a.jsonl", [good[0], {"id": "empty", "text": " "}, {**good[1], "id": "a0"}, good[1]])
    with (source / "a.jsonl").open("a", encoding="utf8") as file:
        file.write("{broken\n")
    pd.DataFrame(good[2:]).to_parquet(source / "b.parquet")
    (source / "c.parquet").write_bytes((source / "b.parquet").read_bytes()[:-40])  # cut off
    (source / "d.csv").write_text('id,text\nx,"Iraq waits."\ny,Iraq,waits\n', encoding="utf8")
    corpus = read_corpus(analyze_corpus(source, tmp_path / "out"))
    assert corpus.articles["article_id"].tolist() == ["a0", "a1", "a2", "a3", "x"]
    reasons = [error["reason"] for error in corpus.info["errors"]]
    expected = [
        "a.jsonl, row 2 ('empty') is empty or holds no text",
        "a.jsonl, row 3 has the id 'a0', which stands before",
        "a.jsonl, line 5 is no JSON",
        "c.parquet is damaged",
        "d.csv, line 3 has 3 cells; the header has 2",
    ]
    assert len(reasons) == len(expected)
    for reason, part in zip(reasons, expected, strict=True):
        assert part in reason


def test_ids_in_several_shards_stand_once(tmp_path, small_shards):
    source = write_jsonl(tmp_path / "news.jsonl", [*rows(10), *rows(10)])
    corpus = read_corpus(analyze_corpus(source, tmp_path / "out"))
    assert corpus.info["n_shards"] == 3
    assert corpus.articles["article_id"].is_unique
    assert len(corpus.info["errors"]) == 10


def test_an_article_of_20_mb(tmp_path):
    giant = {"id": "giant", "text": "Russia may sell Iraq tanks. " * 750_000}
    assert len(giant["text"]) > 20_000_000
    source = write_jsonl(tmp_path / "news.jsonl", [*rows(3), giant, {"id": "last", "text": "Iran waits."}])
    corpus = read_corpus(analyze_corpus(source, tmp_path / "out"))
    assert corpus.articles["article_id"].tolist() == ["a0", "a1", "a2", "last"]
    (error,) = corpus.info["errors"]
    assert error["article_id"] == "giant"
    assert "row 4 has 20,999,999 characters; expected 5,000,000 at most: split it" in error["reason"]
    assert corpus.info["n_shards"] == 3  # it has one of its own


def test_an_article_that_cannot_be_analysed(tmp_path, monkeypatch):
    def fails(articles, **options):
        articles = [articles] if isinstance(articles, Article) else articles
        if any("Nobody" in article.text for article in articles):
            raise TypeError("some mistake")
        return analyze(articles, **options)

    monkeypatch.setattr(shards, "analyze", fails)
    corpus = read_corpus(analyze_corpus(pd.DataFrame(rows(5)), tmp_path))
    assert corpus.articles["article_id"].tolist() == ["a0", "a4"]
    assert corpus.info["errors"][0]["reason"] == "'a1' cannot be analysed: TypeError: some mistake."


def test_shards_depend_on_order_and_size_alone(monkeypatch):
    monkeypatch.setattr(shards, "MOST_CHARACTERS", 100)
    monkeypatch.setattr(shards, "MOST_ARTICLES", 3)
    from analysis.articles import records

    sizes = [40, 40, 40, 250, 10, 10, 10, 10]
    table = pd.DataFrame({"text": ["x" * size for size in sizes]})
    assert [[len(r.row["text"]) for r in shard.records] for shard in plan(records(table))] == [[40, 40], [40], [250], [10, 10, 10], [10]]


def test_command(tmp_path, capsys):
    source = write_jsonl(tmp_path / "news.jsonl", rows(3))
    assert main(["corpus", str(source), "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    assert "out: Corpus(3 articles, 9 sentences" in capsys.readouterr().out


# ---------------------------------------------------------------------------------------------------------------- faults
def test_refuses(tmp_path):
    with pytest.raises(ValueError, match="`workers` must be a whole number from 1; not 0"):
        analyze_corpus(tmp_path, tmp_path / "out", workers=0)
    with pytest.raises(ValueError, match="either `workers` or `client`"):
        analyze_corpus(tmp_path, tmp_path / "out", workers=2, client=object())
    with pytest.raises(FileNotFoundError, match=r"nothing does not exist; expected a folder"):
        analyze_corpus(tmp_path / "nothing", tmp_path / "out")
    with pytest.raises(FileNotFoundError, match=r"no corpus\.json"):
        read_corpus(tmp_path)


def test_a_stopped_run_goes_on_and_doubles_nothing(tmp_path, small_shards, monkeypatch):
    source = write_jsonl(tmp_path / "news.jsonl", rows(30))
    whole = digests(analyze_corpus(source, tmp_path / "whole"))
    n_written = 0

    def write(table, path):
        nonlocal n_written
        n_written += 1
        if n_written == 20:  # in the middle of the second shard
            path.with_name(f".{path.name}.0.tmp").write_bytes(b"half")
            raise OSError(28, "No space left on device")
        real(table, path)

    real = shards._write_table
    monkeypatch.setattr(shards, "_write_table", write)
    with pytest.raises(OSError, match="No space left"):
        analyze_corpus(source, tmp_path / "out")
    with pytest.raises(ValueError, match="is not finished; call `analyze_corpus` again"):
        read_corpus(tmp_path / "out")
    analyze_corpus(source, tmp_path / "out")
    n_tables = len(read_corpus(tmp_path / "out").info["rows"])
    assert n_written == 20 + 3 * n_tables  # the first shard was not done again
    assert digests(tmp_path / "out") == whole


def test_changed_articles_are_done_anew(tmp_path, small_shards):
    table = rows(20)
    source = write_jsonl(tmp_path / "news.jsonl", table)
    analyze_corpus(source, tmp_path / "out")
    table[17]["text"] = "China waits."
    write_jsonl(source, table[:18])
    changed = analyze_corpus(source, tmp_path / "out")
    assert digests(changed) == digests(analyze_corpus(source, tmp_path / "new"))
    write_jsonl(source, table[:5])
    assert read_corpus(analyze_corpus(source, tmp_path / "out")).info["n_shards"] == 1
    assert len([*(tmp_path / "out" / "mentions").iterdir()]) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0 or not sys.platform.startswith("linux"), reason="mounts a small disk")
def test_a_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("cannot mount a small disk")
    try:
        source = write_jsonl(tmp_path / "news.jsonl", rows(400))
        with pytest.raises(OSError, match="No space left"):
            analyze_corpus(source, disk / "out")
        assert [*disk.rglob("*.tmp")] == []
        subprocess.run(["mount", "-o", "remount,size=50m", disk], check=True)
        assert len(read_corpus(analyze_corpus(source, disk / "out")).articles) == 400
    finally:
        subprocess.run(["umount", disk], check=True)


SCRIPT = """
import sys
from analysis import analyze_corpus, shards
if __name__ == "__main__":
    shards.MOST_ARTICLES = 40
    analyze_corpus(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Six shards of 40 articles, written by this process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    source = write_jsonl(folder / "news.jsonl", rows(240))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.shards.MOST_ARTICLES", 40)
        return source, digests(analyze_corpus(source, folder / "out"))


def start(folder, source, workers):
    script = folder / "script.py"
    script.write_text(SCRIPT, encoding="utf8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(script), str(source), str(folder / "out"), str(workers)], env=environment)


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise TimeoutError


def n_done(folder):
    return len([*folder.glob("out/done/*.json")])


def children(process):
    """Processes that a process has started, the workers of a pool."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_pool_writes_the_same_bytes_and_one_worker_killed_loses_nothing(tmp_path, undisturbed):
    source, whole = undisturbed
    process = start(tmp_path, source, 2)
    if sys.platform.startswith("linux"):  # where /proc tells which processes are the workers
        wait_for(lambda: n_done(tmp_path))
        os.kill(children(process)[0], signal.SIGKILL)
    assert process.wait(120) == 0
    assert digests(tmp_path / "out") == whole


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for the workers in /proc")
def test_a_killed_parent(tmp_path, undisturbed, monkeypatch):
    source, whole = undisturbed
    process = start(tmp_path, source, 2)
    wait_for(lambda: n_done(tmp_path))
    workers = children(process)
    process.kill()
    process.wait()
    wait_for(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in workers))  # one that is dead has no exe, even unreaped
    assert 0 < n_done(tmp_path) < 6
    monkeypatch.setattr("analysis.shards.MOST_ARTICLES", 40)
    analyze_corpus(source, tmp_path / "out")
    assert digests(tmp_path / "out") == whole


@pytest.mark.filterwarnings("default")  # what Dask's own threads warn of is not ours
def test_a_dask_cluster_that_loses_a_worker(tmp_path, undisturbed, monkeypatch):
    distributed = pytest.importorskip("distributed")
    source, whole = undisturbed
    monkeypatch.setattr("analysis.shards.MOST_ARTICLES", 40)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = [*client.run(os.getpid).values()]
        killed = []

        def kill_one(run, marker):
            if not killed:
                os.kill(pids[0], getattr(signal, "SIGKILL", signal.SIGTERM))
                killed.append(pids[0])
            add(run, marker)

        add = analysis.corpus._Run.add
        monkeypatch.setattr("analysis.corpus._Run.add", kill_one)
        analyze_corpus(source, tmp_path / "out", client=client)
    assert killed
    assert digests(tmp_path / "out") == whole
