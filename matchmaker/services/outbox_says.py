"""Notes, answers and the profile's form, as a phone kept them: of what was changed twice, the newest by the phone's clock stands."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.note import clean_note, note_faults, note_with
from matchmaker.domain.interests.merge import merge
from matchmaker.domain.outbox.items import AnswerItem, CareItem, InterestsItem, KeptPromise, NoteItem, Written
from matchmaker.errors import N_, BadInputError, ConflictError, NotFoundError
from matchmaker.services.contact_answers import my_side_of
from matchmaker.services.contact_care import let_go, note_touch
from matchmaker.services.interests import answers_of, save_interests
from matchmaker.services.matches import UNDO, answer_match
from matchmaker.services.outbox_desk import Desk, Taken
from matchmaker.services.recommend import want_lists
from matchmaker.services.warm_care import begin_hours
from matchmaker.store.models.contacts import ContactSide, Promise
from matchmaker.store.queries.outbox import contact_of_scan, decided_at, interests_saved_at, promise_of_words

KEPT = Taken("kept")


def take_note(desk: Desk, item: NoteItem) -> Taken:
    contact_id = item.contact_id
    if item.scan_id is not None:
        found = contact_of_scan(desk.session, item.scan_id, event_id=desk.event.id, scanner_id=desk.reader.id)
        if found is None:
            raise ConflictError(N_("The scan this note belongs to led to nobody, so the note stays here. Copy what you need."))
        if found[0].state == "undone" or found[1] is None:
            return Taken("undone") if found[0].state == "undone" else KEPT
        contact_id = found[1].id
    assert contact_id is not None
    mine = my_side_of(desk.session, contact_id, event_id=desk.event.id, person_id=desk.reader.person_id)
    at = desk.time_of(item.at) or desk.now
    is_newest = mine.noted_at is None or mine.noted_at <= at
    if is_newest and not (item.note is None and item.tags is None and item.may_follow_up is None):
        _write(mine, item, at)
    if item.promise is not None or item.over is not None:
        _promise(desk.session, mine, item.promise, at, over=item.over.promise if item.over else "", is_newest=is_newest)
    desk.session.flush()
    return KEPT


def _write(mine: ContactSide, item: NoteItem, at: datetime) -> None:
    if item.note is not None:
        mine.note = _note(mine.note, clean_note(item.note), item.over)
    if item.tags is not None:
        others = [tag for tag in mine.tags if tag not in item.over.tags] if item.over else []
        mine.tags = list(dict.fromkeys((*others, *item.tags)))
    if item.may_follow_up is not None:
        mine.may_follow_up = item.may_follow_up
    mine.noted_at = at


def _note(kept: str, new: str, over: Written | None) -> str:
    if over is None:
        return new
    note = note_with(kept, new, over=clean_note(over.note))
    if faults := note_faults(note):
        raise BadInputError(*faults)
    return note


def _promise(session: Session, mine: ContactSide, promise: KeptPromise | None, at: datetime, *, over: str, is_newest: bool) -> None:
    """A promise is no part of the note, so a newer note elsewhere loses none; the same words twice are one, half a one becomes whole."""
    ids = {"contact_id": mine.contact_id, "person_id": mine.person_id}
    if over and (promise is None or promise.text != over):
        half = promise_of_words(session, **ids, text=over)
        if half is not None and half.done_at is None:
            session.delete(half)
    if promise is None:
        return
    kept = promise_of_words(session, **ids, text=promise.text)
    if kept is None:
        session.add(Promise(**ids, text=promise.text, due_on=promise.due_on, created_at=at))
    elif is_newest:
        kept.due_on = promise.due_on
    if promise.due_on:
        begin_hours(session, mine.person_id, now=at)


def take_care(desk: Desk, item: CareItem) -> Taken:
    """A touch or letting go; what was logged or decided later, here or on another phone, stands."""
    me, at = desk.reader.person_id, desk.time_of(item.at) or desk.now
    mine = my_side_of(desk.session, item.contact_id, event_id=desk.event.id, person_id=me)
    if item.deed == "touch" and (mine.touched_at is None or mine.touched_at < at):
        note_touch(desk.session, item.contact_id, person_id=me, now=at)
    if item.deed == "let_go" and mine.let_go_at is None:
        let_go(desk.session, item.contact_id, person_id=me, now=at)
    return KEPT


def take_answer(desk: Desk, item: AnswerItem) -> Taken:
    at = desk.time_of(item.at) or desk.now
    before = decided_at(desk.session, event_id=desk.event.id, reader_id=desk.reader.id, other_id=item.other_id)
    if before is not None and before > at:
        return KEPT  # answered once more since, here or on another phone
    if item.answer == UNDO and before is None:
        return KEPT  # there is nothing left to take back
    try:
        answer_match(desk.session, desk.event, desk.reader, item.other_id, item.answer, now=at, reason=item.reason)
    except NotFoundError:
        raise ConflictError(N_("This person is not on your list any more, so the answer had nobody to go to.")) from None
    return KEPT


def take_interests(desk: Desk, item: InterestsItem) -> Taken:
    """Only what this form changed; a form that can't say what it held before stands whole if nothing was saved since."""
    me, at = {"event_id": desk.event.id, "attendee_id": desk.reader.id}, desk.time_of(item.at) or desk.now
    want_lists(desk.session, desk.event.id)  # holds the event's row: what is saved elsewhere at this moment waits, or is read here
    saved_at = interests_saved_at(desk.session, **me)
    is_newest = saved_at is None or saved_at <= at
    here = desk.read_form(item.form)
    if item.base is None:
        if is_newest:
            save_interests(desk.session, **me, answers=here, now=at)
        return KEPT
    here.raise_faults()
    merged = merge(desk.read_form(item.base), here, answers_of(desk.session, **me), is_newest=is_newest)
    save_interests(desk.session, **me, answers=merged.answers, now=max(at, saved_at or at))
    return Taken("conflict", problems=merged.told) if merged.told else KEPT
