"""Which SQLite versions may hold an office's records."""

FIXED_IN = (3, 51, 3)
BACKPORTS = ((3, 44, 6), (3, 50, 7))


class UnsafeSQLite(RuntimeError):
    """This SQLite can corrupt a write-ahead-logged database."""


def is_safe(version: str) -> bool:
    """Whether the WAL-reset fault of 3.7.0–3.51.2 is absent (sqlite.org: changes of 3.51.3, 3.50.7, 3.44.6)."""
    number = tuple(int(part) for part in version.split("."))
    if number >= FIXED_IN:
        return True
    return any(number[:2] == fixed[:2] and number >= fixed for fixed in BACKPORTS)


def require_safe(version: str) -> None:
    """Refuse a version that can lose committed work, saying what to do."""
    if not is_safe(version):
        raise UnsafeSQLite(
            f"SQLite {version} có lỗi có thể làm hỏng cơ sở dữ liệu (bản 3.7.0–3.51.2). "
            "Hãy xóa thư mục .venv rồi chạy lại ./caicach start để cài bản đã sửa."
        )
