"""How an article frames the actors it names: text in, tidy tables out, every number with the words behind it.

The flow, one module a step::

    read_article              a file -> Article: clean text that never changes
    read_articles             a folder, a list of files or a table -> many of them
    split_sentences, tokenize Article -> sentences, words
    find_mentions             who is named, how (actor, modifier, place)
    find_cues                 hedges, boosters, obligation, condition ...
    find_attributions         who says what, in which words; find_speakers: which actor it is
    add_voice                 whose words a span is made of
    count_terms, collocates   how often, how evenly, near whom
    score_sentences           sentiment, with names masked
    score_targets, explain    tone towards a target, and the words that make it
    analyze                   all of it in one Analysis
    summarize_framing         one row an actor, with denominators and intervals
    evidence                  any rows -> their sentences, the words marked
    plot_*                    one figure a question

Every row that speaks about text carries `article_id`, `sent_id` and half-open `start`, `end`, and
``article.text[start:end] == text`` holds for it.

>>> from analysis import Article, analyze, summarize_framing
>>> framing = summarize_framing(analyze(Article("a", "Russia may sell Iraq air defense systems.")))
>>> framing[["state", "n_mentions"]].values.tolist()
[['Russia', 1], ['Iraq', 1]]
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "actors": ["check_actors", "find_mentions"],
        "articles": ["Article", "read_article", "read_articles"],
        "cues": ["find_cues"],
        "framing": ["Analysis", "analyze", "evidence", "summarize_framing"],
        "lexicons": ["load_lexicon"],
        "model_cards": ["model_card"],
        "overview": ["plot_framing", "plot_score"],
        "plots": [
            "plot_cooccurrence",
            "plot_dispersion",
            "plot_kinds",
            "plot_sentiment",
            "plot_stance",
            "plot_terms",
        ],
        "segmentation": ["split_sentences", "tokenize"],
        "sentiment": ["influential_words", "score_sentences"],
        "attributions": ["find_attributions"],
        "speakers": ["find_speakers"],
        "spans": ["add_sentence_id", "add_voice", "keyword_in_context", "match_phrases"],
        "tone": ["explain", "score_targets"],
        "tone_models": ["NewsSentimentModel", "TransformersModel", "WordListModel"],
        "terms": ["collocates", "count_terms"],
        "uncertainty": ["resample_ratio"],
    },
)
