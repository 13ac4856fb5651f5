"""An open-loop load generator: requests leave at their own times, whether or not earlier ones were answered.

Run as a process of its own: reads one JSON plan from standard input, prints one JSON result. Only ever at 127.0.0.1.
"""

import asyncio
import json
import sys
import time


async def one(port: int, request: bytes, due: float, results: list[tuple[str, float, int]], kind: str) -> None:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    status = 0
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 10)
        writer.write(request)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(-1), 10)
        status = int(answer[9:12]) if answer[:5] == b"HTTP/" else 0
        writer.close()
    except (OSError, asyncio.TimeoutError, ValueError):
        status = 0
    # From the time it was due, not from when it left: waiting in front of a slow server counts
    results.append((kind, (time.perf_counter() - due) * 1000, status))


async def run(plan: dict) -> list[tuple[str, float, int]]:
    results: list[tuple[str, float, int]] = []
    start = time.perf_counter() + 0.5
    await asyncio.gather(
        *(one(plan["port"], item["request"].encode(), start + item["at"], results, item["kind"]) for item in plan["requests"])
    )
    return results


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
