"""The word or number an organiser gives out; whoever joins types it, in any case and spacing."""

import unicodedata

from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, Fault

SHORTEST, LONGEST = 4, 40


def read_join_code(text: str) -> str:
    """The code as the organiser wrote it.

    Raises
    ------
    BadInputError
        Too short to keep anybody out, or too long to type.
    """
    code = one_line(text)
    if not len(join_code_key(code)) >= SHORTEST or len(code) > LONGEST:
        values: dict[str, object] = {"least": SHORTEST, "most": LONGEST}
        raise BadInputError(
            Fault("join_code", N_("Give the code %(least)s to %(most)s letters or figures, such as “harbour lights”."), values)
        )
    return code


def join_code_key(text: str) -> str:
    """The form in which two spellings of one code are the same."""
    folded = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
