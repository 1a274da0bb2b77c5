"""Finds the browser the page tests drive; without one they are skipped loudly, on a build machine refused."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
MEND = "install Chromium (Debian: apt-get install chromium) or set HOTLINE_TEST_BROWSER to a Chrome's path"


def find_browser() -> str | None:
    named = os.environ.get("HOTLINE_TEST_BROWSER")
    if named:
        return shutil.which(named) or named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def must_have_browser() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1")
