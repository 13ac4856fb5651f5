"""One way to write an e-mail address, so that one person is one person."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from matchmaker.errors import N_, BadInputError, Fault

LONGEST_ADDRESS = 254
# What copying from a letter or a table brings along, beside blanks
_DRAGGED_ALONG = "\u200b\u200c\u200d\u2060\ufeff<>,;\"'"


def address_key(text: str, *, field: str = "email") -> str:
    """The one spelling of an address that is stored, compared and written to.

    Compatibility forms and capitals are folded; a dotless ı stays another letter than i. The domain is in its ASCII form.

    Raises
    ------
    BadInputError
        No mail can reach it; its one fault belongs to `field` and says what is wrong.
    """
    written = _trimmed(unicodedata.normalize("NFKC", text[: 4 * LONGEST_ADDRESS]))
    lowered = unicodedata.normalize("NFKC", written.lower())
    sentence = _what_is_missing(lowered)
    if sentence:
        raise BadInputError(Fault(field, sentence, {"address": _shortened(written)}))
    try:
        # `.test` is let through: whoever tries the service out at home may use it
        checked = validate_email(lowered, check_deliverability=False, allow_smtputf8=False, test_environment=True, strict=True)
    except EmailNotValidError:
        sentence = N_("Mail can’t reach “%(address)s”. Look it over for a slip of the finger.")
        raise BadInputError(Fault(field, sentence, {"address": _shortened(written)})) from None
    return str(checked.ascii_email).lower()


def limit_address(key: str) -> str:
    """The mailbox behind an address key: `ada+news@` is counted together with `ada@`."""
    name, _, domain = key.rpartition("@")
    return f"{name.split('+', 1)[0] or name}@{domain}"


def _trimmed(text: str) -> str:
    before = None
    while before != text:
        before, text = text, text.strip().strip(_DRAGGED_ALONG)
    return text


def _what_is_missing(text: str) -> str | None:
    name, at, domain = text.rpartition("@")
    if not text:
        return N_("Type your e-mail address.")
    if not at:
        return N_("The address has no @. It looks like ada@example.org.")
    if any(sign.isspace() for sign in text):
        return N_("The address has a space in it. Take it out and try again.")
    if len(text) > LONGEST_ADDRESS:
        return N_("The address is longer than the 254 characters that mail allows.")
    if "." not in domain.strip("."):
        return N_("The address has no ending, such as .org.")
    if not name.isascii():
        return N_("“%(address)s” has a letter before the @ that many mail servers can’t deliver to. Use another address.")
    return None


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
