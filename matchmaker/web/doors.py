"""The blueprints and where each opens."""

from flask import Blueprint

organiser = Blueprint("organiser", __name__, url_prefix="/organise")
attendee = Blueprint("attendee", __name__, url_prefix="/e/<slug>")
desk = Blueprint("desk", __name__, url_prefix="/desk")
exchange = Blueprint("exchange", __name__)
site = Blueprint("site", __name__)
