"""Re-compute every promise the data makes."""

import json
import os
from pathlib import Path

from caicach.config import startup
from caicach.config.arguments import Arguments
from caicach.config.words import Stopped, tell

CHECKED_APART = "python3 src/caicach/audit/verifier.py"


def main(arguments: list[str]) -> int:
    """Print every fault; 1 when there is one. With --export, write the trail for the stand-alone verifier."""
    parser = Arguments("verify")
    parser.add_argument("--data")
    parser.add_argument("--export")
    options = parser.read(arguments)
    open_data(options.data)
    from caicach.config import checks

    if options.export:
        count = export(Path(options.export))
        tell(f"Đã ghi {count} dòng nhật ký. Kiểm tra độc lập:", f"Wrote {count} lines of the trail. Check them apart:")
        tell(f"  {CHECKED_APART} {options.export}", f"  {CHECKED_APART} {options.export}")
    found = list(checks.faults())
    for sentence in found:
        tell(sentence, sentence)
    if found:
        tell(f"{len(found)} sai lệch.", f"{len(found)} faults.")
        return 1
    names = ", ".join(name for name, _ in checks.PROMISES)
    tell(f"Mọi cam kết đều đúng ({names}).", f"Every promise holds ({names}).")
    return 0


def export(path: Path) -> int:
    """Write the trail as JSON lines; returns how many."""
    from caicach.audit.checks import exported_lines

    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in exported_lines():
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def open_data(folder: str | None) -> None:
    """Open the office's data as it stands; refuses where there is none."""
    if folder:
        if not Path(folder).is_dir():
            raise Stopped(f"Không có thư mục {folder}.", f"There is no folder {folder}.", code=2)
        os.environ["CAICACH_DATA"] = str(Path(folder).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caicach.config.settings")
    import django

    django.setup()
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"] and not Path(database["NAME"]).exists():
        raise Stopped(
            "Chưa có dữ liệu ở đây. Hãy chạy ./caicach start trước.",
            "There is no data yet. Run ./caicach start first.",
        )
    startup.require_database()
