"""Our scorer against the installed vaderSentiment: equal in all four numbers on 60,000 sentences made here."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from analysis.vader import polarity

PEER = SentimentIntensityAnalyzer()
FILLERS = ["the", "a", "and", "house", "president", "on", "Monday", "of", "in", "kind", "sort", "least", "at", "very", "so", "this"]
FILLERS += ["doubt", "or", "nor", "but", "BUT", "no", "No", "U.S.", "Iraq’s", "talks"]
MARKS = [",", ".", "!", "?", "...", "!!", "???", "?????", "!!!!!", "'s", "”", ")", ":", ";", "—"]
NEWS = [
    "{name} {verb} the {adjective} deal with {name} on {day}, but officials were {adverb} {adjective}.",
    "“We are {adverb} {adjective},” {name} said after the {noun} in {name}.",
    "The {noun} was not {adjective}, {name} insisted, nor was it {adverb} {adjective}!",
]
REVIEWS = [
    "The plot was {adjective}, but the acting is {adverb} {adjective} and the end never so {adjective}.",
    "At least it isn't a {adjective} book... kind of {adjective}, yeah right!!",
    "{adverb} {adjective}?? No {noun}, no {noun}, without doubt the {adjective} {noun} of the year.",
]
TWEETS = [
    "OMG {name} is SO {adjective} {emoji}{emoji} #{noun} lol :)",
    "{emoji} not {adverb} {adjective} :( the bomb, to die for {emoji}!!!",
    "{adverb} {adjective} {noun} @{name} http://t.co/x {emoji} <3 BUT {adjective}",
]


def scores(text):
    return tuple(PEER.polarity_scores(text)[key] for key in ("neg", "neu", "pos", "compound"))


WORDS = {
    "name": ["Iraq", "the United States", "Russia", "U.N. Security Council", "Trump"],
    "verb": ["praised", "rejected", "signed", "condemned", "will support", "didn't like"],
    "noun": ["attack", "victory", "meeting", "war", "bus stop", "friend", "crisis"],
    "day": ["Monday", "Sept. 3"],
    "adverb": ["very", "hardly", "not", "never", "extremely", "sort of", "kind of", "REALLY", "somewhat", "without"],
    "adjective": list(PEER.lexicon),
    "emoji": list(PEER.emojis),
}
TELLING = [*BOOSTER_DICT, *NEGATE, *(word for phrase in SPECIAL_CASES for word in phrase.split()), *FILLERS]
RARE = [*PEER.emojis, *PEER.lexicon]


def written(rng):
    """A sentence of news, a review or a tweet, its words drawn from the lexicon too."""
    template = rng.choice(rng.choice([NEWS, REVIEWS, TWEETS]))
    text = re.sub(r"{(\w+)}", lambda match: rng.choice(WORDS[match[1]]), template)
    return text.upper() if rng.random() < 0.05 else text


def fuzzed(rng):
    """Words that mean something to the rules, in any order, case and punctuation."""
    words = []
    for _ in range(rng.randint(1, 14)):
        word = rng.choice(TELLING if rng.random() < 0.5 else RARE)
        word = rng.choice([word] * 6 + [word.upper(), word.capitalize()])
        words.append(rng.choice(["", "", "", "(", "“", "'"]) + word + (rng.choice(MARKS) if rng.random() < 0.2 else ""))
    return rng.choice([" ", " ", " ", "  ", "\t"]).join(words)


@pytest.mark.parametrize("kind", [written, fuzzed])
def test_equal_to_vader_sentiment(kind):
    rng = random.Random(7)
    sentences = [kind(rng) for _ in range(30_000)]
    expected = [scores(text) for text in sentences]
    assert sum(compound != 0 for *_, compound in expected) > 20_000  # the rules had something to do
    assert [text for text, four in zip(sentences, expected, strict=True) if tuple(polarity(text)) != four] == []


@given(st.text(max_size=80))
def test_equal_on_any_text(text):
    assert tuple(polarity(text)) == scores(text)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "😁", "a😁😁b", "no", "No good", "but", "good but good but bad", "kind of", "Kind OF"])
def test_equal_at_the_edges(text):
    assert tuple(polarity(text)) == scores(text)
