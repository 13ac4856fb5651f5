"""The typefaces badges are printed in, read once for each process."""

from functools import cache
from pathlib import Path
from typing import Final

from matchmaker.domain.badges.shaping import read_foreign_typeface
from matchmaker.domain.badges.typeface import Family, Typeface, read_typeface
from matchmaker.paths import STATIC

# In order of preference: our own face; one with Greek, Cyrillic and all of Latin; one for each script whose letters join or stack.
_FACES = ("atkinson", "noto")
_JOINING_FACES = ("arabic", "hebrew", "devanagari", "thai")
_WEIGHTS = ("bold", "black", "heavy")
_LIGHT = ("thin", "light", "medium", "demilight", "extralight")
# A letter of each script that is too large to ship, to ask for it by
FURTHER_SCRIPTS: Final = {"Chinese": "王明", "Japanese": "あア", "Korean": "김민"}


@cache
def badge_families(font_folder: Path | None = None) -> tuple[Family, ...]:
    """What is shipped, and after it every face in the folder of the operator."""
    shipped = [Family(regular=_read(f"{face}-badge-regular"), bold=_read(f"{face}-badge-bold")) for face in _FACES]
    joining = [
        Family(regular=_read(f"{face}-badge-regular", joins=True), bold=_read(f"{face}-badge-bold", joins=True)) for face in _JOINING_FACES
    ]
    return (*shipped, *joining, *(_families_in(font_folder) if font_folder else ()))


def missing_scripts(font_folder: Path | None) -> list[str]:
    """Which of the scripts that are too large to ship no face has."""
    faces = [family.bold for family in badge_families(font_folder)]
    return [script for script, letters in FURTHER_SCRIPTS.items() if not any(face.covers(letters) for face in faces)]


def _read(key: str, *, joins: bool = False) -> Typeface:
    return read_typeface(key, (STATIC / "fonts" / f"{key}.ttf").read_bytes(), joins=joins)


def _families_in(folder: Path) -> list[Family]:
    """The regular and bold files of each family, by their names; one weight alone serves as both."""
    files: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*")):
        name, _, weight = path.stem.rpartition("-")
        if path.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"} and weight.casefold() not in _LIGHT:
            files.setdefault(name or path.stem, {})["bold" if weight.casefold() in _WEIGHTS else "regular"] = path
    return [_family(name, weights) for name, weights in files.items()]


def _family(name: str, weights: dict[str, Path]) -> Family:
    faces = {weight: read_foreign_typeface(f"{name}-{weight}", path.read_bytes()) for weight, path in weights.items()}
    regular, bold = faces.get("regular") or faces["bold"], faces.get("bold") or faces["regular"]
    return Family(regular, bold)
