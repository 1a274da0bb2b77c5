"""The supervisor's rulings, at the console."""

from hotline.domain.staff import Role
from tests.journeys.stage import JIANG, LIN, QIAN, report, ticket
from tests.support.city import City
from tests.support.desk import at_desk


def test_a_ruling_of_the_supervisor_ends_on_a_page_of_theirs(town: City) -> None:
    number = report(town, LIN)
    for _ in range(2):
        town.text(QIAN, f"退回 {number} 不是我们的路")
        if ticket(town, number).returns == 1:
            town.text(JIANG, f"不同意退回 {number}")
    desk = at_desk(town, Role.SUPERVISOR)
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/ruling", {"ruling": "refuse", "department": ""})
    assert desk.page.status_code == 200
    assert not ticket(town, number).return_pending
    assert "已不同意退回" in desk.said
