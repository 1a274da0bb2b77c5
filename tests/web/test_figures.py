"""One city, one number: the command line, the console, the page and the interface show the same figure for everything."""

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from click.testing import CliRunner

from hotline.cli import group, opened
from hotline.clock import FixedClock
from hotline.domain.board import Asked
from hotline.domain.errors import Unavailable
from hotline.domain.kpi import Dimension
from hotline.domain.kpis import CATALOGUE
from hotline.domain.period import Baseline, Period
from hotline.domain.staff import Role
from hotline.kpi_words import words_in
from hotline.kpi_words.telling import told
from hotline.services.kpis import board
from hotline.web.figures import FRESH, Kept
from hotline.wiring import build
from tests.conftest import MORNING
from tests.storage.histories import HAPPENED, history, keep
from tests.support.city import ROOT, City, close_city, open_city
from tests.support.desk import at_desk

ZONE = ZoneInfo("Asia/Shanghai")
MONTH = Period.read("2026-11", ZONE)
WORDS = words_in("zh-CN")
CARD = re.compile(r'<details class="kpi" id="(\w+)".*?<b>(.*?)</b>', re.DOTALL)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, _redis: Any) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("figures")
    opened_city = open_city(folder, FixedClock(MORNING), f"sqlite:///{folder / 'hotline.db'}", _redis.url)
    keep(history(5, MONTH.since, MONTH.until, MORNING, size=700), opened_city.hotline.database, HAPPENED)
    yield opened_city
    close_city(opened_city)


@pytest.fixture
def run(city: City, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in city.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(opened, "build", lambda config, **_: build(config, clock=city.clock))
    return partial(CliRunner().invoke, group)


def api(city: City, **asked: str) -> Any:
    return requests.get(f"{city.base}/api/v1/kpi", params=asked, timeout=20)


def test_every_door_shows_the_same_number(city: City, run: Any) -> None:
    counted = board(city.hotline.parts, Asked(period=MONTH))
    expected = {name: told(figure, WORDS) for name, figure in counted.city.items()}
    assert set(expected) == set(CATALOGUE)
    assert sum(text not in ("—", "少于5") for text in expected.values()) > 25, "the city is full enough to compare"

    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/kpi?period=2026-11")
    page = requests.get(f"{city.base}/figures?period=2026-11", timeout=20).text
    machine = api(city, period="2026-11").json()["groups"][0]["figures"]
    printed = json.loads(run(["kpi", "--month", "2026-11", "--json"]).output)["groups"][0]["figures"]
    table = run(["kpi", "--month", "2026-11"]).output

    assert {name: unescape(text) for name, text in CARD.findall(desk.page.text)} == expected
    assert {name: unescape(text) for name, text in CARD.findall(page)} == expected
    parts = ("number", "numerator", "denominator", "non_response", "target", "met", "formula")
    hidden_beside = {name for name, each in machine.items() if each.get("non_response", 0) is None}
    for name, figure in counted.city.items():
        assert machine[name]["number"] == printed[name]["number"] == figure.shown, name
        if name not in hidden_beside:
            assert [machine[name].get(p) for p in parts] == [printed[name].get(p) for p in parts], name
        row = next(line for line in table.splitlines() if line.startswith(WORDS.kpis[name].name + " "))
        assert expected[name] in row


@pytest.mark.parametrize("by", [each.value for each in Dimension if each is not Dimension.CITY])
def test_a_breakdown_is_the_same_at_every_door(city: City, run: Any, by: str) -> None:
    counted = board(city.hotline.parts, Asked(period=MONTH, by=Dimension(by)))
    machine = {group["key"]: group["figures"] for group in api(city, period="2026-11", by=by).json()["groups"]}
    document = json.loads(run(["kpi", "--month", "2026-11", "--by", by, "--json"]).output)
    printed = {group["key"]: group["figures"] for group in document["groups"]}
    page = requests.get(f"{city.base}/figures?period=2026-11&by={by}", timeout=20).text
    for group_ in counted.groups:
        solved = group_.figures["solved"]
        assert printed[group_.key]["solved"]["number"] == solved.shown
        if not machine[group_.key]["solved"]["small"]:
            assert machine[group_.key]["solved"]["number"] == solved.shown
            assert told(solved, WORDS) in page
    assert "protection" not in printed
    assert "protection" not in machine


def test_outside_small_numbers_are_hidden_and_inside_they_are_not(city: City, run: Any) -> None:
    day = ["kpi", "--since", "2026-11-20", "--until", "2026-11-20", "--by", "grid", "--json"]
    inside = json.loads(run(day).output)["groups"]
    outside = json.loads(run([*day, "--public"]).output)["groups"]
    hidden = [g["key"] for g in outside if g["figures"]["received"]["small"]]
    assert hidden
    sizes = {g["key"]: g["figures"]["received"]["number"] for g in inside}
    assert all(g["figures"]["received"]["number"] is None for g in outside if g["key"] in hidden)
    assert {key for key, number in sizes.items() if 0 < number < 5} <= set(hidden)


WRONG = [{"period": "2026-13"}, {"period": "2026-W48"}, {"since": "2026-11-01", "until": "2026-11-02"}, {"by": "person"},
         {"baseline": "ever"}, {"period": "x" * 500}]  # fmt: skip


@pytest.mark.parametrize("asked", WRONG)
def test_the_interface_says_what_it_can_not_answer(city: City, asked: dict[str, str]) -> None:
    answer = api(city, **asked)
    assert answer.status_code == 400
    assert answer.json()["error"] in ("not_a_period", "not_a_group")
    page = requests.get(f"{city.base}/figures", params=asked, timeout=20)
    assert page.status_code == 404
    assert "最近30天" in page.text


def test_the_interface_may_be_kept_for_a_minute_and_read_by_any_page(city: City) -> None:
    answer = api(city, period="2026-11", lang="en", baseline="before")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told_ = answer.json()
    assert told_["baseline"]["name"] == "2026-10"
    assert told_["groups"][0]["figures"]["solved"]["name"] == "Solved"
    assert not re.search(r"[\u4e00-\u9fff]", json.dumps(told_, ensure_ascii=False))


def test_heads_and_officers_see_their_own_department_and_nothing_else(city: City) -> None:
    own = {g.key: g for g in board(city.hotline.parts, Asked(period=MONTH, by=Dimension.DEPARTMENT)).groups}["roads"]
    for role in (Role.HEAD, Role.OFFICER):
        desk = at_desk(city, role, "roads")
        desk.get("/console/kpi?period=2026-11")
        shown = dict(CARD.findall(desk.page.text))
        assert unescape(shown["solved"]) == told(own.figures["solved"], WORDS)
        assert "protection" not in shown
        assert "calls_connected" not in shown
        desk.get("/console/kpi?period=2026-11&by=department")
        assert "市政维护处" in desk.said
        assert "城管执法队" not in desk.said
        assert desk.get("/console/report?month=2026-11").status_code == 403


def test_the_report_is_for_the_heads_of_the_city(city: City) -> None:
    heads = {Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN}
    for role in (*heads, Role.OPERATOR, Role.COORDINATOR):
        code = at_desk(city, role).get("/console/report?month=2026-11&form=csv").status_code
        assert code == (200 if role in heads else 403), role
    answer = at_desk(city, Role.SUPERVISOR).get("/console/report?month=2026-11&form=pdf&lang=en")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-2026-11.en.pdf"'
    for wrong in ("month=2026-13", "month=2027-01", "month=2026", "month=2026-11&form=doc"):
        assert at_desk(city, Role.SUPERVISOR).get(f"/console/report?{wrong}").status_code == 404, wrong


def test_a_dashboard_opens_in_english_with_a_baseline(city: City) -> None:
    desk = at_desk(city, Role.AUDITOR)
    desk.get("/console/kpi?period=2026-11&baseline=year&lang=en")
    assert "Compared with 2025-11-01 – 2025-11-30" in desk.said
    assert "residents who answered \"solved\"" in desk.said


def test_the_command_line_says_what_mends(run: Any) -> None:
    month, days = ["--month", "2026-11"], ["--since", "2026-11-02", "--until", "2026-11-01"]
    for words in (["--month", "2026-13"], days[:2], [*month, *days], days, ["--department", "nobody"]):
        done = run(["kpi", *words])
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1), words


def test_csv_has_a_row_for_each_group_and_figure(city: City, run: Any) -> None:
    printed = run(["kpi", "--month", "2026-11", "--by", "department", "--csv", "--lang", "en"]).output
    rows = list(csv.DictReader(io.StringIO(printed)))
    solved = {row["group"]: row for row in rows if row["figure"] == "solved"}
    counted = {g.key: g.figures["solved"] for g in board(city.hotline.parts, Asked(period=MONTH, by=Dimension.DEPARTMENT)).groups}
    assert {key: float(row["number"]) for key, row in solved.items()} == {key: figure.shown for key, figure in counted.items()}
    assert solved["roads"]["group_name"] == "Road Maintenance"


def test_the_report_is_written_in_every_form_and_language(run: Any, tmp_path: Path) -> None:
    done = run(["report", "2026-11", "--out", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == sorted(f"report-2026-11{lang}.{form}" for lang in ("", ".en") for form in ("csv", "html", "pdf"))
    page = (tmp_path / "out" / "report-2026-11.html").read_text(encoding="utf-8")
    assert "示范市 月度报告 2026-11" in page
    assert not re.search(r'(?:src|href)="(?!#)|url\(|@import', page), "it stands alone"
    english = (tmp_path / "out" / "report-2026-11.en.html").read_text(encoding="utf-8")
    assert not re.search(r"[\u4e00-\u9fff]", english)
    paper = (tmp_path / "out" / "report-2026-11.pdf").read_bytes()
    assert b"/FontFile3" in paper, "the font is inside"
    assert run(["report", "2027-01"]).exit_code == 1
    assert run(["report", "2026"]).exit_code == 1


def test_a_baseline_is_the_same_count_of_another_period(city: City) -> None:
    parts, october = city.hotline.parts, MONTH.before()
    alone = board(parts, Asked(period=october)).city
    beside = board(parts, Asked(period=MONTH, baseline=Baseline.BEFORE)).city
    for name, figure in beside.items():
        if name in ("in_work_now", "planned_now", "overdue_now"):
            assert figure.before is None
        else:
            assert figure.before is not None
            assert figure.before.value == alone[name].value, name


def test_figures_are_counted_once_a_minute_and_one_at_a_time() -> None:
    counted, now = [], [0.0]

    def read(asked: Asked) -> Any:
        counted.append(asked)
        return object()

    kept, asked, other = Kept(read, lambda: now[0]), Asked(period=MONTH, public=True), Asked(period=MONTH.before(), public=True)
    first = kept.board(asked)
    now[0] = FRESH - 1
    assert kept.board(asked) is first
    now[0] = FRESH + 1
    with kept._counting:
        assert kept.board(asked) is first, "what is a little old is shown meanwhile"
        with pytest.raises(Unavailable):
            kept.board(other)
    assert kept.board(asked) is not first
    assert counted == [asked, asked]
