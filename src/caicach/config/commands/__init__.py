"""The commands of `./caicach`, one module each with `main(arguments) -> exit code`.

The table is in `config/cli.py`. `words.say(vi, en)` gives a sentence in the language of `--lang`.
Exit codes: 0 fine, 1 something is wrong with the data, 2 wrong use.
"""
