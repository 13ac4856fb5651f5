"""The demo's post box: letters as they arrived, to be read on this machine alone."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFoundError
from matchmaker.mail.postbox import PostedLetter, newest_letters, posted_letter
from matchmaker.web.access import Access, demands
from matchmaker.web.doors import site
from matchmaker.web.house import house_settings
from matchmaker.web.letter_frame import letter_document, page_with_letter

MOST = 100


@site.get("/_post")
@demands(Access.DEMO_HERE)
def show_post() -> ResponseReturnValue:
    folder = house_settings().post_dir
    letters = newest_letters(folder, limit=MOST) if folder else []
    return page_with_letter(render_template("post.html", letters=letters, has_box=folder is not None))


@site.get("/_post/<letter_id>")
@demands(Access.DEMO_HERE)
def show_posted_letter(letter_id: str) -> ResponseReturnValue:
    return page_with_letter(render_template("post_letter.html", letter=_letter(letter_id)))


@site.get("/_post/<letter_id>/letter")
@demands(Access.DEMO_HERE)
def show_posted_html(letter_id: str) -> ResponseReturnValue:
    return letter_document(_letter(letter_id).html)


def _letter(letter_id: str) -> PostedLetter:
    folder = house_settings().post_dir
    letter = posted_letter(folder, letter_id) if folder else None
    if letter is None:
        raise NotFoundError
    return letter
