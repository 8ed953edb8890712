"""`./caicach bench`: the benchmarks, each as a ratio against a limit measured in the same run (đo hiệu năng)."""

import importlib

from caicach.config import bench
from caicach.config.arguments import Arguments
from caicach.config.words import say, tell


def main(arguments: list[str]) -> int:
    """Run all benchmarks, or those named; 1 when a goal is missed."""
    parser = Arguments("bench")
    parser.add_argument("names", nargs="*")
    names = parser.read(arguments).names or bench.MODULES
    missed = 0
    for name in names:
        if name not in bench.MODULES:
            raise parser.wrong(name)
        module = importlib.import_module(f"caicach.config.bench.{name}")
        print(f"{module.NAME}", flush=True)
        for ratio in module.run():
            missed += not ratio.holds
            limit = "" if ratio.limit is None else f" ≤ {ratio.limit:g}"
            mark = "   " if ratio.limit is None else say("ĐẠT", "OK") if ratio.holds else say("HỎNG", "MISS")
            print(
                f"  {mark:4} {ratio.value:8.3f}{limit:6}  {ratio.what}{f' ({ratio.told})' if ratio.told else ''}",
                flush=True,
            )
    tell(f"{missed} mục tiêu không đạt." if missed else "Mọi mục tiêu đều đạt.", f"{missed} goals missed.")
    return 1 if missed else 0
