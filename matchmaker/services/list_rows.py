"""Lists as they are stored: who stands on them, best told first, and the reasons in people's own words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matchmaker.domain.matching.openers import topic_of
from matchmaker.domain.matching.profile import Match, Profile, Reason
from matchmaker.domain.matching.quote import quote
from matchmaker.domain.matching.telling import best_reasons
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.recommend import EventPeople

if TYPE_CHECKING:
    from matchmaker.domain.matching import Matcher

ListRow = dict[str, object]
Told = tuple[Match, list[Reason]]

FEWEST = 5
# More than a page shows, so that somebody who says "not for me" has a list until the next one is built.
MOST = 14
MOST_REASONS = 4

FIELDS = {"talk_about": "talk", "offers": "offer", "seeks": "seek", "headline": "headline", "texts": "bio", "shared": "shared"}


def told_list(matcher: "Matcher", reader_id: int, matches: Sequence[Match], length: int) -> list[Told]:
    """A list with its reasons: the people of the fair list before the spare ones, in each part those with a reason first.

    Where the fair list has hardly a reason, as a newcomer's may whose best people stand in many lists already, spare people
    with a reason come before its wild cards: a first page of wild cards helps nobody.
    """
    told = [(match, best_reasons(matcher.reasons(reader_id, match.id), MOST_REASONS)) for match in matches]
    fair, spare = (
        [[one for one in part if (not one[1]) is is_wild] for is_wild in (False, True)] for part in (told[:length], told[length:])
    )
    few = max(0, FEWEST - len(fair[0]))
    return [*fair[0], *spare[0][:few], *fair[1], *spare[0][few:], *spare[1]]


def profile_of(attendee: Attendee, people: EventPeople) -> Profile:
    """What a person opened for matching: what they keep for contacts is not used."""
    said = people.interests.get(attendee.id, {})
    hidden = attendee.hidden_fields
    return Profile(
        attendee.id,
        talk_about=said.get("talk", ()),
        offers=said.get("offer", ()),
        seeks=said.get("seek", ()),
        texts=("" if "bio" in hidden else attendee.bio,),
        headline="" if "headline" in hidden else attendee.headline,
        stage=None if "stage" in hidden else attendee.stage,
        languages=[] if "languages" in hidden else attendee.languages,
        organisation="" if "organisation" in hidden else attendee.organisation,
        # Only where the organiser keeps groups apart; else nobody's group plays any part.
        groups=[attendee.group_name] if any(attendee.group_name in pair for pair in people.groups_apart) else [],
        remote=attendee.remote,
        listed=attendee.listed and attendee.paused_at is None,
    )


def says_something(profile: Profile) -> bool:
    """Whether there is anything to match on."""
    return bool(profile.talk_about or profile.offers or profile.seeks or profile.texts or profile.headline.strip())


def without_needless_wild_cards(told: Mapping[int, list[Told]], length: int, above_floor: Mapping[int, int]) -> dict[int, list[Told]]:
    """Wild cards only as far as a list would be too short without them, or somebody would stand in too few.

    Parameters
    ----------
    told : mapping of reader to list
    length : int
        How many of a list a page shows.
    above_floor : mapping of person to int
        In how many lists more than they must each person stands.
    """
    room = Counter(above_floor)
    kept = {}
    for reader_id, rows in told.items():
        kept[reader_id] = rows.copy()
        for place in range(len(rows) - 1, -1, -1):
            match, reasons = rows[place]
            is_fair = place < length
            if reasons or len(kept[reader_id]) <= FEWEST or (is_fair and room[int(str(match.id))] <= 0):
                continue
            del kept[reader_id][place]
            room[int(str(match.id))] -= is_fair
    return kept


def rows_of(event_id: int, reader_id: int, chosen: Sequence[Told]) -> list[ListRow]:
    """A list as rows to store."""
    return [
        {
            "event_id": event_id,
            "reader_id": reader_id,
            "rank": rank,
            "other_id": match.id,
            "score": match.score,
            "likeness": match.likeness,
            "complement": match.complement,
            "reasons": [as_stored(reason) for reason in reasons],
        }
        for rank, (match, reasons) in enumerate(chosen, 1)
    ]


def as_stored(reason: Reason) -> dict[str, object]:
    mine, theirs = quote(reason.mine, reason.mine_spans), quote(reason.theirs, reason.theirs_spans)
    return {
        "kind": "alike" if reason.kind == "words" else reason.kind,
        "mine_field": FIELDS[reason.mine_field],
        "theirs_field": FIELDS[reason.theirs_field],
        "mine": _pieces(mine.pieces, mine.cut_before, mine.cut_after),
        "theirs": _pieces(theirs.pieces, theirs.cut_before, theirs.cut_after),
        "topic": topic_of(theirs.text if _is_theirs_to_tell(reason) else theirs.fired, theirs.fired),
    }


def _is_theirs_to_tell(reason: Reason) -> bool:
    """Whether the whole entry may name the matter; of two entries that are merely alike, both came only with what fired."""
    return reason.kind in {"get", "give"} or reason.mine.casefold() == reason.theirs.casefold()


def _pieces(pieces: Sequence[tuple[str, bool]], cut_before: bool, cut_after: bool) -> list[list[object]]:  # noqa: FBT001  two ends of one text
    dots = ("…", False)
    return [list(piece) for piece in ((dots,) if cut_before else ()) + tuple(pieces) + ((dots,) if cut_after else ())]
