import dataclasses
import hashlib
import json
import sys
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.backends.backend_pdf import PdfPages

from analysis import Article, find_mentions, read_article, read_articles

DATA = Path(__file__).parent / "data"
PAGES = sorted((DATA / "pages").glob("*.html"))
TEXTS = (DATA / "wrap_texts.txt").read_text(encoding="utf-8").strip().split("\n\n")


def read(tmp_path, text, encoding="utf8"):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    return read_article(path)


@pytest.mark.parametrize(
    ("wrapped", "expected"),
    [
        ("The systems are in develop-\nment and will be late.", "The systems are in development and will be late."),
        ("The deputy head Abu Mahdi al-\nMuhandis signed it.", "The deputy head Abu Mahdi al-Muhandis signed it."),
        ("Strikes were reported on Iran-\nlinked targets in Syria.", "Strikes were reported on Iran-linked targets in Syria."),
        (
            "They stressed the need to avoid intervention, a not-so-\nsubtle reference to engagement.",
            "They stressed the need to avoid intervention, a not-so-subtle reference to engagement.",
        ),
        ("Officials repeatedly denied these\n statements.", "Officials repeatedly denied these statements."),
        ("It was a surprise — a large\none — to everybody in town.", "It was a surprise — a large one — to everybody in town."),
    ],
)
def test_wrapped_lines_are_joined(tmp_path, wrapped, expected):
    assert read(tmp_path, wrapped).text == expected


def test_text_that_is_not_wrapped_keeps_its_lines(tmp_path):
    text = "Iraq buys tanks\n\nThe first paragraph of this article ends here.\nThe second is on a line of its own, and it is longer."
    assert read(tmp_path, text).text == text


def test_windows_line_ends_and_byte_order_mark(tmp_path):
    assert read(tmp_path, "One line.\r\n\r\nAnother line.", "utf-8-sig").text == "One line.\n\nAnother line."


def test_windows_1252_is_read_and_told(tmp_path):
    article = read(tmp_path, "It didn’t.", "cp1252")
    assert article.text == "It didn’t."
    assert article.notes == ("The file is not UTF-8; it was read as Windows-1252.",)


def test_characters_without_text_are_dropped(tmp_path):
    assert read(tmp_path, "de\u00adfense\u200b of\u00a0the of\ufb01ce").text == "defense of the office"


@pytest.mark.parametrize(
    ("paragraph", "zone"),
    [
        ("Related article: Israel Must Act", "link"),
        ("This article was originally published by RIAC.", "note"),
        ("The views expressed in opinion pieces do not", "note"),  # cut off by the page
        ("Photo: A tank in Basra.", "caption"),
        ("Related parties met in Basra.", None),
        ("The views of Baghdad count.", None),
    ],
)
def test_zones(tmp_path, paragraph, zone):
    article = read(tmp_path, f"The first paragraph of the article.\n\n{paragraph}\n\nThe last paragraph.")
    found = {article.text[start:end]: zone for start, end, zone in article.zones}
    assert found == ({paragraph: zone} if zone else {})


def test_headline_is_the_title(tmp_path):
    article = read(tmp_path, "Iraq Buys Tanks\n\nBy Ann Lee\n\nIraq has bought tanks.")
    assert article.title == "Iraq Buys Tanks"
    assert [zone for *_, zone in article.zones] == ["headline", "byline"]


def test_seed_article(seed):
    assert [zone for *_, zone in seed.zones] == ["standfirst", "link", "note", "note"]
    assert seed.text.count("\n\n") == 22
    assert hashlib.sha256(seed.text.encode()).hexdigest() == "d1fc58fbf9186178c61b9557e1583995bd781bb28a5b33f29d153db23c3c7cd2"
    for phrase in ("al-Muhandis", "not-so-subtle", "denied these statements", "Popular Mobilization Unit (PMU) positions"):
        assert phrase in seed.text


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "does not exist"), (b"", "is empty"), (b" \n ", "is empty"), (b"PK\x03\x04\0\0", "binary"), ("folder", "is a folder")],
)
def test_bad_file_is_one_error_that_names_it(tmp_path, content, message):
    path = tmp_path / "bad.txt"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises((OSError, ValueError), match=rf"bad\.txt.*{message}.*expected"):
        read_article(path)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [(("", "x"), {}), (("a", "\ud800"), {}), (("a", "x"), {"zones": [(0, 9, "note")]}), (("a", "x"), {"zones": [(0, 1, "sidebar")]})],
)
def test_article_refuses(arguments, options):
    with pytest.raises(ValueError, match="`"):
        Article(*arguments, **options)


def test_article_is_frozen():
    with pytest.raises(AttributeError):
        Article("a", "x").text = "y"


def test_zones_can_be_overruled():
    article = Article("a", "Read more: Oil\nIraq bought tanks.", zones=((0, 14, "link"),))
    assert dataclasses.replace(article, zones=[(0, 14, "headline")]).zones == ((0, 14, "headline"),)


MARKDOWN = """---
title: "Iraq weighs a radar deal"
date: 2021-03-04
tags: [x]
---
# Iraq weighs a *radar* deal #

Russia **may** sell [air defense](https://x.example/a_(b)) to
Iraq, `officials` said.[^1] A snake_case_name stays, and 2 * 3 * 4.

![A radar](radar.png)

A second heading
----------------

> We decide _alone_.

* *Syria* waits.
* Iran does not.
1. One thing.

<!-- hidden -->
[^1]: A source.
"""


def test_markdown(tmp_path):
    path = tmp_path / "radar.md"
    path.write_text(MARKDOWN, encoding="utf8")
    article = read_article(path)
    assert article.text.split("\n\n") == [
        "Iraq weighs a radar deal",
        "Russia may sell air defense to Iraq, officials said. A snake_case_name stays, and 2 * 3 * 4.",
        "A second heading",
        "We decide alone.",
        "Syria waits.",
        "Iran does not.",
        "1. One thing.",
    ]
    assert (article.title, article.date, article.zones) == ("Iraq weighs a radar deal", "2021-03-04", ((0, 24, "headline"),))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_text_of_a_page_is_that_of_trafilatura(path):
    trafilatura = pytest.importorskip("trafilatura")
    page = path.read_text(encoding="utf8")
    assert read_article(path).text == trafilatura.extract(page, include_comments=False)


def test_a_page_tells_about_its_article():
    article = read_article(DATA / "pages" / "article_tag.html")
    assert (article.title, article.source) == ("Estonia and Finland to patrol undersea cables", "The Harbor Post")
    assert (article.date, article.url) == ("2024-11-19", "https://harborpost.example/world/cables")
    zones = [(zone, article.text[start:end]) for start, end, zone in article.zones]
    assert zones == [
        ("headline", "Estonia and Finland to patrol undersea cables"),
        ("byline", "By Mari Tamm"),
        ("link", "Read more: Who owns the shadow fleet?"),
    ]


TITLE = "Small states and cold cables"


def make_pdf(path, *, gap, indent, per_page):
    """A PDF with a running header and page numbers; paragraphs by a gap, by a first-line indent, or by nothing."""
    lines = [TITLE, ""]
    for text in TEXTS:
        lines += textwrap.wrap(text, 80, initial_indent="    " if indent else "") + [""] * gap
    with plt.rc_context({"pdf.fonttype": 42, "text.parse_math": False}), PdfPages(path, metadata={"Title": "untitled.indd"}) as pdf:
        for n, at in enumerate(range(0, len(lines), per_page), 1):
            figure = plt.figure(figsize=(8, 11))
            figure.text(0.1, 0.96, "The Harbor Post", fontsize=9)
            figure.text(0.5, 0.03, str(n), fontsize=9)
            for row, line in enumerate(lines[at : at + per_page]):
                figure.text(0.13 if line.startswith(" ") else 0.1, 0.9 - 0.025 * row, line.strip(), fontsize=9)
            pdf.savefig(figure)
            plt.close(figure)


@pytest.mark.parametrize(("gap", "indent"), [(True, False), (False, True), (False, False)])
@pytest.mark.parametrize("per_page", [9, 13, 30])
def test_pdf(tmp_path, gap, indent, per_page):
    path = tmp_path / "a.pdf"
    make_pdf(path, gap=gap, indent=indent, per_page=per_page)
    article = read_article(path)
    assert article.title == TITLE
    assert " ".join(article.text.split()) == " ".join([TITLE, *TEXTS])
    assert "not be the article's date" in article.notes[0]


def test_page_pdf_and_wrapped_text_give_the_same_mentions(tmp_path):
    make_pdf(tmp_path / "a.pdf", gap=True, indent=False, per_page=13)
    paragraphs = "".join(f"<p>{text}</p>\n" for text in TEXTS)
    nav = '<nav><a href="/">France</a><a href="/x">Russia</a></nav>'
    page = f"<html><head><title>{TITLE}</title></head><body>{nav}<article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"
    (tmp_path / "b.html").write_text(page, encoding="utf8")
    wrapped = "\n\n".join(textwrap.fill(text, 66) for text in (TITLE, *TEXTS))
    (tmp_path / "c.txt").write_text(wrapped, encoding="utf8")
    articles = read_articles(tmp_path)
    columns = ["sent_id", "para_id", "text", "actor", "kind", "reading"]
    by_pdf, by_page, by_text = (find_mentions(article)[columns].astype("str") for article in articles)
    assert len(by_text) > 30
    assert by_page.equals(by_text)
    assert by_pdf.equals(by_text)


def test_damaged_and_locked_pdfs(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    make_pdf(tmp_path / "whole.pdf", gap=True, indent=False, per_page=30)
    whole = (tmp_path / "whole.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[:300])
    (tmp_path / "half.pdf").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "no.pdf").write_bytes(b"no pdf")
    (tmp_path / "nothing.pdf").write_bytes(b"")
    for name, change in (("blank", lambda w: w.add_blank_page(100, 100)), ("locked", lambda w: w.encrypt("x", algorithm="RC4-128"))):
        writer = pypdf.PdfWriter(tmp_path / "whole.pdf") if name == "locked" else pypdf.PdfWriter()
        change(writer)
        writer.write(tmp_path / f"{name}.pdf")
    for name, reason in (
        ("cut", "damaged"),
        ("half", "damaged|no text"),
        ("no", "damaged"),
        ("nothing", "empty"),
        ("blank", "no text"),
        ("locked", "encrypted"),
    ):
        with pytest.raises(ValueError, match=rf"{name}\.pdf .*({reason}).*; expected .*"):
            read_article(tmp_path / f"{name}.pdf")


@pytest.mark.parametrize(("suffix", "package", "extra"), [("html", "trafilatura", "html"), ("pdf", "pypdf", "pdf")])
def test_a_missing_extra_says_how_to_install_it(tmp_path, monkeypatch, suffix, package, extra):
    monkeypatch.setitem(sys.modules, package, None)
    path = tmp_path / f"a.{suffix}"
    path.write_text("x", encoding="utf8")
    with pytest.raises(ImportError, match=rf'a\.{suffix} .*pip install "framing-analysis\[{extra}\]"'):
        read_article(path)


def test_a_page_without_an_article(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body></body></html>", encoding="utf8")
    with pytest.raises(ValueError, match=r"a\.html holds no article text.*expected"):
        read_article(path)


def test_suffixes(tmp_path):
    for name in ("a", "b.text", "c.TXT"):
        (tmp_path / name).write_text("Iraq buys tanks.", encoding="utf8")
    assert [article.article_id for article in read_articles(tmp_path)] == ["a", "b", "c"]
    (tmp_path / "d.docx").write_text("x", encoding="utf8")
    with pytest.raises(ValueError, match=r"d\.docx has the unknown suffix '\.docx'; expected"):
        read_article(tmp_path / "d.docx")


ROWS = [
    {"id": "a", "text": "Iraq buys tanks.", "source": "Post", "date": "2024-01-02"},
    {"id": "NA", "text": "Namibia waits.", "title": "NA"},
]


def write_table(path):
    table = pd.DataFrame(ROWS)
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        pytest.importorskip("pyarrow")
        table.assign(date=pd.to_datetime(table["date"])).to_parquet(path)
    else:
        path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf8")


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_tables_of_articles(tmp_path, suffix):
    write_table(tmp_path / f"news.{suffix}")
    first, second = read_articles(tmp_path / f"news.{suffix}")
    assert (first.article_id, first.text, first.source, first.date, first.title) == ("a", "Iraq buys tanks.", "Post", "2024-01-02", None)
    assert (second.article_id, second.title, second.source, second.date) == ("NA", "NA", None, None)


def test_rows_without_an_id_are_numbered(tmp_path):
    (tmp_path / "news.csv").write_text("text\n" + "Iraq waits.\n" * 10, encoding="utf8")
    ids = [article.article_id for article in read_articles(tmp_path / "news.csv")]
    assert (ids[0], ids[-1]) == ("news-01", "news-10")
    assert read_articles(pd.DataFrame({"text": ["Iraq waits."], "id": [pd.NA]}))[0].article_id == "article-1"


def test_bad_files_are_told_together(tmp_path):
    (tmp_path / "a.txt").write_text("Iraq buys tanks.", encoding="utf8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text('{"text": "Iran waits."}\n{"text": ""}\n[1]\nnot json', encoding="utf8")
    (tmp_path / "d.csv").write_text("body\nx\n", encoding="utf8")
    (tmp_path / ".hidden").write_bytes(b"\0")
    with pytest.raises(ValueError, match="5 of 7 could not be read:") as raised:
        read_articles(tmp_path)
    lines = str(raised.value).split("\n")[1:]
    for line, reason in zip(
        lines,
        ["b.txt is empty", "line 3 is a JSON list", "line 4 is no JSON", "row 2 ('c-2') is empty", "a column 'text'; found body"],
        strict=True,
    ):
        assert reason in line
    with pytest.warns(UserWarning, match="5 of 7 could not be read") as warned:
        articles = read_articles(tmp_path, on_error="skip")
    assert len(warned) == 1
    assert [article.article_id for article in articles] == ["a", "c-1"]


def test_read_articles_refuses(tmp_path):
    with pytest.raises(ValueError, match="'raise', 'skip'; not 'ignore'"):
        read_articles(tmp_path, on_error="ignore")
    with pytest.raises(ValueError, match="is an empty folder; expected"):
        read_articles(tmp_path)
    with pytest.raises(ValueError, match=r"no\.txt does not exist"):
        read_articles([tmp_path / "no.txt"])
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text("Iraq buys tanks.", encoding="utf8")
    with pytest.raises(ValueError, match=r"an id of its own.*'a' \(.*a\.md, .*a\.txt\)"):
        read_articles(tmp_path, on_error="skip")
