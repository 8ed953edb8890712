"""Every part is drawn with sample values in both languages, and what they rest on holds."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from caicach.ui.parts import TrailLine
from caicach.ui.tests import samples

UI = Path(__file__).resolve().parents[1]
STATIC = UI / "static/ui"
TEMPLATES = sorted((UI / "templates").rglob("*.html"))


def drawn(source: str, **extra: object) -> str:
    request = RequestFactory().get("/parts/")
    return engines["django"].from_string(source).render(samples.context() | extra, request)


@pytest.fixture(params=["vi", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("page", ["sample_work.html", "sample_record.html"])
def test_a_page_of_all_parts_is_drawn(page, language, db):
    html = drawn((UI / "tests" / page).read_text(), because2=samples.because("panel"))

    assert f'<html lang="{language}"' in html
    assert html.count("<h1>") == 1
    assert "{{" not in html and "{%" not in html
    assert re.search(r"\son\w+=|javascript:|<script>", html) is None


def test_every_tag_stands_in_a_sample_page():
    tags = set(re.findall(r"^def (\w+)\(.*\n", (UI / "templatetags/ui.py").read_text(), re.M))
    source = "".join(path.read_text() for path in (UI / "tests").glob("sample_*.html"))
    source += "".join(path.read_text() for path in TEMPLATES)

    assert {tag for tag in tags - {"get"} if not re.search(rf"{{% {tag}\b|\|{tag}\b", source)} == set()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_an_error_page_needs_nothing(name, language):
    html = engines["django"].get_template(name).render({})

    assert '<main class="plain-main roomy"' in html


def test_an_icon_is_hidden_from_readers_unless_it_has_a_label():
    assert 'aria-hidden="true"' in drawn('{% icon "clock" %}')
    assert 'role="img" aria-label="Hạn"' in drawn('{% icon "clock" 20 "Hạn" %}')


def test_what_a_person_typed_is_escaped():
    html = drawn("{% badge word %}{% trail lines %}", word="<b>", lines=[TrailLine(samples.NOW, "<i>", "<u>")])

    assert "&lt;b&gt;" in html and "<i>" not in html and "<u>" not in html


def test_a_figure_shows_counted_and_of_and_leads_to_its_records():
    html = drawn("{% figure figure %}", figure=samples.figures()[0])

    assert "<b>98,2</b>" in html
    assert "4.910/5.000" in html
    assert 'href="/records/"' in html
    assert '<dd class="num">90</dd>' in html


def test_a_wrong_field_says_so_beside_itself_and_in_the_summary():
    html = drawn("{% error_summary form %}{% field form.due_on %}")

    assert 'href="#id_due_on"' in html
    assert 'aria-describedby="id_due_on_error"' in html and 'id="id_due_on_error"' in html
    assert "is-invalid" in html


def test_a_sheet_is_a_plain_form_and_says_what_is_wrong_in_the_cell():
    html = drawn("{% grid grid %}")

    assert 'name="row-0-text"' in html and 'name="row-4-kind"' in html
    assert '<input type="hidden" name="row-0-key" value="7">' in html
    assert "Tháng 2 không có ngày 31." in html
    assert 'name="rows" value="5"' in html


def test_a_sending_action_carries_the_token_and_its_question():
    html = drawn("{% action remind %}")

    assert 'method="post"' in html and "csrfmiddlewaretoken" in html
    assert 'data-ask="Gửi lời nhắc cho 3 đơn vị?"' in html


def test_every_icon_named_in_a_template_is_in_the_list():
    listed = [line for line in (UI / "icons.txt").read_text().splitlines() if line]
    package = UI.parent
    used = set()
    for path in package.glob("*/templates/**/*.html"):
        used |= set(re.findall(r"{% icon [\"']([a-z0-9-]+)[\"']", path.read_text()))

    assert used - set(listed) == set()
    assert listed == sorted(set(listed))


def test_dark_values_are_the_same_for_the_machine_and_for_the_choice():
    css = (STATIC / "theme.css").read_text()
    machine, chosen = re.findall(
        r":root(?::not\(\[data-theme=\"light\"\]\)|\[data-theme=\"dark\"\]) \{(.*?)\}", css, re.S
    )

    assert machine.split() == chosen.split()


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_what_they_lie_on(theme):
    css = (STATIC / "theme.css").read_text()
    start = css.index(":root {") if theme == "light" else css.index(':root[data-theme="dark"]')
    values = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css[start : css.index("}", start)]))
    values = {"on-accent": "#ffffff"} | values
    on_paper = [("ink", "muted", "accent", "blue", "ok-word", "soon-word", "late-word", "waiting-word", "done")] * 3
    pairs = [
        (word, ground) for words, ground in zip(on_paper, ("paper", "ground", "band"), strict=True) for word in words
    ]
    pairs += [(f"{tone}-word", f"{tone}-soft") for tone in ("ok", "soon", "waiting")]
    pairs += [("late-strong", "late-soft"), ("blue", "blue-soft"), ("on-accent", "accent-fill")]

    weak = []
    for word, ground in pairs:
        light, dark = sorted((luminance(values[word]), luminance(values[ground])), reverse=True)
        if (light + 0.05) / (dark + 0.05) < 4.5:
            weak.append((word, ground, round((light + 0.05) / (dark + 0.05), 2)))

    assert weak == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.[cj]s*")), ids=lambda path: path.name)
def test_styles_and_scripts_stay_small_and_ask_nobody_else(path):
    text = path.read_text()

    assert len(text.splitlines()) < 400
    assert re.search(r"https?://|localStorage|sessionStorage|eval\(", text) is None
