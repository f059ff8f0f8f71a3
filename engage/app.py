"""Build the Flask app: settings in, blueprints on. Nothing happens at import."""

from collections.abc import Callable, Set
from datetime import timedelta
from functools import partial
from operator import eq
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from engage.accounts import views as accounts
from engage.accounts.actor import Actor
from engage.accounts.identity import identify_people
from engage.challenges import views as challenges
from engage.challenges.lifecycle import Stage
from engage.disclosures import views as disclosures
from engage.findings import views as findings
from engage.handover import views as handover
from engage.interest import views as interest
from engage.kernel import clock
from engage.kernel.db import Sessions, make_engine
from engage.kernel.places import shipped
from engage.kernel.tokens import Signer
from engage.library import views as library
from engage.notices import views as notices
from engage.notifications import views as notifications
from engage.opendata import views as opendata
from engage.outcomes import views as outcomes
from engage.questions import views as questions
from engage.records import views as records
from engage.reports import views as reports
from engage.responses import views as responses
from engage.reviews import views as reviews
from engage.settings import Settings
from engage.spaces import views as spaces
from engage.web.access import actor, check_routes
from engage.web.assets import serve_assets
from engage.web.drawing import SharedGlobals, drawn
from engage.web.errors import handle_errors
from engage.web.limits import limit_tries
from engage.web.machines import open_to_every_page
from engage.web.security import NONCE_MARK, protect
from engage.workshops import views as workshops

MEGABYTE = 1024 * 1024
BLUEPRINTS = (
    accounts.bp,
    challenges.bp,
    interest.bp,
    workshops.bp,
    questions.bp,
    responses.bp,
    notices.bp,
    reviews.bp,
    findings.bp,
    disclosures.bp,
    outcomes.bp,
    notifications.bp,
    reports.bp,
    records.bp,
    opendata.bp,
    handover.bp,
    library.bp,
    spaces.bp,
)
SPACES = {"my", "desk", "board", "council", "operator"}


def create_app(
    settings: Settings,
    *,
    sessions: Sessions | None = None,
    after_commit: Callable[[Set[str]], None] | None = None,
) -> Flask:
    """The web application. ``after_commit`` wakes the workers when work is owed."""
    app = Flask("engage", template_folder=str(shipped("templates")), static_folder=None)
    app.config.from_mapping(_config(settings))
    app.extensions["settings"] = settings
    app.extensions["signer"] = Signer(settings.secret_keys)
    app.extensions["sessions"] = sessions or _sessions(settings, after_commit)
    _templates(app)
    protect(app, secure=settings.secure)
    open_to_every_page(app)
    serve_assets(app, secure=settings.secure)
    CSRFProtect(app)
    identify_people(app)
    limit_tries(app, storage=settings.broker_url if not settings.embedded else "memory://")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    handle_errors(app)
    check_routes(app)
    if settings.proxies:
        number = settings.proxies
        # Flask says to wrap it by assigning to this method
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)  # type: ignore[method-assign]
    return app


def _sessions(settings: Settings, wake: Callable[[Set[str]], None] | None) -> Sessions:
    engine = make_engine(settings.database)
    return Sessions(engine, installation=settings.installation, after_commit=wake)


def _config(settings: Settings) -> dict[str, Any]:
    host = urlsplit(settings.base_url).hostname or "localhost"
    return {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "SESSION_COOKIE_NAME": "__Host-engage" if settings.secure else "engage",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),  # the cookies page says so
        "MAX_CONTENT_LENGTH": max(12, settings.largest_file + 2) * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 8 * MEGABYTE,
        "TRUSTED_HOSTS": [host, "localhost", "127.0.0.1"],  # the last two: health checks
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session lasts: nobody loses a long form
        "WTF_CSRF_SSL_STRICT": False,  # we send no referrer, so there is none to compare
    }


def _templates(app: Flask) -> None:
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(shipped("templates")),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.context_class = SharedGlobals
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(csp_nonce=NONCE_MARK, drawn=drawn)
    for name in ("spoken", "spoken_date", "spoken_time", "spoken_range", "zone_name"):
        app.jinja_env.filters[name] = getattr(clock, name)
    for stage in Stage:  # ``challenge.stage is withdrawn``: a word that is no stage is an error
        app.add_template_test(partial(eq, stage), stage.name.lower())
    app.context_processor(_who_and_where)


def _who_and_where() -> dict[str, Any]:
    first = request.path.split("/", 2)[1]
    who = Actor() if g.get("failed") else actor()  # looking somebody up may be what failed
    return {"actor": who, "space": first if first in SPACES else "public"}
