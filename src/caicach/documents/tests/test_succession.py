"""Acts that no longer bind as cited."""

from datetime import date

import pytest

from caicach.documents.succession import outdated, parse_succession
from caicach.regulations import packs

PATH = packs.FOLDER / "succession" / "vn" / "2026-07-20.yaml"


@pytest.mark.once
@pytest.mark.parametrize("case", packs.cases(PATH), ids=lambda case: case["name"])
def test_a_cited_act_is_flagged_when_another_took_its_place(case):
    cited = {"type": case["type"], "number": case["number"], "date": case["date"], "issuer": None}

    found = outdated([cited], on=date.fromisoformat(case["on"]))

    assert [one.by for one in found] == ([case["by"]] if case["by"] else [])


@pytest.mark.once
def test_a_pack_with_a_row_that_says_too_little_is_refused():
    pack = packs.load(PATH)
    short = packs.Pack(
        pack.kind, pack.code, pack.effective_from, {"acts": [{"type": "NĐ", "number": "1/NĐ-CP"}]}, "x.yaml"
    )

    with pytest.raises(packs.BadPack, match=r"acts\[0\]"):
        parse_succession(short)
