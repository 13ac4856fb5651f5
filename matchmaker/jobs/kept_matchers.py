"""The matchers of events: kept in this process, and in a file for the next one."""

import logging
import pickle
from pathlib import Path

from matchmaker import __version__
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import LiveLists
from matchmaker.services.matcher_files import DRAFT, FOLDER, matcher_file

log = logging.getLogger(__name__)

# What reading a file of another version, or half a file, comes to.
_UNREADABLE = (pickle.UnpicklingError, EOFError, OSError, AttributeError, ImportError, LookupError, TypeError, ValueError)


def kept_matcher(workshop: Workshop, event_id: int) -> LiveLists | None:
    """The event's matcher as it was last kept, or None: a worker that begins reads the file of the one before it."""
    if event_id not in workshop.live:
        found = _read(_file(workshop, event_id))
        if found is not None and found.event_id == event_id:
            workshop.live[event_id] = found
    return workshop.live.get(event_id)


def keep_matcher(workshop: Workshop, live: LiveLists) -> None:
    """Write the matcher down, whole or not at all; only who runs the service may read it, as it holds what people wrote."""
    draft_matcher(workshop, live)
    file = _file(workshop, live.event_id)
    file.with_suffix(DRAFT).replace(file)


def draft_matcher(workshop: Workshop, live: LiveLists) -> None:
    """Write the matcher beside the kept one."""
    draft = _file(workshop, live.event_id).with_suffix(DRAFT)
    draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with draft.open("wb") as target:
        draft.chmod(0o600)
        pickle.dump((__version__, live), target, protocol=pickle.HIGHEST_PROTOCOL)


def take_draft(workshop: Workshop, event_id: int) -> LiveLists | None:
    """The matcher that another process put beside the kept one; it is taken once."""
    draft = _file(workshop, event_id).with_suffix(DRAFT)
    live = _read(draft)
    draft.unlink(missing_ok=True)
    return live


def forget_matcher(workshop: Workshop, event_id: int) -> None:
    """The matcher and the stored lists may have parted: neither this process nor the next one uses it."""
    workshop.live.pop(event_id, None)


def forget_files(workshop: Workshop, events: set[int]) -> None:
    """Let go of the matchers of all events but these, here and in the folder: they hold what people wrote."""
    for event_id in workshop.live.keys() - events:
        del workshop.live[event_id]
    for file in (Path(workshop.settings.data_dir) / FOLDER).glob("*"):
        if not file.stem.isdigit() or int(file.stem) not in events:
            file.unlink(missing_ok=True)


def _file(workshop: Workshop, event_id: int) -> Path:
    return matcher_file(Path(workshop.settings.data_dir), event_id)


def _read(file: Path) -> LiveLists | None:
    """The file's matcher; None if there is none, another version wrote it, or it can't be read."""
    try:
        with file.open("rb") as source:
            version, live = pickle.load(source)  # noqa: S301  our own file, in a folder that only we may write to
    except FileNotFoundError:
        return None
    except _UNREADABLE:
        log.exception("The kept matcher %s can't be read; its lists are worked out anew.", file.name)
        return None
    return live if version == __version__ and isinstance(live, LiveLists) else None
