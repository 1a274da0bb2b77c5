"""Whether a decision follows the vote."""

from datetime import UTC, datetime

import pytest

from hotline.domain.consultation import Decision, follows

AT = datetime(2026, 11, 1, tzinfo=UTC)
VOTES = [({1: 5, 2: 4}, 1, True), ({1: 5, 2: 4}, 2, False), ({1: 4, 2: 4, 3: 1}, 2, True), ({1: 2}, 3, False), ({}, 1, None)]


@pytest.mark.parametrize(("votes", "option", "result"), VOTES)
def test_a_decision_follows_the_most_votes(votes: dict[int, int], option: int, result: bool | None) -> None:
    assert follows(Decision(option=option, at=AT), votes) is result
