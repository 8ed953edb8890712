"""Laying out styles, fonts and icons from published packages."""

import json

import pytest

from caicach.config import frontend
from caicach.config.places import ROOT
from caicach.config.words import Stopped

pytestmark = pytest.mark.once


def package(folder, name, files):
    for path, text in {
        "package.json": json.dumps({"name": name, "version": "1.0.0", "license": "MIT"}),
        **files,
    }.items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


FACE = """/* {name} */
@font-face {{
  font-weight: 400;
  src: url(./files/{name}.woff2) format('woff2'), url(x.woff);
  unicode-range: U+0;
}}
"""
HOME = '<svg\n  xmlns="x"\n>\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n  <path d="M5 12l-2 0" />\n</svg>'


@pytest.fixture
def packages(tmp_path):
    folder = tmp_path / "node_modules"
    package(folder, "@tabler/core", {"dist/css/tabler.min.css": "a{}"})
    package(folder, "@tabler/icons", {"icons/outline/home.svg": HOME, "LICENSE": "MIT it is"})
    for font in frontend.FONTS:
        files = {}
        for style in font.styles:
            weight, slant = style.partition("-")[::2]
            names = [
                f"{font.package}-{letters}-{weight}-{slant or 'normal'}" for letters in ("cyrillic", *font.letters)
            ]
            files[f"{style}.css"] = "\n".join(FACE.format(name=name) for name in names)
            files |= {f"files/{name}.woff2": name for name in names}
        package(folder, f"@fontsource/{font.package}", files)
    return folder


def test_pages_get_styles_fonts_icons_and_licences(packages, tmp_path):
    target = tmp_path / "made"
    target.mkdir()

    frontend.lay_out(packages, target, ["home"])

    assert (target / "vendor/tabler.min.css").read_text() == "a{}"
    fonts = (target / "fonts/fonts.css").read_text()
    assert "url(be-vietnam-pro-vietnamese-400-normal.woff2) format('woff2');" in fonts
    assert "unicode-range" in fonts and ".woff)" not in fonts and "cyrillic" not in fonts
    assert {path.name for path in (target / "fonts").glob("*.woff2")} == {
        part.split(")")[0] for part in fonts.split("url(")[1:]
    }
    assert len(list((target / "fonts").glob("*.woff2"))) == 4 * 3 + 2 * 2 + 4 * 3
    assert '<symbol id="home" viewBox="0 0 24 24"' in (target / "icons.svg").read_text()
    assert "M0 0h24v24H0z" not in (target / "icons.svg").read_text()
    assert "MIT it is" in (target / "licences/tabler-icons.txt").read_text()
    assert len(list((target / "licences").iterdir())) == 2 + len(frontend.FONTS)


def test_an_icon_that_is_not_there_is_named(packages, tmp_path):
    with pytest.raises(Stopped, match="«hmoe»"):
        frontend.sprite(packages, ["hmoe"])


def test_the_names_of_icons_may_carry_remarks(tmp_path):
    (tmp_path / "src/caicach/ui").mkdir(parents=True)
    (tmp_path / frontend.ICONS).write_text("# places\nhome # the first\n\nalarm\nhome\n")

    assert frontend.icon_names(tmp_path) == ["alarm", "home"]


def test_what_is_laid_out_here_is_current_and_whole():
    made = ROOT / "var/frontend"

    assert frontend.is_current(ROOT, tests=False), "chạy ./caicach test để dựng lại var/frontend"
    for name in frontend.icon_names(ROOT):
        assert f'<symbol id="{name}"' in (made / "icons.svg").read_text()
    for font in frontend.FONTS:
        for letters in font.letters:
            assert list((made / "fonts").glob(f"{font.package}-{letters}-*.woff2"))
