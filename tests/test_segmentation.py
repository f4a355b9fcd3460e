import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Article, split_sentences, tokenize
from analysis.segmentation import _clauses, scan


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. military left.", "Iraq stayed."],
        ["He met U.S. State Secretary Mike Pompeo on Aug. 27.", "They spoke."],
        ["Gen. Smith spoke to Mr. Jones.", "Nobody else came."],
        ["It cost $3.5 million.", "Baghdad paid."],
        ["Iraq's airspace is closed “for all parties.”", "Nobody flew."],
    ],
)
def test_split_sentences(sentences):
    table = split_sentences(Article("a", " ".join(sentences)))
    assert table["text"].tolist() == sentences
    assert table["sent_id"].tolist() == list(range(len(sentences)))


def test_a_newline_ends_a_sentence():
    table = split_sentences(Article("a", "A headline\n\nA sentence. Another."))
    assert table[["text", "para_id"]].values.tolist() == [["A headline", 0], ["A sentence.", 1], ["Another.", 1]]


@pytest.mark.parametrize(
    "word",
    [
        "U.S.",
        "U.S.-led",
        "S-400",
        "military-technical",
        "al-Halbousi",
        "didn’t",
        "didn't",
        "50%",
        "$3.5bn",
        "https://a.org/b?c=1",
        "x@y.org",
    ],
)
def test_one_token(word):
    assert tokenize(Article("a", f"So {word} is"))["text"].tolist() == ["So", word, "is"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraq’s airspace", ["Iraq", "airspace"]),
        ("the U.S.’s role", ["the", "U.S.", "role"]),
        ("‘It’s late,’ he said.", ["It’s", "late", "he", "said"]),
        ("a decree — later annulled — to", ["a", "decree", "later", "annulled", "to"]),
        ("[Russia and Iraq]", ["Russia", "and", "Iraq"]),
    ],
)
def test_tokenize(text, expected):
    assert tokenize(Article("a", text))["text"].tolist() == expected


def test_term_and_lemma_and_stop_word():
    table = tokenize(Article("a", "Didn’t Russia’s Contracts grow?"))
    assert table["term"].tolist() == ["didn't", "russia", "contracts", "grow"]
    assert table["lemma"].tolist()[2] == "contract"
    assert table["is_stop"].tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Iraq said that Russia may help.", ["Iraq said ", "that Russia may help."]),
        ("If Iraq buys the systems, sanctions follow.", ["If Iraq buys the systems, ", "sanctions follow."]),
        ("Russia, in turn, may find it hard.", ["Russia, in turn, may find it hard."]),
        ("While Baghdad kept quiet here, it sought help.", ["While Baghdad kept quiet here, ", "it sought help."]),
    ],
)
def test_clauses(text, clauses):
    assert _clauses(scan(Article("a", text)))["text"].tolist() == clauses


def test_seed_article_has_36_body_sentences(seed):
    table = split_sentences(seed)
    assert table["zone"].value_counts().to_dict() | {} == {
        "headline": 0, "byline": 0, "standfirst": 1, "body": 36, "caption": 0, "link": 1, "note": 2,
    }  # fmt: skip


@pytest.mark.parametrize("function", [split_sentences, tokenize])
def test_empty_text_gives_the_same_columns(function, seed):
    full, empty, none = function(seed), function(Article("a", "")), function([])
    assert len(empty) == len(none) == 0
    assert empty.dtypes.astype(str).to_dict() == none.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_ids_must_be_unique():
    with pytest.raises(ValueError, match="unique"):
        split_sentences([Article("a", "x"), Article("a", "y")])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_offsets_are_true_and_no_text_is_lost(text):
    article = Article("a", text)
    sentences, tokens = split_sentences(article), tokenize(article)
    for table in (sentences, tokens, _clauses(scan(article))):
        assert [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()
        assert (table["start"] < table["end"]).all()
        assert (table["end"].to_numpy()[:-1] <= table["start"].to_numpy()[1:]).all()
    covered = set().union(*(range(s, e) for s, e in zip(sentences["start"], sentences["end"], strict=True)))
    assert not "".join(c for i, c in enumerate(text) if i not in covered).strip()
