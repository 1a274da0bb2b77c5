"""Every code a rule refuses with is worded at the doors it can be met at."""

import re
from pathlib import Path

import pytest

from hotline.domain import ruling
from hotline.domain.ticket import Outcome
from hotline.services.take_text.officer import SAID_AS
from sms.decision_messages import OUTCOMES, REASONS
from sms.staff_messages import ERRORS

ROOT = Path(__file__).parents[2]
RAISED = re.compile(r'RuleError\("(\w+)"')
DEEDS = ("domain/handling.py", "domain/helping.py", "services/steps/doing.py")
DESK = (*DEEDS, "domain/ruling.py", "services/decide.py", "services/act.py", "services/steps/ruling.py", "services/rule.py")
# Raised where neither an officer's text nor a button of the console leads.
ELSEWHERE = {
    "already_sealed", "already_anonymous", "nothing_to_object_to", "objection_too_late", "not_in_work", "committee_answered",
    "day_missing", "day_passed",
}


def codes(*files: str) -> set[str]:
    return {code for file in files for code in RAISED.findall((ROOT / "hotline" / file).read_text(encoding="utf-8"))}


def test_an_officer_reads_why_a_word_was_refused() -> None:
    assert {SAID_AS.get(code, code) for code in codes(*DEEDS) - ELSEWHERE} - set(ERRORS) == set()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_refusal_has_words_of_its_own(language: str) -> None:
    worded = (ROOT / "sms/templates" / language / "officer_error.txt.j2").read_text(encoding="utf-8")
    assert {code for code in ERRORS if f"'{code}'" not in worded} <= {"unknown_word"}, "which the last branch words"


def test_the_console_says_why_a_button_was_refused() -> None:
    worded = (ROOT / "hotline/web/templates/console/words.html").read_text(encoding="utf-8")
    said = worded[worded.index("macro said"):]
    hidden = {"already_sealed", "already_anonymous", "nothing_to_object_to", "objection_too_late", "no_suggestion"}
    assert {code for code in codes(*DESK) - hidden if f"'{code}'" not in said} == set()


def test_reasons_and_outcomes_are_the_same_to_the_rules_and_to_the_texts() -> None:
    assert ruling.REASONS == REASONS
    assert {each.value for each in Outcome} == set(OUTCOMES)
