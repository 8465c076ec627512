"""The desk as a web application: HTTP in, `orm.web.answering` asked, HTTP out with its guards."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as Address

from orm.errors import StoreError
from orm.web.answering import Desk, Incoming, Outgoing, answer
from orm.web.api import api_app
from orm.web.asking import Download, Fields, Mailed, Page, Shown, Upload, Went
from orm.web.chrome import plain_chrome
from orm.web.faults import tell, tell_closed
from orm.web.headers import guarded
from orm.web.received import form_of, origin_of, query_of
from orm.web.rendering import render
from orm.web.routes import Method, Route
from orm.web.static import STATIC, static_file

API = "/api/v1"
_VISITOR = "orm-visitor"
_SESSION = "orm-session"
_BROWSER = "orm-browser"
_BROWSER_DAYS = 90

Endpoint = Callable[[Request], Awaitable[Response]]


def desk_app(desk: Callable[[], Desk], routes: Sequence[Route], *, url: str) -> Starlette:
    """The application. `desk` gives the house as it is now; `url` is the desk's own address."""
    return Starlette(
        routes=[
            *_addresses(desk, routes, url),
            Address(f"{STATIC}{{name}}", _static),
            Mount(API, api_app(desk, is_https=url.startswith("https:"))),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(url))],
        exception_handlers={
            HTTPException: partial(_refused, url),
            StoreError: partial(_closed, url),
            Exception: partial(_fault, url),
        },
    )


def _hosts(url: str) -> list[str]:
    return sorted({urlsplit(url).hostname or "localhost", "localhost", "127.0.0.1"})


def _addresses(desk: Callable[[], Desk], routes: Iterable[Route], url: str) -> Iterable[BaseRoute]:
    for route in routes:
        yield Address(
            route.path,
            _endpoint(desk, route, url),
            methods=[route.method.value],
            name=f"{route.method} {route.path}",
        )


def _endpoint(desk: Callable[[], Desk], route: Route, url: str) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        fields: Fields = Fields()
        uploads: tuple[Upload, ...] = ()
        if route.method is Method.POST:
            fields, uploads = await form_of(request, largest=route.largest, most_files=1)
        incoming = _incoming(request, fields, uploads, is_https=url.startswith("https:"))
        outgoing = await run_in_threadpool(lambda: answer(desk(), route, incoming))
        return _response(outgoing, url)

    return endpoint


def _incoming(
    request: Request, fields: Fields, uploads: tuple[Upload, ...], *, is_https: bool
) -> Incoming:
    asked = request.url
    return Incoming(
        path={name: str(value) for name, value in request.path_params.items()},
        query=query_of(request),
        form=fields,
        uploads=uploads,
        address=request.client.host if request.client else "",
        token=request.cookies.get(_cookie(_SESSION, is_https=is_https), ""),
        visitor=request.cookies.get(_cookie(_VISITOR, is_https=is_https), ""),
        browser=request.cookies.get(_cookie(_BROWSER, is_https=is_https), ""),
        origin=origin_of(request),
        site=request.headers.get("sec-fetch-site", ""),
        target=f"{asked.path}?{asked.query}" if asked.query else asked.path,
    )


def _response(outgoing: Outgoing, url: str) -> Response:
    is_https = url.startswith("https:")
    response = _body(outgoing)
    if outgoing.visitor:
        _set(response, _VISITOR, outgoing.visitor, is_https=is_https)
    if outgoing.token is not None:
        _set(response, _SESSION, outgoing.token, is_https=is_https)
    if outgoing.browser:
        _set(response, _BROWSER, outgoing.browser, is_https=is_https, days=_BROWSER_DAYS)
    return guarded(response, is_https=is_https, mail=isinstance(outgoing.answer, Mailed))


def _body(outgoing: Outgoing) -> Response:
    match outgoing.answer:
        case Page(status=status, again=again):
            headers = {"refresh": str(again)} if again else None
            return Response(outgoing.html, status, headers, media_type="text/html")
        case Went(to=to, done=done):
            mark = "&" if "?" in to else "?"
            return RedirectResponse(f"{to}{mark}done={done}" if done else to, status_code=303)
        case Download(name=name, media=media, content=content):
            headers = {"content-disposition": f'attachment; filename="{name}"'}
            return Response(content, media_type=media, headers=headers)
        case Shown(media=media, content=content, status=status):
            return Response(content, status_code=status, media_type=media)
        case Mailed(content=content):
            return Response(content, media_type="text/html")
        case other:
            raise TypeError(f"{type(other).__name__} is no answer for a browser")


def _set(
    response: Response, name: str, value: str, *, is_https: bool, days: int | None = None
) -> None:
    """An empty value ends the cookie; without `days` it goes when the browser is closed. Without HTTPS, which is for one's own machine, it is not
    Secure, or the browser would not keep it.
    """
    response.set_cookie(
        _cookie(name, is_https=is_https),
        value,
        max_age=0 if not value else days and days * 86_400,
        httponly=True,
        secure=is_https,
        samesite="lax",
        path="/",
    )


def _cookie(name: str, *, is_https: bool) -> str:
    return f"__Host-{name}" if is_https else name


async def _static(request: Request) -> Response:
    return static_file(request.path_params["name"])


_REFUSALS = {
    400: ("That cannot be read", "What was sent is no form of the desk. Nothing was changed."),
    404: ("Not found", "There is nothing here that you may see. It may not be for you."),
    405: ("Not found", "There is nothing here that you may see. It may not be for you."),
    411: ("That cannot be read", "What was sent is no form of the desk. Nothing was changed."),
    413: ("Too large", "That is more than this form takes. Nothing was changed; send less."),
}


def _plain(url: str, title: str, words: str, status: int) -> Response:
    page = Page("message.html", title, words, status=status)
    html = render(page, plain_chrome(page))
    response = Response(html, status_code=status, media_type="text/html")
    return guarded(response, is_https=url.startswith("https:"))


async def _refused(url: str, _: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    title, words = _REFUSALS.get(status, _REFUSALS[400])
    return _plain(url, title, words, status)


async def _closed(url: str, _: Request, error: Exception) -> Response:
    words = (
        "The desk cannot reach its memory just now. Nothing that was saved is lost; what you just"
        " sent may not be saved. Try again in a minute. If it stays, tell your IT manager:"
        f" {tell_closed(error)}."
    )
    return _plain(url, "Not just now", words, 503)


async def _fault(url: str, _: Request, error: Exception) -> Response:
    words = f"Something went wrong that is not your doing. Tell your IT manager: {tell(error)}."
    return _plain(url, "Something went wrong", words, 500)
