"""What a phone is told that wants to keep the pages on its home screen."""

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.doors import attendee, site
from matchmaker.web.furniture import asset
from matchmaker.web.languages import direction, language

# The grounds of tokens.css as phones want them: --deep for the moment the app opens, --paper of both themes for the bar above it.
OPENING = "#03313e"
PAPER = {"light": "#f1f7f8", "dark": "#0a1419"}
LONGEST_SHORT_NAME = 14  # more is cut off below an icon
ICONS = (
    ("icon-192", "192x192", "any"),
    ("icon-512", "512x512", "any"),
    ("maskable-192", "192x192", "maskable"),
    ("maskable-512", "512x512", "maskable"),
)


@site.get("/manifest.webmanifest")
@demands(Access.ANYONE)
def show_manifest() -> ResponseReturnValue:
    return _manifest("matchmaker", "/", [])


@attendee.get("/manifest.webmanifest")
@demands(Access.ANYONE)
def show_event_manifest(slug: str) -> ResponseReturnValue:
    """The event's own app: several events stand side by side on a home screen, and each opens where it belongs."""
    event = current_event()
    home = f"/e/{event.slug}"
    shortcuts = [(_("Scan a badge"), f"{home}/scan"), (_("My badge"), f"{home}/badge")]
    return _manifest(event.name, f"{home}/", shortcuts)


def _manifest(name: str, start: str, shortcuts: list[tuple[str, str]]) -> Response:
    small = {"src": asset("img/app/icon-192.png"), "sizes": "192x192", "type": "image/png"}
    response = jsonify(
        id=start,
        name=name,
        short_name=_short(name),
        description=_("The people worth meeting, your badge and your contacts."),
        start_url=start,
        scope="/",  # badges and contacts lie beside the event
        display="standalone",
        orientation="any",
        lang=language(),
        dir=direction(),
        background_color=OPENING,
        theme_color=OPENING,
        categories=["social", "business"],
        icons=[
            {"src": asset(f"img/app/{icon}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose} for icon, sizes, purpose in ICONS
        ],
        shortcuts=[{"name": str(words), "url": address, "icons": [small]} for words, address in shortcuts],
    )
    response.mimetype = "application/manifest+json"
    return response


def _short(name: str) -> str:
    """As many whole words as fit below an icon; of a longer first word its beginning."""
    words = name.split()
    short = words[0][:LONGEST_SHORT_NAME] if words else name
    for word in words[1:]:
        if len(f"{short} {word}") > LONGEST_SHORT_NAME:
            break
        short = f"{short} {word}"
    return short
