"""`up`: the whole hotline as one supervised set. `make run` is this."""

import http.client
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import click

from hotline.cli.context import Context, Failed, pass_context
from hotline.config import Config
from hotline.config.environment import process_environment
from hotline.embedded import programs
from hotline.embedded.ground import NoGround, free_port, make_folders, need_free_port, only_one
from hotline.embedded.output import Output
from hotline.embedded.redis import RedisMissing, answers
from hotline.embedded.supervisor import Supervisor

READY_WITHIN = 60.0


@click.command()
@pass_context
def up(context: Context) -> None:
    """Starts everything, prints the addresses, runs until Ctrl-C."""
    config = context.sound_config()
    try:
        make_folders(config.data_dir)
        with only_one(config.data_dir):
            need_free_port(config.server.host, config.server.port)
            _run(config, context.path)
    except (NoGround, RedisMissing) as problem:
        raise Failed(str(problem)) from problem


def _run(config: Config, path: Path | None) -> None:
    begun = time.monotonic()
    output = Output(config.data_dir / "log")
    carrier_port = free_port() if config.carrier.simulated else None
    environment = programs.environment_of_set(process_environment(), path, carrier_port)
    supervisor = Supervisor(output)
    try:
        _start(supervisor, config, environment, carrier_port)
        if supervisor.wait_until(lambda: _answers(config, "/readyz") and _listens(carrier_port), READY_WITHIN):
            for line in _addresses(config, time.monotonic() - begun):
                output.say(line)
            supervisor.run()
        elif not supervisor.told_to_stop:
            who = supervisor.hopeless or "the hotline"
            raise Failed(f"{who} did not come up; its last lines are above and in {config.data_dir / 'log'}")
    finally:
        supervisor.stop()
    output.say("stopped; nothing is lost, `make run` goes on from here")


def _start(supervisor: Supervisor, config: Config, environment: Mapping[str, str], carrier_port: int | None) -> None:
    if config.redis.url is None:
        supervisor.start(programs.redis_program(config, environment))
        if not supervisor.wait_until(lambda: answers(config.data_dir), 15):
            return
    _migrate(supervisor.output, environment)
    web, *others = programs.our_programs(config, environment)
    supervisor.start(web)
    # The doors are open before anybody knocks: a receipt that finds nobody is not told a second time.
    if not supervisor.wait_until(lambda: _answers(config, "/healthz"), READY_WITHIN):
        return
    if carrier_port is not None:
        supervisor.start(programs.carrier_program(config, environment, carrier_port))
    for program in others:
        supervisor.start(program)


def _migrate(output: Output, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        programs.migrate_command(), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    output.take("migrate", done.stdout)
    output.end("migrate")
    if done.returncode != 0:
        raise Failed("the database could not be prepared: the lines of migrate above say why")


def _answers(config: Config, path: str) -> bool:
    line = http.client.HTTPConnection(_reachable(config.server.host), config.server.port, timeout=2)
    try:
        line.request("GET", path)
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _listens(port: int | None) -> bool:
    """Is the simulated carrier there, where one is to be?"""
    if port is None:
        return True
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True


def _reachable(host: str) -> str:
    """Where a server that listens everywhere answers from here."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _addresses(config: Config, took: float) -> list[str]:
    here = f"http://{_reachable(config.server.host)}:{config.server.port}"
    lines = [f"the hotline is up ({took:.1f} s). Ctrl-C stops it.", ""]
    if config.carrier.simulated:
        lines.append(f"  phone page    {here}/phone")
    lines += [f"  console       {here}/console/{_first_login(config.data_dir)}", f"  public page   {here}/", ""]
    return lines


def _first_login(data_dir: Path) -> str:
    """The seed leaves `name password` here until the password is changed."""
    try:
        name, password = (data_dir / "secrets" / "first_login").read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return ""
    return f"   first login: {name} / {password}"


COMMANDS = [up]
