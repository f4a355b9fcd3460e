"""How an article frames the actors it names: text in, tidy tables out, every number with the words behind it.

The flow, one module a step::

    read_article              a file -> Article: clean text that never changes
    read_articles             a folder, a list of files or a table -> many of them
    split_sentences, tokenize Article -> sentences, words
    find_mentions             who is named, how (actor, modifier, place)
    find_cues                 hedges, boosters, obligation, condition ...; lexicon_card: the entries behind them
    find_attributions         who says what, in which words; find_speakers: which actor it is
    find_actions              who does what to whom; event_chain: events and whether their doers are named
    add_voice                 whose words a span is made of
    count_terms, collocates   how often, how evenly, near whom; keyness: in which corpus more
    score_sentences           sentiment, with names masked
    score_targets, explain    tone towards a target, and the words that make it
    analyze                   all of it in one Analysis
    summarize_framing         one row an actor, with denominators and intervals
    summarize_voices          who speaks, how much, introduced how; who is spoken about
    summarize_actions         who acts on whom; add_role: doer, target, modifier, place
    concordance               each mention of an actor with all that was found of it
    robustness                which findings hold under other choices
    analyze_corpus            very many articles, in Parquet shards; read_corpus: the way back
    summarize_corpus, compare outlets and months, with intervals over articles; compare_terms: the words near an actor
    evidence                  any rows -> their sentences, the words marked
    read_corrections          what a reader mended by hand; apply_corrections puts it on a table
    read_spans, recode        a codebook of one's own in the place of the actors; score_coders: how far coders agree
    draw_sample, score_sample sentences to annotate, blind, and how the analysis does on them
    export_standoff           all annotations in one file, without the text
    methods_paragraph         how the numbers were made, ready to cite
    plot_*                    one figure a question
    write_report              one page to look at, click, print and send; explore: its score in a notebook

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
        "actions": ["add_role", "find_actions"],
        "actors": ["check_actors", "find_mentions"],
        "articles": ["Article", "read_article", "read_articles"],
        "codebook": ["read_spans", "recode"],
        "comparison": ["compare", "compare_terms", "summarize_corpus"],
        "corpora": ["Corpus", "read_corpus"],
        "corpus": ["analyze_corpus"],
        "corrections": ["apply_corrections", "digest_of", "read_corrections"],
        "cues": ["find_cues"],
        "events": ["event_chain", "summarize_events"],
        "framing": ["Analysis", "analyze", "evidence"],
        "invented": ["invent_articles", "planted"],
        "lexicons": ["lexicon_card", "load_lexicon", "load_word_list"],
        "methods": ["methods_paragraph"],
        "model_cards": ["model_card"],
        "overview": ["plot_framing", "plot_robustness", "plot_score"],
        "plots": [
            "plot_cooccurrence",
            "plot_dispersion",
            "plot_kinds",
            "plot_sentiment",
            "plot_stance",
            "plot_terms",
        ],
        "plots_groups": ["plot_comparison"],
        "plots_roles": ["plot_actions", "plot_events", "plot_roles", "plot_speakers", "plot_tone", "plot_voices"],
        "relations": ["concordance", "summarize_actions"],
        "report": ["explore", "highlight", "write_report"],
        "samples": ["draw_sample"],
        "sensitivity": ["robustness"],
        "segmentation": ["split_sentences", "tokenize"],
        "sentiment": ["influential_words", "score_sentences"],
        "attributions": ["find_attributions"],
        "speakers": ["find_speakers"],
        "standoff": ["export_standoff", "read_standoff"],
        "spans": ["add_sentence_id", "add_voice", "keyword_in_context", "match_phrases"],
        "summaries": ["summarize_framing", "summarize_voices"],
        "terms": ["collocates", "count_terms", "keyness"],
        "uncertainty": ["exact_count", "exact_share", "most_influential", "permutation_test", "resample_ratio"],
        "validation": ["SampleScores", "score_coders", "score_sample"],
        "tone": ["explain", "score_targets"],
        "tone_models": ["NewsSentimentModel", "TransformersModel", "WordListModel"],
    },
)
