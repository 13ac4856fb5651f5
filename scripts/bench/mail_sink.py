"""A mail server of its own process, so that it costs the sender nothing but its answers; it may wait before each of them."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP

from matchmaker.mail.postbox import free_port


class _Nothing:
    lets_pipeline = False

    async def handle_EHLO(self, _server: object, session: Any, _envelope: object, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802  as below
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.lets_pipeline else responses

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802  aiosmtpd's name for it
        return "250 Kept"


class _Slow(SMTP):
    wait = 0.0

    async def push(self, status: Any) -> None:
        if self.wait:
            await asyncio.sleep(self.wait)
        await super().push(status)


@contextmanager
def sink(wait: float = 0.0, *, lets_pipeline: bool = False) -> Iterator[int]:
    """The port of a running server that waits so many seconds before each answer, and may let senders say three lines in one breath."""
    port = free_port("127.0.0.1")
    context = multiprocessing.get_context("fork")
    is_up = context.Event()
    process = context.Process(target=_serve, args=(port, wait, lets_pipeline, is_up), daemon=True)
    process.start()
    assert is_up.wait(20)
    try:
        yield port
    finally:
        process.terminate()
        process.join()


def _serve(port: int, wait: float, lets_pipeline: bool, is_up: Any) -> None:
    async def run() -> None:
        _Slow.wait, _Nothing.lets_pipeline = wait, lets_pipeline
        server = await asyncio.get_running_loop().create_server(lambda: _Slow(_Nothing(), enable_SMTPUTF8=True), "127.0.0.1", port)
        is_up.set()
        await server.serve_forever()

    asyncio.run(run())
