import numpy as np
import pandas as pd
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import Article, find_mentions, score_sentences, split_sentences


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
    with pytest.raises(ValueError, match="'bert'"):
        score_sentences(sentences, model="bert")
