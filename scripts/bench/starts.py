"""What starting costs: a web worker, the command line's help, a clean clone."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from table import Row

from matchmaker.settings import write_missing_keys

BOOT = """
import json, os, sys, time
from matchmaker.app import application
application()
rss = int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
heavy = sorted({"numpy", "scipy", "sklearn", "reportlab"} & set(sys.modules))
print(json.dumps({"cpu": time.process_time(), "rss": rss / 1e6, "heavy": heavy}))
"""
HELP = """
import sys, json
from matchmaker.cli import main
try:
    main(["--help"], standalone_mode=True)
except SystemExit:
    pass
print(json.dumps(sorted({"flask", "sqlalchemy", "numpy", "sklearn"} & set(sys.modules))))
"""


def boot_of_a_worker() -> list[Row]:
    """T12, median of five as gunicorn starts it, with bytecode on disk: a start before them writes it."""
    with tempfile.TemporaryDirectory() as folder:
        write_missing_keys(Path(folder))
        _python(BOOT, folder)
        runs = sorted((json.loads(_python(BOOT, folder)) for _ in range(5)), key=lambda run: run["cpu"])
    middle = runs[2]
    return [
        Row("T12 web worker boot, CPU", f"{middle['cpu']:.2f} s", "≤ 1 s", middle["cpu"] <= 1),
        Row("T12 web worker, resident memory", f"{middle['rss']:.0f} MB", "≤ 110 MB", middle["rss"] <= 110),
        Row("T12 numpy, scipy, scikit-learn, reportlab in it", ", ".join(middle["heavy"]) or "none", "none", not middle["heavy"]),
    ]


def help_loads() -> list[Row]:
    loaded = json.loads(_python(HELP).splitlines()[-1])
    return [Row("T12 `matchmaker --help` loads Flask, SQLAlchemy, numpy, scikit-learn", ", ".join(loaded) or "none", "none", not loaded)]


def fresh_starts(root: Path) -> list[Row]:
    """A clean clone to its first page, downloads included; then the same again."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(root), str(clone)], check=True)
        first = _time_to_first_page(clone, Path(folder) / "data")
        second = _time_to_first_page(clone, Path(folder) / "data")
    return [
        Row("clean clone to first page, downloads included", f"{first:.0f} s", "≤ 180 s", first <= 180),
        Row("second start", f"{second:.1f} s", "≤ 8 s", second <= 8),
    ]


def _time_to_first_page(clone: Path, data: Path) -> float:
    addresses = data.parent / "addresses.json"
    addresses.unlink(missing_ok=True)
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(clone / "scripts" / "run"), "--port", "18471", "--data", str(data), "--addresses", str(addresses)],
        stdout=subprocess.DEVNULL,
        cwd=clone,
    )
    try:
        while not addresses.exists():
            if process.poll() is not None:
                raise RuntimeError("scripts/run ended by itself")
            time.sleep(0.05)
        with urllib.request.urlopen(json.loads(addresses.read_text())["attendee"], timeout=10) as answer:
            answer.read()
        return time.monotonic() - start
    finally:
        process.terminate()
        process.wait(timeout=30)


def _python(code: str, data_dir: str = "") -> str:
    environment = {**os.environ, "MATCHMAKER_DATA_DIR": data_dir} if data_dir else dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout
