"""The words pages show: which ones there are, and the English that goes with each.

Message ids are Vietnamese. `python -m caicach.config.commands.messages` adds those that stand in templates and code
but not yet in `locale/en`, with an empty translation to be filled in by hand, and takes out those no longer used.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from django.utils.translation.template import templatize

from caicach.config.words import tell

PACKAGE = Path(__file__).resolve().parents[2]
ENGLISH = PACKAGE / "locale/en/LC_MESSAGES/django.po"
CALLS = {
    "gettext": "",
    "gettext_lazy": "",
    "gettext_noop": "",
    "_": "",
    "ngettext": "plural",
    "ngettext_lazy": "plural",
    "pgettext": "context",
    "pgettext_lazy": "context",
    "npgettext": "context plural",
    "npgettext_lazy": "context plural",
}
# Sentences for a clerk, raised where Django is not known or not needed; pages show them through gettext.
SAID = {
    "WrongState",
    "NothingSaid",
    "NoLead",
    "NoWords",
    "ChangedMeanwhile",
    "CircularTree",
    "UnitNotOpen",
    "NothingToSplit",
    "NothingToTakeBack",
    "NothingChanged",
    "KeyOfAnotherUnit",
    "AlreadyThere",
    "NotExtended",
    "WrongDay",
    "NotHandedOver",
    "NoPart",
    "NoTurn",
    "NotDated",
    "CircularPlans",
    "MinutesTaken",
    "VisitRefused",
    "NothingAsked",
    "TooManyViews",
    "NoSuchPeriod",
    "ReachedStays",
    "BadLadder",
    "NobodyLate",
}
HEADER = """# English words of Cải Cách. Message ids are the Vietnamese of the pages; kept by hand, sorted.
# Add what is missing with: python -m caicach.config.commands.messages
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
Word = tuple[str, str, str]  # context, message id, plural or ""


def words_in_python(source: str) -> Iterator[Word]:
    """Every literal given to a gettext function, or raised as a sentence for a clerk."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in SAID and node.args and isinstance(node.args[0], ast.Constant):
            yield "", str(node.args[0].value), ""
        if name not in CALLS:
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        context = texts.pop(0) if "context" in CALLS[name] and texts else ""
        if texts:
            yield context, texts[0], texts[1] if "plural" in CALLS[name] and len(texts) > 1 else ""


def words_in_template(source: str) -> Iterator[Word]:
    """Every translate and blocktranslate tag and every _("…") of a template."""
    code = templatize(source)
    for found in re.finditer(r"(?<![A-Za-z])(?:[np]{0,2}gettext|_)\(", code):
        yield from words_in_python(balanced(code[found.start() :]))


def balanced(text: str) -> str:
    """The call that begins a text, up to its closing bracket, brackets inside strings left alone."""
    quote, depth, skip = "", 0, False
    for n, sign in enumerate(text):
        if skip:
            skip = False
        elif sign == "\\":
            skip = True
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return text[: n + 1]
    return ""


def template_files(package: Path = PACKAGE) -> list[Path]:
    return sorted(path for path in package.glob("*/templates/**/*") if path.suffix in {".html", ".txt"})


def words(package: Path = PACKAGE) -> dict[Word, str]:
    """Everything pages and code say, with the file where each was first found.

    A word that is also counted somewhere is served by its counted entry.
    """
    found: dict[Word, str] = {}
    for path in template_files(package):
        for word in words_in_template(path.read_text()):
            found.setdefault(word, str(path.relative_to(package)))
    for path in sorted(package.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for word in words_in_python(path.read_text()):
            found.setdefault(word, str(path.relative_to(package)))
    counted = {(context, singular) for context, singular, plural in found if plural}
    return {word: where for word, where in found.items() if word[2] or word[:2] not in counted}


def read(path: Path = ENGLISH) -> Catalog:
    """The translations as they stand."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return pofile.read_po(file, locale=path.parts[-3], abort_invalid=True)


def word_of(entry: Entry) -> Word:
    singular, plural = entry.id if isinstance(entry.id, list | tuple) else (entry.id, "")
    return entry.context or "", singular, plural


def is_filled(entry: Entry) -> bool:
    texts = entry.string if isinstance(entry.string, list | tuple) else [entry.string]
    return bool(texts) and all(texts)


def merge(catalog: Catalog, wanted: dict[Word, str]) -> tuple[Catalog, int, int]:
    """The catalogue of exactly the wanted words, keeping translations; how many came and how many went."""
    known = {word_of(entry): entry for entry in catalog if entry.id}
    merged = Catalog(locale="en")
    for context, singular, plural in sorted(wanted):
        entry = known.get((context, singular, plural))
        merged.add(
            (singular, plural) if plural else singular,
            entry.string if entry else ("", "") if plural else "",
            context=context or None,
        )
    return merged, len(set(wanted) - set(known)), len(set(known) - set(wanted))


def write(catalog: Catalog, path: Path = ENGLISH) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        pofile.write_po(file, catalog, width=0, sort_output=True, omit_header=True, no_location=True)


def main(arguments: list[str]) -> int:
    """Bring locale/en up to what pages and code say."""
    catalog, came, went = merge(read(), words())
    write(catalog)
    empty = [word_of(entry)[1] for entry in catalog if entry.id and not is_filled(entry)]
    tell(
        f"{came} câu mới, {went} câu bỏ, {len(empty)} câu chưa dịch.",
        f"{came} new, {went} gone, {len(empty)} without English.",
    )
    for text in empty:
        tell(f"  {text}", f"  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
