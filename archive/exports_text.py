"""Articles as lines of text: JSON Lines, complete, and CSV, for spreadsheets."""

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from io import TextIOWrapper
from typing import IO, Any

from archive.archive import Archive
from archive.article import Article
from archive.exports import Versions, Written
from archive.json_lines import write_json
from languages import clean_paragraphs

COLUMNS = tuple(each.name for each in fields(Article))
"""Of CSV: every field, under its own name."""
LIST_SEPARATOR = "; "

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a cell for a formula; the wide ones in East Asian settings."""


def write_jsonl(articles: Iterable[Versions], stream: IO[bytes], _: Archive, __: bool) -> Written:
    """Write every version as an object on a line of its own, oldest first."""
    count = 0
    for versions in articles:
        for version in versions:
            stream.write(f"{write_json(version.as_json())}\n".encode())
            count += 1
    return Written(count)


def write_csv(articles: Iterable[Versions], stream: IO[bytes], _: Archive, __: bool) -> Written:
    r"""Write the newest versions by RFC 4180: a line of names, all cells quoted, CR LF.

    UTF-8 without a byte order mark. Elements of lists are parted by ``; ``, objects are JSON. A
    cell that begins as a formula does has an apostrophe before it.
    """
    text = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        count = 0
        for versions in articles:
            rows.writerow(map(csv_cell, versions[-1].as_json().values()))
            count += 1
        return Written(count)
    finally:
        text.detach()


def csv_cell(value: Any) -> str:
    """Return a value as text without control characters, which no spreadsheet takes for more."""
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(value)
    text = clean_paragraphs("" if value is None else str(value))
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
