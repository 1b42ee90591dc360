"""Where everything that the program writes lies."""

from pathlib import Path

import pytest

from archive.data_folder import VARIABLE, data_folder, index_folder, runs_folder

_PROJECT = Path(__file__).resolve().parents[2]


def test_the_name_of_the_variable() -> None:
    assert VARIABLE == "NEWS_DATA_DIR"


@pytest.mark.parametrize("named", [None, "", "  "])
def test_the_project_has_its_own(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if named is not None:
        monkeypatch.setenv(VARIABLE, named)
    assert data_folder() == _PROJECT / "data"


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ("{here}/news", "{here}/news"),
        ("news", "{here}/news"),
        ("./a/../news/", "{here}/news"),
        ("~/news", "{here}/home/news"),
        (" {here}/two words ", "{here}/two words"),
        ("أخبار", "{here}/أخبار"),
    ],
)
def test_another_may_be_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
    wanted: str,
) -> None:
    here = tmp_path.resolve()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(here / "home"))
    monkeypatch.setenv("USERPROFILE", str(here / "home"))
    monkeypatch.setenv(VARIABLE, named.format(here=here))
    assert data_folder() == Path(wanted.format(here=here))
    assert list(here.iterdir()) == []


def test_what_lies_inside(tmp_path: Path) -> None:
    inside = {index_folder(tmp_path), runs_folder(tmp_path)}
    assert len(inside) == 2
    assert {folder.parent for folder in inside} == {tmp_path}
    assert list(tmp_path.iterdir()) == []
