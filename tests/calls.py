"""How every public function is called on an article; the tests of the promises run through this table.

A public name without an entry fails ``tests/test_promises.py``: what is new is covered from its first day.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

import analysis as a


@dataclass(frozen=True, eq=False)
class Given:
    """An article and what is made of it before a function is called; each is made once."""

    article: a.Article

    @cached_property
    def analysis(self) -> a.Analysis:
        return a.analyze(self.article)

    @cached_property
    def counts(self) -> pd.DataFrame:
        return a.count_terms(self.analysis.tokens)

    @cached_property
    def framing(self) -> pd.DataFrame:
        return a.summarize_framing(self.analysis)

    @cached_property
    def voices(self) -> pd.DataFrame:
        return a.summarize_voices(self.analysis)

    @cached_property
    def folder(self) -> Path:
        path = tempfile.mkdtemp(prefix="framing-")
        weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)
        return Path(path)

    @cached_property
    def file(self) -> Path:
        path = self.folder / "article.txt"
        path.write_text(self.article.text, encoding="utf8", newline="")
        return path

    @cached_property
    def standoff(self) -> Path:
        return a.export_standoff(self.analysis, self.folder / "standoff.json")

    @cached_property
    def flags(self) -> tuple[list[int], list[int]]:
        """For each sentence whether it holds a cue and whether it holds a mention."""
        held = [set(table["sent_id"]) for table in (self.analysis.cues, self.analysis.mentions)]
        cues, mentions = ([int(i in ids) for i in self.analysis.sentences["sent_id"]] for ids in held)
        return cues, mentions

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """Every mention is accepted by hand."""
        mentions = self.analysis.mentions
        digest = a.digest_of(self.article.text)
        lines = [("mentions", digest, start, end, "accept", "", "", "A. B.", "") for start, end in zip(mentions["start"], mentions["end"])]
        columns = ["table", "digest", "start", "end", "action", "column", "value", "by", "why"]
        return a.read_corrections(pd.DataFrame(lines, columns=columns))

    @cached_property
    def spans(self) -> pd.DataFrame:
        """Every sentence is marked by one of two coders, in turn."""
        found = self.analysis.sentences[["article_id", "start", "end"]]
        return found.assign(label="marked", coder=["A. B.", "C. D."] * (len(found) // 2) + ["A. B."] * (len(found) % 2))

    @cached_property
    def robustness(self) -> pd.DataFrame:
        return a.robustness(self.article)

    @cached_property
    def table(self) -> pd.DataFrame:
        return pd.DataFrame({"article_id": ["t"], "text": [self.article.text], "source": ["Daily"], "date": ["2020-01-05"]})

    @cached_property
    def corpus(self) -> a.Corpus:
        return a.read_corpus(a.analyze_corpus(self.table, self.folder / "corpus", workers=1, tokens=True))

    @cached_property
    def dated(self) -> a.Analysis:
        """Two outlets with the same article."""
        text = f"Iraq waits.\n\n{self.article.text}"
        return a.analyze([a.Article(name, text, source=name, date="2020-01-05") for name in ("a", "b")])

    @cached_property
    def sentence(self) -> str:
        """The first sentence."""
        return next(iter(self.analysis.sentences["text"]), "")

    @cached_property
    def valences(self) -> Path:
        path = self.folder / "valences.csv"
        path.write_text("entry,value\nbrave,2\nwaits,-1\n", encoding="utf8")
        return path

    @cached_property
    def words(self) -> list[str]:
        return sorted(set(self.article.text.split()))

    @cached_property
    def sheet(self) -> pd.DataFrame | None:
        """A sample in which a coder saw nothing."""
        sheet = a.draw_sample(self.analysis, "cues", 50).assign(marks="none")
        return sheet if len(sheet) else None


def _from_disk(given: Given) -> Any:
    try:
        return a.read_article(given.file)
    except ValueError as error:  # a named error is an answer too
        return str(error)


def _as_word_list(given: Given) -> Any:
    try:
        return a.load_word_list(given.file, "hedge")
    except ValueError as error:
        return str(error)


def _from_table(given: Given) -> Any:
    table = pd.DataFrame({"article_id": [given.article.article_id], "text": [given.article.text]})
    try:
        return a.read_articles(table)
    except ValueError as error:
        return str(error)


def _scored(given: Given) -> Any:
    return None if given.sheet is None else a.score_sample(given.analysis, given.sheet)


def _targets(given: Given) -> tuple[list[str], list[tuple[int, int]]]:
    """The first word of each sentence."""
    texts = given.analysis.sentences["text"].tolist()
    return texts, [(0, len(text.split(" ")[0])) for text in texts]


def _without_transformers(given: Given) -> Any:
    try:
        return a.TransformersModel(given.folder)
    except (ImportError, OSError) as error:  # not installed, or no model lies there
        return str(error)


# How each is called; what it returns is what it found.
CALLS: dict[str, Callable[[Given], Any]] = {
    "NewsSentimentModel": lambda g: a.NewsSentimentModel(object()),
    "TransformersModel": _without_transformers,
    "WordListModel": lambda g: a.WordListModel(g.valences).score([g.sentence], [(0, 0)]),
    "Article": lambda g: a.Article(g.article.article_id, g.article.text),
    "Analysis": lambda g: repr(g.analysis),
    "Corpus": lambda g: repr(g.corpus),
    "SampleScores": lambda g: repr(_scored(g)),
    "add_role": lambda g: a.add_role(g.analysis.mentions, g.analysis.actions),
    "add_sentence_id": lambda g: a.add_sentence_id(g.analysis.mentions.drop(columns="sent_id"), g.analysis.sentences),
    "add_voice": lambda g: a.add_voice(g.analysis.tokens, g.analysis.attributions),
    "analyze": lambda g: a.analyze(g.article),
    "analyze_corpus": lambda g: a.analyze_corpus(g.table, Path(tempfile.mkdtemp(dir=g.folder)) / "corpus", workers=1),
    "apply_corrections": lambda g: a.apply_corrections("mentions", g.analysis.mentions, g.corrections, [g.article], g.analysis.sentences),
    "check_actors": lambda g: a.check_actors(pd.DataFrame({"entry": g.words[:50], "actor": "Ruritania"}), g.article),
    "collocates": lambda g: a.collocates(g.analysis.tokens, g.analysis.mentions),
    "compare": lambda g: a.compare(g.dated),
    "compare_terms": lambda g: a.compare_terms(g.dated, "Iraq"),
    "concordance": lambda g: a.concordance(g.analysis, g.analysis.mentions),
    "count_terms": lambda g: a.count_terms(g.analysis.tokens, n=2, stop_words=["the", "of"]),
    "digest_of": lambda g: a.digest_of(g.article.text),
    "draw_sample": lambda g: a.draw_sample(g.analysis, "mentions", 20, path=g.folder / "sample.csv"),
    "event_chain": lambda g: a.event_chain(g.analysis),
    "evidence": lambda g: a.evidence(g.analysis, pd.concat([g.analysis.mentions, g.analysis.cues])),
    "exact_count": lambda g: a.exact_count(len(g.analysis.cues)),
    "exact_share": lambda g: a.exact_share(sum(g.flags[0]), len(g.flags[0])),
    "explain": lambda g: a.explain(g.sentence, (0, min(1, len(g.sentence)))),
    "explore": lambda g: a.explore(g.analysis)._repr_html_(),
    "export_standoff": lambda g: a.export_standoff(g.analysis, g.folder / "written.json").read_text(encoding="utf8"),
    "find_actions": lambda g: a.find_actions(g.article),
    "find_attributions": lambda g: a.find_attributions(g.article),
    "find_cues": lambda g: a.find_cues(g.article),
    "find_mentions": lambda g: a.find_mentions(g.article),
    "find_speakers": lambda g: a.find_speakers(g.analysis.attributions, g.analysis.mentions),
    "highlight": lambda g: a.highlight(a.evidence(g.analysis, g.analysis.mentions))._repr_html_(),
    "influential_words": lambda g: a.influential_words(g.sentence),
    "invent_articles": lambda g: a.invent_articles(3, seed=len(g.article.text)),
    "keyness": lambda g: a.keyness(g.counts["count"], g.counts["count"].iloc[::2]),
    "keyword_in_context": lambda g: a.keyword_in_context(g.article, g.analysis.tokens, order="right"),
    "lexicon_card": lambda g: a.lexicon_card("hedge", g.analysis.cues),
    "load_lexicon": lambda g: a.load_lexicon("sources"),
    "load_word_list": _as_word_list,
    "match_phrases": lambda g: a.match_phrases(g.article, ["Iraq", ".", "said that", "U.S.", "\u0301"]),
    "methods_paragraph": lambda g: a.methods_paragraph(g.analysis),
    "model_card": lambda g: a.model_card("tone"),
    "most_influential": lambda g: a.most_influential(*g.flags),
    "permutation_test": lambda g: a.permutation_test([1, 0, *g.flags[0]], [1, 0, *g.flags[1]], [0] * (2 + len(g.flags[0])), n_resamples=20),
    "planted": lambda g: a.planted(),
    "plot_actions": lambda g: a.plot_actions(a.summarize_actions(g.analysis)),
    "plot_comparison": lambda g: a.plot_comparison(a.compare(g.dated)),
    "plot_cooccurrence": lambda g: a.plot_cooccurrence(g.analysis.mentions),
    "plot_dispersion": lambda g: a.plot_dispersion(g.analysis.mentions, g.analysis.sentences),
    "plot_events": lambda g: a.plot_events(a.event_chain(g.analysis), g.analysis.sentences),
    "plot_framing": lambda g: a.plot_framing(g.framing),
    "plot_kinds": lambda g: a.plot_kinds(g.analysis.mentions),
    "plot_robustness": lambda g: a.plot_robustness(g.robustness),
    "plot_roles": lambda g: a.plot_roles(a.add_role(g.analysis.mentions, g.analysis.actions)),
    "plot_score": lambda g: a.plot_score(g.analysis.mentions, g.analysis.cues, g.analysis.sentences),
    "plot_sentiment": lambda g: a.plot_sentiment(g.analysis.sentiment),
    "plot_speakers": lambda g: a.plot_speakers(g.analysis.attributions, g.analysis.speakers, g.analysis.sentences),
    "plot_stance": lambda g: a.plot_stance(g.analysis.cues, g.analysis.sentences),
    "plot_terms": lambda g: a.plot_terms(g.counts, g.analysis.tokens),
    "plot_tone": lambda g: a.plot_tone(g.analysis.tone),
    "plot_voices": lambda g: a.plot_voices(g.voices),
    "read_article": _from_disk,
    "read_articles": _from_table,
    "read_corpus": lambda g: a.read_corpus(g.corpus.path),
    "read_corrections": lambda g: a.read_corrections(g.corrections),
    "read_spans": lambda g: a.read_spans(g.spans, g.analysis),
    "recode": lambda g: a.summarize_framing(a.recode(g.analysis, a.read_spans(g.spans.iloc[::2], g.analysis))),
    "read_standoff": lambda g: a.read_standoff(g.standoff, g.article),
    "resample_ratio": lambda g: a.resample_ratio(*g.flags, n_resamples=50),
    "robustness": lambda g: a.robustness(g.article),
    "score_sample": _scored,
    "score_coders": lambda g: a.score_coders(g.analysis, a.read_spans(g.spans, g.analysis)) if len(g.spans) > 1 else None,
    "score_targets": lambda g: a.score_targets(*_targets(g)),
    "score_sentences": lambda g: a.score_sentences(g.analysis.sentences, mask=g.analysis.mentions),
    "split_sentences": lambda g: a.split_sentences(g.article),
    "summarize_actions": lambda g: a.summarize_actions(g.analysis),
    "summarize_corpus": lambda g: a.summarize_corpus(g.analysis),
    "summarize_events": lambda g: a.summarize_events(a.event_chain(g.analysis)),
    "summarize_framing": lambda g: a.summarize_framing(g.analysis),
    "summarize_voices": lambda g: a.summarize_voices(g.analysis),
    "write_report": lambda g: a.write_report(g.analysis, g.folder / "report.html").read_text(encoding="utf8"),
    "tokenize": lambda g: a.tokenize(g.article),
}
CALLS = {name: call for name, call in CALLS.items() if name in a.__all__}
