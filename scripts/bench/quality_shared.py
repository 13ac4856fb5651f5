"""The shared data and its scorer, read from where they lie; neither belongs to the project."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from matchmaker.domain.matching import Matcher

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Shared:
    folder: Path
    scorer: ModuleType


def shared_in(folder: Path) -> Shared | None:
    """The data of a folder with the scorer in ../tools beside it; None where one of the two is missing."""
    tool = folder.parent / "tools" / "score_matching.py"
    if not (folder / "epsa_2022.jsonl.gz").is_file() or not tool.is_file():
        return None
    spec = importlib.util.spec_from_file_location("score_matching", tool)
    if spec is None or spec.loader is None:
        return None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    scorer.DATA = folder  # type: ignore[attr-defined]  # the scorer reads its folder from this name
    return Shared(folder, scorer)


def known_settings() -> Settings:
    settings: Settings = Matcher().get_params()
    return settings


def switches(names: tuple[str, ...]) -> list[str]:
    """Those of some settings that this matcher has; each is switched off by 0."""
    return [name for name in names if name in known_settings()]
