import re

import pandas as pd
import pytest

from analysis import Article, collocates, count_terms, find_mentions, tokenize


def test_counts_and_rates():
    counts = count_terms(tokenize(Article("a", "sea air sea. Air land.")))
    assert counts["count"].to_dict() == {"air": 2, "sea": 2, "land": 1}
    assert counts["per_thousand"].to_dict() == {"air": 400.0, "sea": 400.0, "land": 200.0}
    assert counts["n_sentences"].to_dict() == {"air": 2, "sea": 1, "land": 1}


def test_deviation_of_proportions_on_paper():
    """Sentences hold 3/5 and 2/5 of the words.  sea: (2/2, 0); air: (1/2, 1/2); land: (0, 1).  DP is half the summed distance."""
    dp = count_terms(tokenize(Article("a", "sea air sea. Air land.")))["dp"]
    assert dp["sea"] == pytest.approx((abs(1 - 0.6) + abs(0 - 0.4)) / 2)
    assert dp["air"] == pytest.approx((abs(0.5 - 0.6) + abs(0.5 - 0.4)) / 2)
    assert dp["land"] == pytest.approx((abs(0 - 0.6) + abs(1 - 0.4)) / 2)


def test_published_deviation_of_proportions():
    """Gries (2008): the word a in five parts of the corpus 'b a m n i b e u p | b a s a t ...', DP about 0.18."""
    parts = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t"]
    text = "\n".join(parts)
    counts = count_terms(tokenize(Article("a", text)))
    assert counts["count"]["a"] == 15
    assert counts["dp"]["a"] == pytest.approx(0.18, abs=0.005)


def test_sequences_cross_neither_sentence_nor_punctuation():
    counts = count_terms(tokenize(Article("a", "air defense, air force. Air defense")), n=2)
    assert counts["count"].to_dict() == {"air defense": 2, "air force": 1}


def test_stop_words_at_either_end_of_a_sequence():
    counts = count_terms(tokenize(Article("a", "the state of law")), n=2, stop_words=["of", "the"])
    assert counts.empty
    assert count_terms(tokenize(Article("a", "the state of law")), n=3, stop_words=["of", "the"]).index.tolist() == ["state of law"]


def test_rate_is_of_all_words():
    assert count_terms(tokenize(Article("a", "the law")), stop_words=["the"])["per_thousand"].to_dict() == {"law": 500.0}


def test_collocates_stay_in_the_sentence_and_count_once():
    article = Article("a", "Tanks came. Iraq and Iraq bought tanks. Tanks left.")
    table = collocates(tokenize(article), find_mentions(article), window=3)
    assert table.to_dict("index") == {
        "and": {"count": 1, "n_before": 0, "n_after": 1, "total": 1},
        "bought": {"count": 1, "n_before": 0, "n_after": 1, "total": 1},
        "tanks": {"count": 1, "n_before": 0, "n_after": 1, "total": 3},
    }


def test_empty():
    tokens = tokenize(Article("a", ""))
    full = tokenize(Article("a", "a b"))
    assert count_terms(tokens).dtypes.astype(str).to_dict() == count_terms(full).dtypes.astype(str).to_dict()
    assert len(collocates(full, pd.DataFrame({"article_id": [], "sent_id": [], "start": [], "end": []}))) == 0


@pytest.mark.parametrize("call", [lambda t: count_terms(t, n=0), lambda t: collocates(t, t, window=0)])
def test_bad_numbers(call):
    with pytest.raises(ValueError, match="whole number from 1"):
        call(tokenize(Article("a", "a b")))


def test_seed_article(seed, seed_analysis):
    counts = count_terms(seed_analysis.tokens)
    assert counts["count"].sum() == len(seed_analysis.tokens)
    assert counts["dp"].between(0, 1).all()
    assert counts.loc["iraq", "count"] == len(re.findall(r"\bIraq\b", seed.text))
