"""Raw pages as a WARC file (ISO 28500), for the tools of web archives. Only this file knows warcio.

A page is kept as it was after content decoding, so the headers that told of the coding are left
out, and its length is that of what is there.
"""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import IO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.archive import Archive, RawPage
from archive.article import Article, write_time
from archive.exports import Versions, Written
from archive.urls import request_url

_ABOUT = {
    "software": "triptych",
    "format": "WARC File Format 1.1",
    "description": "Raw pages of news articles; bodies after content decoding.",
}
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def write_warc(
    articles: Iterable[Versions], stream: IO[bytes], archive: Archive, is_packed: bool
) -> Written:
    """Write the raw page of every version that has one; compressed, each page is by itself."""
    writer = WARCWriter(stream, gzip=is_packed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("", _ABOUT))
    count = left_out = 0
    for versions in articles:
        for version in versions:
            page = archive.page(version.id, version.version)
            if page is None:
                left_out += 1
                continue
            _write_page(writer, version, page)
            count += 1
    return Written(count, left_out)


def _write_page(writer: WARCWriter, article: Article, page: RawPage) -> None:
    url, date = request_url(page.url), write_time(page.fetched)
    name = f"{url} {date} {article.id} {article.version}"
    writer.write_record(
        writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(page.body),
            length=len(page.body),
            http_headers=_http_headers(page),
            warc_headers_dict={
                "WARC-Date": date,
                "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, name)}>",
            },
        )
    )


def _http_headers(page: RawPage) -> StatusAndHeaders:
    told = [*_safe(page.headers), ("Content-Length", str(len(page.body)))]
    return StatusAndHeaders(f"{page.status} {_phrase(page.status)}", told, protocol="HTTP/1.1")


def _safe(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the headers that still hold, none of which can end its line."""
    return [
        (name, _CONTROLS.sub(" ", value).strip())
        for name, value in headers.items()
        if name.lower() not in _OF_THE_WIRE and _HEADER_NAME.fullmatch(name)
    ]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
