"""The benchmarks of the house: each measures something beside an anchor of the same run and gives ratios.

A bench is a module with `NAME` and `run() -> list[Ratio]`, named in `MODULES`.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

MODULES = ("deadline", "reading")


@dataclass(frozen=True)
class Ratio:
    """What was measured, in CPU seconds, over what it is held against; `limit` None is told without being judged."""

    what: str
    measured: float
    against: float
    limit: float | None
    told: str = ""

    @property
    def value(self) -> float:
        return self.measured / self.against

    @property
    def holds(self) -> bool:
        return self.limit is None or self.value <= self.limit


def cpu_seconds(work: Callable[[], object], times: int = 5) -> float:
    """The least CPU time of several runs: other work on the machine only adds."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best
