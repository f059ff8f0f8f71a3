"""The tree as the architecture tests see it: found anew each run, so it may grow."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGAGE = ROOT / "engage"
TEMPLATES = ROOT / "templates"
NOT_CAPABILITIES = {"commands", "kernel", "web", "demo", "static", "data"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def listed(faults: list[str]) -> str:
    """What a rule says that finds several: one line for each, so that all are mended at once."""
    return f"{len(faults)} found:\n" + "\n".join(faults)


def python_in(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def templates_in() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})


def capabilities() -> list[Path]:
    """The folders of engage/ that hold code about the domain."""
    return sorted(
        path
        for path in ENGAGE.iterdir()
        if (path / "__init__.py").exists() and path.name not in NOT_CAPABILITIES
    )


@cache
def text(path: Path) -> str:
    return path.read_text()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


@cache
def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def imports(node: ast.AST) -> set[str]:
    """Dotted names a tree imports: ``a.b`` for ``import a.b`` and for ``from a import b``."""
    names: set[str] = set()
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            names |= {alias.name for alias in child.names}
        elif isinstance(child, ast.ImportFrom):
            names |= {f"{child.module}.{alias.name}" for alias in child.names}
    return names
