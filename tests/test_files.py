"""Whatever lies in a folder: files are read or refused by name, lists are taken or refused by row, and writing is all or nothing."""

import gzip
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from analysis import (
    Article,
    analyze,
    apply_corrections,
    check_actors,
    digest_of,
    draw_sample,
    export_standoff,
    find_cues,
    find_mentions,
    load_lexicon,
    load_word_list,
    read_article,
    read_articles,
    read_corrections,
    read_standoff,
    split_sentences,
    write_report,
)
from analysis.__main__ import _write as write_table
from analysis.files import write_whole

TEXT = "Iraq’s café may reopen. “No,” said Russia’s envoy in Köln – he was wrong."
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


# ------------------------------------------------------------------------------------------------------------- encodings
@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        (TEXT.encode("utf8"), TEXT, ()),
        (TEXT.encode("utf-8-sig"), TEXT, ()),
        (TEXT.encode("utf-16"), TEXT, ("Read as UTF-16.",)),
        (TEXT.encode("utf-16-be"), TEXT, ("Read as UTF-16.",)),
        (TEXT.encode("utf-16-le"), TEXT, ("Read as UTF-16.",)),
        (TEXT.encode("cp1252"), TEXT, ("The file is not UTF-8; it was read as Windows-1252.",)),
        ("Un café in Iraq.".encode("latin-1"), "Un café in Iraq.", ("The file is not UTF-8; it was read as Windows-1252.",)),
        (
            TEXT.encode().decode("cp1252", "replace").replace("\ufffd", "").encode(),
            None,
            ("Wrongly decoded characters were repaired in 1 line",),
        ),
        (TEXT.encode() + b" \xff end.", TEXT + " \ufffd end.", ("The file is UTF-8 but for 1 place, now marked by \ufffd.",)),
        (
            b"Iraq \xed\xa0\x80 waits.",
            "Iraq \ufffd waits.",
            ("Half characters (lone surrogates) were replaced by \ufffd in 1 place.",),
        ),
    ],
)  # fmt: skip
def test_encodings(tmp_path, data, text, notes):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    article = read_article(path)
    assert text is None or article.text == text
    assert "café" in article.text or text == "Iraq \ufffd waits."
    assert len(article.notes) == len(notes)
    assert all(found.startswith(told) for found, told in zip(article.notes, notes, strict=True))


def test_zero_bytes_are_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Iraq\0\0\0waits" * 50)
    with pytest.raises(ValueError, match=r"a\.txt is a binary file; expected"):
        read_article(path)


def test_half_a_character_is_replaced_by_reading_and_refused_by_an_article():
    assert read_articles(pd.DataFrame({"text": ["Iraq \ud800 waits."]}, dtype=object))[0].text == "Iraq \ufffd waits."
    with pytest.raises(ValueError, match="lone surrogate at character 5"):
        Article("a", "Iraq \ud800 waits.")


# ------------------------------------------------------------------------------------------------------------- bad files
def is_one_line(error, path):
    """It names the file, the reason and what was expected, and nothing of where it came from."""
    message = str(error)
    return "\n" not in message and path.name in message and "expected" in message and "Traceback" not in message


def make(folder, name):
    path = folder / name
    if name == "zip.txt":
        path.write_bytes(b"PK\x03\x04\x14\0\0\0\x08\0" + random.Random(0).randbytes(3000))
    elif name == "gzip.txt":
        path.write_bytes(gzip.compress(b"\0" * 50_000_000))
    elif name == "picture.txt":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3000))
    elif name == "cut.pdf":
        path.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type /Catalog")
    elif name == "deep.html":
        path.write_text("<html><body>" + "<div>" * 10_000 + "</div>" * 10_000, encoding="utf8")
    elif name == "folder.txt":
        path.mkdir()
    elif name == "loop.txt":
        path.symlink_to(path)
    elif name == "gone.txt":
        path.symlink_to(folder / "nowhere")
    return path


BAD = ["zip.txt", "gzip.txt", "picture.txt", "cut.pdf", "deep.html", "folder.txt"]
BAD += ["loop.txt", "gone.txt"] if os.name == "posix" else []


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line(tmp_path, name):
    path = make(tmp_path, name)
    with pytest.raises((OSError, ValueError)) as raised:
        read_article(path)
    assert is_one_line(raised.value, path)


def test_others_go_on(tmp_path):
    (tmp_path / "good.txt").write_text("Iraq waits.", encoding="utf8")
    paths = [make(tmp_path, name) for name in BAD]
    with pytest.warns(UserWarning, match=f"{len(BAD)} of {len(BAD) + 1} could not be read") as warned:
        articles = read_articles([*paths, tmp_path / "good.txt"], on_error="skip")
    assert [article.article_id for article in articles] == ["good"]
    lines = str(warned[0].message).split("\n")[1:]
    assert len(lines) == len(BAD)
    assert all(path.name in line for path, line in zip(paths, lines, strict=True))


def test_deep_pages_with_text_are_read_or_refused(tmp_path):
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 10_000 + "<p>Iraq may wait for tanks from Russia.</p>" * 20, encoding="utf8")
    articles, error = [], ""
    try:
        articles = [read_article(path)]
    except ValueError as raised:
        error = str(raised)
    assert articles[0].text.count("Iraq") if articles else is_one_line(error, path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_unpacks_to_fill_the_memory_is_refused(tmp_path, monkeypatch, encoding):
    """A gigabyte in a megabyte; rows before it are lost with it, since the file is not what it claims to be."""
    monkeypatch.setattr("analysis.formats.LONGEST_LINE", 2**22)
    path = tmp_path / "bomb.jsonl.gz"
    row = '{"id": "a", "text": "Iraq waits."}\n{"id": "b", "text": "'
    path.write_bytes(gzip.compress(row.encode(encoding)) + 100 * gzip.compress(("a" * 10_000_000).encode(encoding)))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=r"bomb\.jsonl\.gz (has a line|is in UTF-16).* 4,194,304 bytes.*; expected"):
            read_articles(path)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@contextmanager
def as_nobody():
    """Whoever is root may read and write everywhere, and is nobody for a while."""
    if AS_ROOT:
        os.seteuid(65534)
    try:
        yield
    finally:
        if AS_ROOT:
            os.seteuid(0)


@pytest.fixture
def open_folder():
    """A folder that everybody may look into; those of pytest are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@POSIX
def test_a_file_that_may_not_be_read(open_folder):
    path = open_folder / "a.txt"
    path.write_text("Iraq waits.", encoding="utf8")
    read_article(path)  # loads what it needs
    path.chmod(0)
    with as_nobody():
        with pytest.raises(PermissionError, match=r"a\.txt"):
            read_article(path)
        with pytest.warns(UserWarning, match=r"a\.txt"):
            assert read_articles([path], on_error="skip") == []


# ----------------------------------------------------------------------------------------------------- lists of the user
ARTICLE = Article("a", "Acme [Ltd.] may sue Bolt. A+B waits. (Perhaps.) *perchance* it pays.")


@pytest.mark.parametrize(
    ("function", "content", "message"),
    [
        ("actors", "entry\nAcme\n", "'actor' is missing"),
        ("actors", "", "is missing"),
        ("actors", "entry,actor\n", None),
        ("actors", "entry,actor\nAcme,One\nAcme,Two\n", "'Acme'.*'One' and 'Two'"),
        ("actors", "entry,actor\nAcme,Acme\nAcme,Acme\n", None),
        ("actors", "entry,actor\n,Acme\n", "an entry and an actor"),
        ("actors", "entry,actor\nAcme [Ltd.],Acme\nA+B,A+B\n(,P\n*,S\n\\d,D\n", None),
        ("actors", "entry,actor,kind\nAcme,Acme,planet\n", "planet"),
        ("actors", "entry,actor\nAcme,Acme,more,cells\n", r"row 2: there must be 2 cells"),
        ("lexicon", "entry\nmay\n", "'category' is missing"),
        ("lexicon", "", "is missing"),
        ("lexicon", "entry,category\n", None),
        ("lexicon", "entry,category\nmay,hedgehog\n", r"row 2 \('may'\): `category` must be one of"),
        ("lexicon", "entry,category\nperchance,hedge\nperchance,hedge\n", None),
        ("lexicon", "entry,category,negation\nperchance,hedge,keep\nperchance,hedge,drop\n", "row 3: 'perchance' must stand once"),
        ("lexicon", "entry,category\n*perchance*,hedge\n(perhaps.),hedge\n[,hedge\n", None),
        ("lexicon", "entry,category,only_before\npays,hedge,(\n", r"row 2 \('pays'\): `only_before` must be a regular expression"),
        ("corrections", "table,start\nmentions,0\n", "missing"),
        ("corrections", "table,digest,start,end,action,column,value,by,why\nmentionz,x,0,1,accept,,,me,\n", "mentionz"),
    ],
)
def test_lists_of_the_user(tmp_path, function, content, message):
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf8")
    call = {
        "actors": lambda: find_mentions(ARTICLE, actors=path),
        "lexicon": lambda: find_cues(ARTICLE, lexicon=path),
        "corrections": lambda: read_corrections(path),
    }[function]
    if message is None:
        table = call()
        assert all(ARTICLE.text[row.start : row.end] == row.text for row in table.itertuples())
        return
    with pytest.raises(ValueError, match=message):
        call()


def test_special_characters_of_patterns_stand_for_themselves():
    actors = pd.DataFrame({"entry": ["Acme [Ltd.]", "A+B", "B.lt"], "actor": ["Acme", "AB", "Dot"]})
    assert find_mentions(ARTICLE, actors=actors)["actor"].tolist() == ["Acme", "AB"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_list_in_another_encoding_is_told(tmp_path, encoding):
    path = tmp_path / "own.csv"
    path.write_bytes("entry,actor\nKöln,Köln\n".encode(encoding))
    with pytest.raises(ValueError, match=r"own\.csv.*must be CSV in UTF-8"):
        load_lexicon(path)


def test_a_list_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes("entry,actor\nAcme,Acme\n".encode("utf-8-sig"))
    assert find_mentions(ARTICLE, actors=path)["text"].tolist() == ["Acme"]


def test_a_list_of_100_000_rows():
    actors = pd.DataFrame({"entry": [f"Name{i}" for i in range(100_000)], "actor": [f"Actor {i // 2}" for i in range(100_000)]})
    article = Article("a", "Name7 met Name99999 and Name123456.")
    start = time.process_time()
    assert find_mentions(article, actors=actors)["actor"].tolist() == ["Actor 3", "Actor 49999"]
    cues = pd.DataFrame({"entry": [f"word{chr(97 + i % 26)} {i}x" for i in range(30_000)], "category": "hedge"})
    assert find_cues(Article("a", "It wordh 7x may."), lexicon=cues)["entry"].tolist() == ["wordh 7x", "may"]
    assert time.process_time() - start < 30


def test_check_actors_takes_a_long_list():
    words = [f"Name{i}" for i in range(3_000)]
    actors = pd.DataFrame({"entry": words, "actor": words})
    found = check_actors(actors, Article("a", "Name7 met Name2999."))
    assert found.loc[found["n_mentions"] > 0, "entry"].tolist() == ["Name7", "Name2999"]


def test_a_word_list_in_utf_16_is_refused(tmp_path):
    (tmp_path / "wide.txt").write_bytes("perchance".encode("utf-16"))
    with pytest.raises(ValueError, match=r"wide\.txt must be a text file in UTF-8 or Latin-1"):
        load_word_list(tmp_path / "wide.txt", "hedge")


def test_corrections_of_another_text_are_told():
    line = ["mentions", digest_of("Another text."), 0, 4, "reject", "", "", "A. B.", ""]
    lines = read_corrections(pd.DataFrame([line], columns=["table", "digest", "start", "end", "action", "column", "value", "by", "why"]))
    mentions = find_mentions(Article("a", "Iraq waits."))
    article = Article("a", "Iraq waits.")
    table, told = apply_corrections("mentions", mentions, lines, [article], split_sentences(article))
    assert len(table) == len(mentions)
    assert len(told) == 1


# ------------------------------------------------------------------------------------------ written whole or not at all
WRITERS = {
    "standoff.json": export_standoff,
    "sample.csv": lambda found, path: draw_sample(found, "mentions", path=path),
    "report.html": write_report,
    "table.csv": lambda found, path: write_table(found.mentions, path),
    "table.parquet": lambda found, path: write_table(found.mentions, path),
}
LOOP = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
import test_files
found = test_files.analyze(test_files.Article("a", "Iraq may wait. Russia said it sells. " * 100))
print("ready", flush=True)
while True:
    for name, write in test_files.WRITERS.items():
        write(found, Path(sys.argv[1], name))
"""


def write_all(folder):
    found = analyze(Article("a", "Iraq may wait. Russia said it sells. "))
    for name, write in WRITERS.items():
        write(found, folder / name)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@POSIX
def test_a_writer_that_is_killed_leaves_whole_files(tmp_path):
    before = write_all(tmp_path)
    seen = {name: {content} for name, content in before.items()}
    for delay in (0.05, 0.6, 1.1):
        command = [sys.executable, "-W", "ignore", "-c", LOOP, tmp_path]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
        process.stdout.readline()
        time.sleep(delay)
        process.kill()
        process.communicate()
        for name in before:
            seen[name].add((tmp_path / name).read_bytes())
    assert {name: len(contents) for name, contents in seen.items() if len(contents) > 2} == {}  # the old one and the new one
    for left in tmp_path.glob(".*.tmp"):
        os.utime(left, (0, 0))  # as if the next run came later
    write_all(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(before)


def test_an_abandoned_file_is_removed_and_a_young_one_is_kept(tmp_path):
    for name, age in (("old", 3600), ("young", 1)):
        left = tmp_path / f".a.json.{name}.tmp"
        left.write_bytes(b"half")
        os.utime(left, (time.time() - age,) * 2)
    write_whole(tmp_path / "a.json", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.json.young.tmp", "a.json"]


@pytest.mark.skipif(not AS_ROOT or not sys.platform.startswith("linux"), reason="mounts a small disk")
def test_a_full_disk_keeps_the_old_files(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a small disk")
    try:
        before = write_all(disk)
        (disk / "fill").write_bytes(b"\0" * 1000 * (700 - 10 - sum(map(len, before.values())) // 1000))
        found = analyze(Article("a", "Iraq may wait. " * 2000))
        for name, write in WRITERS.items():
            if name != "sample.csv":  # has a hundred sentences, whatever the article
                with pytest.raises(OSError, match="No space left"):
                    write(found, disk / name)
        (disk / "fill").unlink()
        assert {path.name: path.read_bytes() for path in sorted(disk.iterdir())} == before
    finally:
        subprocess.run(["umount", disk], check=True)


@POSIX
@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_may_not_be_written_to(open_folder, name):
    found = analyze(Article("a", "Iran waits."))
    WRITERS[name](found, open_folder / name)
    before = {path.name: path.read_bytes() for path in sorted(open_folder.iterdir())}
    open_folder.chmod(0o555)
    try:
        with as_nobody(), pytest.raises(PermissionError):
            WRITERS[name](found, open_folder / name)
        assert {path.name: path.read_bytes() for path in sorted(open_folder.iterdir())} == before
    finally:
        open_folder.chmod(0o755)


def test_a_missing_folder_is_told(tmp_path):
    found = analyze(Article("a", "Iran waits."))
    for call in (export_standoff, write_report, lambda found, path: draw_sample(found, "cues", path=path)):
        with pytest.raises(FileNotFoundError, match="no"):
            call(found, tmp_path / "no" / "a.html")


@pytest.mark.parametrize("content", ["", "{}", "[]", "{", '{"format": "framing-analysis stand-off 1"}', '{"format": 1}', "\xff"])
def test_a_damaged_standoff_file_is_told(tmp_path, content):
    path = tmp_path / "a.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ValueError, match=re.escape(str(path))):
        read_standoff(path, Article("a", "Iraq waits."))
