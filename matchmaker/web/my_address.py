"""Another address to sign in with: six digits from the present one, six from the new one, and it is changed."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, Fault, NotAllowedError
from matchmaker.services.corrections import change_address, check_new_address
from matchmaker.services.proofs import awaited_proof, has_proven, take_proof
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.lately import bear_event
from matchmaker.web.proving import asker, mail_code
from matchmaker.web.wake import wake


@site.get("/me/data/address")
@demands(Access.SIGNED_IN)
def show_my_address() -> ResponseReturnValue:
    return _page(request.args.get("email", ""))


@site.post("/me/data/address/own")
@demands(Access.SIGNED_IN)
def ask_for_own_code() -> ResponseReturnValue:
    mail_code("own_address", address_key(current_person().email))
    db.session.commit()
    wake("send_mail")
    return redirect("/me/data/address", 303)


@site.post("/me/data/address/own/code")
@demands(Access.SIGNED_IN)
def prove_own_address() -> ResponseReturnValue:
    try:
        take_proof(db.session(), asker(), "own_address", request.form.get("code", ""), settings=house_settings(), now=utc_now())
    except BadInputError as error:
        db.session.commit()  # the try counts
        return _page("", error.faults, status=error.status)
    db.session.commit()
    return redirect("/me/data/address", 303)


@site.post("/me/data/address")
@demands(Access.SIGNED_IN)
def ask_for_new_address() -> ResponseReturnValue:
    typed = request.form.get("email", "")
    try:
        _check_own_address_proven()
        new = address_key(typed)
        check_new_address(current_person().email, new)
        mail_code("address", new)
    except BadInputError as error:
        return _page(typed, error.faults, status=error.status)
    db.session.commit()
    wake("send_mail")
    return redirect("/me/data/address", 303)


@site.post("/me/data/address/code")
@demands(Access.SIGNED_IN)
def prove_new_address() -> ResponseReturnValue:
    _check_own_address_proven()
    try:
        new = take_proof(db.session(), asker(), "address", request.form.get("code", ""), settings=house_settings(), now=utc_now())
    except BadInputError as error:
        db.session.commit()  # the try counts
        return _page("", error.faults, status=error.status)
    change_address(db.session(), current_person().id, new, now=utc_now())
    db.session.commit()
    return redirect("/me/data?said=address-changed", 303)


def _check_own_address_proven() -> None:
    """A borrowed phone alone must not carry somebody's account away to another mailbox."""
    if not has_proven(db.session(), asker(), "own_address", now=utc_now()):
        raise NotAllowedError(N_("Type the code from your present address first. Nothing was changed."))


def _page(typed: str, faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    bear_event()
    proven = has_proven(db.session(), asker(), "own_address", now=utc_now())
    is_new = "other" in request.args or bool(typed)
    awaited = None if is_new else awaited_proof(db.session(), asker(), "address" if proven else "own_address", now=utc_now())
    slots = {"person": current_person(), "proven": proven, "awaited": awaited, "typed": typed, "faults": faults}
    return keep_secret(make_response(render_template("me/address.html", **slots), status))
