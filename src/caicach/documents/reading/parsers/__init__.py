"""The parsers of files, each run alone in a confined child process by `extract.py`; they import nothing of ours."""
