"""What a request is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.json_lines import write_json

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Bytes, and what they are."""

    body: bytes
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(value: Any, *, status: int = 200) -> Answer:
    """Return JSON with letters of every script as they are."""
    return Answer(body=f"{write_json(value)}\n".encode(), media_type=JSON, status=status)
