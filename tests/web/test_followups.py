"""The morning after: who stands on the page of follow-ups, what their drafts say, and how they leave."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from matchmaker.services.contact_care import ask_no_follow_up, let_go
from matchmaker.services.promises import promise
from matchmaker.store.models.contacts import FollowUpAct
from matchmaker.store.models.mail import OutboxLetter
from tests.browsers import form_to, text_of
from tests.cast import NOW, give_interests, make_attendee
from tests.letters import exchange
from tests.meetings import meet, side_of

PAGE = "/e/northlight/followups"


@pytest.fixture
def met(session, ada, grace) -> int:
    """Ada met Grace, and wrote nothing down."""
    return exchange(session, ada, grace).id


def test_nobody_met_is_no_reproach(phone_of, ada) -> None:
    assert "Nobody yet, and that is fine" in text_of(phone_of(ada).get(PAGE))


def test_a_draft_with_nothing_specific_asks_one_question_and_its_answer_makes_it_one(phone_of, ada, met) -> None:
    phone = phone_of(ada)

    before = text_of(phone.get(PAGE))
    answer = phone.post(f"{PAGE}/{met}/note", {"note": "Van routes in Fife", "tone": "again"})
    after = text_of(phone.get(answer.location))

    assert "This draft could go to anybody: nothing in it is about you two yet. What did you two talk about?" in before
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/{met}?tone=again&said=note-kept")
    assert "This draft could go to anybody" not in after
    assert "I kept a line of it: “Van routes in Fife” Shall we meet again?" in after


def test_a_question_answered_in_the_list_leads_back_to_it_with_the_draft_open(phone_of, ada, met) -> None:
    phone = phone_of(ada)

    form = phone.get(PAGE).text
    answer = phone.post(f"{PAGE}/{met}/note", {"note": "Van routes in Fife", "in_list": "1"})
    page = phone.get(answer.location).text

    assert form.count('name="in_list"') == 1
    assert answer.location == f"{PAGE}?tone=thanks&said=note-kept&at={met}#to-{met}"
    assert '<details class="fold" data-act="opened" open>' in page
    assert "I kept a line of it: “Van routes in Fife”" in page


def test_what_both_say_in_the_same_words_is_said_once(session, phone_of, ada, grace, met) -> None:
    give_interests(session, ada, offer=["First jobs"])
    give_interests(session, grace, seek=["first  jobs"])
    phone = phone_of(ada)

    page, gifts = text_of(phone.get(f"{PAGE}/{met}")), text_of(phone.get(f"{PAGE}/{met}?tone=ask"))
    given = text_of(phone.get(f"{PAGE}/{met}?tone=ask&opened=1&give=0"))

    assert "You are looking for “first jobs”. That is what I can offer, and I would be glad to." in page
    assert "First jobs They seek just that." in gifts
    assert "– You are looking for “first jobs”, and I can offer it." in given


def test_a_note_that_is_too_long_comes_back_with_its_words(phone_of, ada, met) -> None:
    answer = phone_of(ada).post(f"{PAGE}/{met}/note", {"note": "n" * 2001})

    assert answer.status_code == 422
    assert "n" * 2001 in answer.text
    assert "at most 2000 fit" in text_of(answer)


def test_everybody_has_a_draft_of_their_own_in_the_chosen_tone(session, event, phone_of, ada, grace, linus) -> None:
    exchange(session, ada, grace, note="COBOL for clinics")
    exchange(session, ada, linus)
    give_interests(session, ada, talk=["Kernels"])
    give_interests(session, linus, talk=["kernels"], seek=["A quiet room"])

    page = text_of(phone_of(ada).get(f"{PAGE}?tone=share"))

    assert (
        "At Northlight 26 you met 2 people. Nothing goes out by itself. What you open, copy or send here is counted for you alone." in page
    )
    assert page.count("Your note stands in it word for word. Read it before it leaves.") == 1
    assert "Dear Grace, thank you for the conversation at Northlight 26. I kept a line of it: “COBOL for clinics” Something that" in page
    assert "You are looking for “A quiet room”." in page
    assert "We both like to talk about Kernels." in page


def test_a_draft_leaves_by_copy_by_mail_and_as_a_file(session, phone_of, ada, grace) -> None:
    contact = exchange(session, ada, grace, note="COBOL & clinics").id
    phone = phone_of(ada)

    page = phone.get(f"{PAGE}/{contact}")
    file = phone.get(f"{PAGE}/{contact}.eml?tone=again")

    assert 'data-copy="Dear Grace,\n\nthank you' in page.text
    assert "mailto:grace@example.org?subject=Our%20talk" in page.text
    assert "COBOL & clinics" in unquote(page.text.split("mailto:grace")[1].split('"')[0])
    message = message_from_bytes(file.data, policy=default)
    assert (message["From"], message["To"]) == ("Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>")
    assert "Shall we meet again?" in message.get_content()
    assert file.headers["Content-Disposition"] == f'attachment; filename="follow-up-{contact}.eml"'


def test_whoever_gave_no_address_is_named_in_no_header(session, phone_of, ada, grace) -> None:
    contact = meet(session, ada, grace, shared=("phone",))
    phone = phone_of(ada)

    page, file = phone.get(f"{PAGE}/{contact}").text, phone.get(f"{PAGE}/{contact}.eml").data

    assert "grace@example.org" not in page + file.decode()
    assert "mailto:" not in page
    assert "Grace shared no e-mail address with you. Copy the text, and send it where you two are in touch." in page


def test_what_i_wrote_is_marked_counts_as_a_touch_and_can_be_undone(session, phone_of, ada, grace, met, clock) -> None:
    phone = phone_of(ada)

    answer = phone.post(f"{PAGE}/{met}/written", {"tone": "again"})
    page = phone.get(answer.location)
    touched = side_of(session, met, ada).touched_at
    session.commit()
    phone.post(f"/contacts/{met}/touch/undo", {"before": "never"})

    assert answer.location == f"{PAGE}?tone=again&said=touched&undo={met}&before=never"
    assert (
        "At Northlight 26 you met 1 person. Nothing goes out by itself. Drafts opened: 0 Taken along: 0 Written: 1 What you open"
        in text_of(page)
    )
    assert touched == clock()
    assert f'action="/contacts/{met}/touch/undo"' in page.text
    assert side_of(session, met, ada).touched_at is None


def test_a_promise_comes_back_on_its_date(session, phone_of, ada, grace, linus, clock) -> None:
    later, due = exchange(session, ada, grace).id, exchange(session, ada, linus).id
    today: date = clock().date()
    for contact_id, day in ((later, today.replace(year=today.year + 1)), (due, today)):
        promise(session, contact_id, person_id=ada.person_id, text=f"A map, {contact_id}", due_on=day.isoformat(), now=NOW)

    page = text_of(phone_of(ada).get(PAGE))

    assert page.index("Linus Torvalds") < page.index("Grace Hopper")
    assert f"I have not forgotten what I promised you: “A map, {due}”." in page


@pytest.mark.parametrize(("zone", "is_due"), [("Pacific/Auckland", True), ("Europe/London", False), ("Pacific/Honolulu", False)])
def test_a_promise_comes_back_as_its_day_begins_at_the_place(
    session, event, phone_of, ada, grace, linus, clock, zone: str, is_due: bool
) -> None:
    tomorrow = clock().date() + timedelta(days=1)
    due, newer = exchange(session, ada, linus).id, exchange(session, ada, grace)
    newer.exchanged_at = NOW + timedelta(minutes=1)
    promise(session, due, person_id=ada.person_id, text="A map", due_on=tomorrow.isoformat(), now=NOW)
    event.time_zone = zone
    clock.now = NOW.replace(hour=22, minute=30)

    page = text_of(phone_of(ada).get(PAGE))

    assert (page.index("Linus Torvalds") < page.index("Grace Hopper")) is is_due


def test_an_ask_opens_after_what_could_be_given(session, phone_of, ada, grace, met) -> None:
    give_interests(session, ada, offer=["Interviews with users", "A desk"], seek=["A funder"])
    give_interests(session, grace, seek=["First users", "A room", "A driver"])
    phone = phone_of(ada)

    in_list, first = text_of(phone.get(f"{PAGE}?tone=ask")), phone.get(f"{PAGE}/{met}?tone=ask")
    given = text_of(phone.get(f"{PAGE}/{met}?tone=ask&opened=1&give=0"))
    skipped = text_of(phone.get(f"{PAGE}/{met}?tone=ask&opened=1"))
    shut = phone.get(f"{PAGE}/{met}.eml?tone=ask")

    assert "First, what you could give Grace" in in_list
    assert "Dear Grace" not in in_list + text_of(first)
    assert first.text.count('name="give"') == 2
    assert "Interviews with users for “First users” A desk Open the draft with it" in text_of(first)
    assert "What you choose or skip here is kept nowhere and told to nobody." in text_of(first)
    assert "For “First users” I can offer “Interviews with users”. May I ask you something? I am looking for “A funder”." in given
    assert "I can offer" not in skipped
    assert "May I ask you something? I am looking for “A funder”." in skipped
    assert shut.status_code == 404


def test_whoever_asks_for_peace_gets_no_draft(session, phone_of, ada, grace, met) -> None:
    ask_no_follow_up(session, met, person_id=grace.person_id, wanted=True)
    phone = phone_of(ada)

    page, file = text_of(phone.get(PAGE)), phone.get(f"{PAGE}/{met}.eml")

    assert "Grace asks for no follow-up." in page
    assert "Dear Grace" not in page
    assert file.status_code == 404


def test_only_those_whose_card_is_held_and_who_are_not_let_go_stand_there(session, event, phone_of, ada, grace, linus) -> None:
    let_go(session, exchange(session, ada, grace).id, person_id=ada.person_id, now=NOW)
    waiting = meet(session, ada, linus, state="pending")
    phone = phone_of(ada)

    page = text_of(phone.get(PAGE))

    assert "Grace" not in page
    assert "Linus" not in page
    assert [phone.get(f"{PAGE}/{waiting}{end}").status_code for end in ("", ".eml")] == [404, 404]
    assert phone.post(f"{PAGE}/{waiting}/written", {}).status_code == 404


def test_another_persons_contact_is_not_there(session, phone_of, ada, grace, linus) -> None:
    contact = exchange(session, grace, linus, note="Secret").id
    exchange(session, ada, grace)
    phone = phone_of(ada)

    assert [phone.get(f"{PAGE}/{contact}{end}").status_code for end in ("", ".eml")] == [404, 404]
    assert [phone.post(f"{PAGE}/{contact}/{deed}", {"note": "x"}).status_code for deed in ("note", "written")] == [404, 404]
    assert side_of(session, contact, grace).note == "Secret"


def test_what_the_other_noted_is_in_no_draft(session, phone_of, ada, grace) -> None:
    exchange(session, ada, grace, note="Talks too much")

    assert "Talks too much" not in phone_of(grace).get(PAGE).text


def test_the_page_costs_the_same_for_one_person_and_for_twelve(session, event, phone_of, ada, grace, met, statements) -> None:
    phone = phone_of(ada)
    phone.get(PAGE)
    statements.clear()
    phone.get(PAGE)
    for_one = len(statements)
    for number in range(12):
        guest = make_attendee(session, event, f"Guest{number}")
        give_interests(session, guest, seek=["A map"])
        promise(session, exchange(session, ada, guest).id, person_id=ada.person_id, text="A map", due_on="", now=NOW)
    session.commit()

    statements.clear()
    page = phone.get(PAGE)

    assert page.text.count("Dear Guest") > 11
    assert (for_one, len(statements)) == (8, 8)


def test_hostile_names_stay_words(session, event, phone_of, ada) -> None:
    guest = make_attendee(session, event, '"><script>alert(1)</script>\r\nBcc: all@example.org', shared_fields=["email"])
    guest_id = exchange(session, ada, guest).id
    phone = phone_of(ada)

    page, file = phone.get(PAGE).text, phone.get(f"{PAGE}/{guest_id}.eml").data

    assert "<script>alert" not in page
    assert message_from_bytes(file, policy=default)["Bcc"] is None


def test_a_letter_is_sent_from_here_to_whoever_said_it_is_welcome(session, phone_of, ada, grace, met) -> None:
    phone = phone_of(ada)
    before = text_of(phone.get(f"{PAGE}/{met}"))
    side_of(session, met, ada).may_follow_up = False
    session.commit()
    unwanted = text_of(phone.get(f"{PAGE}/{met}"))
    side_of(session, met, ada).may_follow_up = True
    session.commit()

    form = phone.get(f"{PAGE}/{met}")
    refused = phone.post(f"{PAGE}/{met}/send", {"subject": "My own subject", "body": " "})
    sent = phone.post(f"{PAGE}/{met}/send", {"subject": "Hello", "body": "Dear Grace"})
    again = phone.post(f"{PAGE}/{met}/send", {"subject": "Hello", "body": "Dear Grace"})

    assert "From here it can only leave once you have noted that Grace said a follow-up is welcome." in before
    assert "You noted that Grace would rather get no follow-up, so nothing leaves from here." in unwanted
    assert "Grace gets it from this site and answers to ada@example.org, which they see." in text_of(form)
    assert refused.status_code == 422
    assert "My own subject" in refused.text
    assert (sent.status_code, sent.location) == (303, f"{PAGE}?tone=thanks&said=followup-sent")
    assert "Written: 1" in text_of(phone.get(sent.location))
    assert again.status_code == 422
    assert session.scalars(select(OutboxLetter.address)).all() == ["grace@example.org"]


def test_what_was_done_with_drafts_is_shown_to_whoever_did_it_once_each(session, phone_of, ada, grace, linus, met, clock) -> None:
    other = exchange(session, ada, linus).id
    phone = phone_of(ada)

    answers = [
        phone.post(f"{PAGE}/{contact}/acts", {"act": act})
        for contact, act in ((met, "opened"), (met, "opened"), (met, "copied"), (met, "mailed"), (other, "filed"))
    ]
    phone.post(f"{PAGE}/{other}/written", {})
    hers, his = text_of(phone.get(PAGE)), text_of(phone_of(grace).get(PAGE))

    assert {(answer.status_code, answer.data) for answer in answers} == {(204, b"")}
    assert "you met 2 people. Nothing goes out by itself. Drafts opened: 2 Taken along: 2 Written: 1 What" in hers
    assert "you met 1 person. Nothing goes out by itself. What" in his
    assert {row.day for row in session.scalars(select(FollowUpAct))} == {clock().date()}


@pytest.mark.parametrize("act", ["sent", "marked", "reminded", "", "opened\x00", "<script>"])
def test_a_page_tells_only_what_pages_see(session, phone_of, ada, met, act) -> None:
    assert phone_of(ada).post(f"{PAGE}/{met}/acts", {"act": act}).status_code == 404
    assert session.scalars(select(FollowUpAct)).all() == []


def test_what_was_done_can_only_be_told_of_ones_own_contacts(session, phone_of, ada, grace, linus, met) -> None:
    foreign = exchange(session, grace, linus).id
    phone = phone_of(ada)

    assert [phone.post(f"{PAGE}/{contact}/acts", {"act": "copied"}).status_code for contact in (foreign, 999)] == [404, 404]
    assert session.scalars(select(FollowUpAct)).all() == []


def test_pages_that_are_only_read_note_nothing(session, phone_of, ada, met) -> None:
    phone = phone_of(ada)

    statuses = [phone.get(f"{PAGE}{path}").status_code for path in ("", f"/{met}", f"/{met}.eml")]

    assert statuses == [200, 200, 200]
    assert session.scalars(select(FollowUpAct)).all() == []


def test_a_template_of_ones_own_words_every_draft_until_it_is_deleted(session, phone_of, ada, grace, met) -> None:
    side_of(session, met, ada).note = "Van routes"
    phone = phone_of(ada)

    refused = phone.post(f"{PAGE}/templates", {"name": "Mine", "text": "Hi {{nmae}}"})
    kept = phone.post(f"{PAGE}/templates", {"name": "Mine", "text": "Hi {{name}}! {{about}}"})
    with_it = text_of(phone.get(f"{PAGE}?tone=own-1"))
    file = phone.get(f"{PAGE}/{met}.eml?tone=own-1").text
    gone = phone.post(f"{PAGE}/templates/1/delete", {})
    without = text_of(phone.get(f"{PAGE}?tone=own-1"))
    undo = form_to(gone.text, f"{PAGE}/templates")
    back = phone.post(f"{PAGE}/templates", undo)

    assert (refused.status_code, "This can’t be filled in: {{nmae}}" in text_of(refused)) == (422, True)
    assert kept.location == f"{PAGE}/templates?said=saved"
    assert "Hi Grace! I kept a line of it: “Van routes”" in with_it
    assert "Hi Grace!" in file
    assert "Hi Grace" not in without
    assert "The template is deleted. Undo" in text_of(gone)
    assert undo.items() >= {"name": "Mine", "text": "Hi {{name}}! {{about}}"}.items()
    assert "asks" not in undo
    assert back.location == f"{PAGE}/templates?said=saved"
    assert "Hi {{name}}! {{about}}" in text_of(phone.get(f"{PAGE}/templates"))


def test_a_new_template_starts_with_every_slot_and_a_kept_one_can_be_changed(phone_of, ada, grace, met) -> None:
    phone, his = phone_of(ada), phone_of(grace)

    start = phone.get(f"{PAGE}/templates")
    phone.post(f"{PAGE}/templates", {"name": "Mine", "text": "Hi {{name}}", "asks": "1"})
    form = phone.get(f"{PAGE}/templates?wording=1").text
    refused = phone.post(f"{PAGE}/templates", {"wording": "1", "name": "Mine", "text": "Hi {{nmae}}"})
    foreign = his.post(f"{PAGE}/templates", {"wording": "1", "name": "Theirs", "text": "Stolen"})
    unseen = his.get(f"{PAGE}/templates?wording=1").text
    phone.post(f"{PAGE}/templates", {"wording": "1", "name": "Ours", "text": "Hello {{name}}, {{about}}"})
    after = text_of(phone.get(f"{PAGE}/templates"))

    assert "Dear {{name}}, thank you for our talk at {{event}}. {{about}} {{me}}" in text_of(start)
    assert 'name="wording" value="1"' in form
    assert ">\nHi {{name}}</textarea>" in form
    assert re.search(r'name="asks" value="1" checked', form)
    assert (refused.status_code, 'name="wording" value="1"' in refused.text, "Hi {{nmae}}" in refused.text) == (422, True, True)
    assert (foreign.status_code, 'name="wording"' in unseen) == (404, False)
    assert "Ours Hello {{name}}, {{about}}" in after
    assert "Hi {{name}}" not in after


def test_a_template_that_asks_opens_after_what_could_be_given(phone_of, ada, met) -> None:
    phone = phone_of(ada)
    phone.post(f"{PAGE}/templates", {"name": "Mine", "text": "A favour, {{name}}?", "asks": "1"})

    shut, opened = text_of(phone.get(f"{PAGE}/{met}?tone=own-1")), text_of(phone.get(f"{PAGE}/{met}?tone=own-1&opened=1"))

    assert "A favour" not in shut
    assert "A favour, Grace?" in opened
    assert "This draft could go to anybody" in opened


def test_a_deleted_template_that_asks_comes_back_asking_and_once(phone_of, ada, met) -> None:
    phone = phone_of(ada)
    phone.post(f"{PAGE}/templates", {"name": "Mine", "text": "A favour, {{name}}?\r\n\r\nThanks", "asks": "1"})

    undo = form_to(phone.post(f"{PAGE}/templates/1/delete", {}).text, f"{PAGE}/templates")
    for _ in range(2):
        phone.post(f"{PAGE}/templates", undo)
    after = phone.get(f"{PAGE}/templates").text

    assert re.findall(r'<p class="draft lines" dir="auto">(.*?)</p>', after, flags=re.S) == ["A favour, {{name}}?\n\nThanks"]
    assert "A favour" not in text_of(phone.get(f"{PAGE}/{met}?tone=own-1"))
    assert "A favour" not in text_of(phone.get(f"{PAGE}/{met}?tone=own-2"))


def test_anothers_template_is_neither_seen_used_nor_deleted(phone_of, ada, grace, met) -> None:
    hers, his = phone_of(ada), phone_of(grace)
    hers.post(f"{PAGE}/templates", {"name": "Mine", "text": "Secret words"})

    seen = [his.get(f"{PAGE}{path}").text for path in ("/templates", "?tone=own-1")]
    his.post(f"{PAGE}/templates/1/delete", {})

    assert not any("Secret words" in page for page in seen)
    assert "Secret words" in hers.get(f"{PAGE}/templates").text


def test_ten_templates_are_enough(phone_of, ada, met) -> None:
    phone = phone_of(ada)

    answers = [phone.post(f"{PAGE}/templates", {"name": f"T{number}", "text": "x"}).status_code for number in range(11)]

    assert answers == [303] * 10 + [422]
