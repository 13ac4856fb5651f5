"""One invented person's working life, before a name is drawn for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody does and wants; lists are written ``one; two; three``, tags of the event and own words alike."""

    headline: str
    organisation: str
    bio: str
    stage: int
    talk: str
    offers: str
    seeks: str
