"""Hurries a worker after a commit. What must be done stands in rows; a lost call costs a minute, never a letter."""

from collections.abc import Callable
from typing import Literal

from flask import current_app

Word = Literal["recommend", "send_mail", "badges", "matching_preview", "forget", "exports", "roster"]
Wake = Callable[[str], None]
WAKE = "matchmaker.wake"


def wake(word: Word) -> None:
    call: Wake = current_app.extensions[WAKE]
    call(word)
