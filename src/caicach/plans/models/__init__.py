"""The nouns of `plans`: plans and their lines, tasks and their deadlines, progress, chasing, gatherings, kept views."""

from caicach.plans.models.chasing import Reminder, UrgedTask, UrgingLetter
from caicach.plans.models.gatherings import Finding, FindingQuerySet, Inspection, Meeting, MeetingItem
from caicach.plans.models.kept import SavedView, SheetUpdate, SheetUpdateRow
from caicach.plans.models.merits import MeritRule
from caicach.plans.models.plans import ASSIGNER_NAMES, LEVEL_NAMES, Milestone, Plan, PlanLine, PlanQuerySet, PlanTarget
from caicach.plans.models.progress import Evidence, ProgressReport, ReportQuerySet
from caicach.plans.models.tasks import (
    DeadlineEntry,
    ExtensionRequest,
    Recurrence,
    Task,
    TaskQuerySet,
    TaskUnit,
    classes,
)

__all__ = [
    "ASSIGNER_NAMES",
    "LEVEL_NAMES",
    "DeadlineEntry",
    "Evidence",
    "ExtensionRequest",
    "Finding",
    "FindingQuerySet",
    "Inspection",
    "Meeting",
    "MeetingItem",
    "MeritRule",
    "Milestone",
    "Plan",
    "PlanLine",
    "PlanQuerySet",
    "PlanTarget",
    "ProgressReport",
    "Recurrence",
    "Reminder",
    "ReportQuerySet",
    "SavedView",
    "SheetUpdate",
    "SheetUpdateRow",
    "Task",
    "TaskQuerySet",
    "TaskUnit",
    "UrgedTask",
    "UrgingLetter",
    "classes",
]
