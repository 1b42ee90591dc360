"""Finding a Chromium for the tests in a browser. As a program: installs one where it may.

``python tests/webui/chromium.py`` prints one line and always ends well: without a browser those
tests are left out, and pytest says so again. It installs Debian's package, as root only.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "NEWS_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
USUAL = (
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_INSTALLING = (("apt-get", "update"), ("apt-get", "install", "-y", "chromium"))
_LIMIT_S = 600
MISSING = (
    f"no browser: tests/webui/test_browser*.py are left out: install Chromium, or set {VARIABLE}"
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: what ``NEWS_CHROMIUM`` names, else one that is there."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in (*NAMES, *USUAL))
    return next(filter(None, found), None)


def install_chromium() -> bool:
    """Install Debian's Chromium, if this is Debian or the like and we may; return whether it is."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return False
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in _INSTALLING:
        try:
            done = subprocess.run(
                command, env=environ, capture_output=True, check=False, timeout=_LIMIT_S
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode:
            return False
    return True


def main() -> None:
    """Say which browser there is."""
    found = find_chromium()
    if found is None and install_chromium():
        found = find_chromium()
    sys.stdout.write(f"browser: {found}\n" if found else f"{MISSING}\n")


if __name__ == "__main__":
    main()
