"""The command line: results on standard output or in files, errors in one line."""

import csv
import io
import json
import re
import subprocess
import sys
import time

import pandas as pd
import pytest

from analysis import Article, __version__, analyze, check_actors, lexicon_card, read_article, summarize_framing
from analysis.__main__ import FORMATS, main
from analysis.files import unguard

TEXT = "Iraq may buy Russian tanks. Moscow agreed."


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "an article.txt"
    path.write_text(TEXT, encoding="utf8")
    return path


def run(capfd, *arguments):
    """Exit code, standard output and standard error of a command."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = stop.code
    return code, *capfd.readouterr()


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_report_writes_a_page_and_names_it(capfd, article, tmp_path):
    code, out, err = run(capfd, "report", article, "-o", tmp_path / "pages")
    assert (code, err) == (0, "")
    assert out.strip() == str(tmp_path / "pages" / "an-article-framing.html")
    assert "Iraq is named" in re.sub("<[^>]*>", "", (tmp_path / "pages" / "an-article-framing.html").read_text(encoding="utf8"))


def test_report_of_several_writes_an_index(capfd, article, tmp_path):
    (tmp_path / "b.txt").write_text("Iran waits.", encoding="utf8")
    code, out, err = run(capfd, "report", article, tmp_path / "b.txt", "-o", tmp_path / "pages")
    assert (code, err) == (0, "")
    assert out.strip() == str(tmp_path / "pages" / "index.html")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["1-an-article.html", "2-b.html", "index.html"]


def test_table_goes_to_standard_output(capfd, article):
    code, out, err = run(capfd, "table", "mentions", article)
    assert (code, err) == (0, "")
    assert [(row["text"], row["state"]) for row in rows(out)] == [("Iraq", "Iraq"), ("Russian", "Russia"), ("Moscow", "Russia")]


def test_table_of_a_summary(capfd, article):
    _, out, _ = run(capfd, "table", "framing", article)
    expected = summarize_framing(analyze(Article("an article", TEXT)))
    assert [row["state"] for row in rows(out)] == expected["state"].tolist()


@pytest.mark.parametrize("suffix", FORMATS)
def test_table_is_written_in_every_format(capfd, article, tmp_path, suffix):
    file = tmp_path / f"t{suffix}"
    assert run(capfd, "table", "cues", article, "-o", file) == (0, "", "")
    read = {".csv": pd.read_csv, ".json": pd.read_json, ".jsonl": lambda path: pd.read_json(path, lines=True), ".parquet": pd.read_parquet}[
        suffix
    ]
    assert read(file)[["text", "category", "start"]].values.tolist() == [["may", "hedge", 5]]
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


@pytest.mark.parametrize("to", ["file", "output"])
def test_no_cell_is_run_as_a_formula(capfd, tmp_path, to):
    """Offsets stay true: a cell with its apostrophe taken off is the text they point to."""
    texts = ["=1+1 says Iraq.", "+1 says Iraq.", "-Iraq waits.", "@Iraq waits.", "'=Iraq waits.", "＝Iraq waits.", "'Tis Iraq."]
    (tmp_path / "t.txt").write_text("\n\n".join(texts), encoding="utf8")
    out, file = "", tmp_path / "out.csv"
    _, out, _ = run(capfd, "table", "sentences", tmp_path / "t.txt", *(["-o", file] if to == "file" else []))
    cells = rows(file.read_text(encoding="utf8") if to == "file" else out)
    assert [row["text"] for row in cells] == [f"'{text}" for text in texts[:-1]] + texts[-1:]
    text = read_article(tmp_path / "t.txt").text
    assert [unguard(row["text"]) for row in cells] == [text[int(row["start"]) : int(row["end"])] for row in cells] == texts


def test_numbers_below_zero_stay_numbers(capfd, tmp_path):
    (tmp_path / "t.txt").write_text("A bad, cruel war.", encoding="utf8")
    _, out, _ = run(capfd, "table", "sentiment", tmp_path / "t.txt")
    assert float(rows(out)[0]["compound"]) < -0.5


def test_actors_and_corrections_are_taken(capfd, article, tmp_path):
    actors = tmp_path / "actors.csv"
    actors.write_text("entry,actor\nMoscow,Kremlin\n", encoding="utf8")
    digest = analyze(Article("a", TEXT)).articles["digest"].iloc[0]
    corrections = tmp_path / "c.csv"
    corrections.write_text(
        f"table,digest,start,end,action,column,value,by,why\nmentions,{digest},28,34,change,reading,place,A. B.,\n", encoding="utf8"
    )
    _, out, _ = run(capfd, "table", "mentions", article, "--actors", actors, "--corrections", corrections)
    assert [(row["actor"], row["reading"], row["correction"]) for row in rows(out)] == [("Kremlin", "place", "change")]


def test_actors_check(capfd, article, tmp_path):
    actors = tmp_path / "actors.csv"
    actors.write_text("entry,actor\nIraq,Iraq\nPeru,Peru\n", encoding="utf8")
    code, out, err = run(capfd, "actors", "check", actors, article)
    assert (code, err) == (0, "")
    assert out == check_actors(actors, Article("an article", TEXT)).to_csv(index=False, lineterminator="\n")


def test_lexicon(capfd):
    code, out, err = run(capfd, "lexicon", "hedge")
    assert (code, err) == (0, "")
    assert [row["entry"] for row in rows(out)] == lexicon_card("hedge")["entry"].tolist()


def test_version(capfd):
    assert run(capfd, "--version") == (0, f"framing-analysis {__version__}\n", "")


@pytest.mark.parametrize("command", [[], ["report"], ["table"], ["actors"], ["actors", "check"], ["lexicon"]])
def test_help_has_an_example(capfd, command):
    code, out, err = run(capfd, *command, "--help")
    assert (code, err) == (0, "")
    assert re.search(r"^example: framing \w+ ", out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "required: COMMAND"),
        (["report"], "required: PATH"),
        (["report", "nowhere.txt"], "nowhere.txt does not exist; expected a text"),
        (["table", "nix", "a.txt"], "NAME must be one of articles, sentences, "),
        (["table", "cues", "a.txt", "-o", "cues.xlsx"], "FILE must end in one of .csv, .json, .jsonl, .parquet; not 'cues.xlsx'."),
        (["lexicon", "nix"], "not 'nix'"),
        (["actors", "check", "nowhere.csv", "a.txt"], "does not exist"),
        (["nix"], "invalid choice: 'nix'"),
    ],
)
def test_an_error_is_one_line(capfd, arguments, message):
    code, out, err = run(capfd, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("framing: ")
    assert err.count("\n") == 1
    assert message in err


def test_what_cannot_be_written_leaves_nothing(capfd, article, tmp_path):
    code, _, err = run(capfd, "table", "cues", article, "-o", tmp_path / "no" / "such" / "folder.csv")
    assert code == 2
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [article.name]


def test_a_name_from_outside_names_no_other_folder(capfd, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text('article_id,text\n"../../x",Iraq waits.\n', encoding="utf8")
    code, out, _ = run(capfd, "report", table, "-o", tmp_path / "pages")
    assert code == 0
    assert out.strip() == str(tmp_path / "pages" / "x-framing.html")


def test_a_pipe_may_be_closed_early(article):
    command = [sys.executable, "-m", "analysis", "table", "tokens", str(article)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_jsonl_holds_a_row_a_line(capfd, article, tmp_path):
    run(capfd, "table", "mentions", article, "-o", tmp_path / "m.jsonl")
    lines = (tmp_path / "m.jsonl").read_text(encoding="utf8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["Iraq", "Russian", "Moscow"]


def test_help_is_instant():
    def seconds(*arguments):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times)

    assert seconds("-m", "analysis", "--help") <= 1.5 * seconds("-c", "pass") + 0.1
