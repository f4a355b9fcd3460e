import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from analysis import Article, load_lexicon, split_sentences, tokenize
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


RULES = [
    ["“Are you coming?” he asked.", "Nobody answered."],
    ["“We fought for peace.”", "He left."],
    ['"Stop!" she cried.', "They ran."],
    ["He said: “It is over.”", "“Nothing is over,” she replied."],
    ["‘Who pays?’ asked the minister.", "Nobody knew."],
    ["“It is late.", "We must go,” he said."],
    ["J. K. Rowling wrote it.", "He read it."],
    ["J. A. Smith met George W. Will.", "They talked."],
    ["Take vitamin C.", "It helps."],
    ["The book is by Donald E. Knuth."],
    ["Mrs. Dalloway bought flowers.", "Dr. Bradshaw paid."],
    ["Lt. Col. Brown and Sgt. Gray landed.", "Rep. Green waited."],
    ["She works for the U.S. Government."],
    ["She lives in the U.S.", "He lives in France."],
    ["The U.K. and the U.S. agreed."],
    ["Envoys of the U.N.", "The talks failed."],
    ["Shares of Apple Inc. rose.", "Others fell."],
    ["He sold Acme Inc.", "It had lost money."],
    ["Acme Corp. Chairman Ann Lee resigned."],
    ["Smith & Sons Ltd. of Leeds closed."],
    ["They met at 3 p.m.", "He left at 4 p.m. Monday."],
    ["The call at 9 a.m. EST was short."],
    ["He came at 8 P.M. and left."],
    ["It was signed on Sept. 11 in Oslo."],
    ["Votes are due in Nov.", "Baghdad agreed."],
    ["See No. 5 and Nos. 6 to 8.", "The answer is no.", "Next."],
    ["As Fig. 3 on p. 12 shows, it fell."],
    ["Some said no.", "Others agreed."],
    ["It cost $3.5 million.", "$2 million came back."],
    ["Growth was 2.5 percent in 2015.", "In 2016 it fell."],
    ["The law passed in 1999.", "40 people spoke."],
    ["1. First, open the door.", "2. Then close it."],
    ["a. First point."],
    ["2.1. Second point.", "It is short."],
    ["IV. The fourth part."],
    ["He waited ... and waited.", "Then he left."],
    ["He waited… then left."],
    ["I do not know...", "Perhaps he left."],
    ["It was . . . odd.", "We left."],
    ["Well ... (how to say it?)", "It failed."],
    ["He taught (he had been an engineer.) at the school."],
    ["(They left at dawn.)", "Nobody saw it."],
    ["He left [sic].", "[The rest is lost.]"],
    ["The figure rose.[12]", "It fell later. [3]", "Then it rose."],
    ["What?!", "You cannot mean it."],
    ["No!", "No!", "No!"],
    ["it was late.", "we left.", "nobody came."],
    ["why did he go?", "because he could."],
    ["Visit www.example.org today.", "It is free."],
    ["Mail a.b@example.org.", "We answer."],
    ["It uses version 2.0.1 now.", "Good."],
    ["Apples, pears, etc. were sold.", "Plums, etc.", "Baghdad bought them."],
    ["Fruit, e.g. Apples, vs. nuts, i.e. seeds."],
    ["Brown v. Board of Education was decided.", "It stands."],
    ["Smith et al. found it.", "So did we."],
    ["He is a Ph.D. student.", "She holds an M.A.", "She teaches."],
    ["Martin Luther King Jr. spoke.", "We heard Mr. King Jr.", "He was great."],
    ["They sat.", "Baghdad slept."],
    ["We liked the sun.", "Moscow was cold."],
    ["He lives on St. Mark's Ave. in Miami, Fla. with us."],
    ["“Yes.”", "“No.”", "“Why?”"],
    ["The vote — all said no.", "— It failed."],
]  # fmt: skip


@pytest.mark.parametrize("sentences", RULES, ids=lambda sentences: sentences[0])
def test_golden_rules(sentences):
    assert split_sentences(Article("a", " ".join(sentences)))["text"].tolist() == sentences


def test_better_than_punkt_with_our_abbreviations():
    parameters = PunktParameters()
    parameters.abbrev_types = set(load_lexicon("abbreviations")["entry"])
    punkt = PunktSentenceTokenizer(parameters)
    texts = [" ".join(sentences) for sentences in RULES]
    ours = [split_sentences(Article("a", text))["text"].tolist() for text in texts]
    right = [sum(a == b for a, b in zip(RULES, found, strict=True)) for found in (ours, map(punkt.tokenize, texts))]
    assert right[0] > right[1] + 5


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        '"',
        "”",
        "a.",
        "U.S. ",
        " ",
        "(",
        ")",
        ". ",
        ".)",
        ". .",
        "? ” ",
        "[1]",
        ".[1",
        "a. B ",
        "1. ",
        "J. A",
        "_",
        "..!  ",
        "-",
        "a-.",
        "1.,",
        "a@",
    ],
)
def test_time_is_linear(piece):
    def seconds(n):
        start = time.process_time()
        tokenize(Article("a", "x" + piece * n))  # which splits sentences first
        return time.process_time() - start

    seconds(10)
    assert seconds(100_000) < 3.0


def test_nltk_is_not_imported():
    code = "import sys, analysis.segmentation as s; s.split_sentences(s.Article('a', 'A. B. C.')); print('nltk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


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
        "first.last@mail.example.org",
        "12:30",
        "10,000",
        "1990s",
        "5G",
        "€1.2bn",
        "Ph.D.",
        "O’Brien",
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
    ("word", "lemma"),
    [("1990s", "1990s"), ("U.S.-led", "u.s.-led"), ("It’s", "it"), ("Children", "child"), ("Were", "be"), ("Didn’t", "do"), ("50%", "50%")],
)
def test_lemma(word, lemma):
    assert tokenize(Article("a", f"{word} so"))["lemma"].tolist() == [lemma, "so"]


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
