"""Puts the top-level folders into the wheel; everything else is in setup.cfg.

In a checkout `templates/` and `migrations/` stand beside the package, where people look for them.
In a wheel they travel inside it, as `engage/templates` and `engage/migrations`.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FOLDERS = ("templates", "migrations")


class BuildWithFolders(build_py):
    """Copy the folders after the packages; an editable install needs no copy."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for folder in FOLDERS:
            target = Path(self.build_lib) / "engage" / folder
            shutil.rmtree(target, ignore_errors=True)
            if Path(folder).is_dir():
                shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))


setup(cmdclass={"build_py": BuildWithFolders})
