"""Letters that stand ready: opened, each becomes a draft in the organiser's own words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from matchmaker.domain.followup.topics import Topic
from matchmaker.domain.followup.wording import SLOT
from matchmaker.domain.mailings.audience import Audience
from matchmaker.domain.mailings.slots import AFTER, ALWAYS, BEFORE
from matchmaker.domain.mailings.wording import Version
from matchmaker.errors import N_

Until = Literal["starts", "ends", ""]
_EVERYBODY: Final = Audience()


@dataclass(frozen=True, slots=True)
class Ready:
    """`until`: when it has lost its sense, so that a letter which was held up is not sent; "": never."""

    key: str
    topic: Topic
    name: str
    purpose: str
    subject: str
    body: tuple[str, ...]
    slots: tuple[str, ...]
    audience: Audience = _EVERYBODY
    until: Until = ""

    def version(self, language: str, say: Callable[[str], str]) -> Version:
        """The ready words in one language; lines that are nothing but a slot are the same in all."""
        body = "\n\n".join(text if SLOT.fullmatch(text) else say(text) for text in self.body)
        return Version(language, say(self.subject) if self.subject else "", body)


_HELLO: Final = N_("Hello {{first_name}},")
_BEFORE: Final = (*ALWAYS, *BEFORE)
_AFTER: Final = (*ALWAYS, *AFTER)

LIBRARY: Final = (
    Ready(
        "invitation",
        "invitation",
        N_("Invitation"),
        N_("For those who have not come in yet: what waits for them, and the way in."),
        N_("Whom you could meet at {{event}}"),
        (
            _HELLO,
            N_("you are on the list for {{event}}."),
            "{{event_facts}}",
            N_(
                "Say in a minute what you like to talk about, what you can offer and what you look for. You then see a few people there "
                "who fit, each with the reason and a first question to ask."
            ),
            "{{event_link}}",
            N_(
                "No app and no password: your address is enough. It stays with you, and so does your number; nobody there gets them "
                "unless you give them your card."
            ),
        ),
        _BEFORE,
        Audience(signed_in="no"),
        "ends",
    ),
    Ready(
        "interests",
        "invitation",
        N_("Fill in your interests"),
        N_("For those who have said nothing yet, so that nobody can find them a match."),
        N_("One minute before {{event}}"),
        (
            _HELLO,
            N_("people at {{event}} look for somebody to talk to, and they can’t find you yet: you have not said what about."),
            N_(
                "Three things are enough: what you like to talk about, what you can offer, what you look for. It takes a minute, and your "
                "list of people is made from it."
            ),
            "{{interests_link}}",
        ),
        _BEFORE,
        Audience(interests="no"),
        "ends",
    ),
    Ready(
        "five_people",
        "news",
        N_("Your five people"),
        N_("To each the first five people of their own list, with the reasons."),
        N_("Five people for you at {{event}}"),
        (
            _HELLO,
            N_("these people come to {{event}} too, and something speaks for a talk with each of them:"),
            "{{five_people}}",
            N_("Your whole list has more of them, and a first question for each."),
            "{{list_link}}",
        ),
        _BEFORE,
        Audience(interests="yes"),
        "ends",
    ),
    Ready(
        "tomorrow",
        "news",
        N_("Tomorrow"),
        N_("The day before: where, when, and how to be ready."),
        N_("Tomorrow: {{event}}"),
        (
            _HELLO,
            N_("tomorrow it begins."),
            "{{event_facts}}",
            N_(
                "Two things make it easier: look at your list on the way, and open your badge once, so that your phone has it "
                "without a network."
            ),
            "{{list_link}}",
        ),
        _BEFORE,
        _EVERYBODY,
        "starts",
    ),
    Ready(
        "how_was_it",
        "follow_up",
        N_("How was it?"),
        N_(
            "Three questions after the event. Answers come to you by mail; the link to a form of your own can stand in the last line "
            "instead."
        ),
        N_("How was {{event}} for you?"),
        (
            _HELLO,
            N_("thank you for being at {{event}}. If you have a minute, three questions:"),
            N_("1. Was there a talk that was worth coming for?"),
            N_("2. What got in the way?"),
            N_("3. What should be different next time?"),
            N_("Just answer this letter. Your answer goes to {{host_name}} and to nobody else."),
        ),
        _AFTER,
        Audience(signed_in="yes"),
    ),
    Ready(
        "whom_you_met",
        "follow_up",
        N_("Whom you met"),
        N_("For those who exchanged cards: with whom, and where the cards are."),
        N_("Whom you met at {{event}}"),
        (
            _HELLO,
            N_("these are the people whose cards you brought home from {{event}}:"),
            "{{people_met}}",
            N_("A line within two days is remembered; one after two weeks hardly. A draft to each of them waits for you."),
            "{{contacts_link}}",
        ),
        _AFTER,
        Audience(met="somebody"),
    ),
    Ready(
        "met_nobody",
        "follow_up",
        N_("Met nobody yet"),
        N_("For those who were there and exchanged no cards: two ways that are still open."),
        N_("Still time to swap cards from {{event}}"),
        (
            _HELLO,
            N_(
                "thank you for being at {{event}}. Good talks often happen with the badge still in the pocket, so two things stay open "
                "for you."
            ),
            N_("You talked to somebody? Type the short code from their badge. They are asked whether you may swap cards."),
            "{{scan_link}}",
            N_("Your list is still there, with the reasons why you two might fit, and what to ask first."),
            "{{list_link}}",
        ),
        _AFTER,
        Audience(met="nobody"),
    ),
    Ready(
        "reunion",
        "news",
        N_("Reunion"),
        N_("Months later: whether people would come together again."),
        N_("Shall we meet again after {{event}}?"),
        (
            _HELLO,
            N_("{{event}} was a while ago. Would you come if we all met again?"),
            N_("Answer this letter with a yes, and a day of the week that suits you. {{host_name}} then writes when and where."),
            N_("Until then, the people you met are where you left them:"),
            "{{contacts_link}}",
        ),
        _AFTER,
        Audience(signed_in="yes"),
    ),
    Ready(
        "blank",
        "news",
        N_("A letter of your own"),
        N_("Empty, for whatever the others are not."),
        "",
        (),
        tuple(dict.fromkeys((*_BEFORE, *AFTER))),
    ),
)
BY_KEY: Final = {ready.key: ready for ready in LIBRARY}
