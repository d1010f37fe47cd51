"""Settings, read once from the environment by the command line and by `create_app`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import SettingsError
from mapping.storage.address import read_address

_PACKAGE = Path(__file__).resolve().parent


def find_folder(name: str) -> Path:
    """Where one of the data folders is: `geodata`, `templates`, `static` or `samples`.

    An installed wheel carries them inside the package, a checkout beside it.

    Raises:
        SettingsError: Neither is there, so the installation is damaged.
    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise SettingsError(f"the folder {name!r} of Dateline is missing beside {_PACKAGE}: install Dateline again")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an operator may set. Each field is read from `MAPPING_<FIELD>`.

    `store` is the events file, or the address of a PostgreSQL database; `host` and `port` are where `dateline serve`
    listens; `read_only` refuses every request that would change the store. `gazetteer` is a folder that
    `dateline gazetteer build` made; None means the one that travels with Dateline. `fetch` lets persons add a page by
    its address. `hosts` are the names, with commas, under which the server takes what persons write; those in figures
    need no mention. `origins` are the sites, with commas, whose pages may read the API in a browser: `*` for all,
    `none` for no other, `auto` for all where the server is read-only and else no other. `search_seconds` is how long
    one search of the store may take; 0 for any time.
    """

    store: Path | str = Path("dateline.db")
    host: str = "127.0.0.1"
    port: int = 8000
    read_only: bool = False
    gazetteer: Path | None = None
    fetch: bool = False
    hosts: str = "localhost"
    origins: str = "auto"
    search_seconds: float = 10.0


_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _read_bool(name: str, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise SettingsError(f"{name} must be 1 or 0, not {text!r}")


def _read_port(name: str, text: str) -> int:
    if text.isdecimal() and 0 <= int(text) <= 65535:
        return int(text)
    raise SettingsError(f"{name} must be a port number from 0 to 65535, not {text!r}")


def _read_origins(name: str, text: str) -> str:
    for part in filter(None, map(str.strip, text.split(","))):
        if part not in ("auto", "*", "none") and not re.fullmatch(r"https?://[^\s/?#@]+/?", part):
            raise SettingsError(
                f"{name} must be auto, *, none, or sites as in https://example.org, with commas; not {part!r}"
            )
    return text


def _read_seconds(name: str, text: str) -> float:
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text):
        return float(text)
    raise SettingsError(f"{name} must be a number of seconds, as in 10 or 0.5; 0 for any time; not {text!r}")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        environ: Where the variables are looked up; None means the process's own environment.

    Raises:
        SettingsError: A variable has a value that cannot be used.
    """
    env = os.environ if environ is None else environ
    default = Settings()
    return Settings(
        store=read_address(env.get("MAPPING_STORE", str(default.store))),
        host=env.get("MAPPING_HOST", default.host),
        port=_read_port("MAPPING_PORT", env.get("MAPPING_PORT", str(default.port))),
        read_only=_read_bool("MAPPING_READ_ONLY", env.get("MAPPING_READ_ONLY", "0")),
        gazetteer=Path(env["MAPPING_GAZETTEER"]) if env.get("MAPPING_GAZETTEER") else None,
        fetch=_read_bool("MAPPING_FETCH", env.get("MAPPING_FETCH", "0")),
        hosts=env.get("MAPPING_HOSTS", default.hosts),
        origins=_read_origins("MAPPING_ORIGINS", env.get("MAPPING_ORIGINS", default.origins)),
        search_seconds=_read_seconds("MAPPING_SEARCH_SECONDS", env.get("MAPPING_SEARCH_SECONDS", "10")),
    )
