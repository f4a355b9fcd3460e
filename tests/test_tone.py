"""Tone towards a target; every sentence here is our own."""

import sys
import time
import types

import numpy as np
import pandas as pd
import pytest

from analysis import Article, explain, find_mentions, load_lexicon, model_card, score_targets
from analysis.segmentation import scan
from analysis.tone import _linear, _tone
from analysis.tone_clauses import roles
from analysis.tone_features import _view, expand, features
from analysis.tone_models import NewsSentimentModel, TransformersModel, WordListModel
from analysis.tone_words import read

CLASSES = ["negative", "neutral", "positive"]


def tone(text, *targets):
    spans = [(text.index(target), text.index(target) + len(target)) for target in targets]
    scores = score_targets([text] * len(spans), spans)
    return (scores["positive"] - scores["negative"]).tolist()


# --------------------------------------------------------------------------------------------------- what it finds
@pytest.mark.parametrize(
    "text",
    [
        "Harlow is a corrupt and incompetent liar.",
        "The court found that Harlow had lied to voters.",
        "Critics denounced Harlow for his reckless decision.",
        "Harlow was accused of fraud and sexual harassment.",
    ],
)
def test_negative(text):
    start = text.index("Harlow")
    assert score_targets([text], [(start, start + 6)]).idxmax(axis=1).tolist() == ["negative"]


@pytest.mark.parametrize(
    "text",
    [
        "Harlow is a brilliant and honest leader.",
        "Voters praised Harlow for her courage and wisdom.",
        "Harlow won the prize for his outstanding achievements.",
    ],
)
def test_positive(text):
    start = text.index("Harlow")
    assert score_targets([text], [(start, start + 6)]).idxmax(axis=1).tolist() == ["positive"]


@pytest.mark.parametrize("text", ["Harlow will meet reporters on Monday.", "The letter was sent to Harlow in March."])
def test_neutral(text):
    start = text.index("Harlow")
    assert score_targets([text], [(start, start + 6)]).idxmax(axis=1).tolist() == ["neutral"]


@pytest.mark.parametrize(
    ("text", "giver", "receiver"),
    [
        ("Norland blamed Sudland.", "Norland", "Sudland"),
        ("Norland’s government condemned Sudland for the raid.", "Norland", "Sudland"),
        ("Sudland was criticised sharply by Norland.", "Norland", "Sudland"),
        ("Harlow has repeatedly attacked Jones.", "Harlow", "Jones"),
        ("Harlow’s criticism of Jones went on.", "Harlow", "Jones"),
        ("Harlow is critical of Jones.", "Harlow", "Jones"),
    ],
)
def test_blame_falls_on_the_receiver(text, giver, receiver):
    given, received = tone(text, giver, receiver)
    assert received < given
    assert received < 0


@pytest.mark.parametrize(
    ("text", "giver", "receiver"),
    [
        ("Norland praised Sudland.", "Norland", "Sudland"),
        ("Sudland was praised by Norland.", "Norland", "Sudland"),
        ("Harlow thanked Jones warmly.", "Harlow", "Jones"),
    ],
)
def test_praise_falls_on_the_receiver(text, giver, receiver):
    given, received = tone(text, giver, receiver)
    assert received > given
    assert received > 0


def test_names_do_not_matter():
    """The same sentences with other names: fewer than 2 % of the labels change."""
    frames = [
        "{} has promised to rebuild the shattered port.",
        "A judge ordered {} to pay a fine of $20,000.",
        "Analysts say {} failed to keep its word, and {} knows it.",
        "“{} is the best friend we have,” the mayor said.",
        "Thousands marched against {} on Saturday.",
        "{} and its allies rejected the accusation as baseless.",
        "The prize went to {}, who thanked his teachers.",
        "Nobody trusts {} any more.",
        "Aid from {} saved the village.",
        "The report calls {} a threat to peace.",
    ]
    names = ["Harlow", "Norland", "Russia", "the United States", "Israel", "Obama", "Anna Weiss", "Hezbollah", "Defense Watch"]
    labels = []
    for frame in frames:
        texts = [frame.replace("{}", name) for name in names]
        spans = [(text.index(name), text.index(name) + len(name)) for text, name in zip(texts, names, strict=True)]
        labels.append(score_targets(texts, spans).idxmax(axis=1).tolist())
    changed = sum(label != row[0] for row in labels for label in row[1:])
    assert changed / (len(frames) * (len(names) - 1)) < 0.02


def test_victims_look_negative():
    """What the model card says: bad news about somebody counts as negative towards them."""
    assert tone("Bombs killed forty people in Sudland.", "Sudland")[0] < 0


# ------------------------------------------------------------------------------------------------------- the features
def test_names_and_pronouns_are_masked():
    words = read("On Friday Mr. Harlow told U.S. senators that he trusts her.", frozenset()).words
    assert " ".join(words) == "on # E E told E senators that ps trusts pp ."


def test_a_headline_in_capitals_keeps_its_words():
    words = read("Harlow Wins Vote After Long Debate in Senate", frozenset({"wins", "vote", "after", "long", "debate"})).words
    assert words == ["E", "wins", "vote", "after", "long", "debate", "in", "E"]


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Harlow praised Jones.", "Jones", {"y:+ Vget L 0 s 0"}),
        ("Harlow praised Jones.", "Harlow", set()),  # what others get from it is not its own
        ("Jones was praised by Harlow.", "Jones", {"y:+ Pget R 0 s 0"}),
        ("Jones was not praised.", "Jones", {"y:- Pget R 1 s 0"}),
        ("The praise of Jones grew.", "Jones", {"y:+ Nget L 0 s 0"}),
        ("Supporters of Jones came.", "Jones", {"y:+ Hget L 0 s 0"}),
    ],
)
def test_roles(text, target, expected):
    start = text.index(target)
    found = features(text, start, start + len(target), frozenset({"supporters"}))
    assert {key for key, *_ in found if key.startswith("y:")} == expected


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Harlow attacked Jones.", "Harlow", {"s attacked"}),
        ("Harlow attacked Jones.", "Jones", {"o attacked"}),
        ("Jones was attacked by Harlow.", "Jones", {"p attacked"}),
        ("Jones was attacked by Harlow.", "Harlow", {"p by attacked"}),
        ("Harlow, who had lied, has resigned.", "Harlow", {"s lied", "s resigned"}),
        ("Harlow did not attack Jones.", "Harlow", {"s! attack"}),
        ("Weiss urged Harlow to attack.", "Harlow", {"o urged", "i attack"}),
        ("Weiss believes Harlow has lied.", "Harlow", {"that believes", "s lied"}),
        ("Weiss lost faith in Harlow.", "Harlow", {"head in faith", "in lost"}),
        ("The attack on Harlow went on.", "Harlow", {"head on attack"}),
        ("Harlow’s speech offended voters.", "Harlow", {"owns speech", "own s offended"}),
        ("They accused Weiss and Harlow of fraud.", "Harlow", {"o accused"}),
    ],
)
def test_clauses(text, target, expected):
    start = text.index(target)
    view = _view(text, start, start + len(target), frozenset({"they", "the"}))
    found = {f"{role} {word}" for role, _, word in roles(view.words, view.span, view.rest, view.target)}
    assert {each for each in found if not each.startswith("with ")} == expected


def test_a_judge_counts_words_less():
    text = "Harlow accused Jones."
    values = [{key: value for key, value, _ in features(text, *span, frozenset())}["w:accused"] for span in ((0, 6), (15, 20))]
    assert values[0] < values[1] / 2


def test_parts_of_a_word():
    assert expand("w:lying") == [("w:lying", 1.0), ("w:*^lyi", 0.5), ("w:*lyin", 0.5), ("w:*ying", 0.5), ("w:*ing$", 0.5)]


# --------------------------------------------------------------------------------------------------------- the score
def test_the_score_is_the_softmax_of_the_weights():
    text = "Harlow lied."
    odds = _linear().weights["bias"]
    for key, value, _ in features(text, 0, 6, _linear().known):
        odds += sum(value * share * _linear().weights.get(part, 0j) for part, share in expand(key))
    shares = np.exp([odds.real, 0, odds.imag])
    np.testing.assert_allclose(score_targets([text], [(0, 6)]).to_numpy()[0], shares / shares.sum(), atol=1e-12)


@pytest.mark.parametrize("span", [(0, 6), (15, 25), (14, 14)])
def test_contributions_add_up(span):
    text = "Harlow praised Anna Weiss, not Jones."
    words, score = explain(text, span), score_targets([text], [span]).iloc[0]
    assert words["negative"].sum() == pytest.approx(np.log(score["negative"] / score["neutral"]))
    assert words["positive"].sum() == pytest.approx(np.log(score["positive"] / score["neutral"]))
    np.testing.assert_allclose(words["tone"], words["positive"] - words["negative"])
    assert [text[start:end] for start, end in zip(words["start"], words["end"], strict=True)] == words["text"].tolist()


def test_explain_shows_each_word_once_and_the_target_whole():
    assert explain("Harlow praised Anna Weiss.", (15, 25))["text"].tolist() == ["Harlow", "praised", "Anna Weiss", "."]


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "’’’", "😀 \x00", "a" * 5000, "( " * 2000, "İİİ", "A. " * 500])
def test_no_text_breaks_it(text):
    scores = score_targets([text, text], [(0, len(text)), (len(text), len(text))])
    np.testing.assert_allclose(scores.sum(axis=1), 1.0)
    explain(text, (0, len(text)))


def test_thresholds_speak_for_neutral_among_other_names():
    texts, spans = ["Harlow met Jones in a troubled town.", "Harlow lied."], [(11, 16), (0, 6)]
    default, countries = score_targets(texts, spans), score_targets(texts, spans, model="linear-countries")
    assert countries["neutral"][0] > default["neutral"][0]
    assert countries["neutral"][1] == default["neutral"][1]  # no other name
    pd.testing.assert_frame_equal(default, score_targets(texts, spans, model="linear"))


def test_a_name_that_leads_others_is_damped():
    """The log-odds of who acts first are multiplied, so that the sign of each stays."""
    text = "Harlow blamed Jones."
    odds = [
        np.log(scores.iloc[0][["negative", "positive"]].to_numpy(float) / scores.iloc[0]["neutral"])
        for scores in (score_targets([text], [(0, 6)], model=model) for model in ("linear-countries", "linear"))
    ]
    shift = sum(_linear(True).weights[key] - _linear().weights.get(key, 0j) for key in ("t:among", "t:leads"))
    np.testing.assert_allclose(odds[0], 0.4 * (odds[1] + [shift.real, shift.imag]))


def test_nothing_to_score():
    scores = score_targets([], [])
    assert scores.columns.tolist() == CLASSES
    assert (scores.dtypes == "float64").all()
    assert len(explain("", (0, 0))) == 1  # the intercepts


def test_wrong_spans_and_models():
    with pytest.raises(ValueError, match="for each of the 1 texts; not 2"):
        score_targets(["a"], [(0, 1), (0, 1)])
    with pytest.raises(ValueError, match=r"1 characters; not \(0, 2\)"):
        score_targets(["a"], [(0, 2)])
    with pytest.raises(ValueError, match=r"'linear'.*not 'bert'"):
        score_targets(["a"], [(0, 1)], model="bert")
    with pytest.raises(ValueError, match="'linear' or 'linear-countries'; not 'bert'"):
        explain("a", (0, 1), model="bert")
    with pytest.raises(TypeError, match="int has none"):
        score_targets(["a"], [(0, 1)], model=3)


def test_weights_are_a_small_table():
    table = load_lexicon("tone_weights")
    assert table["feature"].is_unique
    assert table["feature"].is_monotonic_increasing
    assert table["negative"].astype(float).abs().max() < 5


def test_fast_enough():
    text = "Norland’s government has accused Sudland of breaking the accord, but promised to go on with the talks in Geneva."
    texts = [f"{text[:-1]} {i}." for i in range(500)]
    score_targets(texts[:1], [(33, 40)])
    start = time.process_time()
    score_targets(texts, [(33, 40)] * len(texts))
    assert len(texts) / (time.process_time() - start) > 1000  # 5,000 and more on a quiet machine; this holds anywhere


# ------------------------------------------------------------------------------------------------- the table of tone
def test_tone_of_mentions():
    articles = [Article("a", "Russia praised Iraq.\n\nIraq was silent."), Article("b", "Iraq lied.")]
    batch, mentions = scan(articles), find_mentions(articles)
    table = _tone(batch, mentions)
    assert table.columns.tolist() == [*mentions.columns, *CLASSES, "tone"]
    assert table["text"].tolist() == mentions["text"].tolist()
    direct = score_targets(["Iraq lied."], [(0, 4)]).iloc[0]
    assert table["negative"].iloc[-1] == direct["negative"]
    assert table["tone"].iloc[-1] == direct["positive"] - direct["negative"]
    empty = _tone(scan(Article("c", "")), find_mentions(Article("c", "")))
    assert empty.columns.tolist() == table.columns.tolist()
    assert (empty.dtypes[CLASSES] == "float64").all()


def test_tone_on_the_article(seed):
    table = _tone(scan(seed), find_mentions(seed))
    np.testing.assert_allclose(table[CLASSES].sum(axis=1), 1.0)
    assert table["tone"].between(-1, 1).all()


# --------------------------------------------------------------------------------------------------- other models
def test_own_word_list(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("entry,value\nbrave,2\ndead end,-3\n", encoding="utf8")
    texts = ["The brave Harlow came.", "Not a brave Harlow came.", "Harlow is at a dead end.", "Harlow came."]
    spans = [(text.index("Harlow"), text.index("Harlow") + 6) for text in texts]
    table = score_targets(texts, spans, model=path)
    c = 2 / (4 + 15) ** 0.5
    d = -0.74 * 2 / ((0.74 * 2) ** 2 + 15) ** 0.5
    np.testing.assert_allclose((table["positive"] - table["negative"]).tolist(), [c, d, -3 / 24**0.5, 0.0])
    np.testing.assert_allclose(table["neutral"][0], 1 - c)
    pd.testing.assert_frame_equal(score_targets(texts, spans, model=WordListModel(path)), table)
    path.write_text("word,score\nbrave,2\n", encoding="utf8")
    with pytest.raises(ValueError, match="entry and value"):
        WordListModel(path)


def test_any_object_with_score():
    class Always:
        def score(self, texts, spans):
            return [[0.0, 0.0, 1.0]] * len(texts)

    assert score_targets(["Harlow came."], [(0, 6)], model=Always())["positive"].tolist() == [1.0]

    class Short:
        def score(self, texts, spans):
            return [[0.0, 0.0, 1.0]]

    with pytest.raises(ValueError, match="2 targets; not 1"):
        score_targets(["a", "b"], [(0, 1), (0, 1)], model=Short())


def test_news_sentiment_classifier():
    class Classifier:
        def infer_from_text(self, left, target, right):
            assert (left, target, right) == ("So ", "Harlow", " came.")
            return [{"class_label": "positive", "class_prob": 0.7}, *({"class_label": name, "class_prob": 0.15} for name in CLASSES[:2])]

    assert score_targets(["So Harlow came."], [(3, 9)], model=NewsSentimentModel(Classifier())).iloc[0].tolist() == [0.15, 0.15, 0.7]


def fake_transformers(monkeypatch, logits):
    """Modules that stand for transformers and torch."""
    seen = []

    class Tokenizer:
        def __call__(self, texts, targets, **options):
            seen.extend(zip(texts, targets, strict=True))
            return {"texts": texts}

    class Model:
        config = types.SimpleNamespace(id2label={0: "Positive", 1: "Negative", 2: "Neutral"})

        def eval(self):
            return self

        def __call__(self, texts):
            return types.SimpleNamespace(logits=np.array([logits] * len(texts)))

    def load(kind):
        def from_pretrained(path, *, local_files_only):
            assert local_files_only
            return kind()

        return types.SimpleNamespace(from_pretrained=from_pretrained)

    module = types.SimpleNamespace(AutoTokenizer=load(Tokenizer), AutoModelForSequenceClassification=load(Model))
    monkeypatch.setitem(sys.modules, "transformers", module)
    monkeypatch.setitem(sys.modules, "torch", types.SimpleNamespace(no_grad=lambda: __import__("contextlib").nullcontext()))
    return seen


def test_transformers_adapter(monkeypatch):
    seen = fake_transformers(monkeypatch, [np.log(5), np.log(3), np.log(2)])
    model = TransformersModel("folder", batch_size=2)
    texts, spans = ["Harlow came.", "So Jones left.", "Weiss."], [(0, 6), (3, 8), (0, 5)]
    scores = score_targets(texts, spans, model=model)
    np.testing.assert_allclose(scores.to_numpy(), [[0.3, 0.2, 0.5]] * 3)
    assert seen == [("Harlow came.", "Harlow"), ("So Jones left.", "Jones"), ("Weiss.", "Weiss")]
    renamed = TransformersModel("folder", labels=["Neutral", "Negative", "Positive"])
    np.testing.assert_allclose(renamed.score(texts[:1], spans[:1]), [[0.2, 0.3, 0.5]])
    with pytest.raises(ValueError, match="Positive, Negative, Neutral"):
        TransformersModel("folder", labels=["bad", "Neutral", "Positive"])


def test_transformers_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)
    monkeypatch.setitem(sys.modules, "NewsSentiment", None)
    with pytest.raises(ImportError, match=r"framing-analysis\[transformers\]"):
        TransformersModel("folder")
    with pytest.raises(ImportError, match="NewsSentiment"):
        NewsSentimentModel()


def test_a_tiny_random_transformer(tmp_path):
    transformers = pytest.importorskip("transformers", reason="the extra transformers is not installed")
    pytest.importorskip("torch", reason="torch is not installed")
    (tmp_path / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "harlow", "came", "."]), encoding="utf8")
    transformers.BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=8, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        id2label=dict(enumerate(CLASSES)), label2id={name: i for i, name in enumerate(CLASSES)},
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    scores = score_targets(["Harlow came.", "Harlow."], [(0, 6), (0, 6)], model=TransformersModel(tmp_path))
    np.testing.assert_allclose(scores.sum(axis=1), 1.0, atol=1e-6)


# ----------------------------------------------------------------------------------------------- fitting, model card
def test_fit_writes_the_same_bytes(tmp_path, monkeypatch):
    pytest.importorskip("scipy")
    import json

    from analysis import fit_tone

    good, bad, calm = "Voters praised Harlow{}.", "Voters denounced Harlow{}.", "Voters met Harlow{}."
    kinds = ((good, "positive"), (bad, "negative"), (calm, "neutral"))
    texts = [(frame.format(" in town" * (i % 5)), label) for i in range(12) for frame, label in kinds]
    rows = [{"text": text, "start": (at := text.index("Harlow")), "end": at + 6, "label": label} for text, label in texts]
    (tmp_path / "newsmtsc_train.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
    rated = [{"text": "This is a brave and honest plan.", "mean": 2.0}, {"text": "This is a corrupt plan.", "mean": -2.0}]
    (tmp_path / "nyt_dev.jsonl").write_text("\n".join(map(json.dumps, rated)), encoding="utf8")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    fit_tone.write(fit_tone.fit(tmp_path), first)
    fit_tone.write(fit_tone.fit(tmp_path), second)
    assert first.read_bytes() == second.read_bytes()
    table = load_lexicon(first).set_index("feature")
    assert float(table.loc["w:praised", "positive"]) > 0
    assert float(table.loc["w:praised", "positive"]) > float(table.loc["w:praised", "negative"])


def test_model_card():
    card = model_card("tone")
    assert {"what it is", "training data", "accuracy", "calibration", "what negative means", "where it fails", "use"} <= set(card["part"])
    measured = card[card["figure"].notna()]
    assert (measured["low"] <= measured["figure"]).all()
    assert (measured["figure"] <= measured["high"]).all()
    assert (measured["n"] > 100).all()
    with pytest.raises(ValueError, match=r"'tone'.*not 'bert'"):
        model_card("bert")
