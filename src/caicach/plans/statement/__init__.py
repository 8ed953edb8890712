"""The progress statement of a plan (báo cáo tiến độ thực hiện kế hoạch): its figures, its Word and its Excel.

`figures.statement(...)` reads the database; `word.render` and `excel.render` only write what it says.
"""
