from pathlib import Path

import pytest

import analysis
from analysis import load_lexicon

DATA = Path(analysis.__file__).parent / "data"
LISTS = sorted(path.stem for path in DATA.glob("*.csv"))


@pytest.mark.parametrize("name", [name for name in LISTS if name != "sources"])
def test_every_entry_names_its_source(name):
    table = load_lexicon(name)
    assert len(table)
    assert set(table["source"]) <= set(load_lexicon("sources")["source"])
    assert not (table.drop(columns="source") == "").all(axis=1).any()
    assert not table.duplicated().any()


def test_every_source_has_a_licence():
    table = load_lexicon("sources")
    assert (table[["source", "citation", "licence", "what was taken"]] != "").all(axis=None)


def test_words_that_look_like_missing_values_stay(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("entry,actor\nNA,Namibia\nNone,None\n", encoding="utf8")
    assert load_lexicon(path).values.tolist() == [["NA", "Namibia"], ["None", "None"]]


def test_unknown_list():
    with pytest.raises(ValueError, match=r"cues.*not 'cuse'"):
        load_lexicon("cuse")
    with pytest.raises(FileNotFoundError, match=r"no\.csv"):
        load_lexicon("no.csv")


def test_a_changed_copy_changes_nothing():
    table = load_lexicon("cues")
    table.loc[0, "entry"] = "changed"
    assert load_lexicon("cues").loc[0, "entry"] != "changed"


def test_an_edited_file_is_read_anew(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("entry,category\nmaybe,hedge\n", encoding="utf8")
    assert len(load_lexicon(path)) == 1
    path.write_text("entry,category\nmaybe,hedge\nclearly,booster\n", encoding="utf8")
    assert len(load_lexicon(path)) == 2
