"""The sentences that people agree to when they share their card, each with its version.

A sentence that somebody has agreed to never changes: a new wording gets a new version and the old one stays.
"""

from matchmaker.errors import N_

EXCHANGE = "exchange-1"
ANSWER = "answer-1"
CHANGE = "change-1"
LIVE = "live-1"
CARD = "card-1"
INTRODUCTION = "introduction-1"

SENTENCES = {
    EXCHANGE: N_(
        "Whoever’s badge this is gets your name, your headline, your organisation and what is ticked. You can take it back at any time."
    ),
    ANSWER: N_("%(name)s gets your name, your headline, your organisation and what is ticked. You can take it back at any time."),
    LIVE: N_(
        "Whoever scans this code in this minute gets your name, your headline, your organisation and what you ticked, and you get theirs. "
        "You can take it back at any time."
    ),
    CARD: N_(
        "Whoever you exchange cards with at this event gets your name, and of this card the headline, the organisation and what is ticked."
    ),
    INTRODUCTION: N_(
        "If both of you say yes, the other one gets your name, your headline, your organisation and what is ticked, and you get theirs. "
        "You can take it back at any time."
    ),
    CHANGE: N_("%(name)s has your name, your headline, your organisation and what is ticked. You can take it back at any time."),
}
