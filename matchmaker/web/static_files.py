"""Static files, kept by browsers for a year where the address changes with the file."""

from collections.abc import Callable, Iterable
from typing import Any

from whitenoise import WhiteNoise

YEAR = 365 * 24 * 3600


class HouseFiles(WhiteNoise):  # type: ignore[misc]  # WhiteNoise brings no types along
    """WhiteNoise, except that a script without `?v=` is asked for anew each time.

    A module that another module imports has no version in its address: kept for a year, it would meet newer pages.
    """

    @staticmethod
    def serve(static_file: Any, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]]) -> Any:
            if environ["PATH_INFO"].endswith(".js") and "v=" not in environ.get("QUERY_STRING", ""):
                headers = [(name, value) for name, value in headers if name.lower() != "cache-control"]
                headers.append(("Cache-Control", "no-cache"))
            return start_response(status, headers)

        served: Iterable[bytes] = WhiteNoise.serve(static_file, environ, start)
        return served
