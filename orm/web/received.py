"""What a browser sent, read with its limits: fields, files, and what it says of itself."""

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from orm.web.asking import Fields, Upload

_MOST_FIELDS = 1_000


async def form_of(
    request: Request, *, largest: int, most_files: int = 0
) -> tuple[Fields, tuple[Upload, ...]]:
    """The fields and files of a form of at most `largest` bytes.

    Raises:
        HTTPException: too large, without a length, or no form.
    """
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(411)
    if int(length) > largest:
        raise HTTPException(413)
    try:
        data = await request.form(
            max_files=most_files, max_fields=_MOST_FIELDS, max_part_size=largest
        )
    except (MultiPartException, HTTPException) as error:
        raise HTTPException(400) from error
    fields, uploads = _fields(data), await _uploads(data)
    await data.close()
    return fields, uploads


def query_of(request: Request) -> Fields:
    """The fields of an address."""
    values: dict[str, tuple[str, ...]] = {}
    for name, value in request.query_params.multi_items():
        values[name] = (*values.get(name, ()), value)
    return Fields(values)


def origin_of(request: Request) -> str:
    """Where a form comes from. "null" is a browser that does not say."""
    origin = request.headers.get("origin", "")
    return "" if origin == "null" else origin


def _fields(data: FormData) -> Fields:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            values[name] = (*values.get(name, ()), value)
    return Fields(values)


async def _uploads(data: FormData) -> tuple[Upload, ...]:
    files = [value for _, value in data.multi_items() if isinstance(value, UploadFile)]
    return tuple(
        [Upload(file.filename or "", await file.read()) for file in files if file.filename]
    )
