"""The read-only interface for trusts' dashboards: figures and source health, never a post.

A token of `orm token new` opens it, for the schools and the parts that it names. What is not a
token's is answered like what does not exist. Errors are problem+json (RFC 9457).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from orm.errors import StoreError
from orm.model.api_tokens import ApiToken, Grant, digest_of
from orm.model.schools import School
from orm.model.sight import Sight
from orm.reading.figures import MOST, SHOWN, figures
from orm.reading.sources import LATELY
from orm.web.answering import Desk
from orm.web.api_answers import (
    FiguresAnswer,
    ProblemAnswer,
    SchoolAnswer,
    SchoolsAnswer,
    SourcesAnswer,
    figures_answer,
    source_answer,
)
from orm.web.faults import tell, tell_closed
from orm.web.headers import guarded
from orm.wiring.source_records import source_records

_TO_EACH = RateLimitItemPerMinute(120)
_WITHOUT = RateLimitItemPerMinute(30)
_PROBLEM = "application/problem+json"
_SAYS = {
    401: "A token is needed, and this is none that works. Ask whoever runs orm for one.",
    403: "This token may not read this part. Ask whoever runs orm for one that may.",
    404: "There is nothing here for this token.",
    405: "There is nothing here for this token.",
    429: "Too many questions in a minute. Ask again in a minute.",
}
_CANNOT = "What was asked cannot be read. The interface's description is at openapi.json."
_bearer = HTTPBearer(auto_error=False, description="A token made with `orm token new`.")


@dataclass(frozen=True, slots=True)
class Gate:
    """Who has asked how often. In this process's memory: a restart forgets it."""

    limiter: MovingWindowRateLimiter

    def take(self, limit: RateLimitItem, *who: str) -> None:
        """Raises HTTPException: too many."""
        if not self.limiter.hit(limit, *who):
            raise HTTPException(429)


@dataclass(frozen=True, slots=True)
class Caller:
    """A question with a token that works."""

    desk: Desk
    token: ApiToken

    def schools(self) -> tuple[School, ...]:
        """The token's schools that are still watched."""
        return tuple(each for each in self.desk.house.schools if each.id in self.token.schools)

    def school(self, school_id: str, grant: Grant) -> School:
        """One of them. Raises HTTPException: not the token's part, or not its school."""
        if grant not in self.token.grants:
            raise HTTPException(403)
        found = next((each for each in self.schools() if each.id == school_id), None)
        if found is None:
            raise HTTPException(404)
        return found


def api_app(desk: Callable[[], Desk], *, is_https: bool) -> FastAPI:
    """The interface as an application of its own. `desk` gives the house as it is now."""
    app = FastAPI(
        title="orm",
        summary="What is said about schools, in figures. Read only.",
        version="1",
        docs_url=None,
        redoc_url=None,
        responses={
            code: {"model": ProblemAnswer, "description": _SAYS[code]} for code in (401, 429)
        },
    )
    app.state.desk = desk
    app.state.gate = Gate(MovingWindowRateLimiter(MemoryStorage()))
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(StoreError, _closed)
    app.add_exception_handler(Exception, _fault)
    app.get("/schools", responses={})(schools)
    app.get("/schools/{school_id}/figures", responses=_REFUSALS)(school_figures)
    app.get("/schools/{school_id}/sources", responses=_REFUSALS)(school_sources)

    @app.middleware("http")
    async def guard(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        return guarded(await call_next(request), is_https=is_https)

    return app


_REFUSALS: dict[int | str, dict[str, object]] = {
    403: {"model": ProblemAnswer, "description": _SAYS[403]},
    404: {"model": ProblemAnswer, "description": _SAYS[404]},
    422: {"model": ProblemAnswer, "description": _CANNOT},
}


def _caller(
    request: Request, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Caller:
    """Who asks. Raises HTTPException: no token, none that works, or too often."""
    desk: Desk = request.app.state.desk()
    gate: Gate = request.app.state.gate
    tokens, now = desk.house.edges.store.api_tokens, desk.now()
    token = None if shown is None else tokens.find(digest_of(shown.credentials))
    if token is None or not token.works(now):
        gate.take(_WITHOUT, "address", request.client.host if request.client else "")
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    gate.take(_TO_EACH, "token", str(token.number))
    tokens.used(token, now=now)
    return Caller(desk, token)


Asked = Annotated[Caller, Depends(_caller)]


def schools(caller: Asked) -> SchoolsAnswer:
    """The schools that this token may ask about."""
    return SchoolsAnswer(
        schools=[SchoolAnswer(id=each.id, name=each.name) for each in caller.schools()]
    )


def school_figures(
    school_id: str, caller: Asked, weeks: Annotated[int, Query(ge=1, le=MOST)] = SHOWN
) -> FiguresAnswer:
    """One school's full weeks, oldest first. A week that was not measured says so."""
    school = caller.school(school_id, Grant.FIGURES)
    house = caller.desk.house
    found = figures(
        house.shelf,
        school.id,
        sight=Sight(schools=frozenset({school.id}), own=frozenset()),
        weeks=weeks,
        watched_since=house.edges.store.watched_since(school.id),
        now=caller.desk.now(),
    )
    return figures_answer(school, found)


def school_sources(school_id: str, caller: Asked) -> SourcesAnswer:
    """How each of one school's sources was read in the last seven days."""
    school = caller.school(school_id, Grant.SOURCES)
    now = caller.desk.now()
    health = caller.desk.house.edges.store.source_health(
        since=now - LATELY, now=now, school_id=school.id
    )
    records = {each.name: each for each in source_records()}
    return SourcesAnswer(
        school=school.id,
        since=now - LATELY,
        until=now,
        sources=[source_answer(each, records.get(each.source)) for each in health],
    )


def _problem(
    status: int, detail: str, headers: dict[str, str] | None = None, reference: str = ""
) -> JSONResponse:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    told = {"detail": detail, "reference": reference} if reference else {"detail": detail}
    return JSONResponse({**body, **told}, status, headers, media_type=_PROBLEM)


async def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return _problem(
        404 if status == HTTPStatus.METHOD_NOT_ALLOWED else status, _says(status), headers
    )


def _says(status: int) -> str:
    return _SAYS.get(status, _CANNOT)


async def _unread(_: Request, __: Exception) -> Response:
    """What was sent is not repeated."""
    return _problem(422, _CANNOT)


async def _closed(_: Request, error: Exception) -> Response:
    says = "The database cannot be reached just now."
    return _problem(503, says, {"Retry-After": "60"}, tell_closed(error))


async def _fault(_: Request, error: Exception) -> Response:
    return _problem(500, "Something went wrong that is not your doing.", None, tell(error))
