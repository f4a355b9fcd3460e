import numpy as np
import pandas as pd
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import Article, find_mentions, influential_words, load_lexicon, match_phrases, score_sentences, split_sentences
from analysis.vader import polarity


def test_equals_vader(seed):
    sentences = split_sentences(seed)
    vader = SentimentIntensityAnalyzer()
    expected = pd.DataFrame([vader.polarity_scores(text) for text in sentences["text"]])
    scores = score_sentences(sentences)
    np.testing.assert_array_equal(scores[["negative", "neutral", "positive", "compound"]], expected[["neg", "neu", "pos", "compound"]])
    assert scores["compound_masked"].isna().all()


@pytest.mark.parametrize("name", ["The United States", "The U.S.", "Russia", "The UN Security Council"])
def test_masked_score_does_not_depend_on_the_name(name):
    article = Article("a", f"{name} condemned the brutal strikes.")
    scores = score_sentences(split_sentences(article), mask=find_mentions(article))
    other = score_sentences(split_sentences(Article("a", "The X condemned the brutal strikes.")))
    assert scores["compound_masked"].tolist() == other["compound"].tolist()


def test_mask_falls_on_the_right_article_and_sentence():
    articles = [Article("a", "Good news. United States."), Article("b", "United States. Good news.")]
    mask = pd.DataFrame({"article_id": ["b"], "start": [0], "end": [13]})
    scores = score_sentences(split_sentences(articles), mask=mask)
    assert (scores["compound"] != scores["compound_masked"]).tolist() == [False, False, True, False]


def test_overlapping_masks():
    article = Article("a", "A good war is bad.")
    mask = pd.DataFrame({"article_id": ["a", "a", "a"], "start": [0, 2, 2], "end": [10, 6, 17], "text": ""})
    assert score_sentences(split_sentences(article), mask=mask)["compound_masked"].tolist() == [0.0]


def test_empty_and_unknown_model():
    sentences = split_sentences(Article("a", ""))
    assert len(score_sentences(sentences, mask=find_mentions(Article("a", "")))) == 0
    with pytest.raises(ValueError, match="'news'; not 'bert'"):
        score_sentences(sentences, model="bert")


def masked(article, *masks):
    return score_sentences(split_sentences(article), mask=pd.concat(masks))["compound_masked"].tolist()


def test_three_steps():
    """Plain, names masked, topic words masked too."""
    article = Article("a", "The United States sold air defense systems and talked of security.")
    mentions, topics = find_mentions(article), match_phrases(article, load_lexicon("topic_words")["entry"])
    assert topics["text"].tolist() == ["air defense", "security"]
    plain = score_sentences(split_sentences(article))["compound"].tolist()
    assert plain[0] > masked(article, mentions)[0] > masked(article, mentions, topics)[0] == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Air strikes hit the town.", ["Air strikes"]),
        ("The Ministry of Defense spoke.", ["Ministry of Defense"]),
        ("They strike a defensive tone.", ["strike"]),  # the list knows no parts of speech
        ("Insecurity grew.", []),
    ],
)
def test_topic_words(text, expected):
    assert match_phrases(Article("a", text), load_lexicon("topic_words")["entry"])["text"].tolist() == expected


def test_topic_words_can_be_edited(seed):
    """The mean of the article changes with the list, so the list is shown and not hidden."""
    sentences, words = split_sentences(seed), load_lexicon("topic_words")["entry"]
    means = [score_sentences(sentences, mask=match_phrases(seed, some))["compound_masked"].mean() for some in (words, words[:0])]
    assert means[0] != means[1]
    assert means[1] == score_sentences(sentences)["compound"].mean()


def test_influential_words():
    """VADER by hand: s / sqrt(s * s + 15) with good 1.9 and war -2.9."""
    words = influential_words("A good war.")
    whole = round(-1.0 / 16**0.5, 4)
    assert words["text"].tolist() == ["war", "good"]
    assert words["influence"].tolist() == pytest.approx(
        [whole - round(1.9 / (1.9**2 + 15) ** 0.5, 4), whole - round(-2.9 / (2.9**2 + 15) ** 0.5, 4)], abs=1e-4
    )
    assert influential_words("").columns.tolist() == ["start", "end", "text", "influence"]


def test_news_model():
    article = Article("a", "The plan is corrupt and cruel. The plan is brave and honest. The plan is on the table.")
    scores = score_sentences(split_sentences(article), model="news")
    assert (scores["compound"].iloc[:2] * [-1, 1] > 0.2).all()
    np.testing.assert_allclose(scores[["negative", "neutral", "positive"]].sum(axis=1), 1.0)
    np.testing.assert_allclose(scores["compound"], scores["positive"] - scores["negative"])


def test_news_model_masks_names_itself():
    texts = [f"In March {name} sold three tanks to the army." for name in ("Russia", "Defense Watch")]
    scores = [score_sentences(split_sentences(Article("a", text)), model="news") for text in texts]
    assert scores[0]["compound"].tolist() == pytest.approx(scores[1]["compound"].tolist())


def test_influential_words_have_true_offsets():
    text = "A good, not very brave army."
    words = influential_words(text)
    assert [text[start:end] for start, end in zip(words["start"], words["end"])] == ["not", "brave", "good", "very"]
    assert [str(dtype) for dtype in words.dtypes[["start", "end", "influence"]]] == ["int64", "int64", "float64"]
    assert words["influence"].tolist() == words["influence"].round(4).tolist()


@pytest.mark.parametrize(
    ("masked", "read"),
    [
        ([(0, 4)], ["     men won a good war.", "A brave man lost a bad war.", "Good."]),
        ([(0, 4), (16, 20)], ["     men won a      war.", "A brave man lost a bad war.", "Good."]),
        ([(27, 32), (44, 47), (53, 57)], ["Good men won a good war.", "A       man lost a     war.", "    ."]),
        ([(15, 32)], ["Good men won a ", "       man lost a bad war.", "Good."]),  # over the end of a sentence
        ([(0, 4), (0, 12), (27, 32)], ["             a good war.", "A       man lost a bad war.", "Good."]),  # one in another
        ([(24, 25), (52, 53)], ["Good men won a good war.", "A brave man lost a bad war.", "Good."]),  # between sentences
    ],
)
def test_what_is_masked_is_read_as_blanks(masked, read):
    """Two articles with the same text; the mask is of one of them."""
    articles = [Article(name, "Good men won a good war. A brave man lost a bad war. Good.") for name in ("a", "b")]
    spans = pd.DataFrame([("b", *span) for span in masked], columns=["article_id", "start", "end"])
    table = score_sentences(split_sentences(articles), mask=spans)
    assert table["compound_masked"].tolist()[:3] == table["compound"].tolist()[:3]
    assert table["compound_masked"].tolist()[3:] == [polarity(text).compound for text in read]


def test_vader_is_what_is_meant_by_default():
    sentences = split_sentences(Article("a", "A good war."))
    assert score_sentences(sentences, model="vader").equals(score_sentences(sentences))
    assert str(score_sentences(sentences)["compound_masked"].dtype) == "float64"


def test_rows_are_numbered_anew():
    sentences = split_sentences(Article("a", "A good war. A bad war.")).iloc[1:]
    assert score_sentences(sentences).index.tolist() == [0]
    assert score_sentences(sentences).columns[0] == "article_id"
