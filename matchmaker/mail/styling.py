"""A letter's HTML as mail programs need it: every style on its element, boxes and buttons as tables.

Many programs drop a sheet, and the one with the most desks pads nothing but cells of tables. All of it is done once per
wording, when it is loaded; what is dark stays a sheet, as only a sheet can ask which the program is.
"""

import re
from functools import cache

from matchmaker.paths import MAIL_TEMPLATES

_TABLE = '<table role="presentation" cellpadding="0" cellspacing="0"'
_BARE_TABLE = re.compile(r'<table role="presentation"(?! cellpadding)')
_BOX = re.compile(r'<box class="([a-z-]+)"([^>]*)>')
_NEXT = re.compile(r'<next class="([a-z-]+)">')
_BUTTON = re.compile(r'<p><a class="button" href="([^"]*)">(.*?)</a></p>', re.DOTALL)
_SENTENCE = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_RULE = re.compile(r"^([^\s/{][^{\n]*?)\s*\{\s*([^}\n]+?)\s*\}$", re.MULTILINE)
# Of the styles a mail program shows, these answer to the one mark it sets for colours, and to the one it sets for grounds.
_MARKS = {"color": "[data-ogsc]", "border-color": "[data-ogsc]", "background-color": "[data-ogsb]"}
# A line of mail may not be longer than 998 characters; a rule ends in a brace
_LINES_OF_RULES = re.compile(r"(.{1,900}\})(?=.)")
_BOX_END = "</td></tr></table>"
_GAP = '</td></tr><tr><td height="16">'


def styled(text: str) -> str:
    """A wording of an HTML part, whole or a part file, with `letter.css` on its elements; sentences and slots stay as they are.

    ``<box class="card">…</box>`` becomes a table of one cell with room below it; ``<next class="…">`` inside begins a second cell close
    below the first. A paragraph that holds nothing but a button becomes a table too.
    """
    sentences = _SENTENCE.findall(text)
    numbers = iter(range(len(sentences)))
    marked = _SENTENCE.sub(lambda _: f"[[{next(numbers)}]]", _with_tables(text))
    inlined = _inlined(marked).replace("<tbody>", "").replace("</tbody>", "")
    return re.sub(r"\[\[(\d+)\]\]", lambda match: sentences[int(match[1])], inlined)


@cache
def dark_sheet() -> str:
    """The rules of `dark.css`: for programs that say what they are, and for one that says it by marks of its own."""
    rules = _RULE.findall((MAIL_TEMPLATES / "dark.css").read_text("utf-8"))
    asked = "".join(f"{names}{{{_firmly(styles)}}}" for names, styles in rules)
    marked = "".join(
        f"{_MARKS[style.partition(':')[0].strip()]} {names}{{{_firmly(style)}}}" for names, styles in rules for style in styles.split(";")
    )
    sheet = f":root{{color-scheme:light dark;supported-color-schemes:light dark}}@media (prefers-color-scheme:dark){{{asked}}}{marked}"
    return _LINES_OF_RULES.sub(r"\1\n", sheet)


@cache
def link_style() -> str:
    """The attribute that a link carries which stands in words filled in later."""
    found = re.search(r'style="[^"]*"', styled('<a href="#">-</a>'))
    return found[0] if found else ""


def _firmly(styles: str) -> str:
    """Against a style that stands on the element."""
    return ";".join(f"{re.sub(r':  *', ':', style.strip())}!important" for style in styles.split(";"))


def _with_tables(text: str) -> str:
    button = rf'{_TABLE}><tr><td class="face"><a class="button" href="\1">\2</a>{_GAP}{_BOX_END}'
    boxed = _BOX.sub(rf'{_TABLE} width="100%"><tr><td class="\1"\2>', _BUTTON.sub(button, text))
    parted = _NEXT.sub(r'</td></tr><tr><td height="3"></td></tr><tr><td class="\1">', boxed)
    return _BARE_TABLE.sub(_TABLE, parted.replace("</box>", _GAP + _BOX_END))


def _inlined(text: str) -> str:
    import css_inline  # noqa: PLC0415  five megabytes that only a process that writes letters needs

    sheet = (MAIL_TEMPLATES / "letter.css").read_text("utf-8")
    if text.startswith("<!doctype"):
        inliner = css_inline.CSSInliner(
            inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False, minify_css=True, extra_css=sheet
        )
        return inliner.inline(text)
    return css_inline.inline_fragment(text, sheet, load_remote_stylesheets=False, minify_css=True)
