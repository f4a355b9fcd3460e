"""Actions from a parser of the reader's own: a parse written by hand, and the table it gives."""

from __future__ import annotations

import pytest

from analysis import Article, find_actions


class Token:
    """A token as spaCy has it: what `find_actions` reads of one."""

    def __init__(self, i, text, idx, lemma, pos, dep):
        self.i, self.text, self.idx, self.lemma_, self.pos_, self.dep_ = i, text, idx, lemma, pos, dep
        self.head, self.children = self, []


def engine(parse):
    """A parser that knows one sentence: a line a token, "word lemma POS label head" with the head's number."""

    def nlp(text):
        tokens, position, heads = [], 0, []
        for i, line in enumerate(parse.strip().splitlines()):
            word, lemma, pos, dep, head = line.split()
            position = text.index(word, position)
            tokens.append(Token(i, word, position, lemma, pos, dep))
            position += len(word)
            heads.append(int(head))
        for token, head in zip(tokens, heads, strict=True):
            token.head = tokens[head]
            if head != token.i:
                tokens[head].children.append(token)
        return tokens

    return nlp


def rows(text, parse):
    table = find_actions(Article("t", text), engine=engine(parse))
    columns = ["agent", "text", "patient", "construction", "modality", "negated"]
    return [[None if value != value else value for value in row] for row in table[columns].astype(object).values.tolist()]


@pytest.mark.parametrize(
    ("text", "parse", "expected"),
    [
        (
            "Egypt shelled Libyan posts.",
            """Egypt Egypt PROPN nsubj 1
            shelled shell VERB ROOT 1
            Libyan libyan ADJ amod 3
            posts post NOUN dobj 1
            . . PUNCT punct 1""",
            [["Egypt", "shelled", "Libya", "active", "done", False]],
        ),
        (
            "Libyan posts were shelled by Egypt.",
            """Libyan libyan ADJ amod 1
            posts post NOUN nsubjpass 3
            were be AUX auxpass 3
            shelled shell VERB ROOT 3
            by by ADP agent 3
            Egypt Egypt PROPN pobj 4
            . . PUNCT punct 3""",
            [["Egypt", "shelled", "Libya", "passive", "done", False]],
        ),
        (  # the labels of Universal Dependencies
            "Libya was not shelled by Egypt.",
            """Libya Libya PROPN nsubj:pass 3
            was be AUX aux:pass 3
            not not PART advmod 3
            shelled shell VERB root 3
            by by ADP case 5
            Egypt Egypt PROPN obl:agent 3
            . . PUNCT punct 3""",
            [["Egypt", "shelled", "Libya", "passive", "done", True]],
        ),
        (
            "Yemen, which Riyadh blockaded, waited.",
            """Yemen Yemen PROPN nsubj 6
            , , PUNCT punct 0
            which which PRON dobj 4
            Riyadh Riyadh PROPN nsubj 4
            blockaded blockade VERB relcl 0
            , , PUNCT punct 0
            waited wait VERB ROOT 6
            . . PUNCT punct 6""",
            [["Saudi Arabia", "blockaded", "Yemen", "active", "done", False]],
        ),
        (
            "Poland pledged to defend Latvia.",
            """Poland Poland PROPN nsubj 1
            pledged pledge VERB ROOT 1
            to to PART aux 3
            defend defend VERB xcomp 1
            Latvia Latvia PROPN dobj 3
            . . PUNCT punct 1""",
            [["Poland", "defend", "Latvia", "active", "intended", False]],
        ),
        (
            "Canada may impose tariffs on India.",
            """Canada Canada PROPN nsubj 2
            may may AUX aux 2
            impose impose VERB ROOT 2
            tariffs tariff NOUN dobj 2
            on on ADP prep 3
            India India PROPN pobj 4
            . . PUNCT punct 2""",
            [["Canada", "tariffs", "India", "active", "possible", False]],
        ),
        (
            "Brazil and Chile endorsed Peru.",
            """Brazil Brazil PROPN nsubj 3
            and and CCONJ cc 0
            Chile Chile PROPN conj 0
            endorsed endorse VERB ROOT 3
            Peru Peru PROPN dobj 3
            . . PUNCT punct 3""",
            [["Brazil", "endorsed", "Peru", "active", "done", False], ["Chile", "endorsed", "Peru", "active", "done", False]],
        ),
        (
            "The occupation of Kuwait by Iraq ended.",
            """The the DET det 1
            occupation occupation NOUN nsubj 6
            of of ADP prep 1
            Kuwait Kuwait PROPN pobj 2
            by by ADP prep 1
            Iraq Iraq PROPN pobj 4
            ended end VERB ROOT 6
            . . PUNCT punct 6""",
            [["Iraq", "occupation", "Kuwait", "nominal", "done", False]],
        ),
        (
            "Saudi aid helped Yemen.",
            """Saudi saudi ADJ amod 1
            aid aid NOUN nsubj 2
            helped help VERB ROOT 2
            Yemen Yemen PROPN dobj 2
            . . PUNCT punct 2""",
            [["Saudi Arabia", "aid", None, "nominal", "done", False], ["Saudi Arabia", "helped", "Yemen", "active", "done", False]],
        ),
    ],
)
def test_roles_from_a_parse(text, parse, expected):
    assert rows(text, parse) == expected


def test_the_table_has_the_same_columns():
    text = "Egypt shelled Libya. Nobody came."
    parse = """Egypt Egypt PROPN nsubj 1
            shelled shell VERB ROOT 1
            Libya Libya PROPN dobj 1
            . . PUNCT punct 1"""
    table = find_actions(Article("t", text), engine=engine(parse))
    assert table.dtypes.to_dict() == find_actions(Article("t", text)).dtypes.to_dict()
    assert table["rule"].tolist() == ["parse-ROOT"]


def test_offsets_are_those_of_the_article():
    text = "Nobody came. Egypt shelled Libya."
    parse = """Egypt Egypt PROPN nsubj 1
            shelled shell VERB ROOT 1
            Libya Libya PROPN dobj 1
            . . PUNCT punct 1"""
    row = find_actions(Article("t", text), engine=engine(parse)).iloc[0]
    assert text[row["start"] : row["end"]] == row["text"] == "shelled"
