"""How a supervised process is started: in a group of its own, and gone when its supervisor is."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import cast

_PR_SET_PDEATHSIG = 1


def _load_prctl() -> "Callable[[int, int], int] | None":
    try:
        return cast("Callable[[int, int], int]", ctypes.CDLL(None).prctl)
    except (OSError, AttributeError):
        return None


# Loaded before the fork: after it, in the child, nothing may be looked up any more.
_prctl = _load_prctl()


def start(command: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Its output and errors come in one pipe; Ctrl-C in the terminal does not reach it."""
    return subprocess.Popen(
        list(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        bufsize=0,
        preexec_fn=_die_with_parent,  # noqa: PLW1509  # the supervisor has one thread
    )


def signal_group(process: "subprocess.Popen[bytes]", which: signal.Signals) -> None:
    """To the process and whatever it started."""
    try:
        os.killpg(process.pid, which)
    except ProcessLookupError:
        return
    except PermissionError:
        # macOS says so of a group whose last member is a zombie.
        return


def _die_with_parent() -> None:
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
