"""The first run over HTTP: one browser, one printed link, the same guards as the desk."""

from collections.abc import Awaitable, Callable
from functools import partial
from threading import Event, Lock
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from orm.config.first_draft import Step
from orm.errors import OrmError
from orm.ports import Clock
from orm.web.answering import is_from
from orm.web.asking import Fields, Page, Went
from orm.web.chrome import Chrome
from orm.web.faults import tell
from orm.web.first_run import steps
from orm.web.first_run.gate import LASTS, Gate
from orm.web.first_run.kit import Kit
from orm.web.first_run.views import SUMMARY, DoneView
from orm.web.headers import guarded
from orm.web.received import form_of, origin_of, query_of
from orm.web.rendering import render
from orm.web.static import STATIC, static_file

COOKIE = "orm-setup"
_LARGEST = 200_000
_SECONDS_TO_START = 8
_NOBODY = (
    "This desk is not set up yet. Who sets it up opens the link that “orm run” has printed, in one"
    " browser, within 24 hours. If that browser is gone, end orm run and start it again: it prints a"
    " new link, and nothing that was typed is lost."
)
_NOT_OURS = (
    "This form was open too long, or did not come from these pages. Nothing was changed. Go back,"
    " load the page again, and send it once more."
)

Answered = Callable[["FirstRun", str, Request, Fields], Page | Went]


class FirstRun:
    """The application's state: who may, and whether it is over. One step is answered at a time."""

    def __init__(self, kit: Kit, gate: Gate, clock: Clock, done: Event) -> None:
        self.kit = kit
        self.gate = gate
        self.clock = clock
        self.done = done
        self.turn = Lock()


def setup_app(kit: Kit, gate: Gate, clock: Clock, done: Event, *, host: str) -> Starlette:
    """The application; `done` is set once config.toml is written. `host` is where it listens."""
    run = FirstRun(kit, gate, clock, done)
    pages: tuple[tuple[str, str, Answered], ...] = (
        ("GET", "/", _start),
        ("GET", "/setup", _start),
        ("GET", "/setup/steps/{step}", _show),
        ("POST", "/setup/steps/{step}", _send),
        ("GET", SUMMARY, _summary),
        ("POST", SUMMARY, _write),
    )
    return Starlette(
        routes=[
            *(Route(path, _page(run, view), methods=[method]) for method, path, view in pages),
            Route("/setup/{token}", partial(_enter, run), methods=["GET"]),
            Route(f"{STATIC}{{name}}", _static),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[host, "localhost", "127.0.0.1"])
        ],
        exception_handlers={HTTPException: _refused, Exception: _fault},
    )


def _page(run: FirstRun, view: Answered) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = Fields()
        if request.method == "POST":
            form, _ = await form_of(request, largest=_LARGEST)
        return await run_in_threadpool(_answer, run, view, request, form)

    return endpoint


def _answer(run: FirstRun, view: Answered, request: Request, form: Fields) -> Response:
    browser = request.cookies.get(COOKIE, "")
    if not run.gate.holds(browser, now=run.clock.now()):
        return _message("Not set up yet", _NOBODY, 404)
    if request.method == "POST" and not _is_ours(run.gate, request, form, browser):
        return _message("Send it again", _NOT_OURS, 403)
    with run.turn:
        if run.done.is_set():
            return _message("Not set up yet", _NOBODY, 404)
        try:
            found = view(run, request.path_params.get("step", ""), request, form)
        except OrmError as error:
            return _message("That did not work", str(error), 409)
    if isinstance(found, Went):
        return guarded(RedirectResponse(found.to, status_code=303), is_https=False)
    response = _shown(found, run.gate.mark(browser))
    if run.done.is_set():
        _end(response, found)
    return response


def _is_ours(gate: Gate, request: Request, form: Fields, browser: str) -> bool:
    host, site = request.headers.get("host", ""), request.headers.get("sec-fetch-site", "")
    if not is_from(host, origin=origin_of(request), site=site):
        return False
    return gate.mark_holds(form.one("form_token"), browser)


def _start(run: FirstRun, _: str, __: Request, ___: Fields) -> Went:
    return Went(steps.first_open(run.kit))


def _show(run: FirstRun, name: str, request: Request, _: Fields) -> Page:
    return steps.show(run.kit, _step(name), query_of(request))


def _send(run: FirstRun, name: str, _: Request, form: Fields) -> Page | Went:
    return steps.send(run.kit, _step(name), form, now=run.clock.now())


def _step(name: str) -> Step:
    if name not in set(Step):
        raise HTTPException(404)
    return Step(name)


def _summary(run: FirstRun, _: str, __: Request, ___: Fields) -> Page:
    return steps.summary(run.kit)


def _write(run: FirstRun, _: str, __: Request, ___: Fields) -> Page:
    written = steps.write(run.kit, now=run.clock.now())
    if isinstance(written, Page):
        return written
    run.gate.close()
    run.done.set()
    way_in = urlsplit(written)
    here = way_in.scheme == "http"
    view = DoneView(way_in.path if here else written, here=here, config=str(run.kit.folder.config))
    return Page("setup_done.html", "It is set up", view)


def _end(response: Response, page: Page) -> None:
    """On to the way in, where this browser reaches it; the cookie is over."""
    if isinstance(page.view, DoneView) and page.view.here:
        response.headers["refresh"] = f"{_SECONDS_TO_START}; url={page.view.way_in}"
    response.set_cookie(COOKIE, "", max_age=0, httponly=True, samesite="strict", path="/")


def _enter(run: FirstRun, request: Request) -> Response:
    """The printed link, opened."""
    now = run.clock.now()
    browser = request.cookies.get(COOKIE, "")
    name = run.gate.enter(request.path_params["token"], browser, now=now)
    if name is None:
        return _message("Not set up yet", _NOBODY, 404)
    response = RedirectResponse("/setup", status_code=303)
    response.set_cookie(
        COOKIE,
        name,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        path="/",
    )
    return guarded(response, is_https=False)


def _shown(page: Page, form_token: str) -> Response:
    frame = Chrome(
        title=page.title, who="", ways=(), form_token=form_token, done="", error=page.error
    )
    response = Response(render(page, frame), status_code=page.status, media_type="text/html")
    return guarded(response, is_https=False)


def _message(title: str, words: str, status: int) -> Response:
    return _shown(Page("setup_message.html", title, words, status=status), "")


async def _static(request: Request) -> Response:
    return static_file(request.path_params["name"])


async def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status in {400, 411, 413}:
        return _message("That cannot be read", "What was sent is no form of these pages.", status)
    return _message("Not found", "There is no such page. Go back to the steps.", status)


async def _fault(_: Request, error: Exception) -> Response:
    words = f"Tell the developer this number: {tell(error)}."
    return _message("Something went wrong", words, 500)
