"""A port for a server of a test."""

import random
import socket

# Below the range from which the system gives ports to outgoing connections: nobody takes it before it is bound.
LOWEST, HIGHEST = 15_000, 32_000
_dice = random.SystemRandom()


def free_port() -> int:
    while True:
        port = _dice.randrange(LOWEST, HIGHEST)
        with socket.socket() as line:
            try:
                line.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
