"""What a browser calls itself, in words its owner knows it by; no version, no build: enough to tell one's own devices apart."""

import re
from typing import Final

from matchmaker.errors import N_

ON = N_("%(browser)s on %(system)s")
UNKNOWN = N_("A browser")
LONGEST: Final = 80

# The first that fits counts: nearly every browser also claims to be Chrome and Safari.
_BROWSERS: Final = (
    ("Edge", re.compile(r"\bEdg(?:A|iOS)?/")),
    ("Opera", re.compile(r"\b(?:OPR|OPT)/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Vivaldi", re.compile(r"\bVivaldi/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|Chromium|CriOS)/")),
    ("Safari", re.compile(r"\bSafari/|\biPhone\b|\biPad\b")),
)
_SYSTEMS: Final = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("Chromebook", re.compile(r"\bCrOS\b")),
    ("Mac", re.compile(r"\bMacintosh\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def device_of(user_agent: str) -> str:
    """What is stored of a user agent: "Firefox|Android", with an empty half for what nobody knows; "" if it says nothing."""
    said = user_agent[:500]
    browser, system = _first(_BROWSERS, said), _first(_SYSTEMS, said)
    return f"{browser}|{system}"[:LONGEST] if browser or system else ""


def device_words(device: str) -> tuple[str, dict[str, object]]:
    """A sentence for a stored device and what fills it, such as "Firefox on Android"."""
    browser, _, system = device.partition("|")
    if browser and system:
        return ON, {"browser": browser, "system": system}
    # What is stored fills a sentence and never is one: sentences are ours, and stand in pages as they are.
    return ("%(name)s", {"name": browser or system}) if browser or system else (UNKNOWN, {})


def _first(names: tuple[tuple[str, re.Pattern[str]], ...], said: str) -> str:
    return next((name for name, sign in names if sign.search(said)), "")
