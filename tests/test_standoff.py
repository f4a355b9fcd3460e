import dataclasses
import json
import re

import pandas as pd
import pytest

from analysis import Article, analyze, digest_of, export_standoff, read_standoff
from analysis.corrections import COLUMNS

TEXT = "“Iraq [may] buy tanks,” the Kremlin’s spokesman said. It didn’t.\nNothing here"


def tables(analysis):
    return {field.name: getattr(analysis, field.name) for field in dataclasses.fields(analysis)}


def assert_same(one, other):
    for name, value in tables(one).items():
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(value, getattr(other, name))
        else:
            assert value == getattr(other, name)


def test_every_table_comes_back(tmp_path, seed, seed_analysis):
    assert_same(seed_analysis, read_standoff(export_standoff(seed_analysis, tmp_path / "a.json"), seed))


@pytest.mark.parametrize("texts", [[TEXT, "", "Iran waits."], [""], []])
def test_several_articles_and_empty_ones(tmp_path, texts):
    articles = [Article(str(number), text, title="Iran waits", date=None) for number, text in enumerate(texts)]
    analysis = analyze(articles, seed=7)
    assert_same(analysis, read_standoff(export_standoff(analysis, tmp_path / "a.json"), articles))


def test_the_file_holds_no_four_words_of_the_text(tmp_path, seed, seed_analysis):
    content = export_standoff(seed_analysis, tmp_path / "a.json").read_text(encoding="utf8").casefold()
    words = re.findall(r"\w+", seed.text.casefold())
    strings = " | ".join(" ".join(re.findall(r"\w+", string)) for string in re.findall(r'"([^"]*)"', content))
    names = " | ".join(" ".join(re.findall(r"\w+", entry)) for entry in seed_analysis.actors["entry"].str.casefold())
    runs = [" ".join(words[i : i + 4]) for i in range(len(words) - 3)]
    assert [run for run in runs if run in strings and run not in names] == []
    tokens = json.loads(content)["tables"]["tokens"]["columns"]
    assert [column["name"] for column in tokens if "values" not in column] == ["text", "term", "lemma"]


def test_another_text_is_refused(tmp_path):
    file = export_standoff(analyze(Article("a", TEXT)), tmp_path / "a.json")
    with pytest.raises(ValueError, match="text of article 'a' is not the one that was annotated"):
        read_standoff(file, Article("a", TEXT + "."))
    with pytest.raises(ValueError, match="must hold article 'a'"):
        read_standoff(file, Article("b", TEXT))


def test_another_file_is_refused(tmp_path):
    (tmp_path / "a.json").write_text("[1]", encoding="utf8")
    with pytest.raises(ValueError, match="must be a file that `export_standoff` wrote"):
        read_standoff(tmp_path / "a.json", Article("a", TEXT))


def test_written_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "a.json"
    file.write_text("before", encoding="utf8")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        export_standoff(analyze(Article("a", TEXT)), file)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text(encoding="utf8") == "before"


def test_same_bytes_each_time(tmp_path, seed_analysis):
    one, other = (export_standoff(seed_analysis, tmp_path / name).read_bytes() for name in ("1.json", "2.json"))
    assert one == other


def test_corrections_come_back(tmp_path):
    article = Article("a", TEXT)
    lines = [["mentions", digest_of(TEXT), start, start + 4, "accept", "", "", "A. B.", ""] for start in (1, 2)]
    analysis = analyze(article, corrections=pd.DataFrame(lines, columns=COLUMNS))
    assert analysis.corrections["reason"].tolist() == ["", "no row has this span"]
    assert_same(analysis, read_standoff(export_standoff(analysis, tmp_path / "a.json"), article))
