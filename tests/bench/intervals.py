"""How often the resampling intervals of one article cover, on simulated articles: ``make intervals``.

An article is a row of sentences in paragraphs of one to five.  Its topic wanders: tone, cues and who is named depend on what
stood before, and the three actors share sentences.  Sentences next to each other correlate at about .1 (``weak``) or .2
(``strong``).  In 294 English news articles (PolNeAR, Newell, Margolin & Ruths 2018; 10,870 sentences, 1.8 a
paragraph) the correlation of neighbours, corrected for its bias, was .07 for sentiment with names masked, .07 for naming the
main actor, .03 for hedges.
The true value is that of a very long article of the same making.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from analysis.uncertainty import resample_ratio

ACTORS = {"main": 0.5, "second": 0.3, "minor": 0.12}  # share of the sentences that name the actor
RATES = (0.15, 0.10, 0.06, 0.03)  # cues of a category in a clause
PARAGRAPHS = [1, 2, 3, 4, 5], [0.53, 0.27, 0.12, 0.05, 0.03]  # sentences in one, as in those articles
DEPENDENCE = {"weak": 0.2, "strong": 0.4}  # share of a measure that follows the wandering topic


def wandering(generator, share, size):
    """Normal values of which a share follows the sentences before."""
    noise, path = generator.normal(size=size), np.empty(size)
    path[0] = noise[0]
    for i in range(1, size):
        path[i] = 0.5 * path[i - 1] + np.sqrt(0.75) * noise[i]
    return np.sqrt(share) * path + np.sqrt(1 - share) * generator.normal(size=size)


def simulate(generator, n_sentences, share):
    """One article: for each measure and actor what each paragraph adds above and below the line."""
    topic, tone, stance = (wandering(generator, share, n_sentences) for _ in range(3))
    is_neutral = generator.random(n_sentences) < 0.25
    compound = np.where(is_neutral, 0, np.clip(0.05 + 0.47 * tone - 0.1 * topic, -1, 1))
    clauses = 1 + generator.poisson(0.8, n_sentences)
    sizes = generator.choice(PARAGRAPHS[0], size=n_sentences, p=PARAGRAPHS[1])
    paragraph = np.repeat(np.arange(n_sentences), sizes)[:n_sentences]
    above, below = {}, {}
    for actor, named_in in ACTORS.items():
        chance = 0.6 * topic + 0.8 * wandering(generator, share, n_sentences)
        named = chance > NORMAL_TAIL[named_in]
        own_clauses = np.where(named, np.where(clauses == 1, 1, 1 + (generator.random(n_sentences) < 0.25)), 0)
        above["mean", actor], below["mean", actor] = compound * named, named
        for rate in RATES:
            odds = rate / (1 - rate) * np.exp(0.8 * stance - 0.3)
            above[f"rate {rate}", actor], below[f"rate {rate}", actor] = generator.binomial(own_clauses, odds / (1 + odds)), own_clauses
    totals = [np.column_stack([np.bincount(paragraph, column) for column in columns.values()]) for columns in (above, below)]
    return list(above), *totals


NORMAL_TAIL = {0.5: 0.0, 0.3: 0.5244, 0.12: 1.1750}  # where a standard normal is exceeded so often


def coverage(n_sentences, n_articles, dependence="weak", *, n_resamples=2000, seed=1):
    """Offered and covering share of the 95 % intervals of means and of rates."""
    share = DEPENDENCE[dependence]
    names, above, below = simulate(np.random.default_rng([seed, 0]), 400_000, share)
    truth = above.sum(axis=0) / below.sum(axis=0)
    rows = []
    for number in range(1, n_articles + 1):
        _, above, below = simulate(np.random.default_rng([seed, number]), n_sentences, share)
        low, high = resample_ratio(above, below, n_resamples=n_resamples)
        rows.append(pd.DataFrame({"measure": [name.split()[0] for name, _ in names], "offered": ~np.isnan(low),
                                  "covers": (low <= truth) & (truth <= high)}))  # fmt: skip
    table = pd.concat(rows)
    offered = table.groupby("measure")["offered"].mean()
    covers = table[table["offered"]].groupby("measure")["covers"].agg(["mean", "size"])
    return pd.DataFrame({"offered": offered, "covers": covers["mean"], "intervals": covers["size"]}).reset_index()


def main(n_articles=4000):
    """Print the table for 30, 100 and 300 sentences."""
    tables = []
    for dependence in DEPENDENCE:
        for n_sentences in (30, 100, 300):
            tables.append(coverage(n_sentences, n_articles, dependence).assign(dependence=dependence, n_sentences=n_sentences))
            print(f"{dependence} dependence, {n_sentences} sentences: done", file=sys.stderr, flush=True)
    table = pd.concat(tables).set_index(["dependence", "n_sentences", "measure"])
    print(f"{n_articles} articles each; covering share of the 95 % intervals that are offered\n{table.round(3).to_string()}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
