"""Templates compiled once for all workers and starts: compiling all pages takes seconds, reading what was compiled takes milliseconds."""

import contextlib
import pickle
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from flask.templating import Environment
from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache

# Of this process, for each of its apps
_KEPT: dict[str, bytes] = {}
# Out of reach, or cut or scrambled in its head, which is pickled
DAMAGED = (OSError, EOFError, pickle.UnpicklingError, ArithmeticError, AttributeError, ImportError, LookupError, TypeError, ValueError)


class CompiledTemplates(BytecodeCache):
    """Keeps them in the data folder, which holds our secrets too: whoever may write there could say what we run anyway.

    Where nothing can be written, such as on a full disk, each process compiles for itself.
    """

    def __init__(self, data_dir: Path) -> None:
        # Another version of Jinja may want other code of the same template
        self._folder = data_dir / "compiled" / f"jinja-{jinja2.__version__}"
        self._on_disk = FileSystemBytecodeCache(str(self._folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := _KEPT.get(bucket.key):
            bucket.bytecode_from_string(found)
            return
        try:
            self._on_disk.load_bytecode(bucket)
        except DAMAGED:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        _KEPT[bucket.key] = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._on_disk.dump_bytecode(bucket)


class PlainGlobals(Environment):
    """Flask's environment, where a template's globals are one plain mapping.

    Jinja lays two over each other, so that later changes show in templates that are loaded already, and compares all their names
    whenever a template imports another: a twentieth of a page with cards. Ours are hung before the first template is loaded.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
