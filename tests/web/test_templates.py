"""What holds for every template and style sheet, whoever writes the next one. Each rule is shown to bite on a planted offence."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from matchmaker.paths import MAIL_TEMPLATES, STATIC, TEMPLATES

PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if not path.is_relative_to(MAIL_TEMPLATES))
SHEETS = sorted((STATIC / "css").glob("*.css"))
SPOKEN_ATTRIBUTES = frozenset({"aria-label", "aria-description", "placeholder", "title", "alt", "label"})
NAMES_OF_THINGS = frozenset({"matchmaker", ", matchmaker", "Apache License 2.0"})
GETTEXT = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext", "N_"})
WORD = re.compile(r"[^\W\d_]{2,}")
GONE = "\0"

SIDES = "(?:left|right|top|bottom)"
PHYSICAL = re.compile(
    rf"(?<![\w-])(?:(?:(?:scroll-)?(?:margin|padding)|border)-{SIDES}|{SIDES}|(?:min-|max-)?(?:width|height))\s*:"
    r"|text-align:\s*(?:left|right)|(?<![\w-])float:"
)


class Skeleton(HTMLParser):
    """The HTML of a template once Jinja's parts are taken out."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.offences: list[str] = []
        bare = re.sub(r"{#.*?#}", "", source, flags=re.S)
        bare = re.sub(r"{%-?\s*trans\b.*?endtrans\s*-?%}", GONE, bare, flags=re.S)
        bare = re.sub(r"(</?){{.*?}}", r"\1x", bare, flags=re.S)
        self.feed("".join(without_jinja(bare)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.offences.append(f"<{tag} {name}=…>")
            if name in SPOKEN_ATTRIBUTES or (tag == "input" and name == "value" and names.get("type") == "submit"):
                self._hear(value or "")
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.offences.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        self._hear(data)

    def _hear(self, text: str) -> None:
        # A macro that writes attributes looks like text here.
        for part in re.sub(r'[a-z-]+="[^"]*"?', "", text).split(GONE):
            if WORD.search(part) and part.strip() not in NAMES_OF_THINGS:
                self.words.append(part.strip())


def without_jinja(source: str) -> Iterator[str]:
    """Jinja's parts leave a blank inside a tag, and a gap between words."""
    in_tag = False
    for part in re.split(r"({{.*?}}|{%.*?%}|</?(?=\w)|>)", source, flags=re.S):
        if part.startswith(("{{", "{%")):
            yield " " if in_tag else GONE
            continue
        in_tag = part in {"<", "</"} or (in_tag and part != ">")
        yield part


def bare_phrases(node: nodes.Node, *, is_marked: bool = False) -> Iterator[str]:
    """Strings of several words in Jinja's parts that no gettext call holds: words handed to a macro."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        is_marked = True
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name) and node.target.name.endswith("_class"):
        return  # words for the style sheet
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and not is_marked:
        words = node.value.strip()
        if re.search(r"[^\W\d_]{2,}\s+[^\W\d_]", words) and not re.search("<|--", words) and words not in NAMES_OF_THINGS:
            yield words
    for child in node.iter_child_nodes():
        yield from bare_phrases(child, is_marked=is_marked)


def unmarked_words(source: str) -> list[str]:
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True).parse(source)
    return [*Skeleton(source).words, *bare_phrases(tree)]


def inline_code(source: str) -> list[str]:
    return Skeleton(source).offences


def rules_of(sheet: str) -> str:
    """The rules alone: comments and the conditions of @media and @container say nothing about the drawing."""
    return re.sub(r"/\*.*?\*/|@(?:media|container|supports|font-face)[^{]*", "", sheet, flags=re.S)


def shown(path: Path) -> str:
    return path.name if path.is_relative_to(STATIC) else str(path.relative_to(TEMPLATES))


def test_plain_words_are_caught() -> None:
    page = '<p title="Old words">Hello</p>{{ _("fine") }}{{ field("a", "Your name") }}{% trans %}also fine{% endtrans %}'

    assert unmarked_words(page) == ["Old words", "Hello", "Your name"]


def test_inline_code_is_caught() -> None:
    page = '<p style="x" onclick="y">{{ a }}</p><script>1</script><style>p{}</style><script src="/static/js/a.js"></script>'

    assert inline_code(page) == ["<p style=…>", "<p onclick=…>", "<script>", "<style>"]


def test_physical_directions_are_caught() -> None:
    sheet = "a { margin-left: 1px; padding-inline: 2px; width: 3px; text-align: right; border-left: 0; line-height: 2; inset-block: 0 }"

    assert PHYSICAL.findall(sheet) == ["margin-left:", "width:", "text-align: right", "border-left:"]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_all_text_is_marked_for_translation(page: Path) -> None:
    assert unmarked_words(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_no_template_carries_code_or_style(page: Path) -> None:
    assert inline_code(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_file_and_drawing_a_template_names_is_there(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    drawings = set(re.findall(r'id="i-(\w+)"', (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")))

    files = set(re.findall(r'asset\("([^"]+)"\)', source))

    assert {name for name in files if not (STATIC / name).is_file()} == set()
    assert set(re.findall(r'icon\("([^"]+)"', source)) - drawings == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=shown)
def test_sheets_know_start_and_end_not_left_and_right(sheet: Path) -> None:
    assert PHYSICAL.findall(rules_of(sheet.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name not in {"tokens.css", "themes.css"}], ids=shown)
def test_colours_come_from_the_tokens(sheet: Path) -> None:
    rules = rules_of(sheet.read_text(encoding="utf-8"))

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*[;}])|(?:rgb|hsl|oklch|oklab)\(", rules) == []
    assert set(re.findall(r"var\(--([\w-]+)", rules)) - token_names(rules) == set()


def token_names(rules: str) -> set[str]:
    tokens = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return set(re.findall(r"--([\w-]+)\s*:", tokens + rules))


def test_every_macro_says_how_it_is_called() -> None:
    silent = [
        f"{path.name}: {name}"
        for path in sorted((TEMPLATES / "parts").glob("_*.html"))
        for comment, name in re.findall(r"(?:{#\s*(\w+)\(.*?#}\n)?{% macro (\w+)\(", path.read_text(encoding="utf-8"))
        if comment != name
    ]

    assert silent == []
