"""Which engine there is: scikit-learn where the extra ``themes`` is installed, else our own."""

from types import ModuleType

from engage.findings.clustering import plain

try:
    from engage.findings.clustering import scikit
except ImportError:
    ENGINES: tuple[ModuleType, ...] = (plain,)
else:
    ENGINES = (scikit, plain)
