"""Coming in: guesses are slowed down, a changed password ends what was open, nobody is led to another site."""

import stat
from urllib.parse import quote

from hotline.domain.staff import Role
from hotline.services.first_login import LOGIN, ensure_first_login, forget, remember
from tests.support.city import City
from tests.support.desk import PASSWORD, Desk, at_desk, hire


def test_a_wrong_login_says_the_same_whatever_was_wrong(city: City) -> None:
    hire(city, Role.OPERATOR)
    for login, password in (("operator", "wrong-wrong-wrong"), ("nobody", PASSWORD), ("", ""), ("operator", "")):
        desk = Desk(city.base)
        assert desk.sign_in(login, password).status_code == 401
        assert "用户名或密码不对" in desk.said


def test_the_login_is_read_whatever_its_case(city: City) -> None:
    hire(city, Role.OPERATOR)
    assert Desk(city.base).sign_in(" Operator ").url.endswith("/console/tickets")


def test_guessing_is_slowed_down_also_for_the_right_password(city: City) -> None:
    hire(city, Role.OPERATOR)
    desk = Desk(city.base)
    codes = [desk.sign_in("operator", f"guess-number-{n}").status_code for n in range(8)]
    assert codes == [401] * 6 + [429] * 2
    assert desk.sign_in("operator").status_code == 429
    assert at_desk(city, Role.AUDITOR).page.status_code == 200


LANDS = {
    "/console/people": "/console/people", "https://evil.example/console/": "/console/tickets",
    "//evil.example": "/console/tickets", "/console//evil.example": "/console/tickets",
    "/console/\\evil.example": "/console/tickets", "/track": "/console/tickets",
}  # fmt: skip


def test_after_the_login_one_is_where_one_wanted_to_be(city: City) -> None:
    hire(city, Role.COORDINATOR)
    for wanted, lands in LANDS.items():
        desk = Desk(city.base)
        way_in = f"/console/login?next={quote(wanted, safe='')}"
        desk.get(way_in)
        assert desk.post(way_in, {"login": "coordinator", "password": PASSWORD}).url == city.base + lands


def test_signing_out_ends_it(city: City) -> None:
    desk = at_desk(city, Role.OPERATOR)
    assert "登录" in desk.post("/console/logout").text
    assert desk.get("/console/tickets").url.startswith(f"{city.base}/console/login")


def test_a_changed_password_ends_the_sessions_of_the_old_one(city: City) -> None:
    here, elsewhere = at_desk(city, Role.OPERATOR), at_desk(city, Role.OPERATOR)
    here.get("/console/password")
    here.post("/console/password", {"old": PASSWORD, "new": "another-long-one", "again": "another-long-one"})
    assert "密码已修改" in here.said
    assert here.get("/console/tickets").url.endswith("/console/tickets")
    assert "/console/login" in elsewhere.get("/console/tickets").url
    assert Desk(city.base).sign_in("operator", "another-long-one").url.endswith("/console/tickets")


REFUSED = [
    ("not-the-old-one", "another-long-one", "another-long-one", "原密码不对"),
    (PASSWORD, "another-long-one", "another-long-two", "不一样"), (PASSWORD, "short", "short", "至少10个字符"),
    (PASSWORD, PASSWORD, PASSWORD, "不能和原来的一样"),
]  # fmt: skip


def test_a_password_is_not_changed_lightly(city: City) -> None:
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/password")
    for old, new, again, said in REFUSED:
        assert desk.post("/console/password", {"old": old, "new": new, "again": again}).status_code == 400
        assert said in desk.said
    assert Desk(city.base).sign_in("operator").url.endswith("/console/tickets")


def test_the_first_login_is_made_once_for_the_coordinator(city: City) -> None:
    made = ensure_first_login(city.hotline.parts)
    assert made is not None
    login, password = made
    assert login == LOGIN
    assert ensure_first_login(city.hotline.parts) is None
    desk = Desk(city.base)
    assert desk.sign_in(login, password).url.endswith("/console/tickets")
    assert "协调员" in desk.said


def test_the_first_login_is_told_until_its_password_is_changed(city: City) -> None:
    login, password = ensure_first_login(city.hotline.parts) or ("", "")
    folder = city.hotline.config.data_dir / "secrets"
    place = remember(folder, login, password)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    forget(folder, "somebody-else")
    assert place.read_text(encoding="utf-8").split() == [login, password]
    desk = Desk(city.base)
    desk.sign_in(login, password)
    desk.get("/console/password")
    desk.post("/console/password", {"old": password, "new": "another-long-one", "again": "another-long-one"})
    assert not place.exists()
