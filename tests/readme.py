"""The README's table of settings, made from the settings themselves: `python -m tests.readme` writes it anew."""

import re
from pathlib import Path

from matchmaker.settings import Settings

README = Path(__file__).resolve().parents[1] / "README.md"
HEAD = "| Setting | If not set | What it is for |\n"


def settings_table() -> str:
    """The table as it must stand in the README, line by line."""
    lines = ["| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `MATCHMAKER_{name.upper()}` | {_shown(field.default)} | {field.description} |")
    return HEAD + "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    if default is None or default == "":
        return "–"
    if isinstance(default, bool):
        return f"`{int(default)}`"
    return f"`{default.as_posix() if isinstance(default, Path) else default}`"


if __name__ == "__main__":
    README.write_text(re.sub(re.escape(HEAD) + r"(\|.*\n)+", lambda _table: settings_table(), README.read_text()))
