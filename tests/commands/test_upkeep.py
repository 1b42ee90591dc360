"""Commands that keep the data folder: stats, doctor; what is gone."""

import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive import open_archive
from index.folder import sync_folder
from tests.commands.running import (
    ARTICLES,
    NOON,
    Run,
    found_ids,
)


def test_stats(run: Run) -> None:
    shown = run("stats").stdout
    assert re.search(r"^english +3 +4 +3 +0 +0  2024-03-06  2024-03-07$", shown, re.MULTILINE)
    assert "last crawl" not in shown
    assert "index:   whoosh, 5 articles, up to change 6, " in shown
    stats = json.loads(run("stats", "--json").stdout)
    assert stats["editions"][0]["edition"] == "arabic"
    assert stats["editions"][0]["last"] == "2024-03-08T12:00:00Z"
    assert stats["last_change"] == 6
    index = stats["index"]
    assert (index["articles"], index["last_change"], index["behind"]) == (5, 6, 0)
    assert stats["archive_bytes"] > 0
    assert index["size_bytes"] > 0


def test_an_article_that_is_gone_stays_and_says_so(run: Run, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(ARTICLES[3])
        archive.mark_gone("es:4", NOON)
        archive.runs.record("r", {"edition": "spanish", "started": "2024-03-05T12:00:00Z"})
    sync_folder(tmp_path, "whoosh")
    assert found_ids(run("search", "farol", "--json", folder=tmp_path)) == ["es:4"]
    since = "2024-03-05 14:00 (Beirut)"
    assert f"gone from the site since {since}" in run("history", "es:4", folder=tmp_path).stdout
    assert f"gone since:   {since}" in run("show", "es:4", folder=tmp_path).stdout
    shown = run("stats", folder=tmp_path).stdout
    assert re.search(r"^spanish +1 +1 +0 +0 +1  2024-03-09  2024-03-09$", shown, re.MULTILINE)
    assert f"\nlast crawl of spanish: {since}, UNHEALTHY\n" in shown
    told = json.loads(run("stats", "--json", folder=tmp_path).stdout)
    assert (told["editions"][0]["gone"], told["runs"][0]["healthy"]) == (1, False)


def test_doctor(run: Run, data: Path, tmp_path: Path) -> None:
    well = run("doctor")
    assert (well.exit_code, well.stderr) == (0, "")
    assert well.stdout == "all is well: 5 articles, all of them indexed, up to change 6\n"
    assert json.loads(run("doctor", "--json").stdout)["well"] is True
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(ARTICLES[0])
    ill = run("doctor", folder=tmp_path)
    assert (ill.exit_code, ill.stderr) == (1, "")
    assert ill.stdout.endswith(": run `search_cli.py sync`\n")
    told = json.loads(run("doctor", "--json", folder=tmp_path).stdout)
    assert (told["well"], told["findings"][0]["remedy"]) == (False, "run `search_cli.py sync`")
    assert run("sync", folder=tmp_path).exit_code == 0
    assert run("doctor", folder=tmp_path).exit_code == 0
    assert run("doctor", folder=tmp_path / "none").exit_code == 1


def test_moving_to_another_engine(run: Run, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for each in ARTICLES:
            archive.store(each)
    assert run("sync", folder=tmp_path).exit_code == 0
    moved = run("rebuild", "--engine", "tantivy", folder=tmp_path)
    assert (moved.exit_code, moved.stdout) == (
        0,
        f"{len(ARTICLES)} articles indexed, 5 encoded, 5 linked\n",
    )
    assert moved.stderr == "to search with it and index crawls: set NEWS_ENGINE=tantivy\n"
    fast = {"env": {"NEWS_ENGINE": "tantivy"}, "folder": tmp_path}
    assert found_ids(run("search", "farol", "--json", **fast)) == ["es:4"]
    assert "index:   tantivy, " in run("stats", **fast).stdout
    assert run("doctor", **fast).exit_code == 0
    with closing(open_archive(tmp_path)) as archive:
        archive.store(replace(ARTICLES[3], title="Nada", lead="", body=""))
    assert run("doctor", **fast).stdout.startswith("1 article is not indexed yet: ")
    assert run("sync", **fast).stdout == "1 article indexed, 1 encoded, 1 linked\n"
    assert found_ids(run("search", "farol", "--json", **fast)) == []
    assert found_ids(run("search", "farol", "--json", folder=tmp_path)) == ["es:4"]
    assert run("rebuild", **fast).stderr == ""
