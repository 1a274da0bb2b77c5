"""config.yaml and the environment: what is read, and that every fault is said at once, with its place."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.config import Config, ConfigError, Keys, load_config
from hotline.config.secrets import KeyRing, fresh_key
from hotline.config.yaml_lines import read_yaml
from hotline.domain.duration import Duration
from hotline.embedded.redis import socket_path

SAMPLE = Path(__file__).parent.parent / "config.yaml"
REAL = {
    "HOTLINE__CARRIER__SIMULATED": "false",
    "HOTLINE__CARRIER__ACCOUNT_SID": "AC123",
    "HOTLINE__CARRIER__AUTH_TOKEN": "a-token",
    "HOTLINE__CARRIER__NUMBER": "+861012345679",
    "HOTLINE__SERVER__PUBLIC_URL": "https://hotline.example.org/",
    "HOTLINE__SECRETS__DATA_KEY": fresh_key(),
    "HOTLINE__SECRETS__HASH_KEY": fresh_key(),
    "HOTLINE__SECRETS__AUDIT_KEY": fresh_key(),
    "HOTLINE__SECRETS__SESSION_KEY": fresh_key(),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "config.yaml"
    copy.write_bytes(SAMPLE.read_bytes())
    return copy


def edited(file: Path, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def faults(file: Path, environ: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(file, environ or {}, keys=Keys.LOOK)
    return [str(problem) for problem in caught.value.problems]


def line_of(file: Path, words: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, 1) if words in line]
    assert len(found) == 1, f"{words!r} stands in lines {found}"
    return found[0]


def test_the_sample_city_is_complete(file: Path) -> None:
    config = load_config(file, {})
    assert [row.id for row in config.departments] == ["roads", "sanitation", "order", "township"]
    assert [row.kind for row in config.grids] == ["urban"] * 4 + ["rural"] * 2
    assert config.data_dir == file.parent / "var"
    assert config.database.url == f"sqlite:///{file.parent}/var/hotline.db"
    assert config.server.public_url == "http://127.0.0.1:8000"
    assert config.promises.result == Duration.parse("7wd")
    assert config.promises.warn_at == 75
    assert config.carrier.account_sid.startswith("AC")
    assert config.redis_url.startswith("unix:///")


def test_what_yaml_would_change_stays_as_written(file: Path) -> None:
    edited(file, 'callback_next: "09:30"', "callback_next: 09:30")
    edited(file, 'phone: "+8613900010111"', "phone: +8613900010111")
    edited(file, '- id: "06013"', "- id: 06013")
    config = load_config(file, {})
    assert config.promises.callback_next == "09:30"
    assert config.people[0].phone == "+8613900010111"
    assert "06013" in [row.id for row in config.categories]


# Each row: what stands in the sample, what stands there instead, the key blamed, words of the message.
BROKEN = [
    ("  response: 24h", "  response: 24 hours", "promises.response", "24 hours"),
    ("  warn_at: 75%", "  warn_at: 175%", "promises.warn_at", "100"),
    ("  close_days: 2", "  close_days: two", "promises.close_days", "a whole number"),
    ("  close_days: 2", "  close_day: 2", "promises.close_day", "close_days, perhaps"),
    ("  sweep_every: 60s", "  sweep_every: 4wh", "promises.sweep_every", "not meant here"),
    ("  quiet_hours: 21:00-08:00", "  quiet_hours: at night", "promises.quiet_hours", "21:00-08:00, or off"),
    ("  timezone: Asia/Shanghai", "  timezone: Asia/Beijing2", "city.timezone", "time zone"),
    ("  region: CN", "  region: ZZ", "city.region", "calendar"),
    ("  office_hours: mon-fri 09:00-17:00", "  office_hours: nine to five", "city.office_hours", "weekdays"),
    ("  default: menu_first", "  default: operators_first", "answering.default", "menu_first"),
    ("  default: menu_first", "  default: menu_first\n  hours: [{when: daytime, how: person_first}]", "answering.hours[1].when",
     "weekdays"),
    ("  languages: [zh-CN, en]", "  languages: [zh-CN, fr]", "city.languages[2]", "one of zh-CN, en"),
    ("  languages: [zh-CN, en]", "  languages: []", "city.languages", "at least one"),
    ("  port: 8000", "  port: 80000", "server.port", "65535"),
    ("  digits: 8", "  digits: 7", "numbers.digits", "8"),
    ("  speech_text: true", "  speech_text: perhaps", "carrier.speech_text", "true or false"),
    ("{id: roads, name: {zh-CN: 市政维护处, en: Road Maintenance}}", "{id: roads, name: {zh-CN: 市政维护处}}",
     "departments[1].name", "no name in en"),
    ("role: coordinator}", "role: boss}", "people[13].role", "coordinator"),
    ("+8613900010112", "+8613900010111", "people[2].phone", "the same as of people[1]"),
    ("+8613900010112", "139", "people[2].phone", "not as expected"),
    ("id: order, name", "id: orders, name", "people[7].department", "one of roads, sanitation, orders, township"),
    ("    c03: sanitation", "    c9: sanitation", "routing.default.c9", "no category begins so"),
    ("  - id: c03-toilet", "  - id: d03-toilet", "categories[21].id", "no department acts on it"),
    ("    north-2: {", "    north-9: {", "routing.grids.north-9", "no such grid"),
    ("house_numbers: [100, 399]", "house_numbers: [399, 100]", "grids[2].places[1].house_numbers", "after the last"),
    ("  rota: {}", "  rota: {moon: [钱小明]}", "duty.rota.moon", "* or one of roads, sanitation, order, township"),
    ("  rota: {}", "  rota: {roads: [孙丽, 谁]}", "duty.rota.roads[2]", "nobody has this name"),
    ("  night: {}", "  night: {moon: [冯涛]}", "duty.night.moon", "one of roads, sanitation, order, township"),
    ("  night: {}", "  night: {order: [谁]}", "duty.night.order[1]", "nobody has this name"),
    ("  kinds: {}", "  kinds: {praise: moon}", "routing.kinds.praise", "one of roads, sanitation, order, township"),
    ("  kinds: {}", "  kinds: {report: roads}", "routing.kinds.report", "enquiry"),
    ("0112\", role: officer,", "0112\", role: officer, deputy: 谁,", "people[2].deputy", "nobody has this name"),
    ("0112\", role: officer,", "0112\", role: officer, deputy: 钱小明,", "people[2].deputy", "somebody else"),
    ("0112\", role: officer,", "0112\", role: officer, deputy: 周芳,", "people[2].deputy", "the same department, and"),
    ("0181\", role: station", "0181\", deputy: 秦安, role: station", "people[18].deputy", "no deputy for a station"),
    ("redis:\n  # Left", "redos:\n  # Left", "redos", "redis, perhaps"),
    ("  host: 127.0.0.1", "  host: 127.0.0.1\n  host: 0.0.0.0", "server.host", "said twice"),
    ("  simulated: true", "  simulated: true\n  auth_token: abc", "carrier.auth_token", "HOTLINE__CARRIER__AUTH_TOKEN"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "words"), BROKEN, ids=[f"{row[2]}-{row[3][:12]}" for row in BROKEN])
def test_a_fault_is_named_with_its_key_and_what_is_expected(file: Path, old: str, new: str, key: str, words: str) -> None:
    edited(file, old, new)
    said = [line for line in faults(file) if f" {key}: " in line]
    assert len(said) == 1, faults(file)
    assert words in said[0]


def test_all_faults_come_at_once_each_with_its_line(file: Path) -> None:
    edited(file, "  response: 24h", "  response: soon")
    edited(file, "  port: 8000", "  port: many")
    edited(file, "+8613900010112", "+8613900010111")
    environ = {"HOTLINE__PROMISES__RESULTS": "7wd", "HOTLINE__NUMBERS__DIGITS": "12"}
    said = faults(file, environ)
    assert [line.split(": ")[0] for line in said] == [
        f"config.yaml:{line_of(file, 'port: many')}",
        f"config.yaml:{line_of(file, 'response: soon')}",
        f"config.yaml:{line_of(file, '钱小明')}",
        "environment",
        "environment",
    ]
    assert "HOTLINE__NUMBERS__DIGITS" in said[3]
    assert "perhaps HOTLINE__PROMISES__RESULT" in said[4]


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "- 1", "", "\x01", "city: !!python/object:os.system x", "a: &x [*x]"])
def test_a_file_that_is_no_configuration_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    assert faults(file)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert "No such file" in faults(tmp_path / "config.yaml")[0]
    (tmp_path / "config.yaml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in faults(tmp_path / "config.yaml")[0]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    document = read_yaml(text)
    assert document.data is not None or document.faults or not text.strip() or document.data is None


def test_the_environment_wins_and_its_values_are_yaml(file: Path) -> None:
    environ = {
        "HOTLINE__PROMISES__RESPONSE": "30m",
        "HOTLINE__CITY__LANGUAGES": "[en]",
        "HOTLINE__CITY__NAME": "{en: Springfield, zh: 春田}",
        "HOTLINE__PROMISES__QUIET_HOURS": "off",
        "HOTLINE__REDIS__URL": "redis://:pa#ss@cache:6379/0",
        "HOTLINE__DATA_DIR": "elsewhere",
    }
    config = load_config(file, environ)
    assert config.promises.response == Duration.parse("30m")
    assert config.city.languages == ("en",)
    assert config.city.name == {"en": "Springfield", "zh-CN": "春田"}
    assert config.promises.quiet_hours == "off"
    assert config.redis_url == "redis://:pa#ss@cache:6379/0"
    assert config.database.url == f"sqlite:///{file.parent}/elsewhere/hotline.db"


@pytest.mark.parametrize(
    ("environ", "port"),
    [
        ({"PORT": "9000"}, 9000),
        ({"PORT": "9000", "HOTLINE__SERVER__PORT": "9001"}, 9001),
        ({"PORT": ""}, 8000),
    ],
)
def test_port_is_short_for_the_servers_port(file: Path, environ: dict[str, str], port: int) -> None:
    config = load_config(file, environ)
    assert (config.server.port, config.server.public_url) == (port, f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"PORT": "http"}, "PORT: 'http'"),
        ({"HOTLINE__PROMISES__RESPONSE_FILE": "/etc/hostname"}, "no such setting"),
        ({"HOTLINE__SECRETS__DATA_KEY_FILE": "/nowhere/key"}, "cannot be read"),
        ({"HOTLINE__SECRETS__DATA_KEY": "short"}, "32 random bytes"),
        ({"HOTLINE__CARRIER__VOICES": "{"}, "not YAML"),
        ({"HOTLINE__SERVER__PUBLIC_URL": "https://city.example.org"}, "carrier.simulated: false"),
        ({"HOTLINE__CARRIER__API_BASE_URL": "https://api.example.org"}, "carrier.simulated: false"),
        ({"HOTLINE__DATABASE__URL": "mysql://root:hidden@db/x"}, "postgresql+psycopg://"),
    ],
)
def test_a_wrong_environment_is_refused(file: Path, environ: dict[str, str], words: str) -> None:
    said = faults(file, environ)
    assert len(said) == 1
    assert words in said[0]
    assert "short" not in said[0]
    assert "hidden" not in said[0]


def test_a_real_carrier_needs_everything(file: Path) -> None:
    config = load_config(file, REAL)
    assert config.server.public_url == "https://hotline.example.org"
    assert not (file.parent / "var").exists()
    for name in REAL.keys() - {"HOTLINE__CARRIER__SIMULATED"}:
        said = faults(file, {key: value for key, value in REAL.items() if key != name})
        assert len(said) == 1, said
        assert "the carrier is a real one" in said[0]


def test_secrets_are_made_once_for_their_owner_alone(file: Path) -> None:
    first = load_config(file, {})
    second = load_config(file, {})
    assert first.secrets == second.secrets
    assert first.carrier.auth_token == second.carrier.auth_token
    assert len({ring.current.value for _, ring in first.secrets}) == 4
    kept = list((file.parent / "var" / "secrets").iterdir())
    assert len(kept) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert first.carrier.auth_token not in repr(first)
    assert str(first.secrets.data_key.current.value) not in repr(first)


def test_looking_writes_nothing(file: Path) -> None:
    load_config(file, {}, keys=Keys.LOOK)
    assert [path.name for path in file.parent.iterdir()] == ["config.yaml"]


def test_keys_are_made_for_a_real_carrier_only_when_told(file: Path) -> None:
    environ = {key: value for key, value in REAL.items() if "SECRETS" not in key}
    assert len(faults(file, environ)) == 4
    made = load_config(file, environ, keys=Keys.MAKE)
    assert load_config(file, environ).secrets == made.secrets


def test_a_key_can_be_exchanged(file: Path, tmp_path: Path) -> None:
    old, new = fresh_key(), fresh_key()
    (tmp_path / "key").write_text(f"{new},{old}\n", encoding="ascii")
    ring = load_config(file, {"HOTLINE__SECRETS__DATA_KEY_FILE": str(tmp_path / "key")}).secrets.data_key
    assert ring.current == KeyRing.parse(new).current
    assert ring.find(KeyRing.parse(old).current.id) == KeyRing.parse(old).current
    assert ring.find("00000000") is None
    assert len(ring.current.id) == 8


def test_a_data_folder_that_cannot_be_written_is_named(file: Path) -> None:
    (file.parent / "taken").write_text("a file, not a folder", encoding="ascii")
    with pytest.raises(ConfigError, match="HOTLINE__DATA_DIR names another"):
        load_config(file, {"HOTLINE__DATA_DIR": "taken"})


def test_the_running_carrier_is_found_by_its_port_file(file: Path) -> None:
    run = file.parent / "var" / "run"
    run.mkdir(parents=True)
    (run / "carrier.port").write_text("45123\n", encoding="ascii")
    assert load_config(file, {}).carrier.api_base_url == "http://127.0.0.1:45123"


def test_a_long_data_folder_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    assert len(os.fsencode(socket_path(deep))) < 108
    assert socket_path(deep) == socket_path(deep)
    assert socket_path(deep) != socket_path(tmp_path / ("y" * 100))


def test_a_config_never_changes(file: Path) -> None:
    config: Config = load_config(file, {})
    with pytest.raises(ValueError, match="frozen"):
        config.server.port = 1  # type: ignore[misc]
