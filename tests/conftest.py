"""What several tests share: the seed article, read once, and its analysis."""

from pathlib import Path

import matplotlib as mpl
import pytest

from analysis import analyze, read_article

mpl.use("agg")
SEED = Path(__file__).parents[1] / "seeds" / "000_6614e5132b03cbec.txt"


@pytest.fixture(scope="session")
def seed():
    return read_article(SEED)


@pytest.fixture(scope="session")
def seed_analysis(seed):
    return analyze(seed)
