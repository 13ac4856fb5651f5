"""Whether an attendee file names somebody: by any spelling of an address that would be read as theirs."""

import unicodedata

from matchmaker.domain.roster.decode import decode


def names_address(content: bytes, email_key: str) -> bool:
    """Folded as `address_key` folds, so that capitals, wide letters and a domain in its own script are found as well."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", decode(content).text).lower())
    return any(spelling in text for spelling in _spellings(email_key))


def _spellings(email_key: str) -> set[str]:
    name, _, domain = email_key.rpartition("@")
    labels = [_in_its_script(label) for label in domain.split(".")]
    return {email_key, unicodedata.normalize("NFKC", f"{name}@{'.'.join(labels)}")}


def _in_its_script(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label
