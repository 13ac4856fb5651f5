"""What a reader sees of another person's profile: one place decides for the match page and for the preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matchmaker.domain.privacy.cards import Sees, shown_person


@dataclass(frozen=True, slots=True)
class WholeProfile:
    """All that somebody says of themselves; `photo` is a fingerprint."""

    name: str
    organisation: str
    headline: str
    bio: str
    stage: int | None
    languages: Sequence[str]
    levels: Mapping[str, str]
    remote: bool
    pronouns: str
    name_sounds: str
    approach: str
    photo: str
    hidden: Sequence[str]
    short_name: str = ""


def shown_profile(profile: WholeProfile, *, sees: Sees, exchanged: bool) -> WholeProfile:
    """The profile with nothing in it that this reader may not see."""
    hidden = () if exchanged else profile.hidden
    card = shown_person(
        profile.name,
        organisation=profile.organisation,
        headline=profile.headline,
        sees=sees,
        exchanged=exchanged,
        hidden=hidden,
        photo=profile.photo,
    )
    return replace(
        profile,
        name=card.name,
        short_name=card.short_name,
        organisation=card.organisation,
        headline=card.headline,
        photo=card.photo,
        bio="" if "bio" in hidden else profile.bio,
        stage=None if "stage" in hidden else profile.stage,
        languages=() if "languages" in hidden else profile.languages,
        levels={} if "languages" in hidden else profile.levels,
        pronouns="" if "pronouns" in hidden else profile.pronouns,
        # Said in full it would tell the name that is shown only in part
        name_sounds="" if "name_sounds" in hidden or card.name != profile.name else profile.name_sounds,
        hidden=(),
    )
