"""Where a person may be sent after signing in: nowhere but here (D06)."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker.domain.signin.next_path import LONGEST_PATH, next_path

OURS = "https://meet.example.org"
PIECES = st.lists(
    st.sampled_from(
        ["/", "\\", "%2f", "%5c", "%25", "%09", "%0d%0a", "\t", "\n", ".", "..", ":", "@", "evil.example", "http", "?", "#", "a", "é", "／"]
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/e/northlight/matches",
        "/e/northlight/matches/12",
        "/b/9AQ4H0SKN140X89TCWDXW2YF6B?sign-in",
        "/organise/events/x/roster?page=2&by=name",
    ],
)
def test_a_path_of_ours_is_kept_as_it_is(path: str) -> None:
    assert next_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "https:evil.example",
        "https://evil.example/",
        "https:///evil.example",
        "%2f%2fevil.example",
        "/%2fevil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/%255cevil.example",
        "/%25252f%25252fevil.example",
        "/%" + "25" * 20 + "2fevil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "/%09/evil.example",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie:x",
        "/e?x=%0d%0aSet-Cookie:x",
        "/\r\nSet-Cookie: x",
        "/e\x00",
        "/../..//evil.example",
        "/e/../../x",
        "/%2e%2e/x",
        "/.//evil.example",
        " /e/northlight",
        "/e/northlight#fragment",
        "/／evil.example",
        "／／evil.example",
        "/e/é",
        "e/northlight",
        "@evil.example",
        ".evil.example",
        "/e?next=<script>",
        "/" + "a" * LONGEST_PATH,
    ],
)
def test_anything_else_is_dropped(path: str | None) -> None:
    assert next_path(path) is None


@given(PIECES.map("".join))
@example("/%5c/evil.example")
def test_whatever_is_kept_stays_on_our_origin(text: str) -> None:
    kept = next_path(text)

    if kept is not None:
        for seen in (kept, kept.replace("\\", "/"), "".join(sign for sign in kept if sign not in "\t\r\n")):
            address = urlsplit(urljoin(OURS + "/sign-in", seen))
            assert (address.scheme, address.netloc) == ("https", "meet.example.org")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40), st.text(max_size=20).filter(str.isprintable))
def test_every_address_our_pages_make_is_kept(slug: str, word: str) -> None:
    path = f"/e/{slug}/matches?word={quote(word, safe='')}"

    assert next_path(path) == path
