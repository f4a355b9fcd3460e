import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import Article, add_sentence_id, add_voice, find_attributions, keyword_in_context, match_phrases, split_sentences
from analysis.spans import PhraseIndex, phrase_pattern


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("the Iraqi army of Iraq", ["Iraq", "Iraqi", "Iraqi army"], ["Iraqi army", "Iraq"]),  # the longest
        ("Iraqification", ["Iraq"], []),  # whole words
        ("a.b axb", ["a.b"], ["a.b"]),  # a dot is no wildcard
        ("Côte d’Ivoire", ["Côte d'Ivoire"], ["Côte d’Ivoire"]),  # apostrophes alike
        ("air defenses", ["air defense", "air"], ["air"]),  # the longer fails, the shorter holds
        ("anything", [], []),
    ],
)
def test_match_phrases(text, phrases, expected):
    assert match_phrases(Article("a", text), phrases)["text"].tolist() == expected


@example(["a", "."], ".a")
@given(st.lists(st.text("ab-.'$ ", min_size=1, max_size=4), max_size=6), st.text("ab-.'$ ", max_size=30))
def test_index_and_pattern_find_the_same(phrases, text):
    spans = [match.span() for match in phrase_pattern(phrases).finditer(text)]
    assert list(PhraseIndex(phrases).find(text)) == spans


def test_keyword_in_context_stops_at_the_paragraph():
    article = Article("a", "First line.\nSecond Iraq line.\nThird line.")
    row = keyword_in_context(article, match_phrases(article, ["Iraq"])).iloc[0]
    assert (row["before"], row["text"], row["after"]) == ("Second", "Iraq", "line.")


def test_keyword_in_context_cuts_whole_words():
    article = Article("a", "Washington expressed support for Iraq yesterday evening.")
    row = keyword_in_context(article, match_phrases(article, ["Iraq"]), width=12).iloc[0]
    assert (row["before"], row["after"]) == ("support for", "yesterday")


@pytest.mark.parametrize(
    ("order", "expected"),
    [("text", ["of", "The", "of", "an"]), ("left", ["an", "of", "of", "The"]), ("right", ["of", "an", "The", "of"])],
)
def test_keyword_in_context_in_order(order, expected):
    """By the nearest word on that side, then the next; capitals and commas do not count."""
    article = Article("a", "ally of Iraq, which\nThe Iraq war\nZeal of Iraq and\nan Iraq “visit”")
    lines = keyword_in_context(article, match_phrases(article, ["Iraq"]), order=order)
    assert [before.split()[-1] for before in lines["before"]] == expected
    assert lines.index.tolist() == [0, 1, 2, 3]


def test_keyword_in_context_refuses_another_order():
    with pytest.raises(ValueError, match="one of 'text', 'left', 'right'; not 'up'"):
        keyword_in_context(Article("a", ""), match_phrases(Article("a", ""), []), order="up")


def test_add_sentence_id_refuses_a_span_outside():
    article = Article("a", "One. Two.")
    with pytest.raises(ValueError, match="none of `sentences`"):
        add_sentence_id(pd.DataFrame({"article_id": ["a"], "start": [4], "end": [5]}), split_sentences(article))


def test_what_stands_between_two_quotations_is_the_authors():
    article = Article("a", "“We wait,” the minister said, looking at Iraq, “and Iran knows it.”")
    spans = match_phrases(article, ["Iraq", "Iran"])
    assert add_voice(spans, find_attributions(article))["voice"].tolist() == ["author", "quoted"]
