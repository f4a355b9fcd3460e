import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import Article, find_cues, lexicon_card, lexicons, load_lexicon, load_word_list
from analysis.lexicons import CATEGORIES

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


def test_a_row_too_long_is_told_and_one_too_short_is_filled(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("entry,category,forms\nmaybe,hedge\n\nmeddle,attitude,verb,,\n", encoding="utf8")
    assert load_lexicon(path).values.tolist() == [["maybe", "hedge", ""], ["meddle", "attitude", "verb"]]
    path.write_text("entry,category\nmaybe,hedge\nto some extent, at least,hedge\n", encoding="utf8")
    with pytest.raises(ValueError, match=r"`own.csv`, row 3: there must be 2 cells, one a column; not 3"):
        load_lexicon(path)


def test_the_codebook_names_the_categories():
    book = load_lexicon("codebook")
    assert tuple(book.loc[(book["list"] == "cues") & (book["column"] == "category"), "value"]) == CATEGORIES


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("cues", "perchance,hegde,,,,,,,,own", r"`category` must be one of hedge, .*; not 'hegde'"),
        ("cues", "perchance,hedge,,flip,,,,,,own", "`negation` must be one of keep, hedge, booster, drop; not 'flip'"),
        ("cues", ",hedge,,,,,,,,own", "`entry` must not be empty"),
        ("cues", "perhaps,hedge,,,,,,,,own", r"'perhaps' must stand once as hedge; it does so in row \d+ too"),
        ("reporting_verbs", "aver,sya,assert,neutral,A,that,,own", r"\('aver'\): `category` must be one of say, .*; not 'sya'"),
        ("reporting_verbs", "aver,say,asert,neutral,A,that,,own", "`act` must be one of assert, .*; not 'asert'"),
        ("reporting_verbs", "aver,say,assert,neutral,A,that qoute,,own", "`frames` must be one of that, .*; not 'qoute'"),
        ("reporting_verbs", "aver,say,assert,neutral,,that,,own", "`tier` must be one of A, B, C; not ''"),
        ("reporting_verbs", "say,say,assert,neutral,A,that,,own", "'say' must stand once as say; it does so in row 2 too"),
    ],
)
def test_a_faulty_row_of_a_list_is_told(monkeypatch, name, row, message):
    text = lexicons._packaged(name)
    number = len(text.splitlines()) + 1
    packaged = lexicons._packaged
    monkeypatch.setattr(lexicons, "_packaged", lambda asked: f"{text}{row}\n" if asked == name else packaged(asked))
    with pytest.raises(ValueError, match=f"`{name}`, row {number}.*{message}"):
        load_lexicon(name)


def test_a_row_added_to_a_list_takes_effect(tmp_path):
    """A hedge and a reporting verb, each by one line in one CSV."""
    shutil.copytree(DATA.parent, tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "analysis/data/cues.csv").open("a", encoding="utf8") as file:
        file.write("perchance,hedge,,,,,,,,own\n")
    with (tmp_path / "analysis/data/reporting_verbs.csv").open("a", encoding="utf8") as file:
        file.write("bloviate,say,assert,distancing,A,that quote invert,,own\n")
    code = """
from analysis import Article, find_attributions, find_cues
article = Article("a", "Perchance it rains. The minister bloviated that Iraq will pay.")
print(find_cues(article)["text"].tolist(), find_attributions(article)["cue"].tolist())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.stdout == "['Perchance'] ['bloviated']\n", done.stderr


@pytest.fixture
def word_list(tmp_path):
    def write(text, encoding="utf8"):
        path = tmp_path / "list1900.txt"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_published_list_is_read(word_list):
    path = word_list("# Author. 1900. Title.\n; a remark\n\nMay\nby_and_large\ncome  to\nperchance\tadverb\nmay\n")
    table = load_word_list(path, "hedge")
    assert table["entry"].tolist() == ["may", "by and large", "come to", "perchance"]
    assert set(table["category"]) == {"hedge"}
    assert set(table["source"]) == {"list1900.txt"}


def test_entries_of_a_published_list_keep_our_guards(word_list):
    table = load_word_list(word_list("may\nperchance\n"), "hedge")
    cues = find_cues(Article("a", "In May it perchance rained; it may rain."), lexicon=table)
    assert cues["text"].tolist() == ["perchance", "may"]


def test_verbs_of_a_published_list_take_their_forms(word_list):
    table = load_word_list(word_list("say\nadmit\nget around to\ntoy\n"), "evidential", verbs=True)
    cues = find_cues(Article("a", "It said so, admitted it and toyed with it."), lexicon=table)
    assert cues.loc[cues["category"] == "evidential", "text"].tolist() == ["said", "admitted", "toyed"]


def test_two_published_lists_go_together(word_list):
    one = load_word_list(word_list("perchance\nmayhap\n"), "hedge")
    two = load_word_list(word_list("mayhap\n"), "hedge").assign(source="two")
    cues = find_cues(Article("a", "Mayhap it rains, perchance not."), lexicon=pd.concat([one, two]))
    assert cues["text"].tolist() == ["Mayhap", "perchance"]


def test_a_list_in_latin_1(word_list):
    assert load_word_list(word_list("naïvely\n", "latin-1"), "attitude")["entry"].tolist() == ["naïvely"]


def test_a_list_without_entries_or_category(word_list):
    with pytest.raises(ValueError, match="must hold one entry a line; it holds none"):
        load_word_list(word_list("# nothing\n"), "hedge")
    with pytest.raises(ValueError, match=r"`category` must be one of hedge, .*; not 'engagement'"):
        load_word_list(word_list("note\n"), "engagement")


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_entry_has_a_place_on_the_card(category):
    card, table = lexicon_card(category), load_lexicon("cues")
    assert len(card) == ((table["category"] == category) | (table["negation"] == category)).sum()
    assert (card["licence"] != "").all()
    assert card["entry"].is_monotonic_increasing


def test_a_card_reads_guards_and_negation():
    card = lexicon_card("hedge").set_index("entry")
    assert card.loc["maybe", ["negation", "forms", "guards", "source", "licence"]].tolist() == ["counts negated too", "", "", "own", "MIT"]
    assert card.loc["possible", "negation"] == "counts unless negated"
    assert card.loc["clearly", "negation"] == "counts only negated"
    assert card.loc["expect", "forms"] == "after a form of “be”, no agent named"
    assert card.loc["might", "guards"].startswith("not with a capital; not before: of|")
    assert card.loc["possibility", "forms"] == "possibilities"


def test_a_card_counts_what_was_found():
    cues = find_cues(Article("a", "Perhaps it may rain. It may not. It is not clearly so; it clearly is."))
    card = lexicon_card("hedge", cues)
    assert card.loc[card["n_hits"] > 0, ["entry", "n_hits", "share"]].to_numpy().tolist() == [
        ["may", 2, 0.5],
        ["clearly", 1, 0.25],
        ["perhaps", 1, 0.25],
    ]
    booster = lexicon_card("booster", cues).iloc[0]
    assert (booster["entry"], booster["n_hits"], booster["share"]) == ("clearly", 1, 1.0)
    assert lexicon_card("vague", cues)["share"].isna().all()


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_card_accounts_for_every_cue_of_the_article(seed_analysis, category):
    card = lexicon_card(category, seed_analysis.cues)
    assert card["n_hits"].sum() == (seed_analysis.cues["category"] == category).sum()


def test_a_card_with_entries_of_ones_own():
    own = pd.DataFrame({"entry": ["perchance", "maybe"], "category": ["hedge", "-"], "source": ["me", ""]})
    cues = find_cues(Article("a", "Perchance it rains, maybe."), lexicon=own)
    card = lexicon_card("hedge", cues, lexicon=own)
    assert card.loc[0, ["entry", "source", "licence", "n_hits"]].tolist() == ["perchance", "me", "", 1]
    assert "maybe" not in set(card["entry"])
    with pytest.raises(ValueError, match=r"not 'perchance'\. Give the `lexicon`"):
        lexicon_card("hedge", cues)
    with pytest.raises(ValueError, match=r"`category` must be one of hedge, .*; not 'doubt'"):
        lexicon_card("doubt")
