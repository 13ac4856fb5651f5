"""How the fields of a card become addresses that a phone can open, and what never becomes one."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

FEWEST_DIGITS, MOST_DIGITS = 3, 15  # E.164 has fifteen
_EXTENSION = re.compile(r"(?:ext\.?|x|#|durchwahl)\s*\d+\s*$", re.IGNORECASE)


def phone_address(phone: str) -> str:
    """Such as "tel:+442079460018"; "" if there is no number in it."""
    text = _EXTENSION.sub("", phone.strip())
    is_international = text.startswith(("+", "\uff0b", "00"))
    if is_international:
        text = text.replace("(0)", "").removeprefix("00")
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return ""
    return f"tel:{'+' if is_international else ''}{digits}"


def mail_address(email: str, subject: str) -> str:
    """A mail that is begun; whatever stands in the address, it stays one recipient."""
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}" if email else ""


def web_address(link: str) -> str:
    """The link if it is a plain https page, else "": no other kind can be pressed."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    is_plain = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    return link if is_plain and not re.search(r"[\s\\<>\"\x00-\x1f]", link) else ""


def is_linkedin(link: str) -> bool:
    host = urlsplit(link).hostname or "" if web_address(link) else ""
    return host == "linkedin.com" or host.endswith(".linkedin.com")
