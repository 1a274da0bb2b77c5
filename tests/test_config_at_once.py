"""All faults of a configuration at once: none hides another, and none is told that only follows from another."""

from pathlib import Path

import pytest

from hotline.config import ConfigError, Keys, load_config
from tests.test_config import REAL, edited, faults, file

__all__ = ["file"]  # a fixture


def keys(said: list[str]) -> set[str]:
    return {line.split(": ")[1] for line in said}


def test_a_fault_in_a_section_hides_none_that_others_show(file: Path) -> None:
    edited(file, "office_hours: mon-fri 09:00-17:00", "office_hours: always")
    edited(file, "  region: CN", "  region: ZZ")
    edited(file, '  shown_number: "12345"', '  shown_number: "no"\n  shown_numbers: 1')
    edited(file, "{id: roads, name: {zh-CN: 市政维护处, en: Road Maintenance}}", "{id: roads, name: {zh-CN: 市政维护处}}")
    said = faults(file, {"HOTLINE__SERVER__HOST": "192.168.1.1", "HOTLINE__SECRETS__DATA_KEY": "short"})
    assert keys(said) == {
        "city.office_hours", "city.region", "city.shown_number", "city.shown_numbers", "departments[1].name",
        "HOTLINE__SERVER__HOST", "HOTLINE__SECRETS__DATA_KEY",
    }  # fmt: skip


def test_a_fault_in_a_row_hides_none_in_others_and_none_of_its_own(file: Path) -> None:
    edited(file, '"+8613900010112", role: officer, department: roads', '"12", role: officer, department: moon')
    edited(file, "id: order, name: {", "id: order, name: {fr: x, ")
    edited(file, "house_numbers: [100, 399]", "house_numbers: [399, 100]")
    edited(file, "    c03: sanitation", "    c9: sanitation")
    said = keys(faults(file))
    assert {"people[2].phone", "people[2].department", "departments[3].name.fr", "grids[2].places[1].house_numbers",
            "routing.default.c9"} <= said  # fmt: skip
    assert not any(key.endswith("].department") and key != "people[2].department" for key in said), "order is still there"


def test_rows_whose_name_cannot_be_read_make_no_others_wrong(file: Path) -> None:
    """Perhaps it is just the one the others name."""
    edited(file, "{id: roads, name: {zh-CN: 市政维护处, en: Road Maintenance}}", "{id: ROADS!, name: {zh-CN: x, en: x}}")
    edited(file, "  - id: c03-toilet", "  - id: C03!")
    assert keys(faults(file)) == {"departments[1].id", "categories[21].id"}


def test_a_section_the_environment_fails_to_replace_is_not_held_against_others(file: Path) -> None:
    edited(file, "{id: roads, name: {zh-CN: 市政维护处, en: Road Maintenance}}", "{id: lanes, name: {zh-CN: x, en: x}}")
    assert keys(faults(file, {"HOTLINE__DEPARTMENTS": "["})) == {"HOTLINE__DEPARTMENTS"}


def test_nobody_is_missed_where_one_cannot_be_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("department: roads", "department: ROADS!")
    file.write_text(text, encoding="utf-8")
    said = keys(faults(file))
    assert said
    assert all(key.startswith("people[") and key.endswith("].department") for key in said)


@pytest.mark.parametrize(
    ("environ", "blamed"),
    [
        ({"HOTLINE__CARRIER__SIMULATED": "perhaps", "HOTLINE__SERVER__PUBLIC_URL": "https://h.example.org"},
         {"CARRIER__SIMULATED"}),
        ({"HOTLINE__CARRIER__SIMULATED": "{"}, {"CARRIER__SIMULATED"}),
        ({**REAL, "HOTLINE__CARRIER__NUMBER": "12"}, {"CARRIER__NUMBER"}),
        ({**REAL, "HOTLINE__CARRIER__NUMBER": "{", "PORT": "0"}, {"CARRIER__NUMBER"}),
        ({"HOTLINE__CITY": "{", "HOTLINE__CARRIER__SPEECH_TEXT": "2"}, {"CITY", "CARRIER__SPEECH_TEXT"}),
        ({"HOTLINE__CITY__LANGUAGES": "[fr]"}, {"CITY__LANGUAGES"}),
        ({"HOTLINE__DEPARTMENTS": "none"}, {"DEPARTMENTS"}),
        ({"HOTLINE__PROMISES": "none"}, {"PROMISES"}),
    ],
)
def test_what_cannot_be_read_makes_nothing_else_wrong(file: Path, environ: dict[str, str], blamed: set[str]) -> None:
    said = faults(file, environ)
    assert keys(said) == {f"HOTLINE__{name}" for name in blamed} | ({"PORT"} if "PORT" in environ else set())
    assert len(said) == len(keys(said)), "each told once"


def test_keys_are_looked_at_along_with_the_rest(file: Path) -> None:
    real = {key: value for key, value in REAL.items() if key != "HOTLINE__SECRETS__HASH_KEY"}
    said = keys(faults(file, real | {"PORT": "0", "HOTLINE__SECRETS__DATA_KEY": "short"}))
    assert said == {"PORT", "HOTLINE__SECRETS__DATA_KEY", "HOTLINE__SECRETS__HASH_KEY"}
    unread = faults(file, real | {"PORT": "0", "HOTLINE__SECRETS__HASH_KEY_FILE": "/nowhere"})
    assert keys(unread) == {"PORT", "HOTLINE__SECRETS__HASH_KEY_FILE"}
    assert not (file.parent / "var").exists()


def test_kept_keys_are_looked_at_too_and_none_is_made(file: Path) -> None:
    folder = file.parent / "var" / "secrets"
    folder.mkdir(parents=True)
    (folder / "audit_key").write_text("short")
    (folder / "carrier_token").write_bytes(b"\xff")
    assert keys(faults(file, {"PORT": "0"})) == {"PORT", str(folder / "audit_key"), str(folder / "carrier_token")}
    with pytest.raises(ConfigError):
        load_config(file, {"PORT": "0"}, keys=Keys.MAKE)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("text", ["city: [\n", "city: {a: b\nx", "\x01", "x: " + "[" * 2000])
def test_of_a_file_that_is_no_yaml_only_that_is_told_and_what_the_environment_says(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    alone = faults(file)
    assert len(alone) == 1
    environ = {"HOTLINE__NUMBERS__DIGITS": "{", "HOTLINE__CARRIER__TIMEOUT": "0s", "HOTLINE__SECRETS__DATA_KEY": "short"}
    assert faults(file, environ)[0] == alone[0]
    assert keys(faults(file, environ)) == {"(file)", *environ}
    assert faults(file, {"HOTLINE__SERVER__HOST": "192.168.1.1"}) == alone, "perhaps the carrier is a real one"


def test_a_file_that_is_not_there_does_not_hide_the_environment(file: Path) -> None:
    file.unlink()
    assert keys(faults(file, {"PORT": "0"})) == {"(file)", "PORT"}


def test_what_is_said_twice_hides_no_other_fault(file: Path) -> None:
    edited(file, "  port: 8000", "  port: many\n  port: 8000")
    edited(file, "  response: 24h", "  response: soon")
    said = faults(file)
    assert len(said) == 3
    assert keys(said) == {"server.port", "promises.response"}


SOME = [
    "CARRIER__TIMEOUT", *(f"PROMISES__{name}" for name in (
        "SWEEP_EVERY", "RESPONSE", "RESPONSE_URGENT", "ACCEPT_WITHIN", "RULE_WITHIN", "RESULT", "RESULT_REOPENED",
        "CHASE_ANSWER", "SURVEY_CALL_AFTER", "SURVEY_CLOSE_AFTER", "PRESUME_AFTER", "LOOKBACK_AFTER", "CALLBACK_STAFFED",
        "CALLBACK_REPRISAL", "DUTY_NEXT_AFTER",
    )),
]  # fmt: skip


@pytest.mark.parametrize("name", SOME)
def test_what_cannot_take_no_time_is_refused(file: Path, name: str) -> None:
    said = faults(file, {f"HOTLINE__{name}": "0s"})
    assert len(said) == 1
    assert "more than nothing" in said[0]


def test_a_category_has_no_result_in_no_time(file: Path) -> None:
    edited(file, "  - id: c03-toilet", "  - result: 0wd\n    id: c03-toilet")
    assert keys(faults(file)) == {"categories[21].result"}


def test_no_time_stays_where_it_means_something(file: Path) -> None:
    names = ("RETURN_WITHIN", "COMMITTEE_AFTER", "PLACE_WAIT", "ADD_WITHIN", "SURVEY_AFTER", "REOPEN_WITHIN")
    config = load_config(file, {f"HOTLINE__PROMISES__{name}": "0s" for name in names}, keys=Keys.LOOK)
    assert {getattr(config.promises, name.lower()).amount for name in names} == {0}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.1", "hotline.example.org", "", "127.0.0.1.example.org"])  # noqa: S104
def test_the_simulated_phones_are_not_opened_to_the_network(file: Path, host: str) -> None:
    said = faults(file, {"HOTLINE__SERVER__HOST": f'"{host}"'})
    assert keys(said) == {"HOTLINE__SERVER__HOST"}
    assert "carrier.simulated: false" in said[0]
    assert load_config(file, {**REAL, "HOTLINE__SERVER__HOST": f'"{host}"'}).server.host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_they_ring(file: Path, host: str) -> None:
    assert load_config(file, {"HOTLINE__SERVER__HOST": f'"{host}"'}, keys=Keys.LOOK).server.host == host


def test_stars_that_do_not_climb_and_rewards_nobody_can_fetch_are_told(file: Path) -> None:
    edited(file, "stars: [0, 50, 150, 400, 1000]", "stars: [0, 50, 50, 400, 1000]")
    edited(file, "{id: torch, name: {zh-CN: 手电筒, en: torch}", "{id: umbrella, name: {zh-CN: 手电筒}")
    edited(file, "where: {zh-CN: 市民服务中心一楼, en:", "where: {zh-CN: '', en:")
    said = keys(faults(file))
    assert {"observers.stars", "observers.rewards[2].name", "observers.where"} <= said
    assert {"observers.rewards[1].id", "observers.rewards[2].id"} <= said
