"""Words that are not markup: what platforms hand over as plain text stays as it was written."""

from sources._parsing.text import LONGEST_TEXT, clean, without_media


def exact(text: object, *, limit: int = LONGEST_TEXT) -> str:
    """The words of a plain text, at most `limit` characters; "" for anything but a string.

    `<` and `&` are signs like any other here. An address of media becomes `[media]` (domain.md G4).
    """
    if not isinstance(text, str):
        return ""
    return clean(without_media(clean(text[: 4 * limit])))[:limit].rstrip()
