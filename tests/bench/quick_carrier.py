"""A carrier that takes every text at once, as cheaply as Python can: python -m tests.bench.quick_carrier PORT"""

import asyncio
import sys
from itertools import count

NUMBERS = count()


class Quick(asyncio.Protocol):
    def __init__(self) -> None:
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._line = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while b"\r\n\r\n" in self._got:
            head, _, rest = self._got.partition(b"\r\n\r\n")
            length = next((int(r[15:]) for r in head.lower().split(b"\r\n") if r.startswith(b"content-length:")), 0)
            if len(rest) < length:
                return
            self._got = rest[length:]
            body = b'{"sid":"SM%032x","status":"queued","date_created":"Mon, 23 Nov 2026 04:00:00 +0000"}' % next(NUMBERS)
            answer = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            self._line.write(answer + body)  # type: ignore[attr-defined]


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Quick, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
