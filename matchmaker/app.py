"""The one place where everything meets."""

import gc
import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from matchmaker.jobs.queue import make_queue, make_wake
from matchmaker.paths import STATIC, TEMPLATES
from matchmaker.settings import Settings, load_settings
from matchmaker.store.models.everything import know_every_model
from matchmaker.web.addresses import LateRule
from matchmaker.web.clock import CLOCK, Clock, system_clock
from matchmaker.web.compiled import PlainGlobals
from matchmaker.web.database import open_database
from matchmaker.web.house import SETTINGS
from matchmaker.web.site import open_site
from matchmaker.web.static_files import YEAR, HouseFiles
from matchmaker.web.visits import VisitorCookie
from matchmaker.web.wake import WAKE, Wake


def create_app(settings: Settings | None = None, *, wake: Wake | None = None, clock: Clock = system_clock) -> Flask:
    """The web application; tests hand in their own settings, wake and clock."""
    settings = settings or load_settings()
    app = Flask("matchmaker", template_folder=str(TEMPLATES), static_folder=None)
    app.url_rule_class, app.jinja_environment = LateRule, PlainGlobals
    app.secret_key = settings.session_key
    app.config.update(
        MAX_CONTENT_LENGTH=(settings.upload_megabytes + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TEMPLATES_AUTO_RELOAD=False,
        WTF_CSRF_TIME_LIMIT=None,  # the token dies with the visitor's id
        WTF_CSRF_SSL_STRICT=False,  # our own origin check stands in for the referrer, which we don't send
    )
    app.extensions.update({SETTINGS: settings, CLOCK: clock, WAKE: wake or make_wake(make_queue(settings))})
    app.session_interface = VisitorCookie(settings)
    know_every_model()
    open_database(app, settings)
    open_site(app, settings)
    app.wsgi_app = HouseFiles(  # type: ignore[method-assign]  # the way WSGI middleware is hung
        app.wsgi_app, root=str(settings.static_dir or STATIC), prefix="static/", max_age=YEAR
    )
    if settings.proxy_count:
        hops = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # as above
    return app


def application() -> Flask:
    """For gunicorn: `gunicorn 'matchmaker.app:application()'`."""
    # Idle BLAS threads of a library that slipped in would spin on shared cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # All that is made now lives as long as the worker: looking through it for what may go costs a sixth of the start, and finds nothing
    gc.disable()
    app = create_app()
    gc.freeze()
    gc.enable()
    return app
