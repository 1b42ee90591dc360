"""What went wrong, as a page or as JSON: the one shape of all errors."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from archive import ArchiveError
from archive.notes import Note, sentence_of
from index import QuerySyntaxError, SearchError
from meaning.encoder import MeaningError
from stories.errors import StoriesError
from stories.lexicon import LexiconError
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.failures import WebError
from webui.interface import Interface
from webui.notes import say_problem, told
from webui.passages import Passage, label_of
from webui.rendering import SearchBox, View, html_answer
from webui.search_request import FORMATS

_AROUND = 60
"""Characters of a wrong query that are shown on each side of the place."""
_KNOWN = frozenset({400, 403, 404, 405, 500, 503})


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPlace:
    """A query that cannot be read, in three parts."""

    name: str
    """Which character it is."""
    before: str
    at: str
    """The character; a sign for the end if something is missing there."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePage:
    """The context of ``failure.html``."""

    status: int
    heading: str
    """In the language of the interface."""
    detail: Passage | None
    """What to do."""
    place: WrongPlace | None


def failure_answer(asked: Asked, error: Exception, *, folder: Path) -> Answer:
    """Return what a request came to that failed.

    Args:
        asked: What was asked for.
        error: Of one that was not foreseen, nothing is told.
        folder: The data folder; where it lies is not told.
    """
    status, sentence = _told(error)
    if asked_format(asked) != "html":
        value: dict[str, str | int] = {"error": told(sentence, folder), "status": status}
        if isinstance(error, QuerySyntaxError):
            value["position"] = error.position
        return json_answer(value, status=status)
    interface = asked.interface
    page = FailurePage(
        status=status,
        heading=interface.words["failures"][str(status) if status in _KNOWN else "500"],
        detail=say_problem(interface, sentence, folder),
        place=_place(interface, error) if isinstance(error, QuerySyntaxError) else None,
    )
    box = SearchBox(address=str(asked.page("/search")), query=_query(asked))
    view = View(template="failure", title=page.heading, page=page, status=status, box=box)
    return html_answer(asked, view)


def asked_format(asked: Asked) -> str:
    """Return ``html`` or another format; one that cannot be is ``html``."""
    formats = asked.many("format")
    return formats[0] if len(formats) == 1 and formats[0] in FORMATS else "html"


def _told(error: Exception) -> tuple[int, str]:
    match error:
        case QuerySyntaxError():
            return HTTPStatus.BAD_REQUEST, sentence_of(error)
        case WebError():
            return error.status, sentence_of(error)
        case ArchiveError() | SearchError() | StoriesError() | MeaningError() | LexiconError():
            return HTTPStatus.SERVICE_UNAVAILABLE, sentence_of(error)
    sentence = "something went wrong: the program's log has more"
    return HTTPStatus.INTERNAL_SERVER_ERROR, Note("unforeseen", sentence)


def _place(interface: Interface, error: QuerySyntaxError) -> WrongPlace:
    text, place = error.text, error.position
    return WrongPlace(
        name=interface.words["failures"]["here"].format(n=interface.number(place + 1)),
        before=label_of(f"[{text[max(place - _AROUND, 0) : place]}")[1:],
        at=label_of(text[place : place + 1]) or "␣",
        after=label_of(f"{text[place + 1 : place + _AROUND]}]")[:-1],
    )


def _query(asked: Asked) -> str:
    return next(iter(asked.many("q")), "")
