"""The console and the public page in a real browser: by keyboard alone, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hotline.clock import FixedClock
from hotline.domain.number import display
from hotline.domain.staff import Role
from tests.conftest import MORNING
from tests.support.city import OFFICER, RESIDENT, City, close_city, open_city
from tests.support.desk import PASSWORD, hire
from tests.web.console.conftest import latest

# A browser that leaves drops its line in the middle of a file; the test server leaves that file to the collector.
LEFT = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
pytestmark = [pytest.mark.browser, LEFT]
WIDTHS = (1280, 390)
FIELDS = "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
UNNAMED = f"{FIELDS}.filter(e => !e.labels.length).length"


@pytest.fixture
def city(tmp_path: Path, redis_url: str) -> Iterator[City]:
    opened = open_city(tmp_path, FixedClock(MORNING), f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    opened.text(RESIDENT, "人民路12号井盖坏了")
    opened.text(RESIDENT, "人工")
    opened.text(OFFICER, "退回 不归我们管")
    hire(opened, Role.COORDINATOR)
    yield opened
    close_city(opened)


def sign_in(page: Page, city: City) -> None:
    """Without touching the mouse: the cursor stands in the first field."""
    page.goto(f"{city.base}/console/")
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type("coordinator")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/tickets")


def test_the_console_is_worked_by_keyboard(city: City, page: Page) -> None:
    sign_in(page, city)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.get_by_role("link", name=display(latest(city).number)).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("井盖")
    reason = page.get_by_label("查看原因")
    reason.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="显示号码").focus()
    page.keyboard.press("Enter")
    expect(page.locator("strong.phone")).to_have_text(RESIDENT)


def test_a_reveal_without_a_reason_does_not_leave_the_browser(city: City, page: Page) -> None:
    sign_in(page, city)
    page.goto(f"{city.base}/console/tickets/{latest(city).number}")
    page.get_by_role("button", name="显示号码").click()
    expect(page.locator("strong.phone")).to_have_count(0)
    assert page.evaluate("document.querySelector('select[name=reason]:invalid') !== null")


def test_every_page_fits_a_desk_and_a_phone_in_both_languages(city: City, page: Page) -> None:
    sign_in(page, city)
    number = latest(city).number
    pages = ["/console/tickets", f"/console/tickets/{number}", "/console/due", "/console/rulings", "/console/outbox",
             "/console/refusals", "/console/people", "/console/password", "/", "/track"]  # fmt: skip
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for language in ("zh-CN", "en"):
            for path in pages:
                page.goto(f"{city.base}{path}?lang={language}")
                assert page.evaluate("document.documentElement.lang") == language, path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width, language)
                assert page.locator("h1").count() == 1, path
                assert page.evaluate(UNNAMED) == 0, path


def test_a_resident_looks_up_a_ticket_on_a_phone(city: City, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(city.base + "/")
    page.get_by_role("link", name="查我的工单到哪了").click()
    page.get_by_label("工单编号").fill(display(latest(city).number))
    page.get_by_label("手机号后4位").fill(RESIDENT[-4:])
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".story")).to_contain_text("已派给市政维护处")
    expect(page.locator("main")).not_to_contain_text("人民路")


def test_no_page_needs_a_script_or_anything_from_elsewhere(city: City, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, city)
    page.goto(f"{city.base}/console/tickets/{latest(city).number}")
    page.goto(city.base + "/")
    assert all(url.startswith(city.base) for url in asked)
    assert page.locator("script").count() == 0
