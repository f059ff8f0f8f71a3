"""What tests of the ``engage`` command share: an environment of its own, and what it said."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from engage.commands import main

SECRET = "a-secret-that-only-these-tests-ever-use-42"


@dataclass
class Said:
    code: int
    words: str


@dataclass
class Command:
    """Runs ``engage ...`` in this process with these variables and no other of ours."""

    env: Mapping[str, str]

    def __call__(self, *words: str | Path, code: int = 0, **changed: str | None) -> Said:
        """Checks the exit code; a variable set to None is left out."""
        own: dict[str, str | None] = {"ENGAGE_BASE_URL": None, **self.env}  # `run` may set it
        env = {**own, **{f"ENGAGE_{name.upper()}": text for name, text in changed.items()}}
        answer = CliRunner().invoke(main, [str(word) for word in words], env=env)
        said = Said(answer.exit_code, " ".join(answer.output.split()))
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        assert said.code == code, f"{said.code}, not {code}: {said.words}"
        return said
