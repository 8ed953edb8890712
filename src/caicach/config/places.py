"""Where an installation keeps its things: the data folder, the database, the key, the front-end packages."""

import os
import secrets
import urllib.parse
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """The folder of everything the office owns (thư mục dữ liệu): database, files, key."""
    folder = Path(os.environ.get("CAICACH_DATA", ROOT / "var" / "data")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def static_folder() -> Path:
    """Where collected static files go when a web server before us serves them."""
    return ROOT / "var" / "static"


def frontend_folders() -> list[Path]:
    """The published front-end packages, laid ready by set-up (`caicach` step «giao diện»)."""
    folder = ROOT / "var" / "frontend"
    return [folder] if folder.is_dir() else []


def secret_key(data: Path) -> str:
    """The installation's key: from the environment, else made once and kept readable by its owner alone."""
    if given := os.environ.get("CAICACH_SECRET_KEY"):
        return given
    path = data / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


def database(data: Path) -> dict[str, Any]:
    """SQLite in the data folder, or PostgreSQL where CAICACH_DATABASE is a postgresql:// address."""
    address = os.environ.get("CAICACH_DATABASE", "")
    if not address:
        return {
            "ENGINE": "caicach.config.sqlite",
            "NAME": str(data / "caicach.sqlite3"),
            "TEST": {"NAME": str(data / "test.sqlite3")},
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    parts = urllib.parse.urlsplit(address)
    query = dict(urllib.parse.parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": urllib.parse.unquote(parts.username or ""),
        "PASSWORD": urllib.parse.unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
