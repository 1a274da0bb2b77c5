"""Runs the simulated carrier as a process of its own: python -m hotline.carrier.simulated."""

import logging
import os
import signal
import threading
from pathlib import Path

import click

from hotline.carrier.simulated.carrier import SimulatedCarrier
from hotline.carrier.simulated.fates import dialable
from hotline.carrier.simulated.settings import Settings


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes a free one.")
@click.option("--port-file", type=click.Path(path_type=Path), help="Where the port taken is written.")
@click.option("--db", type=str, default=":memory:", show_default=True, help="SQLite file that keeps texts, calls and opt-outs.")
@click.option("--account-sid", required=True)
@click.option("--token-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File holding the auth token.")
@click.option(
    "--auth-token", envvar="SIM_AUTH_TOKEN", default="", help="Better given as SIM_AUTH_TOKEN than on the command line."
)
@click.option("--number", required=True, help="The hotline's number, +….")
@click.option("--voice-url", required=True)
@click.option("--voice-fallback-url", default="")
@click.option("--sms-url", required=True)
@click.option("--sms-fallback-url", default="")
@click.option("--status-url", default="", help="Told how an incoming call ended.")
@click.option("--speech-text", type=click.Choice(["on", "off"]), default="on", show_default=True)
@click.option("--time-scale", type=click.FloatRange(0), default=1.0, show_default=True)
def main(
    port: int, port_file: Path | None, token_file: Path | None, auth_token: str, speech_text: str, **rest: str | float
) -> None:
    """A carrier on loopback, for a hotline without an account."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    token = token_file.read_text(encoding="utf-8").strip() if token_file else auth_token
    if not token:
        raise click.UsageError("give the auth token by --token-file or SIM_AUTH_TOKEN")
    if not dialable(str(rest["number"])):
        raise click.UsageError("--number is written +, country code, number: +861012345678")
    settings = Settings(auth_token=token, port=port, speech_text=speech_text == "on", **rest)  # type: ignore[arg-type]
    try:
        carrier = SimulatedCarrier(settings).start()
    except OSError as error:
        click.echo(f"simulated carrier: can't start ({error.strerror}): port taken or folder not writable", err=True)
        raise SystemExit(1) from error
    if port_file is not None:
        _write_whole(port_file, f"{carrier.port}\n")
    click.echo(f"simulated carrier on {carrier.base_url}")
    _until_told_to_stop()
    if port_file is not None:
        port_file.unlink(missing_ok=True)
    carrier.stop()


def _write_whole(path: Path, text: str) -> None:
    """A reader never sees half a port."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)


def _until_told_to_stop() -> None:
    told = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: told.set())
    told.wait()


if __name__ == "__main__":
    main()
