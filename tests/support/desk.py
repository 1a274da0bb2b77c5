"""Somebody of the city at the console: signs in and goes through pages as a browser does, without one."""

import re
from dataclasses import dataclass, field
from html import unescape

import requests

from hotline.domain.staff import Role, Staff
from hotline.services.add_user import NewUser, add_user
from tests.support.city import City

PASSWORD = "correct-horse-battery"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Desk:
    """``page`` is the last answer."""

    base: str
    session: requests.Session = field(default_factory=requests.Session)
    page: requests.Response = field(init=False)

    def get(self, path: str, **options: object) -> requests.Response:
        self.page = self.session.get(self.base + path, timeout=20, **options)  # type: ignore[arg-type]
        return self.page

    def post(self, path: str, form: dict[str, str] | None = None, *, follow: bool = True) -> requests.Response:
        """With the token of the last page, as its form would."""
        token = _TOKEN.search(self.page.text)
        body = {**(form or {}), **({"csrf_token": token[1]} if token else {})}
        self.page = self.session.post(self.base + path, data=body, timeout=20, allow_redirects=follow)
        return self.page

    def sign_in(self, login: str, password: str = PASSWORD) -> requests.Response:
        self.get("/console/login")
        return self.post("/console/login", {"login": login, "password": password})

    @property
    def said(self) -> str:
        """The page as it is read: tags gone."""
        text = re.sub(r"<(script|style).*?</\1>", " ", self.page.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())

    def text_of(self, tag: str) -> list[str]:
        found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", self.page.text, flags=re.DOTALL)
        return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


def hire(city: City, role: Role, department: str | None = None, login: str | None = None) -> Staff:
    """Somebody with a login of their own, named by role and department."""
    name = login or "-".join(part for part in (role.value, department) if part)
    with city.hotline.database.reading() as store:
        known = store.city.staff_by_login(name)
    return known or add_user(city.hotline.parts, NewUser(login=name, role=role, department=department), PASSWORD)


def at_desk(city: City, role: Role, department: str | None = None) -> Desk:
    person = hire(city, role, department)
    desk = Desk(city.base)
    answer = desk.sign_in(person.login or "")
    assert answer.status_code == 200, answer.status_code
    return desk
