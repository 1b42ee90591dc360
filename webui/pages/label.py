"""What the reader says of two articles: that they tell one story, or do not.

The only page that changes anything, and so only by a form of this site.
"""

import secrets
from collections.abc import Mapping
from http import HTTPStatus

from archive.notes import Note
from meaning.opening import encoder_name
from stories.folder import ArticleUnknownError, label, use_labels
from stories.labels import Verdict
from webui.answers import HTML, Answer
from webui.asked import Asked
from webui.failures import ForbiddenError, NotFoundError
from webui.passages import label_of
from webui.reading import Reader

MAX_FORM = 4_000
"""Bytes of a form."""
VERDICTS: Mapping[str, Verdict | None] = {
    "confirmed": "confirmed",
    "rejected": "rejected",
    "forget": None,
}
"""What a form may say."""


def answer(asked: Asked, reader: Reader) -> Answer:
    """Keep a label, make the stories anew that it touches, and lead back to the story."""
    site = reader.site
    if not site.takes_labels:
        sentence = "labels are taken on this machine only: use `search_cli.py story`"
        raise ForbiddenError(Note("labels-elsewhere", sentence))
    is_ours = secrets.compare_digest(asked.one("token").encode(), site.token.encode())
    if asked.is_from_elsewhere or not is_ours:
        sentence = "this form is from another time or place: open the story again"
        raise ForbiddenError(Note("form-old", sentence))
    verdict = VERDICTS[asked.one_of("verdict", tuple(VERDICTS))]
    try:
        one, _ = label(site.folder, verdict, asked.one("a"), asked.one("b"))
    except ArticleUnknownError as error:
        raise NotFoundError(label_of(str(error))) from error
    use_labels(site.folder, encoder_name())
    headers = {"Location": str(asked.page(f"/story/{one}"))}
    return Answer(body=b"", media_type=HTML, status=HTTPStatus.SEE_OTHER, headers=headers)
