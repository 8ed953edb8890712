"""The levels tasks are classified for (cấp kế hoạch): the four of letter 7883/SYT-VP 3.2, and two that stand apart."""

from enum import StrEnum

from caicach.plans.rules import Assigner, PlanLevel


class Tier(StrEnum):
    """A group of plans that a classification is made for, in the order of the letter."""

    FIVE_YEAR = "five_year"
    TEN_YEAR = "ten_year"
    YEARLY = "yearly"
    UNIT = "unit"
    ASSIGNED = "assigned"
    THEMATIC = "thematic"


TIER_NAMES: dict[Tier, str] = {
    Tier.FIVE_YEAR: "Kế hoạch giai đoạn 5 năm",
    Tier.TEN_YEAR: "Kế hoạch giai đoạn 10 năm",
    Tier.YEARLY: "Kế hoạch hằng năm của tỉnh, thành phố và của Sở",
    Tier.UNIT: "Kế hoạch của đơn vị",
    Tier.ASSIGNED: "Nhiệm vụ Chính phủ, Thủ tướng, UBND giao",
    Tier.THEMATIC: "Kế hoạch chuyên đề, văn bản khác",
}
HIGHER = (Assigner.GOVERNMENT, Assigner.PRIME_MINISTER, Assigner.PEOPLES_COMMITTEE)
_OF_LEVEL = {
    PlanLevel.FIVE_YEAR: Tier.FIVE_YEAR,
    PlanLevel.TEN_YEAR: Tier.TEN_YEAR,
    PlanLevel.YEARLY: Tier.YEARLY,
    PlanLevel.UNIT: Tier.UNIT,
}


def tiers_of(level: str, assigned_by: str) -> list[Tier]:
    """Where a plan counts: at its level and, given by Government, Prime Minister or committee, in that group too."""
    found = [_OF_LEVEL[PlanLevel(level)]] if level in _OF_LEVEL else []
    if assigned_by in HIGHER:
        found.append(Tier.ASSIGNED)
    return found or [Tier.THEMATIC]
