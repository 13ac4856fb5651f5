"""Deleting everything of oneself: one's own address typed, six digits from a letter, and it is done."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.services.erasure import check_may_leave_for_good, forget_person
from matchmaker.services.matcher_files import drop_matcher_files
from matchmaker.services.proofs import awaited_proof, take_proof
from matchmaker.web.access import Access, account_of, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.lately import bear_event
from matchmaker.web.proving import asker, mail_code
from matchmaker.web.visits import visitor
from matchmaker.web.wake import wake

ANOTHER = N_("That is not the address you are signed in with. Type it as it stands above, so that we know you mean it.")


@site.get("/me/data/delete")
@demands(Access.SIGNED_IN)
def show_deletion() -> ResponseReturnValue:
    return _page()


@site.post("/me/data/delete")
@demands(Access.SIGNED_IN)
def ask_to_delete_everything() -> ResponseReturnValue:
    typed, person = request.form.get("email", ""), current_person()
    try:
        check_may_leave_for_good(db.session(), person.id)
        mail_code("delete", _own_address(typed))
    except BadInputError as error:
        return _page(typed, error.faults, status=error.status)
    db.session.commit()
    wake("send_mail")
    return redirect("/me/data/delete", 303)


@site.post("/me/data/delete/code")
@demands(Access.SIGNED_IN)
def delete_everything() -> ResponseReturnValue:
    person, now, settings = current_person(), utc_now(), house_settings()
    try:
        take_proof(db.session(), asker(), "delete", request.form.get("code", ""), settings=settings, now=now)
    except BadInputError as error:
        db.session.commit()  # the try counts
        return _page("", error.faults, status=error.status)
    erased = forget_person(db.session(), person.id, settings=settings, now=now, by=person.id)
    db.session.commit()
    drop_matcher_files(settings.data_dir, erased.event_ids)
    return _gone(account_of(person.id))


def _gone(account: str) -> Response:
    wake("recommend")
    wake("forget")
    visitor().drop()
    # Not "storage": that would take along what waits on this phone for others. A script there clears what is this account's.
    response = keep_secret(make_response(redirect(f"/?said=erased#account={account}", 303)))
    response.headers["Clear-Site-Data"] = '"cache", "cookies"'
    return response


def _own_address(typed: str) -> str:
    own = current_person().email
    if address_key(typed) != address_key(own):
        raise BadInputError(Fault("email", ANOTHER))
    return address_key(own)


def _page(typed: str = "", faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    bear_event()
    awaited = None if typed or "other" in request.args else awaited_proof(db.session(), asker(), "delete", now=utc_now())
    slots = {"person": current_person(), "awaited": awaited, "typed": typed, "faults": faults}
    return keep_secret(make_response(render_template("me/delete.html", **slots), status))
