"""What runs under `up`, as commands: the same processes a production machine runs one by one."""

import sys
from collections.abc import Mapping
from pathlib import Path

from hotline.config import Config
from hotline.config.environment import variable
from hotline.embedded.redis import server_command
from hotline.embedded.supervisor import Program

WEB_APP = "hotline.web.app:create_app"
# Stages of stopping: first those that work, then whom they talk to.
REDIS, CARRIER, OURS = 0, 1, 2


def web_command(config: Config) -> list[str]:
    """Granian: see docs/decisions/0001-server.md for the choice and each option."""
    server = config.server
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
        *("--host", server.host, "--port", str(server.port)),
        *("--workers", str(server.workers), "--blocking-threads", str(server.threads)),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "3"),
        *("--http1-header-read-timeout", "15000", "--no-ws", "--http", "1", "--log-level", "error"),
        WEB_APP,
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "workers.run"]


def cron_command() -> list[str]:
    return [sys.executable, "-m", "workers.cron"]


def migrate_command() -> list[str]:
    """Brings the tables up to date and seeds an empty database."""
    return [sys.executable, "-m", "hotline", "migrate"]


def redis_program(config: Config, environment: Mapping[str, str]) -> Program:
    return Program(
        name="redis",
        command=server_command(config.data_dir),
        environment=environment,
        stage=REDIS,
        stop_within=2,
    )


def carrier_program(config: Config, environment: Mapping[str, str], port: int) -> Program:
    public, carrier = config.server.public_url, config.carrier
    command = [
        *(sys.executable, "-m", "hotline.carrier.simulated", "--port", str(port)),
        *("--port-file", str(port_file(config.data_dir)), "--db", str(config.data_dir / "carrier.db")),
        *("--account-sid", carrier.account_sid, "--number", carrier.number),
        *("--voice-url", f"{public}/voice", "--voice-fallback-url", f"{public}/voice/fallback"),
        *("--sms-url", f"{public}/sms", "--sms-fallback-url", f"{public}/sms/fallback"),
        *("--status-url", f"{public}/carrier/status", "--speech-text", "on" if carrier.speech_text else "off"),
    ]
    # By the environment: a command line is for everybody on the machine to read.
    secret = {**environment, "SIM_AUTH_TOKEN": carrier.auth_token}
    return Program(name="carrier", command=command, environment=secret, stage=CARRIER, stop_within=2)


def our_programs(config: Config, environment: Mapping[str, str]) -> list[Program]:
    """The web first: the others talk through its doors."""
    commands = {"web": web_command(config), "cron": cron_command()}
    count = config.server.job_workers
    for number in range(1, count + 1):
        commands["worker" if count == 1 else f"worker-{number}"] = worker_command()
    return [
        Program(name=name, command=command, environment=environment, stage=OURS, stop_within=5)
        for name, command in commands.items()
    ]


def environment_of_set(outside: Mapping[str, str], path: Path | None, carrier_port: int | None = None) -> dict[str, str]:
    """What every process of the set is told; the rest it reads from the configuration itself."""
    told = {**outside, "PYTHONUNBUFFERED": "1"}
    if path is not None:
        told["HOTLINE_CONFIG"] = str(path.resolve())
    if carrier_port is not None:
        told[variable(("carrier", "api_base_url"))] = f"http://127.0.0.1:{carrier_port}"
    return told


def port_file(data_dir: Path) -> Path:
    return data_dir / "run" / "carrier.port"
