"""How many archived values equal the articles they were crawled from.

Fill the replica with a file of articles, crawl it, and compare, field by field:

    python -m replica serve --articles FILE.jsonl.gz > mirror.json &
    NEWS_DATA_DIR=/tmp/records scrapy update arabic --mirror mirror.json
    python -m benchmarks.compare_records /tmp/records FILE.jsonl.gz

Expected values are derived here from the file alone, by rules written apart from the crawler's:
whatever a text loses on its way from file to page to archive shows as a difference.
"""

import argparse
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from archive import Article, open_archive

FLOORS = {"body": 0.99} | dict.fromkeys(
    ("title", "postid", "tags", "authors", "section", "kind", "published", "modified"),
    0.999,
)
KINDS = {
    "أخبار": "news",
    "أخبار الميادين": "news",
    "تقارير": "news",
    "مقالات": "opinion",
    "صحافة": "press",
    "منوعات": "news",
    "متابعات": "analysis",
    "تحليل": "analysis",
    "تقارير إخبارية": "video",
    "فيديو": "video",
    "نشرة الأخبار": "newscast",
    "بودكاست": "podcast",
    "إنفوغراف": "infographic",
}
NOT_ARTICLES = {"الكتّاب", "تغطيات", "الصفحات"}
SHOWN = 5
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08]")
_SPACE = re.compile(r"\s+")
_DATE_LINE = re.compile(r"(?:اليوم|أمس|\d{1,2} \S+(?: \S+)?)(?: \d{4})?(?: \d{1,2}:\d{2})?")
_FOOTER = ("تصفح المزيد", "شبكة الميادين الإعلامية", "واتخذت من العاصمة", "جميع الحقوق محفوظة")


class Difference(NamedTuple):
    """Where the archive differs from the file."""

    id: str
    expected: str
    archived: str


def compare(rows: Iterator[Mapping[str, Any]], articles: Mapping[str, Article]) -> "Comparison":
    """Return the comparison of the articles of a file with those of the archive, by id."""
    result = Comparison()
    for row in rows:
        if _classes(row).get("posttype") in NOT_ARTICLES:
            result.not_articles += 1
            continue
        article = articles.get(f"ar:{row['postid']}")
        if article is None:
            result.missing.append(str(row["postid"]))
            continue
        archived = _archived(article)
        for name, expected in _expected(row).items():
            result.compared[name] += 1
            if expected != archived[name]:
                difference = Difference(article.id, repr(expected), repr(archived[name]))
                result.differences[name].append(difference)
    return result


class Comparison:
    """Counts by field."""

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.differences: dict[str, list[Difference]] = defaultdict(list)
        self.missing: list[str] = []
        self.not_articles = 0

    def share(self, name: str) -> float:
        """Return the share of articles whose value is equal."""
        return 1 - len(self.differences[name]) / max(self.compared[name], 1)

    def print_table(self, *, with_examples: bool) -> None:
        """Print the table, and a few differences of each field."""
        print(f"{'field':10} {'compared':>9} {'equal':>9} {'share':>9} {'floor':>7}")
        for name, compared in self.compared.items():
            equal = compared - len(self.differences[name])
            print(f"{name:10} {compared:9} {equal:9} {self.share(name):9.4%} {FLOORS[name]:7.1%}")
        print(f"not in the archive: {len(self.missing)} {self.missing[:SHOWN]}")
        print(f"author and coverage pages, not compared: {self.not_articles}")
        for name, differences in self.differences.items() if with_examples else ():
            for each in differences[:SHOWN]:
                print(f"\n{name} {each.id}\n  file    {each.expected[:400]}")
                print(f"  archive {each.archived[:400]}")

    def is_good(self) -> bool:
        """Whether nothing is missing and every field reaches its floor."""
        return not self.missing and all(self.share(each) >= FLOORS[each] for each in self.compared)


def _expected(row: Mapping[str, Any]) -> dict[str, Any]:
    keywords = row["keywords"] or []
    tags = keywords.split(",") if isinstance(keywords, str) else keywords
    parts = unquote(urlsplit(row["url"]).path).split("/")[1:-1]
    return {
        "title": _plain(row["title"]),
        "postid": row["postid"],
        "tags": {_plain(tag) for tag in tags} - {""},
        "authors": _plain(row["author"]),
        "section": "/".join(part for part in parts if not part.isdigit()),
        "kind": KINDS[_classes(row)["posttype"]],
        "published": _instant(row["published_time"]),
        "modified": _instant(row["last_updated"]),
        "body": _body(row, {_plain(tag) for tag in tags}),
    }


def _archived(article: Article) -> dict[str, Any]:
    return {
        "title": _plain(article.title),
        "postid": article.postid,
        "tags": {_plain(tag) for tag in article.tags},
        "authors": "، ".join(_plain(author) for author in article.authors),
        "section": article.section,
        "kind": article.kind,
        "published": _second(article.published),
        "modified": _second(article.modified),
        "body": [_plain(part) for part in article.body.split("\n\n") if part],
    }


def _body(row: Mapping[str, Any], tags: set[str]) -> list[str]:
    lead = _plain(row["description"] or "")
    lines = [line for line in map(_plain, (row["full_text"] or "").split("\n")) if line]
    lines = _without_lead(lines, lead)
    lines = _without_lead(lines[::-1], lead, backwards=True)[::-1]
    if str(row.get("full_text_how", "")).startswith("all"):
        lines = [line for line in lines if not _is_furniture(line, tags)]
    return list(dict.fromkeys(lines))


def _without_lead(lines: list[str], lead: str, *, backwards: bool = False) -> list[str]:
    # The lead may take several lines: newscasts have one a topic.
    for count in range(1, len(lines) + 1):
        part = lines[:count][::-1] if backwards else lines[:count]
        if lead and _SPACE.sub("", "".join(part)) == _SPACE.sub("", lead):
            return lines[count:]
    return lines


def _is_furniture(line: str, tags: set[str]) -> bool:
    return (
        line in tags
        or bool(_DATE_LINE.fullmatch(line))
        or line.startswith(_FOOTER)
        or "pic.twitter.com/" in line
        or line.startswith("في السابع من تشرين الأول/أكتوبر 2023 أعلنت كتائب القسام")
    )


def _classes(row: Mapping[str, Any]) -> dict[str, str]:
    return {each["mapping"]: each["value"].strip() for each in row["classes"]}


def _instant(text: str) -> datetime:
    # Without offset the site means UTC, with seven digits of a second; the page's own object, which
    # is the better source, has whole seconds.
    time = datetime.fromisoformat(re.sub(r"\.\d+", "", text))
    return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)


def _second(time: datetime | None) -> datetime | None:
    return time and time.replace(microsecond=0)


def _plain(text: str) -> str:
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", visible.replace("\u200c", "")).strip()


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    yield from map(json.loads, content.decode().split("\n")[:-1])


def main() -> int:
    """Compare and print; 0 when every floor is reached."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("data_folder", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--examples", action="store_true", help="show a few differences")
    arguments = parser.parse_args()
    archive = open_archive(arguments.data_folder)
    articles = {article.id: article for article in archive.every_article()}
    archive.close()
    result = compare(_read(arguments.file), articles)
    result.print_table(with_examples=arguments.examples)
    return 0 if result.is_good() else 1


if __name__ == "__main__":
    sys.exit(main())
