from caicach.config import cli
from caicach.config.words import say, tell


def main(arguments: list[str]) -> int:
    """Print the list of commands."""
    tell("Cải Cách: cải cách hành chính ngành y tế.\n", "Cải Cách: administrative reform of the health sector.\n")
    for command in cli.COMMANDS.values():
        tell(f"  ./caicach {command.usage}", f"  ./caicach {command.usage}")
        tell(f"      {command.does[0]}", f"      {command.does[1]}")
    print(
        say(
            "\nThêm --lang en để đọc tiếng Anh. Mã thoát: 0 tốt, 1 dữ liệu có sai sót, 2 gọi sai cách.",
            "\nAdd --lang en for English. Exit codes: 0 fine, 1 something is wrong with the data, 2 wrong use.",
        )
    )
    return 0
