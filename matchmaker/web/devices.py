"""Where somebody is signed in, and shutting these browsers out."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.signin.device import device_words
from matchmaker.errors import filled
from matchmaker.services.devices import Device, devices_of, sign_out_device, sign_out_everywhere
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.headers import keep_secret
from matchmaker.web.lately import bear_event, event_query
from matchmaker.web.visits import hash_id, visitor


@site.get("/me/devices")
@demands(Access.SIGNED_IN)
def show_devices() -> ResponseReturnValue:
    zone = bear_event()
    devices = devices_of(db.session(), current_person().id, here=hash_id(visitor().known_id or ""), now=utc_now())
    named = [(device, _named(device)) for device in devices]
    return keep_secret(make_response(render_template("me/devices.html", devices=named, zone=zone)))


@site.post("/me/devices/sign-out")
@demands(Access.SIGNED_IN)
def sign_out_one() -> ResponseReturnValue:
    sign_out_device(db.session(), current_person().id, request.form.get("device", ""), now=utc_now())
    db.session.commit()
    return redirect(f"/me/devices?said=device-out{event_query('&')}", 303)


@site.post("/me/devices/sign-out-everywhere")
@demands(Access.SIGNED_IN)
def sign_out_all() -> ResponseReturnValue:
    sign_out_everywhere(db.session(), current_person().id, now=utc_now())
    db.session.commit()
    visitor().drop()
    return keep_secret(make_response(redirect("/?said=signed-out-everywhere", 303)))


def _named(device: Device) -> str:
    sentence, values = device_words(device.device)
    return filled(gettext(sentence), values)
