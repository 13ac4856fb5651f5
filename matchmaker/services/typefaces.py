"""The typefaces badges are printed in, read once for each process."""

from functools import cache

from matchmaker.domain.badges.typeface import Family, Typeface, read_typeface
from matchmaker.paths import STATIC

# In order of preference: our own face, then one with Greek, Cyrillic and all of Latin.
_FACES = ("atkinson", "noto")


@cache
def badge_families() -> tuple[Family, ...]:
    return tuple(Family(regular=_read(f"{face}-badge-regular"), bold=_read(f"{face}-badge-bold")) for face in _FACES)


def _read(key: str) -> Typeface:
    return read_typeface(key, (STATIC / "fonts" / f"{key}.ttf").read_bytes())
