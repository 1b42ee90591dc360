import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import index

_ROOT = Path(__file__).resolve().parents[2]
_SLOW = (
    "whoosh",
    "tantivy",
    "lark",
    "scrapy",
    "twisted",
    "langdetect",
    "Stemmer",
    "tests",
    "hypothesis",
)


def loaded_by(code: str) -> set[str]:
    """Return which of the slow libraries a program loads."""
    program = f"import json, sys\n{code}\nprint(json.dumps(list(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    return {name.partition(".")[0] for name in json.loads(ran.stdout)} & set(_SLOW)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import index", set()),
        ("import index; index.parse_query('')", set()),
        ("import index; index.parse_query('bread وخبز')", set()),
        ("import index; index.parse_query('bread*')", {"lark"}),
    ],
)
def test_libraries_are_loaded_when_they_are_needed(code: str, expected: set[str]) -> None:
    assert loaded_by(code) == expected


@pytest.mark.parametrize("engine", index.engines())
def test_search_loads_its_engine_and_no_crawler(tmp_path: Path, engine: str) -> None:
    code = (
        "import index; from pathlib import Path\n"
        f"opened = index.open_index(Path({str(tmp_path)!r}), {engine!r}, create=True)\n"
        "opened.find(index.Query(text='bread'), index.parse_query('bread'))"
    )
    assert loaded_by(code) == {engine, "Stemmer"}


def test_each_library_is_imported_where_it_belongs() -> None:
    users: dict[str, set[str]] = {"whoosh": set(), "tantivy": set(), "lark": set()}
    for path in (_ROOT / "index").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                users.get(name.partition(".")[0], set()).add(path.stem)
    assert users["lark"] == {"grammar"}
    assert users["tantivy"] == {
        "tantivy_evaluation",
        "tantivy_schema",
        "tantivy_selection",
        "tantivy_snapshot",
        "tantivy_storage",
        "tantivy_words",
    }
    assert users["whoosh"] == {
        "whoosh_blocks",
        "whoosh_engine",
        "whoosh_schema",
        "whoosh_storage",
        "whoosh_writing",
    }


def test_public_names() -> None:
    assert index.__all__ == [
        "FACETS",
        "SORTS",
        "Found",
        "Hit",
        "IndexAccessError",
        "IndexBusyError",
        "IndexMissingError",
        "IndexOutdatedError",
        "Located",
        "Query",
        "QuerySyntaxError",
        "Results",
        "SearchError",
        "SearchIndex",
        "Snippet",
        "engines",
        "open_index",
        "parse_query",
        "rebuild",
        "search",
        "snippet",
        "sync",
        "title_marks",
    ]
    assert all(hasattr(index, name) for name in index.__all__)


def test_errors_are_one_small_tree() -> None:
    errors = {name for name in index.__all__ if name.endswith("Error")} - {"SearchError"}
    assert {each.__name__ for each in index.SearchError.__subclasses__()} == errors
