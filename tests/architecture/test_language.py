"""Every word a page shows can be had in both languages: Vietnamese as written, English from locale/en."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.template.base import Lexer, TokenType

from caicach.config.commands import messages

NAMES = ["Cải Cách", "Tiếng Việt", "English", "Excel", "Word", "PDF", "Ctrl", "Alt", "Tab", "Enter", "QR"]
SAID_ATTRIBUTES = {"title", "placeholder", "aria-label", "alt", "data-ask", "data-says", "data-saved", "data-failed"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
ACCENTED = re.compile(r"[^\W\d_a-zA-Z]")
LITERAL = re.compile(r"""(_\()?("[^"]*"|'[^']*')""")
TRANSLATING = {"translate", "trans"}
SILENT_UNTIL = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}


class Shown(HTMLParser):
    """Collects what a reader would see or hear; what stands in an element with a `lang` of its own is left alone."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def silent(self) -> bool:
        return any(silent for _, silent in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in {"script", "style", "kbd"} or (tag != "html" and "lang" in given)
        if tag == "input" and given.get("type") in {"submit", "button", "reset"} and not self.silent():
            self.texts.append(given.get("value") or "")
        if not silent and not self.silent():
            self.texts += [value for name, value in attrs if name in SAID_ATTRIBUTES and value]
        if tag not in {"input", "meta", "link", "img", "br", "hr", "use", "rect", "line", "circle", "path", "polyline"}:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self.open) - 1, -1, -1):
            if self.open[n][0] == tag:
                del self.open[n:]
                return

    def handle_data(self, data: str) -> None:
        if not self.silent():
            self.texts.append(data)


def untranslated(source: str, *, is_html: bool = True) -> list[str]:
    """The texts of a template that stand outside the translate tags."""
    kept: list[str] = []
    literals: list[str] = []
    until = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if until:
            until = "" if token.token_type == TokenType.BLOCK and name == until else until
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.BLOCK and re.fullmatch(r"block \w+_class", token.contents.strip()):
            until = "endblock"
        elif token.token_type == TokenType.BLOCK and name in SILENT_UNTIL:
            until = SILENT_UNTIL[name]
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR} and name not in TRANSLATING:
            literals += [text for marked, text in LITERAL.findall(token.contents) if not marked]
            kept.append(" ")
    shown = Shown()
    if is_html:
        shown.feed("".join(kept))
        shown.close()
    texts = shown.texts if is_html else kept
    said = [text.strip() for text in texts if LETTERS.search(without_names(text))]
    return said + [text for text in literals if ACCENTED.search(without_names(text))]


def without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return re.sub(r"&\w+;", "", text)


def catalog(text: str) -> Catalog:
    from io import BytesIO

    from babel.messages import pofile

    return pofile.read_po(BytesIO((messages.HEADER + text).encode()), locale="en")


def faults(catalog: Catalog, wanted: dict[messages.Word, str]) -> dict[str, list[str]]:
    """What is wrong with a catalogue: words without English, fuzzy ones, ones nothing uses."""
    entries = {messages.word_of(entry): entry for entry in catalog if entry.id}
    return {
        "missing": [f"{word[1]}  ({wanted[word]})" for word in sorted(wanted) if word not in entries],
        "empty": [word[1] for word, entry in entries.items() if word in wanted and not messages.is_filled(entry)],
        "fuzzy": [word[1] for word, entry in entries.items() if entry.fuzzy],
        "unused": [word[1] for word in entries if word not in wanted] + [str(one) for one in catalog.obsolete],
    }


@pytest.mark.parametrize("path", messages.template_files(), ids=lambda path: str(path.relative_to(messages.PACKAGE)))
def test_a_template_says_nothing_outside_translate_tags(path: Path) -> None:
    assert untranslated(path.read_text(), is_html=path.suffix == ".html") == []


def test_every_word_has_its_english_and_every_english_its_word() -> None:
    found = faults(messages.read(), messages.words())

    assert found == {"missing": [], "empty": [], "fuzzy": [], "unused": []}


def test_english_keeps_the_placeholders_of_the_vietnamese() -> None:
    wrong = []
    for entry in messages.read():
        texts = entry.string if isinstance(entry.string, list | tuple) else [entry.string]
        singular = messages.word_of(entry)[1]
        for text in texts:
            if text and set(placeholders(text)) - set(placeholders(singular)):
                wrong.append(singular)
            if text and len(texts) == 1 and set(placeholders(text)) != set(placeholders(singular)):
                wrong.append(singular)

    assert wrong == []


def placeholders(text: str) -> list[str]:
    return re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>Chưa dịch</p>", ["Chưa dịch"]),
        ('<a title="Mở ra">{% icon "x" %}</a>', ["Mở ra"]),
        ('<input placeholder="Search">', ["Search"]),
        ('<input type="submit" value="Gửi">', ["Gửi"]),
        ('{% badge "Quá hạn" "late" %}', ['"Quá hạn"']),
        ('{{ name|default:"chưa có" }}', ['"chưa có"']),
        ('<p class="x">{% if a %}Một{% endif %}</p>', ["Một"]),
        ('{% translate "Chào" %} <b>{% blocktranslate %}Chào {{ you }}{% endblocktranslate %}</b>', []),
        ('{{ _("Chào") }}{% badge _("Quá hạn") "late" %}', []),
        ("{% block page_class %}wide{% endblock %}<p>{% block content %}rộng{% endblock %}</p>", ["rộng"]),
        ("{# Ghi chú #}{% comment %}Ghi chú{% endcomment %}<script>let name = 1</script>", []),
        ('<h1>Cải Cách</h1><button lang="vi">Tiếng Việt</button><p lang="vi">Nghị định</p>', []),
    ],
)
def test_the_scanner_sees_what_is_said(source: str, said: list[str]) -> None:
    assert untranslated(source) == said


def test_words_are_found_in_templates_and_code() -> None:
    template = (
        '{% translate "Một" %}{% translate "Hai" context "số" %}{{ x|default:_("Ba (3)") }}'
        "{% blocktranslate count n=n %}{{ n }} việc{% plural %}{{ n }} việc{% endblocktranslate %}"
    )
    code = '_("Bốn"); gettext_lazy("Năm" " sáu"); ngettext("a", "b", n); pgettext("c", "d"); print("không")'

    assert set(messages.words_in_template(template)) == {
        ("", "Một", ""),
        ("số", "Hai", ""),
        ("", "Ba (3)", ""),
        ("", "%(n)s việc", "%(n)s việc"),
    }
    assert set(messages.words_in_python(code)) == {("", "Bốn", ""), ("", "Năm sáu", ""), ("", "a", "b"), ("c", "d", "")}


def test_a_missing_an_empty_a_fuzzy_and_an_unused_entry_are_named() -> None:
    words = {("", "Một", ""): "a.html", ("", "Hai", ""): "a.html", ("", "Ba", ""): "a.html"}
    entries = 'msgid "Hai"\nmsgstr ""\n\n#, fuzzy\nmsgid "Ba"\nmsgstr "Three"\n\nmsgid "Bốn"\nmsgstr "Four"\n'

    assert faults(catalog(entries), words) == {
        "missing": ["Một  (a.html)"],
        "empty": ["Hai"],
        "fuzzy": ["Ba"],
        "unused": ["Bốn"],
    }
