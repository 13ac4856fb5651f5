"""What a browser calls itself, in words its owner knows it by."""

import pytest

from matchmaker.domain.signin.device import LONGEST, device_of, device_words
from matchmaker.errors import filled

AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox on Linux",
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/129.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148": "Safari on iPhone",
    "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 CriOS/128.0 Mobile/15E148 Safari/604.1": "Chrome on iPad",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15": "Safari on Mac",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/129.0.0.0 Safari/537.36": "Chrome on Chromebook",
    "curl/8.5.0": "A browser",
    "": "A browser",
    "SomeReader (Android)": "Android",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_browser_is_told_in_words(agent: str, words: str) -> None:
    assert filled(*device_words(device_of(agent))) == words


def test_what_is_stored_is_of_our_own_words_and_fits_its_column() -> None:
    stored = device_of("<script>alert(1)</script> Firefox/1 Android " + "x" * 9000)

    assert stored == "Firefox|Android"
    assert len(stored) <= LONGEST
