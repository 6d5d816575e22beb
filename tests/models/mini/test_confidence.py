"""What is calibrated stays between nothing and certainty, and rises with what speaks for it."""

import pytest

from reckoner.core import SURE, Answer
from reckoner.models.mini.confidence import logit, of_call, of_fact, of_lines, of_rule, of_story, of_units
from reckoner.models.mini.read import clues, ranked

PASSAGE = """<passage id="a1b2" document="guide.md" page="1" section="" score="0.92">
The pool opens at 7 am and closes at 9 pm.
</passage>"""


def test_surer_networks_are_more_likely_right() -> None:
    likely = [of_story({"likely": logit(each), "unused": 0.0, "steps": 1.0}) for each in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert likely == sorted(likely)
    assert 0 < likely[0] < likely[-1] < 1
    assert of_call(0.5, 0.5) < of_call(0.99, 0.99)


def test_a_tool_that_was_never_seen_has_the_share_of_the_others() -> None:
    assert of_rule("unheard_of") == of_rule("other")
    assert 0 < of_rule("calculate") < 1


def test_what_was_looked_up_by_its_name_is_surer_than_what_a_list_was_taken_for() -> None:
    assert of_lines("listed") < SURE <= min(of_lines("looked_up"), of_units())


def test_the_odds_of_certainty_are_bounded() -> None:
    assert logit(1.0) == pytest.approx(-logit(0.0))
    assert logit(1.0) < 10
    assert logit(0.5) == pytest.approx(0)


def test_every_clue_of_a_fact_is_weighed() -> None:
    question = "When does the pool open?"
    [best, *_] = ranked(question, [PASSAGE], "en")
    off = "Who won the match on Sunday?"
    [other, *_] = ranked(off, [PASSAGE], "en")
    assert of_fact(clues(off, other)) < of_fact(clues(question, best)) < 1


@pytest.mark.parametrize(("confidence", "unsure"), [(None, False), (SURE, False), (SURE - 0.01, True)])
def test_an_answer_is_unsure_below_what_is_sure(confidence: float | None, unsure: bool) -> None:
    assert Answer(text="7", confidence=confidence).unsure is unsure


def test_one_name_answers_who_somebody_is() -> None:
    passage = PASSAGE.replace("The pool opens at 7 am and closes at 9 pm.", "Repairs of leather are done by Janusz.")
    [best, *_] = ranked("Who repairs leather?", [passage], "en")
    assert best.words == "Janusz"
    assert clues("Who repairs leather?", best)["kind"] == 1
