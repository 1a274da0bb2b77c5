"""The page of simulated phones in a real browser: calls, texts with their ticks, ringing, both languages."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from flask import Flask, Response
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from hotline.carrier.simulated import Settings, SimulatedCarrier
from hotline.carrier.simulated.sounds import wav
from hotline.web.phone import phone_blueprint
from tests.carrier.simulated.app import App

# A browser that leaves drops its line in the middle of a file; the test server leaves that file to the collector.
LEFT = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
pytestmark = [pytest.mark.browser, LEFT]
NUMBER, RESIDENT = "+861012345678", "+8613800000011"
POLICY = "default-src 'self'; img-src 'self' data:; media-src 'self'; frame-ancestors 'none'; form-action 'self'"


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    yield app
    app.stop()


@pytest.fixture
def carrier(app: App) -> Iterator[SimulatedCarrier]:
    carrier = SimulatedCarrier(
        Settings(
            account_sid="AC" + "0" * 32,
            auth_token="t",
            number=NUMBER,
            voice_url=app.url("/voice"),
            sms_url=app.url("/sms"),
            time_scale=0.2,
        )
    ).start()
    yield carrier
    carrier.stop()


@pytest.fixture
def address(carrier: SimulatedCarrier) -> Iterator[str]:
    with served(carrier.base_url) as address:
        yield address


@contextmanager
def served(carrier_url: str) -> Iterator[str]:
    site = Flask("hotline.web")
    site.register_blueprint(phone_blueprint(carrier_url))
    site.after_request(_with_policy)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/phone"
    server.shutdown()
    server.server_close()


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def card(page: Page, number: str = RESIDENT) -> Locator:
    return page.locator(f'.phone[data-number="{number}"]')


def shot(page: Page, name: str) -> None:
    """Kept for people to look at, where a folder is named for it."""
    folder = os.environ.get("HOTLINE_TEST_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"phone-{name}.png", full_page=True)


def a_menu(app: App) -> None:
    greeting = "本市热线，通话录音。反映问题请按1，查进度请按2，找人工请按0。"
    app.says(
        "/voice",
        f"<Gather input='dtmf speech' numDigits='1' action='/menu'><Say language='cmn-CN'>{greeting}</Say></Gather>"
        "<Say language='cmn-CN'>没有听到您的选择。</Say>",
    )
    app.says(
        "/menu",
        "<Say language='cmn-CN'>请说在哪里、什么问题，说完按井号键。</Say><Record action='/bye' finishOnKey='#'/>",
    )
    app.says("/bye", "<Say language='cmn-CN'>已登记，编号2641-7301。再见。</Say>")


def test_a_call_by_key_and_word(page: Page, address: str, app: App, carrier: SimulatedCarrier) -> None:
    a_menu(app)
    page.goto(address)
    expect(page.locator("#hotline-number")).to_have_text(NUMBER)
    expect(page.locator(".phone")).to_have_count(3)
    phone = card(page)
    shot(page, "idle")
    expect(phone.locator(".keypad button").first).to_be_disabled()
    phone.locator(".dial").click()
    expect(phone.locator(".heard")).to_contain_text("反映问题请按1")
    phone.locator(".keypad button", has_text="1").click()
    expect(phone.locator(".heard")).to_contain_text("请说在哪里")
    shot(page, "calling")
    phone.locator(".words").fill("人民路12号井盖坏了")
    phone.locator(".words").press("Enter")
    expect(phone.locator(".heard")).to_contain_text("编号2641-7301")
    expect(phone.locator(".state")).to_have_text("已结束")
    assert app.forms("/menu")[0]["Digits"] == "1"
    assert carrier.control.recording_words(app.forms("/bye")[0]["RecordingSid"]) == "人民路12号井盖坏了"


def test_silence_and_hanging_up(page: Page, address: str, app: App) -> None:
    a_menu(app)
    page.goto(address)
    phone = card(page)
    phone.locator(".dial").click()
    phone.locator(".silence").click()
    expect(phone.locator(".heard")).to_contain_text("没有听到您的选择")
    app.says("/voice", "<Gather/>")
    app.pages["/voice"].pop(0)
    expect(phone.locator(".dial")).to_be_enabled()
    phone.locator(".withheld").check()
    phone.locator(".dial").click()
    expect(phone.locator(".heard")).to_contain_text("等您按键")
    phone.locator(".hangup").click()
    expect(phone.locator(".state")).to_have_text("已结束")
    assert app.forms("/voice")[-1]["From"] == "anonymous"


def test_texts_go_both_ways_with_their_ticks(page: Page, address: str, app: App, carrier: SimulatedCarrier) -> None:
    app.says("/sms", "<Message>【示范市12345】已记下井盖问题，编号2641-7301。回“查”看进度。</Message>")
    page.goto(address)
    phone = card(page)
    phone.locator(".body").fill("人民路12号井盖坏了")
    phone.locator(".media").select_option("1")
    phone.locator(".body").press("Enter")
    expect(phone.locator(".bubble.mine")).to_contain_text("井盖坏了")
    expect(phone.locator(".bubble.theirs")).to_contain_text("2641-7301")
    expect(phone.locator(".tick.delivered")).to_be_visible()
    landline = card(page, "+861062340006")
    landline.locator(".body").fill("座机发短信")
    landline.locator(".compose button").click()
    expect(landline.locator(".tick.undelivered")).to_contain_text("30006")
    shot(page, "texts")
    assert app.forms("/sms")[0]["NumMedia"] == "1"


def test_a_phone_on_the_page_rings_and_is_answered_or_declined(
    page: Page, address: str, app: App, carrier: SimulatedCarrier
) -> None:
    page.goto(address)
    phone = card(page, "+8613900010112")
    expect(page.locator("#hotline-number")).to_have_text(NUMBER)
    app.says("/voice", "<Dial timeout='60'>+8613900010112</Dial>")
    carrier.control.call(RESIDENT)
    expect(phone.locator(".ringing")).to_be_visible()
    shot(page, "ringing")
    phone.locator(".answer").click()
    expect(phone.locator(".state")).to_have_text("已接通")
    phone.locator(".hangup").click()
    carrier.control.call(RESIDENT)
    phone.locator(".decline").click(timeout=10_000)
    expect(phone.locator(".ringing")).to_be_hidden()


OFFICER, MACHINE = "+8613900010112", "+8613900010103"


def ordered(carrier: SimulatedCarrier, to: str, url: str, **more: str) -> None:
    """A call of the application's."""
    form = {"To": to, "From": NUMBER, "Url": url} | more
    path = f"{carrier.base_url}{carrier.settings.account_path()}/Calls.json"
    auth = (carrier.settings.account_sid, carrier.settings.auth_token)
    assert requests.post(path, data=form, auth=auth, timeout=5).status_code == 201


def a_queue(app: App) -> None:
    app.says("/voice", "<Enqueue action='/left' waitUrl='/wait'>desk</Enqueue>")
    app.says("/wait", "<Say language='cmn-CN'>前面还有人，请稍等。</Say><Play>/music.wav</Play>")
    app.says("/music.wav", "", kind="audio/wav")
    app.pages["/music.wav"][0].body = wav(1)
    app.says("/left", "<Say language='cmn-CN'>谢谢来电，再见。</Say>")
    app.says("/officer", "<Dial action='/done'><Queue url='/soon'>desk</Queue></Dial>")
    app.says("/soon", "<Say language='cmn-CN'>正在为您接通。</Say>")


@pytest.mark.parametrize("language", ["中文", "English"])
def test_two_windows_meet_in_the_queue_and_talk(
    page: Page, browser: Browser, address: str, app: App, carrier: SimulatedCarrier, language: str
) -> None:
    a_queue(app)
    names = {"中文": ("排在第 1 位", "已接通", "对方已离开"), "English": ("Place 1", "Connected", "has left")}[language]
    page.goto(address)
    page.get_by_role("button", name=language).click()
    resident = card(page)
    resident.locator(".dial").click()
    expect(resident.locator(".standing")).to_contain_text(names[0])
    expect(resident.locator(".heard")).to_contain_text("请稍等")
    expect(resident.locator(".bars")).to_be_visible()
    expect(resident.locator(".heard .note")).to_have_count(0)
    shot(page, f"queue-{language}")
    resident.locator(".silence").click()
    app.wait_for("/wait", 2)
    other = browser.new_context()
    office = other.new_page()
    try:
        office.goto(address)
        expect(office.locator("#hotline-number")).to_have_text(NUMBER)
        office.get_by_role("button", name=language).click()
        officer = card(office, OFFICER)
        ordered(carrier, OFFICER, app.url("/officer"))
        expect(officer.locator(".ringing")).to_contain_text(NUMBER)
        shot(office, f"ringing-{language}")
        officer.locator(".answer").click()
        expect(officer.locator(".state")).to_have_text(names[1])
        expect(resident.locator(".state")).to_have_text(names[1])
        expect(resident.locator(".bars")).to_be_hidden()
        says(resident, "学校北门路灯不亮")
        expect(officer.locator(".heard .other")).to_have_text("学校北门路灯不亮")
        says(officer, "今晚就去修")
        expect(resident.locator(".heard .other")).to_have_text("今晚就去修")
        shot(page, f"talk-{language}")
        page.set_viewport_size({"width": 320, "height": 900})
        shot(page, f"talk-narrow-{language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        officer.locator(".hangup").click()
        expect(resident.locator(".heard")).to_contain_text(names[2])
        expect(resident.locator(".heard")).to_contain_text("谢谢来电")
        expect(resident.locator(".standing")).to_be_hidden()
    finally:
        other.close()
    assert app.forms("/left")[0]["QueueResult"] == "bridged"


def says(phone: Locator, words: str) -> None:
    phone.locator(".words").fill(words)
    phone.locator(".words").press("Enter")


def test_a_message_left_at_a_machine_is_shown(page: Page, address: str, app: App, carrier: SimulatedCarrier) -> None:
    app.says("/news", "<Say language='cmn-CN'>井盖已经换好了。</Say>")
    page.goto(address)
    page.locator("#add-number").fill(MACHINE)
    page.locator("#add-number").press("Enter")
    ordered(carrier, MACHINE, app.url("/news"), MachineDetection="DetectMessageEnd")
    expect(card(page, MACHINE).locator(".bubble.left")).to_contain_text("井盖已经换好了", timeout=10_000)
    shot(page, "machine")


def test_in_english_with_another_phone_and_remembered(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Simulated phones")
    page.locator("#add-number").fill("+8613800000022")
    page.locator("#add-number").press("Enter")
    expect(page.locator(".phone")).to_have_count(4)
    page.reload()
    expect(page.locator("h1")).to_have_text("Simulated phones")
    expect(card(page, "+8613800000022").locator(".role")).to_have_text("Another number")
    shot(page, "english")
    card(page, "+8613800000022").locator(".close").click()
    expect(page.locator(".phone")).to_have_count(3)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("language", ["中文", "English"])
def test_nothing_is_cut_off_at_any_width(page: Page, address: str, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.get_by_role("button", name=language).click()
    shot(page, f"{width}-{language}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    buttons = page.locator("button").evaluate_all("all => all.map(b => [b.textContent, b.scrollWidth - b.clientWidth])")
    assert [name for name, hidden in buttons if hidden > 1] == []


def test_without_a_carrier_the_page_says_so(page: Page) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with served(f"http://127.0.0.1:{port}") as address:
        page.goto(address)
        expect(page.locator("#trouble")).to_be_visible()
