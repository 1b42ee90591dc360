"""What a request can end with instead of a page."""


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


class OverloadedError(WebError):
    """It would take too long, or too many others are asking."""

    status = 503
