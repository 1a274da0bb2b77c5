"""Fills what was left out of a checked configuration: folders, addresses, and secrets made once."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from hotline.config.environment import variable
from hotline.config.gazetteer import with_gazetteer
from hotline.config.models import Carrier, Config, Secrets
from hotline.config.partial import NOTHING, field_of
from hotline.config.problems import ConfigError, Problem
from hotline.config.secrets import EXPECTED, KEY_NAMES, KeyRing, fresh_key, fresh_token, keep, read_kept

SIMULATED_ACCOUNT = "AC" + "0" * 31 + "1"
SIMULATED_NUMBER = "+861012345678"


class Keys(StrEnum):
    """What becomes of keys nobody gave: made once where the carrier is simulated; never written; always made."""

    USUAL = "usual"
    LOOK = "look"
    MAKE = "make"


def complete(config: Config, path: Path, keys: Keys) -> Config:
    """`config.secrets` still holds the given texts; here they become keys."""
    base = path.resolve().parent
    data_dir = (base / config.data_dir).resolve()
    folder = data_dir / "secrets"
    made = _Secrets(folder, simulated=config.carrier.simulated, keys=keys)
    secrets = made.rings(dict(config.secrets))  # type: ignore[call-overload]  # texts, see above
    carrier = _carrier(config.carrier, made, data_dir)
    server = config.server
    if not server.public_url:
        server = server.model_copy(update={"public_url": f"http://127.0.0.1:{server.port}"})
    database = config.database.model_copy(update={"url": _database_url(config.database.url, base, data_dir)})
    grids, faults = config.grids, list(made.problems)
    if config.city.gazetteer is not None:
        grids, wrong = with_gazetteer(config.grids, base / config.city.gazetteer)
        faults += wrong
    if faults:
        raise ConfigError(faults, config.__dict__)
    update: dict[str, object] = {"grids": grids, "data_dir": data_dir, "secrets": secrets}
    update |= {"carrier": carrier, "server": server, "database": database}
    return config.model_copy(update=update)


def faults_of_secrets(read: Mapping[str, Any], path: Path, keys: Keys) -> list[Problem]:
    """Those of a configuration that has other faults; nothing is made and nothing written."""
    simulated = field_of(read["carrier"], "simulated") if "carrier" in read else NOTHING
    made = _Secrets(
        (path.resolve().parent / read["data_dir"]).resolve() / "secrets" if "data_dir" in read else None,
        simulated=keys is Keys.MAKE or simulated is not False,
        keys=Keys.LOOK,
    )
    made.rings(read.get("secrets", {}))
    if simulated is True:
        made.kept("carrier_token")
    return made.problems


class _Secrets:
    def __init__(self, folder: Path | None, *, simulated: bool, keys: Keys) -> None:
        self._folder = folder
        self._makes_keys = keys is Keys.MAKE or simulated
        self._writes = keys is not Keys.LOOK
        self.problems: list[Problem] = []

    def rings(self, given: dict[str, str]) -> Secrets | None:
        rings: dict[str, KeyRing] = {}
        for name in KEY_NAMES:
            written = given.get(name) or self.kept(name)
            if written is None and self._makes_keys:
                written = self.make(name, fresh_key())
            if written is None:
                what = "missing, and the carrier is a real one: keys are not made unasked then"
                self._add(variable(("secrets", name)), what, EXPECTED)
                continue
            try:
                rings[name] = KeyRing.parse(written)
            except ValueError as error:
                source = variable(("secrets", name)) if name in given else f"{self._folder}/{name}"
                self._add(source, "not as expected", str(error))
        return Secrets(**rings) if len(rings) == len(KEY_NAMES) else None

    def kept(self, name: str) -> str | None:
        if self._folder is None:
            return None
        try:
            return read_kept(self._folder, name)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not text"
            self._add(f"{self._folder}/{name}", f"cannot be read: {reason}", "a file the user of the hotline may read")
            return None

    def make(self, name: str, value: str) -> str | None:
        if not self._writes or self.problems or self._folder is None:
            return value
        try:
            return keep(self._folder, name, value)
        except OSError as error:
            expected = "a data_dir this user may write to; HOTLINE__DATA_DIR names another"
            self._add("data_dir", f"{self._folder} cannot be written: {error.strerror}", expected)
            return value

    def _add(self, key: str, what: str, expected: str) -> None:
        self.problems.append(Problem(file="secrets", line=None, key=key, what=what, expected=expected))


def _carrier(carrier: Carrier, made: _Secrets, data_dir: Path) -> Carrier:
    if not carrier.simulated:
        return carrier
    token = carrier.auth_token or made.kept("carrier_token") or made.make("carrier_token", fresh_token())
    update = {
        "account_sid": carrier.account_sid or SIMULATED_ACCOUNT,
        "auth_token": token,
        "number": carrier.number or SIMULATED_NUMBER,
        "api_base_url": carrier.api_base_url or _running_carrier(data_dir),
    }
    return carrier.model_copy(update=update)


def _running_carrier(data_dir: Path) -> str | None:
    """The simulated carrier writes its port where its neighbours look for it."""
    try:
        port = (data_dir / "run" / "carrier.port").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return f"http://127.0.0.1:{port}" if port.isdigit() else None


def _database_url(url: str, base: Path, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'hotline.db'}"
    if url.startswith("sqlite:///") and not url.startswith("sqlite:////"):
        return f"sqlite:///{base / url.removeprefix('sqlite:///')}"
    return url
