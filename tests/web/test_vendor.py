"""What of others lies in static/vendor/: the very files that VERSIONS names, and none of them looks for a host of others."""

import hashlib
import re

from matchmaker.paths import STATIC

VENDOR = STATIC / "vendor"
LINE = re.compile(r"(?P<file>\S+) (?P<name>\S+) (?P<version>\d+(?:\.\d+)+) (?P<licence>\S+) (?P<sum>[0-9a-f]{64})")


def named() -> dict[str, str]:
    lines = [line for line in (VENDOR / "VERSIONS").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [LINE.fullmatch(line) for line in lines]
    assert None not in found
    return {line["file"]: line["sum"] for line in found if line}


def test_each_vendored_file_is_the_one_that_versions_names() -> None:
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir() if path.suffix in {".js", ".wasm"}}

    assert there == named()


def test_the_reader_and_its_wasm_belong_together() -> None:
    script = (VENDOR / "barcode-detector.js").read_text(encoding="utf-8")

    assert re.findall(r"[0-9a-f]{64}", script) == [named()["zxing_reader.wasm"]]


def test_nothing_vendored_names_a_host() -> None:
    script = (VENDOR / "barcode-detector.js").read_text(encoding="utf-8")

    assert re.findall(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+", script) == []
