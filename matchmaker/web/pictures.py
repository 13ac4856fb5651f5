"""A picture that somebody sends with a form, or wants back a moment after removing it."""

import base64
import binascii

from flask import request


def sent_picture(field: str, *, most_bytes: int, most_kept: int) -> bytes:
    """The file that was chosen, or the one that was removed a moment ago and is wanted back; at most so many bytes and one of either.

    What was removed is kept nowhere but on the page that offers it back, in base64, in the field "picture".
    """
    kept = request.form.get("picture", "")
    if kept:
        try:
            return base64.b64decode(kept[: 2 * most_kept], validate=True)
        except binascii.Error:
            return b"no picture"
    file = request.files.get(field)
    return file.stream.read(most_bytes + 1) if file else b""
