"""Searching while another process writes: whole commits, always."""

import threading
from contextlib import closing
from pathlib import Path

from archive import open_archive
from index import SearchIndex, open_index
from index.folder import search_folder, sync_folder
from index.query import Query
from tests.index.finding import find
from tests.index.invented import article
from tests.index.test_processes import process
from tests.index.writing import SWAPS, swapped


def _look(index: SearchIndex) -> int:
    """Return the number of the commit that a search sees, having checked that it sees all of it."""
    found = find(index, "bread OR cake", facets=("section",))
    assert {located.id for located in found.hits} == {"en:0", "en:1"}
    ((section, count),) = found.facets["section"].items()
    assert (found.total, count) == (2, 2)
    assert {f"g{located.version}" for located in found.hits} == {section}
    for word in ("bread", "cake"):
        assert find(index, word).total == 1
    return found.hits[0].version - 2


def test_a_search_in_a_loop_never_sees_half_a_commit(engine: str, tmp_path: Path) -> None:
    seen: list[int] = []
    with closing(open_index(tmp_path, engine, create=True)) as standing:
        standing.update(swapped(0), last_change=0)
        with process("swaps", tmp_path, engine) as writer:
            while writer.poll() is None:
                seen.append(_look(standing))
                with closing(open_index(tmp_path, engine)) as fresh:
                    seen.append(_look(fresh))
                    old = find(fresh, "old", versions=True)
                    assert old.total == 2
            assert writer.returncode == 0
        assert _look(standing) == SWAPS[engine]
    assert seen == sorted(seen)
    assert len(set(seen)) > 20


def test_a_new_article_is_found_as_soon_as_it_is_taken_in(engine: str, tmp_path: Path) -> None:
    stopped = threading.Event()
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(article("en:0", "Bread"))
        sync_folder(tmp_path, engine)

        def search() -> None:
            while not stopped.is_set():
                answer = search_folder(tmp_path, engine, Query(text="bread"))
                assert answer.results.total == len(answer.results.hits)

        reader = threading.Thread(target=search)
        reader.start()
        for number in range(1, 6):
            archive.store(article(f"en:{number}", f"Bread {number}"))
            sync_folder(tmp_path, engine)
            answer = search_folder(tmp_path, engine, Query(text="bread"))
            assert (answer.results.total, answer.behind) == (number + 1, 0)
        stopped.set()
        reader.join()
