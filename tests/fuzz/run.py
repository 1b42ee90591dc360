"""Fuzz one target: ``python -m tests.fuzz.run TARGET --seconds N``.

With atheris installed, guided by coverage; else, or with ``--plain``, by random changes. The last
lines on standard output are the numbers of the run as JSON. An input that fails is left in the
folder ``--failures``, with the traceback on standard error, and the exit status is not 0.
"""

import argparse
import importlib
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ANY = "any"
PACKAGES = ("archive", "crawler", "languages")
"""What coverage is measured of."""
_MAX_INPUT_S = 30
_MAX_MEGABYTES = 1_000
_ROOT = Path(__file__).parents[2]
_FUZZER = "import sys; from tests.fuzz.run import fuzz_guided; fuzz_guided(sys.argv)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzed:
    """What a run came to."""

    target: str
    engine: str
    """``atheris`` or ``plain``."""
    inputs: int
    """How many were tried."""
    seconds: float
    coverage: int = 0
    """Branches of our own code that were seen; 0 when they were not looked at."""
    slowest_s: float = 0.0
    failure: str = ""
    """The traceback of the first input that failed, and where that input is; ``""``: none."""


def has_atheris() -> bool:
    """Return whether the coverage-guided fuzzer is there."""
    return importlib.util.find_spec("atheris") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a run goes; whatever comes first."""

    seconds: float
    inputs: int = 2**31 - 1
    seed: int = 1
    """Of the random choices."""


def run(target: str, limits: Limits, failures: Path, *, plain: bool = False) -> Fuzzed:
    """Fuzz a target, or ``any`` of them; in a process of its own if guided.

    Args:
        target: Its name.
        limits: Where to stop.
        failures: Folder for an input that fails.
        plain: Not guided, even if it could be.

    Raises:
        Exception: Not guided: whatever left the target; the input is in the folder of failures.
    """
    if plain or not has_atheris():
        return run_plain(target, limits, failures)
    return _run_guided(target, limits, failures)


def run_plain(target: str, limits: Limits, failures: Path) -> Fuzzed:
    """Try random changes of the seeds.

    Raises:
        Exception: Whatever left the target; the input is in the folder of failures.
    """
    from tests.fuzz.mutations import mutants
    from tests.fuzz.targets import TARGETS

    names = list(TARGETS) if target == ANY else [target]
    chance = random.Random(limits.seed)  # noqa: S311  no secret
    streams = [
        (TARGETS[name].check, mutants(list(TARGETS[name].seeds()), TARGETS[name].tokens, chance))
        for name in names
    ]
    began, tried, slowest_s = time.monotonic(), 0, 0.0
    while tried < limits.inputs and time.monotonic() - began < limits.seconds:
        check, stream = streams[tried % len(streams)]
        data = next(stream)
        started = time.monotonic()
        try:
            check(data)
        except BaseException:  # a finding, or the user's wish to end
            _keep(failures, target, data)
            raise
        tried += 1
        slowest_s = max(slowest_s, time.monotonic() - started)
    return Fuzzed(
        target=target,
        engine="plain",
        inputs=tried,
        seconds=round(time.monotonic() - began, 1),
        slowest_s=round(slowest_s, 3),
    )


def fuzz_guided(arguments: list[str]) -> None:
    """Fuzz the target named first with atheris, the rest being libFuzzer's options; ends here."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=list(PACKAGES), enable_loader_override=False):
        targets = importlib.import_module("tests.fuzz.targets")
    name = arguments.pop(1)
    check = targets.check_any if name == ANY else targets.TARGETS[name].check
    atheris.Setup(arguments, check)
    atheris.Fuzz()


def _run_guided(target: str, limits: Limits, failures: Path) -> Fuzzed:
    failures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found, seeds, tokens = (Path(folder, name) for name in ("found", "seeds", "tokens"))
        _write_seeds(target, found, seeds, tokens)
        options = (
            f"-max_total_time={max(1, round(limits.seconds))}",
            f"-runs={limits.inputs}",
            f"-seed={limits.seed}",
            f"-timeout={_MAX_INPUT_S}",
            f"-rss_limit_mb={_MAX_MEGABYTES}",
            f"-artifact_prefix={failures}/{target}-",
            f"-dict={tokens}",
            "-print_final_stats=1",
        )
        began = time.monotonic()
        command = [sys.executable, "-c", _FUZZER, target, *options, str(found), str(seeds)]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
    lines = (done.stdout + done.stderr).decode(errors="replace").splitlines()
    return Fuzzed(
        target=target,
        engine="atheris",
        inputs=_number(lines, "stat::number_of_executed_units:"),
        seconds=round(time.monotonic() - began, 1),
        coverage=_number(lines, "cov:"),
        slowest_s=_number(lines, "stat::slowest_unit_time_sec:"),
        failure="\n".join(_traceback(lines)) if done.returncode else "",
    )


def _write_seeds(target: str, found: Path, seeds: Path, tokens: Path) -> None:
    from tests.fuzz.targets import TARGETS, any_seeds

    found.mkdir()
    seeds.mkdir()
    inputs = any_seeds() if target == ANY else TARGETS[target].seeds()
    for number, data in enumerate(inputs):
        (seeds / str(number)).write_bytes(data)
    chosen = TARGETS.values() if target == ANY else (TARGETS[target],)
    pieces = {token for each in chosen for token in each.tokens}
    rows = ("".join(f"\\x{byte:02x}" for byte in piece) for piece in sorted(pieces))
    tokens.write_text("".join(f'"{row}"\n' for row in rows), encoding="ascii")


def _number(lines: list[str], label: str) -> int:
    """Return the number behind a label in the last line that has it; 0 without one."""
    for line in reversed(lines):
        _, found, behind = line.partition(label)
        if found and behind.split():
            return int(behind.split()[0])
    return 0


def _traceback(lines: list[str]) -> list[str]:
    noise = ("#", "INFO:", "stat::", "Done ", "\\x", '"', "MS:", "0x", "artifact_prefix")
    return [line for line in lines if line.strip() and not line.startswith(noise)][-40:]


def _keep(failures: Path, target: str, data: bytes) -> None:
    failures.mkdir(parents=True, exist_ok=True)
    (failures / f"{target}-plain").write_bytes(data)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="tests.fuzz.run", description=__doc__)
    parser.add_argument("target", help="see tests/fuzz/targets.py; or any")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="no coverage")
    parser.add_argument("--failures", type=Path, default=Path("data/fuzz"))
    given = parser.parse_args()
    limits = Limits(seconds=given.seconds, seed=given.seed)
    fuzzed = run(given.target, limits, given.failures.resolve(), plain=given.plain)
    sys.stderr.write(fuzzed.failure and f"{fuzzed.failure}\n")
    sys.stdout.write(f"{json.dumps(asdict(fuzzed))}\n")
    return 1 if fuzzed.failure else 0


if __name__ == "__main__":
    sys.exit(main())
