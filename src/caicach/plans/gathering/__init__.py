"""Meetings, inspections and merits as pages and files show them."""
