"""What the parts of the matching are called on the organiser's and the attendee's page; each is translated where it is shown."""

from typing import Final

from matchmaker.domain.matching.setup import NAMES
from matchmaker.errors import N_

# name, a sentence for the organiser, the drawing beside it
CHANNEL_WORDS: Final = {
    "talk_weight": (NAMES["talk_weight"], N_("Both want to talk about the same thing. What few people name counts more."), "talk"),
    "words_weight": (NAMES["words_weight"], N_("Headlines and texts share telling words."), "book"),
    "topics_weight": (NAMES["topics_weight"], N_("Their texts are about the same matter, even in other words."), "search"),
    "fit_weight": (NAMES["fit_weight"], N_("One offers what the other seeks, best in both directions."), "offer"),
    "stage_weight": (NAMES["stage_weight"], N_("One is two or three career stages ahead of the other."), "up"),
    "languages_weight": (NAMES["languages_weight"], N_("Both name a language that they share."), "globe"),
    "shared_weight": (NAMES["shared_weight"], N_("The same school, city or community, where both said so."), "people"),
}
BALANCE_WORDS: Final = {
    "reciprocity": (
        NAMES["reciprocity"],
        N_("0: what the reader gains decides. 100: what the one who gains less gains decides, so nobody is shown who would not care."),
    ),
    "diversity": (NAMES["diversity"], N_("0: simply the best fits. 50: a list of many kinds of people.")),
}
SWITCH_WORDS: Final = {
    "learning": (
        N_("Learn from answers"),
        N_("What people answer on cards slowly turns the ranking of everybody. It begins once there are enough answers."),
    ),
    "same_organisation": (N_("Show colleagues to each other"), N_("People of one organisation may stand on each other’s lists.")),
    "common_language": (
        N_("Only with a language in common"),
        N_("It binds two people who both named languages. Who named none is shown to everybody."),
    ),
    "history": (N_("Learn words from your earlier events"), N_("They teach which words are rare. Nobody of an earlier event is shown.")),
}
NEVER_USED: Final = (
    N_("Who is popular, who was shown or opened how often"),
    N_("Whom people scanned or wrote to, and what they noted; two who exchanged cards are left off each other’s lists, that is all"),
    N_("Age, gender, origin, photos, or anything guessed from a name"),
    N_("Where somebody is or was"),
    N_("What somebody paid, and which ticket they hold"),
    N_("Anything from other services or the web"),
)
# What was learned, by kind; of channels the name stands in CHANNEL_WORDS.
LESSON_WORDS: Final = {
    "score": N_("The fit of two people, before anything was learned"),
    "channel": N_("%(what)s"),
    "accepted": N_("Whoever names “%(what)s” is accepted"),
    "accepting": N_("Whoever names “%(what)s” accepts"),
}
LEARNED_CHANNELS: Final = {
    "alike": "talk_weight",
    "words": "words_weight",
    "topics": "topics_weight",
    "get": "fit_weight",
    "give": "fit_weight",
    "stage": "stage_weight",
    "shared": "shared_weight",
    "languages": "languages_weight",
}
CAUSE_WORDS: Final = {
    "organisation": (N_("Colleagues"), N_("so many come from one organisation that few others are left")),
    "languages": (N_("Language"), N_("most others name no language in common with them")),
    "answers": (N_("Answers"), N_("readers know them already, met them, or said “not for me”")),
    "small": (N_("No rule"), N_("nothing hides them; there are few places, or few who fit")),
}
