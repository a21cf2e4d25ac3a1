"""Career policy for the civil service, simulated."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from karier.model import CareerModel as CareerModel
    from karier.scenario import load as load

__version__ = "0.1.0"
__all__ = ["CareerModel", "load"]

_HOMES = {"CareerModel": "karier.model", "load": "karier.scenario"}


def __getattr__(name: str) -> Any:
    """Load Mesa and the compiler only when a model is asked for: `import karier` stays quick."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'karier' has no attribute {name!r}")
