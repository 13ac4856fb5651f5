"""The languages of the house: one file `<language>.po` in matchmaker/translations is one language; nothing is compiled beforehand.

Pages and letters both speak them. `Language` is one of them, for whoever writes without a page at hand, such as a letter.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from babel import Locale
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from matchmaker.paths import TRANSLATIONS
from matchmaker.settings import HOUSE

# Letters that run one way or the other, and the signs that fence words off inside a sentence (Unicode's isolates)
_RUNS_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RUNS_RIGHT = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
FENCE = "\u2068{}\u2069"


@dataclass(frozen=True, slots=True)
class Language:
    """One language that somebody is spoken to in, such as the reader of a letter."""

    tag: str = HOUSE

    @property
    def locale(self) -> Locale:
        return known_languages()[self.tag]

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return direction_of(self.tag)

    def say(self, sentence: str) -> str:
        """A marked sentence in this language, its slots still open."""
        return str(words_of(self.tag).gettext(sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of a marked sentence that this language uses for a number, its slots still open."""
        return str(words_of(self.tag).ngettext(one, many, number))

    def listed(self, words: Sequence[str]) -> str:
        """Several words in a row, as a sentence has them: "a, b and c"."""
        return str(format_list([self.fenced(word) for word in words], locale=self.locale))

    def fenced(self, words: str) -> str:
        """Words that run the other way than the language stay in their place."""
        return FENCE.format(words) if runs_against(words, self.direction) else words


@cache
def known_languages() -> dict[str, Locale]:
    """Every language there is a file of, by its tag: ours first, the others by their own names."""
    others = [Locale.parse(file.stem) for file in TRANSLATIONS.glob("*.po")]
    named = sorted(others, key=lambda locale: own_name(locale).casefold())
    return {HOUSE: Locale.parse(HOUSE, sep="-"), **{str(locale).replace("_", "-"): locale for locale in named}}


def first_known(*tags: str) -> Language:
    """The first of these that we speak, else the house's own: what was chosen may be gone by now."""
    return Language(next((tag for tag in tags if tag in known_languages()), HOUSE))


def own_name(locale: Locale) -> str:
    """What a language is called by those who speak it."""
    name = str(locale.get_language_name(locale) or locale)
    if locale.territory and str(locale).replace("_", "-") != HOUSE:
        name = str(locale.get_display_name(locale) or name)
    return name[:1].upper() + name[1:]


@cache
def direction_of(tag: str) -> str:
    return str(known_languages()[tag].text_direction)


@cache
def comma_of(tag: str) -> str:
    """The comma of a language, with its blank; the script tells, as Unicode's lists have no bare comma for Arabic."""
    script = unicodedata.name(own_name(known_languages()[tag])[0], "").split(" ")[0]
    return {"ARABIC": "، ", "CJK": "、"}.get(script, ", ")


def runs_against(words: str, direction: str) -> bool:
    """Whether some of these words run the other way."""
    return (_RUNS_LEFT if direction == "ltr" else _RUNS_RIGHT).search(words) is not None


@cache
def words_of(tag: str) -> NullTranslations:
    """All sentences of a language, read once per process."""
    file = TRANSLATIONS / f"{tag.replace('-', '_')}.po"
    if not file.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as opened:
        write_mo(compiled, read_po(opened, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)
