import pandas as pd

import analysis
from analysis import Article, analyze, digest_of, load_lexicon, methods_paragraph


def test_numbers_are_those_of_the_tables(seed_analysis):
    text = methods_paragraph(seed_analysis)
    for table, noun in (("mentions", "mentions"), ("cues", "cues"), ("attributions", "attributions")):
        assert f"{len(getattr(seed_analysis, table))} {noun}" in text
    assert f"framing-analysis {analysis.__version__}" in text
    assert f"{len(load_lexicon('cues')):,} entries" in text
    assert "Nothing was corrected by hand." in text


def test_other_actors_have_another_digest():
    def actors(name):
        own = pd.DataFrame({"entry": [name], "actor": [name]})
        return methods_paragraph(analyze(Article("a", "Acme waits."), actors=own)).split("table of ")[1][:26]

    assert actors("Acme").startswith("1 entry (digest ")
    assert actors("Acme") == actors("Acme") != actors("Bolt")


def test_corrections_are_told():
    text = "Iraq waits."
    columns = ["table", "digest", "start", "end", "action", "column", "value", "by", "why"]
    lines = [[table, digest_of(text), 0, 4, action, "", "", "A. B.", ""] for table, action in (("mentions", "accept"), ("cues", "reject"))]
    told = methods_paragraph(analyze(Article("a", text), corrections=pd.DataFrame(lines, columns=columns)))
    assert "By hand, A. B. corrected 1 span (1 accept); 1 more no longer fitted the text." in told
