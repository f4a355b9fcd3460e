import pytest

from analysis import Article, add_role, analyze, concordance, summarize_actions

TEXT = "Iran and Oman attacked Iraq. Iraq was attacked. Iran may aid Iraq. The Omani strikes went on. Chad waits."


@pytest.fixture(scope="module")
def pairs():
    return summarize_actions(analyze(Article("a", TEXT))).set_index(["agent", "patient"])


def test_pairs_by_hand(pairs):
    assert pairs.loc[("Iran", "Iraq"), ["n_actions", "n_done", "n_possible", "n_negative", "n_positive"]].tolist() == [2, 1, 1, 1, 1]
    assert pairs.loc[("Oman", "Iraq"), "n_actions"] == 1  # two agents of one action both count
    assert pairs.loc[("", "Iraq"), "n_actions"] == 1  # nobody is named
    assert pairs.loc[("Oman", ""), "n_actions"] == 1


def test_empty_cells_are_kept(pairs):
    assert pairs.loc[("Iraq", "Iran"), "n_actions"] == 0
    assert len(pairs) == 4 * 4  # Iran, Iraq, Oman and nobody; Chad does nothing and suffers nothing
    assert ("Chad", "Iraq") not in pairs.index


def test_a_body_without_state_stands_for_itself():
    analysis = analyze(Article("a", "The European Union sanctioned Iran. The PMU attacked Iran."))
    by_state, by_actor = (summarize_actions(analysis, by=by).query("n_actions > 0")["agent"].tolist() for by in ("state", "actor"))
    assert (sorted(by_state), sorted(by_actor)) == (["European Union", "Iraq"], ["European Union", "PMU"])
    with pytest.raises(ValueError, match="'state', 'actor'; not 'class'"):
        summarize_actions(analysis, by="class")


def test_every_action_is_in_a_cell(seed_analysis):
    body = seed_analysis.sentences.query("zone == 'body'")["sent_id"]
    actions = seed_analysis.actions[seed_analysis.actions["sent_id"].isin(body)]
    pairs = summarize_actions(seed_analysis)
    assert pairs["n_actions"].sum() == len(actions.drop_duplicates(["action_id", "agent_state", "patient_state"]))
    assert pairs["n_actions"].equals(pairs[["n_negative", "n_neutral", "n_positive"]].sum(axis=1))
    assert pairs["n_actions"].equals(pairs[["n_done", "n_possible", "n_intended", "n_denied"]].sum(axis=1))


def test_no_action():
    empty, full = (summarize_actions(analyze(Article("a", text))) for text in ("Nobody came.", TEXT))
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_roles_by_hand():
    analysis = analyze(Article("a", TEXT))
    mentions = add_role(analysis.mentions, analysis.actions)
    assert list(zip(mentions["text"], mentions["role"], strict=True)) == [
        ("Iran", "doer"), ("Oman", "doer"), ("Iraq", "target"), ("Iraq", "target"), ("Iran", "doer"), ("Iraq", "target"),
        ("Omani", "noun doer"), ("Chad", "actor"),
    ]  # fmt: skip


def test_concordance_tells_what_is_known_of_each_mention(seed_analysis):
    israel = seed_analysis.mentions[seed_analysis.mentions["state"] == "Israel"]
    table = concordance(seed_analysis, israel)
    assert table["text"].tolist() == israel["text"].tolist()
    first = table.iloc[0]
    assert (first["text"], first["role"], first["voice"]) == ("Israeli", "noun doer", "author")
    assert "alleged (hedge)" in first["cues"]
    assert concordance(seed_analysis, israel.iloc[:0]).columns.equals(table.columns)
