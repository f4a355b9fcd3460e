import pytest

from analysis import Article, read_article


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
