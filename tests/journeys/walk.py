"""Every page the service has, as everybody who sees it. A new page gets its stop here, or a test names it."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.journeys.gallery import Gallery

EVENT = "/e/{slug}"
DESK = "/organise/events/{slug}"
CLOSED = "/organise/events/{closed}"
EMPTY = "/organise/events/{empty}"


@dataclass(frozen=True)
class Stop:
    """A page as one kind of visitor sees it; `typed` is filled into its form, which is then sent."""

    name: str
    who: str
    path: str
    status: int = 200
    typed: dict[str, str] = field(default_factory=dict)
    sends: str = ""  # the form that is sent, as a CSS selector

    def __str__(self) -> str:
        return self.name


WALK = (
    Stop("home", "stranger", "/"),
    Stop("home-fault", "stranger", "/?event=north light"),
    Stop("design", "stranger", "/_design"),
    Stop("demo-door", "stranger", "/demo/organiser/{door}"),
    Stop("nothing-here", "stranger", "/nowhere", 404),
    Stop("sign-in-needed", "stranger", "/organise/", 401),
    Stop("sign-in", "stranger", "/sign-in"),
    Stop("sign-in-link", "stranger", "/sign-in/link#" + "a" * 43),
    Stop("organiser-sign-in", "stranger", "/organise/sign-in"),
    Stop("organiser-sign-in-code", "stranger", "/organise/sign-in", typed={"#email": "una@example.org"}, sends="main form"),
    Stop("organiser-sign-in-link", "stranger", "/organise/sign-in/link#" + "a" * 43),
    Stop("join", "stranger", f"{EVENT}/"),
    Stop("join-fault", "stranger", f"{EVENT}/", 422, {"#email": "amara@tidepool"}, "main form"),
    Stop("join-code", "stranger", f"{EVENT}/", 200, {"#name": "Amara Lindqvist", "#email": "amara@example.org"}, "main form"),
    Stop("join-as-me", "passer-by", f"{EVENT}/"),
    Stop("join-link", "stranger", f"{EVENT}/in#" + "a" * 43),
    Stop("invitation", "stranger", f"{EVENT}/invitation#" + "a" * 43),
    Stop("interests-new", "guest", f"{EVENT}/interests"),
    Stop("interests", "attendee", f"{EVENT}/interests"),
    Stop("matches", "attendee", f"{EVENT}/matches"),
    Stop("matches-none", "guest", f"{EVENT}/matches"),
    Stop("match", "attendee", f"{EVENT}/matches/{{other}}"),
    Stop("matches-how", "attendee", f"{EVENT}/matches/how"),
    Stop("matches-how-unsaid", "guest", f"{EVENT}/matches/how"),
    Stop("matches-plain", "plain", f"{EVENT}/matches"),
    Stop("matches-plain-how", "plain", f"{EVENT}/matches/how"),
    Stop("match-plain", "plain", f"{EVENT}/matches/{{attendee}}"),
    Stop("badge", "attendee", f"{EVENT}/badge"),
    Stop("badge-choice", "guest", f"{EVENT}/badge"),
    Stop("scan", "attendee", f"{EVENT}/scan"),
    Stop("badge-of-somebody", "stranger", "/b/{code}"),
    Stop("badge-sign-in", "stranger", "/b/{code}?sign-in"),
    Stop("badge-exchange", "attendee", "/b/{code}"),
    Stop("badge-own", "attendee", "/b/{own_code}"),
    Stop("badge-unknown", "attendee", "/b/00000000000000000000000000", 404),
    Stop("contacts", "attendee", f"{EVENT}/contacts"),
    Stop("contacts-none", "guest", f"{EVENT}/contacts"),
    Stop("contact", "attendee", f"{EVENT}/contacts/{{met}}"),
    Stop("contact-waiting", "attendee", f"{EVENT}/contacts/{{waiting}}"),
    Stop("contact-asking", "attendee", f"{EVENT}/contacts/{{asking}}"),
    Stop("my-events", "organiser", "/organise/"),
    Stop("my-events-none", "newcomer", "/organise/"),
    Stop("event-new", "newcomer", "/organise/events/new"),
    Stop("event-new-faults", "newcomer", "/organise/events/new", 422, {"#slug": "Not good!"}, "main form"),
    Stop("today", "organiser", f"{DESK}/"),
    Stop("today-empty", "organiser", f"{EMPTY}/"),
    Stop("roster", "organiser", f"{DESK}/roster"),
    Stop("roster-found", "organiser", f"{DESK}/roster?search=systems"),
    Stop("roster-empty", "organiser", f"{EMPTY}/roster"),
    Stop("roster-upload", "organiser", f"{DESK}/roster/uploads/{{upload}}"),
    Stop("roster-upload-new", "organiser", f"{DESK}/roster/uploads/{{upload}}?show=new"),
    Stop("matching", "organiser", f"{DESK}/matching"),
    Stop("matching-empty", "organiser", f"{EMPTY}/matching"),
    Stop("matching-waits", "organiser", f"{CLOSED}/matching"),
    Stop("matching-faults", "organiser", f"{EMPTY}/matching", 422, {"#talk_weight": "much", "#fit_weight": "400"}, ".turning"),
    Stop("matching-compared", "organiser", f"{DESK}/matching", typed={"#talk_weight": "80", "#fit_weight": "10"}, sends=".turning"),
    Stop("badges-empty", "organiser", f"{EMPTY}/badges"),
    Stop("badges", "organiser", f"{DESK}/badges"),
    Stop("badges-made", "organiser", f"{DESK}/badges", sends="main form"),
    Stop("letters", "organiser", f"{DESK}/letters"),
    Stop("letters-closed", "organiser", f"{CLOSED}/letters"),
    Stop("letters-empty", "organiser", f"{EMPTY}/letters"),
    Stop("unsubscribe", "stranger", "/u/{unsubscribe}"),
    Stop("post", "stranger", "/_post"),
    Stop("post-letter", "stranger", "/_post/{letter}"),
    Stop("settings", "organiser", f"{DESK}/settings"),
)


def go_to(stop: Stop, gallery: Gallery, page: Page) -> None:
    """Open the stop's page, and make sure that it is the page it should be."""
    answer = page.goto(gallery.address(stop.path))
    if stop.sends:
        for selector, text in stop.typed.items():
            page.fill(selector, text)
        with page.expect_navigation() as sent:
            # The browser's own checks would keep the faulty form back.
            page.eval_on_selector(stop.sends, "form => form.submit()")
        answer = sent.value
    assert answer is not None
    assert answer.status == stop.status, f"{stop.name}: {answer.status} at {page.url}"
