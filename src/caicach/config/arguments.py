"""Reading a command's arguments, with refusals in one clear sentence. Standard library only."""

import argparse
from typing import NoReturn

from caicach.config import cli
from caicach.config.words import Stopped


class Arguments(argparse.ArgumentParser):
    """The arguments of one command; wrong use is `Stopped` with exit code 2."""

    def __init__(self, command: str) -> None:
        super().__init__(prog=command, add_help=False, allow_abbrev=False)
        self.command = command

    def error(self, message: str) -> NoReturn:
        raise self.wrong()

    def wrong(self, what: str = "") -> Stopped:
        """The refusal: what was not understood and how the command is written."""
        usage = f"./caicach {cli.COMMANDS[self.command].usage}"
        named = f" «{what}»" if what else ""
        return Stopped(
            f"Không hiểu cách gọi{named}. Cách viết: {usage}", f"Not understood{named}. It is written: {usage}", code=2
        )

    def read(self, arguments: list[str]) -> argparse.Namespace:
        """The arguments by name; anything left over is refused by name."""
        known, left = self.parse_known_args(arguments)
        if left:
            raise self.wrong(left[0])
        return known
