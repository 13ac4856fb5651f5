"""How often one is reminded of somebody, in the page's language."""

from flask_babel import gettext, ngettext

from matchmaker.domain.warm.rhythm import NEVER, read_rhythm


def rhythm_words(code: str) -> str:
    """What is kept about reminders, as a part of a sentence."""
    if code == NEVER:
        return str(gettext("never"))
    rhythm = read_rhythm(code)
    if rhythm is None:
        return str(gettext("as your tags say"))
    if rhythm.is_steps:
        return str(gettext("at 1, 3 and 6 months"))
    if rhythm.unit == "w":
        return str(ngettext("every week", "every %(num)s weeks", rhythm.every))
    return str(ngettext("every month", "every %(num)s months", rhythm.every))
