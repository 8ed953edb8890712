"""The demo's plans: four hundred tasks and what became of them (kế hoạch, nhiệm vụ, báo cáo hư cấu)."""

from caicach.plans.demo.building import build

__all__ = ["build"]
