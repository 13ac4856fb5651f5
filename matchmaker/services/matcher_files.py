"""Where the worker keeps each event's matcher between two lives: files that hold what people wrote."""

from collections.abc import Iterable
from pathlib import Path

FOLDER = "matchers"
DRAFT = ".draft"


def matcher_file(data_dir: Path, event_id: int) -> Path:
    return data_dir / FOLDER / f"{event_id}.pickle"


def drop_matcher_files(data_dir: Path, event_ids: Iterable[int]) -> None:
    """Somebody's words must not stay in a file: the worker makes it anew, without them, with the event's next full pass."""
    for event_id in event_ids:
        for file in (matcher_file(data_dir, event_id), matcher_file(data_dir, event_id).with_suffix(DRAFT)):
            file.unlink(missing_ok=True)
