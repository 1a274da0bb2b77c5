"""Passwords of staff: dear to guess, whoever is asked for. Other tests take a cheaper scrypt; these the real one."""

import pytest

from hotline import passwords
from tests.support.once import DEAR

LEAST = {"n": 2**15, "r": 8, "p": 1}  # 32 MiB and some 80 ms for each guess


@pytest.fixture(autouse=True)
def _dear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "METHOD", DEAR)
    passwords._nobodys.cache_clear()


@pytest.mark.parametrize("whose", [lambda: passwords.hashed("correct-horse"), passwords._nobodys], ids=["known", "unknown"])
def test_a_guess_costs_what_it_should(whose) -> None:  # type: ignore[no-untyped-def]
    method, salt, _ = whose().split("$")
    name, *cost = method.split(":")
    assert name == "scrypt"
    assert all(int(given) >= least for given, least in zip(cost, LEAST.values(), strict=True))
    assert len(salt) >= 16


def test_only_the_right_password_of_somebody_known_fits() -> None:
    kept = passwords.hashed("correct-horse")
    assert passwords.fits("correct-horse", kept)
    assert not passwords.fits("correct-horsf", kept)
    assert not passwords.fits("correct-horse", None)
