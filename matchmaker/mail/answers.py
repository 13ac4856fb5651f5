"""What a mail server said, as rows can hold it and pages show it."""

import smtplib

MOST_SIGNS = 1000  # that are kept


def is_like(wanted: int, code: int) -> bool:
    """The first digit says what is meant (RFC 5321, 4.3.2): there are servers that take a letter with 200 or 252."""
    return code // 100 == wanted // 100


def spoken(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {_kept(words)}"


def words_of_fault(fault: OSError) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return spoken(fault.smtp_code, fault.smtp_error)
    return f"{type(fault).__name__}: {_kept(str(fault))}"


def _kept(words: str) -> str:
    """As a row can hold it and a page show it: PostgreSQL takes no NUL, and there is no end to what a server may say."""
    seen = "".join(sign if sign.isprintable() else " " for sign in words[: 4 * MOST_SIGNS])
    return " ".join(seen.split())[:MOST_SIGNS]
