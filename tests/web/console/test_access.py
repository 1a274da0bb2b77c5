"""Every door of the console asks who comes, and every role opens its own doors only."""

import requests

from hotline.domain.staff import Role
from hotline.domain.ticket import Ticket
from hotline.web.access import Right
from hotline.web.console import DOORS
from tests.support.city import City
from tests.support.desk import PASSWORD, Desk, at_desk, hire

PAGES = {
    "/console/tickets": Right.TICKETS, "/console/due": Right.CALL_BACKS, "/console/rulings": Right.RULE,
    "/console/observers": Right.OBSERVERS, "/console/broadcasts": Right.BROADCAST, "/console/outbox": Right.MESSAGES,
    "/console/refusals": Right.REFUSALS, "/console/people": Right.PEOPLE, "/console/kpi": Right.KPI,
    "/console/flags": Right.FLAGS, "/console/evidence": Right.EVIDENCE,
}  # fmt: skip
OPEN_TO = {
    Role.OFFICER: {"/console/kpi", "/console/tickets"},
    Role.HEAD: {"/console/kpi", "/console/tickets", "/console/people"},
    Role.OPERATOR: {"/console/kpi", "/console/tickets", "/console/due"},
    Role.COORDINATOR: set(PAGES) - {"/console/broadcasts", "/console/flags", "/console/evidence"},
    Role.SUPERVISOR: set(PAGES) - {"/console/rulings", "/console/evidence"},
    Role.AUDITOR: {
        "/console/kpi", "/console/tickets", "/console/observers", "/console/outbox", "/console/refusals", "/console/people",
        "/console/flags",
    },
    Role.PROTECTION: {"/console/kpi", "/console/tickets", "/console/due", "/console/evidence", "/console/outbox"},
    Role.ADMIN: {"/console/kpi", "/console/outbox", "/console/refusals", "/console/people"},
}


def test_each_role_opens_its_own_pages_and_no_other(city: City) -> None:
    for role, allowed in OPEN_TO.items():
        desk = at_desk(city, role, "roads" if role in (Role.OFFICER, Role.HEAD) else None)
        found = {path for path in PAGES if desk.get(path).status_code == 200}
        refused = {path for path in PAGES if desk.get(path).status_code == 403}
        assert (found, refused) == (allowed, set(PAGES) - allowed), role


def test_only_the_way_in_is_open_to_everybody() -> None:
    assert [door.rule for door in DOORS if door.right is None] == ["/login"]


def test_a_stranger_is_sent_to_the_login_and_sees_nothing(city: City, ticket: Ticket) -> None:
    for path in (*PAGES, "/console/", f"/console/tickets/{ticket.number}", "/console/password", "/console/drafts/x"):
        answer = requests.get(city.base + path, timeout=20, allow_redirects=False)
        assert answer.status_code == 302, path
        assert "/console/login" in answer.headers["Location"]
        assert "人民路" not in answer.text


def test_no_form_works_without_its_token(city: City) -> None:
    desk = at_desk(city, Role.COORDINATOR)
    posts = [door.rule for door in DOORS if "POST" in door.methods]
    for rule in posts:
        path = "/console" + rule.replace("<number>", "12345671").replace("<", "").replace(">", "")
        answer = desk.session.post(city.base + path, data={"login": "x", "on": "yes"}, timeout=20, allow_redirects=False)
        assert answer.status_code == 400, rule
    assert len(posts) > 8


def test_a_stranger_can_post_nothing_even_with_a_token(city: City, ticket: Ticket) -> None:
    desk = Desk(city.base)
    desk.get("/console/login")
    answer = desk.post(f"/console/tickets/{ticket.number}/reporter", {"reason": "danger"}, follow=False)
    assert answer.status_code == 302
    assert "8000" not in answer.text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(city: City) -> None:
    hire(city, Role.OPERATOR)
    desk = Desk(city.base)
    desk.get("/console/login")
    answer = desk.post("/console/login", {"login": "operator", "password": PASSWORD}, follow=False)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
