"""Where templates/, static/ and translations/ live: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_HOUSE = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent

TEMPLATES = _HOUSE / "templates"
STATIC = _HOUSE / "static"
MAIL_TEMPLATES = TEMPLATES / "mail"
TRANSLATIONS = PACKAGE / "translations"
MIGRATIONS = PACKAGE / "store" / "migrations"
