"""A ticket's story leads where its row must stand, and a way no rule allows is told by the number of its entry."""

import pytest

from hotline.domain.replay import Told, replay
from hotline.domain.ticket import ClosedAs, State

ROADS = {"department": "roads"}
DONE = [("received", {}), ("dispatched", ROADS), ("accepted", {}), ("started", {}), ("progressed", {}), ("resolved", {})]
CLOSED = [*DONE, ("closed", {"as": "verdict"})]
AGAIN = [*CLOSED, ("reopened", {"why": "again"}), ("dispatched", ROADS)]


@pytest.mark.parametrize(
    ("story", "leads_to"),
    [
        ([], None),
        ([("dispatched", ROADS)], None),
        (DONE, Told(state=State.RESOLVED, handler="roads")),
        (CLOSED, Told(state=State.CLOSED, closed_as=ClosedAs.VERDICT, handler="roads")),
        (AGAIN, Told(state=State.DISPATCHED, reopenings=1, handler="roads")),
        ([*AGAIN, ("final_answer", {}), ("closed", {"as": "answered"})],
         Told(state=State.CLOSED, closed_as=ClosedAs.ANSWERED, reopenings=1, handler="roads")),
        ([*CLOSED, ("resolved", {}), ("closed", {"as": "silence"})],
         Told(state=State.CLOSED, closed_as=ClosedAs.SILENCE, handler="roads", broken=8)),
        ([*DONE, ("received", {})], Told(state=State.RESOLVED, handler="roads", broken=7)),
    ],
)  # fmt: skip
def test_a_story_leads_to_its_state(story: list[tuple[str, dict[str, object]]], leads_to: Told | None) -> None:
    assert replay(story) == leads_to
