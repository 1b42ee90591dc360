"""What a request can end with instead of a page."""

from archive.notes import Note


class WebError(Exception):
    """A request that cannot be answered, as one sentence that says what to do.

    ``WebError``
    ├── ``WrongRequestError``   400: the address asks for what cannot be
    ├── ``ForbiddenError``      403: a form that did not come from this site
    ├── ``NotFoundError``       404: there is no such page, or no such article
    └── ``OverloadedError``     503: it would take too long, or too many others are asking
    """

    status = 500


class WrongRequestError(WebError):
    """The address asks for what cannot be."""

    status = 400


class ForbiddenError(WebError):
    """A form that did not come from a page of this site, as it runs now."""

    status = 403


class NotFoundError(WebError):
    """There is no such page, or no such article."""

    status = 404


def no_article(name: str) -> NotFoundError:
    """Return the error of an article that is not there."""
    return NotFoundError(Note("no-article", f"no article {name[:200]}", name=name[:200]))


def no_version(id: str, number: int) -> NotFoundError:
    """Return the error of a version that an article does not have."""
    sentence = f"no version {number} of article {id}"
    return NotFoundError(Note("no-version", sentence, name=id, version=number))


class OverloadedError(WebError):
    """It would take too long, or too many others are asking."""

    status = 503
