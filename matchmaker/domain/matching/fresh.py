"""Lists that follow what people say, from one change to the next."""

from collections.abc import Hashable, Iterable, Iterator

import numpy as np
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.event import EventLists
from matchmaker.domain.matching.exposure import counts_of, full_floor
from matchmaker.domain.matching.fields import one_of
from matchmaker.domain.matching.profile import Decision, Match, Profile, Seldom
from matchmaker.domain.matching.ranges import check_whole
from matchmaker.domain.matching.ranking import Shortlist
from matchmaker.domain.matching.reasons import Explainer
from matchmaker.domain.matching.sliders import SliderRows
from matchmaker.domain.matching.tuning import TunedPerson


class FreshLists:
    """The part of the matcher that lets people come, change, go and answer. What was learned in `fit` stays as it is.

    Attributes
    ----------
    event_ : EventLists
    explainer_ : Explainer
    shown_k_ : int
        The length of the fair lists last asked for.
    """

    event_: EventLists
    explainer_: Explainer
    shown_k_: int
    exposure_floor: float

    def keep_fresh(self, k: int) -> None:
        """Prepare for changes of the fair lists of length k, so that the first one is as quick as the others."""
        check_is_fitted(self)
        check_whole("k", k)
        self.shown_k_ = k
        self.event_.keep_fresh(k)

    def put(self, profile: Profile) -> dict[Hashable, list[Match]]:
        """Let somebody in, or take over what they changed; what was learned in `fit` stays as it is.

        Returns
        -------
        dict of id to list of Match
            The fair lists that changed, in the length that `recommend` was last asked for (10 if never): that of the person,
            and those that gained or lost somebody.
        """
        check_is_fitted(self)
        self.explainer_.forget(one_of(Profile, profile, "profile").id)
        return dict(self.kept_lists(self.event_.put(profile, self.shown_k_)))

    def remove(self, id: Hashable) -> dict[Hashable, list[Match]]:  # noqa: A002  the facade's promise
        """Let somebody go.

        Returns
        -------
        dict of id to list of Match
            The fair lists that changed.

        Raises
        ------
        KeyError
            Nobody has this id.
        """
        check_is_fitted(self)
        if id not in self.event_.crowd.places:
            raise KeyError(id)
        self.explainer_.forget(id)
        return dict(self.kept_lists(self.event_.leave(id, self.shown_k_)))

    def decide(self, decision: Decision) -> dict[Hashable, list[Match]]:
        """Take in what a reader said about a person; it filters at once and teaches at the next `fit`.

        Returns
        -------
        dict of id to list of Match
            The fair lists that changed; empty if one of the two is not here.
        """
        check_is_fitted(self)
        one_of(Decision, decision, "decision")
        return dict(self.kept_lists(self.event_.decide(decision, self.shown_k_)))

    def take_back(self, reader_id: Hashable, other_id: Hashable) -> dict[Hashable, list[Match]]:
        """Take back what a reader said about a person, if anything; the fair lists that changed."""
        check_is_fitted(self)
        return dict(self.kept_lists(self.event_.take_back(reader_id, other_id, self.shown_k_)))

    def lists_of(self, reader_ids: Iterable[Hashable], *, spare: int = 0) -> dict[Hashable, list[Match]]:
        """The fair lists of some readers, in the length last asked for, each with up to `spare` further people behind."""
        check_is_fitted(self)
        check_whole("spare", spare, least=0)
        event = self.event_
        event.keep_fresh(self.shown_k_)
        readers = [event.crowd.places[identity] for identity in reader_ids]
        fair = dict(self.kept_lists(readers))
        if not spare:
            return fair
        more = [event.beyond(at, spare) for at in readers]
        rows = np.repeat(np.array(readers, dtype=np.intp), [people.size for people, _ in more])
        people, scores = (np.concatenate([one[part] for one in more]) if more else np.empty(0) for part in (0, 1))
        found = event.matches(rows, people.astype(np.intp), scores)
        names = [event.crowd.profiles[at].id for at in readers]
        return {name: fair[name] + [next(found) for _ in range(one[0].size)] for name, one in zip(names, more, strict=True)}

    def room_above_floor(self, k: int = 10) -> dict[Hashable, int]:
        """In how many fair lists of length k more than they must each person stands, as far as rules and decisions allow."""
        check_is_fitted(self)
        check_whole("k", k)
        event, here = self.event_, self.event_.crowd.here()
        if event.shown is not None and event.shown.k == k:
            room = event.shown.room()[here]
        else:
            found = event.fair_pass(k)
            room = counts_of(Shortlist(found.lists.people[:, :k], found.lists.scores[:, :k])) - found.bounds.floors
        return {event.crowd.profiles[at].id: above for at, above in zip(here, room.tolist(), strict=True)}

    def tuning_rows(self, reader_ids: Iterable[Hashable] | None = None) -> Iterator[tuple[Hashable, list[TunedPerson]]]:
        """Whom the sliders of some readers may bring up, for `tuned_order` to sort.

        Parameters
        ----------
        reader_ids : iterable of id, or None
            None: everybody who is here, by id.

        Yields
        ------
        id, list of TunedPerson
            At most `MOST_PEOPLE` whom the reader may see: the default's best 30, then the first, the second and so on up to
            the tenth best at every end of the sliders, of all people.

        Raises
        ------
        KeyError
            Nobody has this id.
        """
        check_is_fitted(self)
        crowd = self.event_.crowd
        places = crowd.here() if reader_ids is None else [crowd.places[identity] for identity in reader_ids]
        return SliderRows(self.event_).of(np.array(places, dtype=np.intp))

    def seldom_shown(self, k: int = 10) -> list[Seldom]:
        """Whom the fair lists of length k show less often than the floor of an event without rules, and the rule that causes it.

        People who asked to stand in no list are not among them.

        Returns
        -------
        list of Seldom
            By id.
        """
        check_is_fitted(self)
        check_whole("k", k)
        found, people = self.event_.fair(k), self.event_.crowd.here()
        counts, hidden = counts_of(found.lists), self.event_.hidden
        few = np.flatnonzero(counts < full_floor(k, self.exposure_floor))
        listed = [(at, people[at]) for at in few.tolist() if not hidden.candidates.unlisted[people[at]]]
        profiles = self.event_.crowd.profiles
        return [Seldom(profiles[p].id, int(counts[at]), int(found.bounds.floors[at]), hidden.strictest_rule(p)) for at, p in listed]

    def kept_lists(self, readers: list[int]) -> Iterator[tuple[Hashable, list[Match]]]:
        """The kept lists of some readers, given by place."""
        event = self.event_
        shown, profiles = event.keep_fresh(self.shown_k_), event.crowd.profiles
        lists = [shown.list_of(at) for at in readers]
        sizes = [people.size for people, _ in lists]
        rows = np.repeat(np.array(readers, dtype=np.intp), sizes)
        people, scores = (np.concatenate([one[part] for one in lists]) if lists else np.empty(0) for part in (0, 1))
        found = event.matches(rows, people.astype(np.intp), scores)
        for at in readers:
            yield profiles[at].id, [next(found) for _ in range(sizes.pop(0))]
