"""Whatever is fed to the reader, it answers, soon."""

import random
import time

import pytest

from caicach.documents.reading import read_lines
from caicach.documents.reading.tests.papers import PLAN

WORDS = """
I. II. 1. 1.1. a) đ) - + • (1) | : ; , . / ( ) % 5 10 2027 ﷺ Sở Bộ Phòng các giao yêu cầu đề nghị chủ trì phối hợp với
trước ngày quý năm tháng hằng theo lộ trình khi sau 12/QĐ-UBND ngày 31/12/2027 KẾ HOẠCH Số: Nơi nhận: PHỤ LỤC ít nhất
đạt 98,5% Đơn vị chủ trì: Thời gian: nt ./.
"""
PIECES = WORDS.split()
PIECES += ["\n", "\n\n", "\t", "\u200b", "| STT | Nhiệm vụ | Chủ trì | Thời gian |\n", "và các "]
HOSTILE = [
    "trước ngày 1/1/2027 " * 4000,
    "(" * 60_000,
    "1." * 30_000,
    "12/QĐ-" * 12_000,
    "các sở, ban, ngành, " * 4000,
    "|" * 60_000,
    "phối hợp với " * 5000,
    "a" * 200_000,
    "Sở " * 20_000,
    "100% - " * 10_000,
    "định kỳ hằng năm, quý, tháng, " * 2500,
    " " * 100_000 + "x",
    "ngày " * 15_000,
    "của " * 15_000 + "QĐ số 12/QĐ-UBND của " * 2000,
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_long_hostile_line_is_read_in_a_moment(number):
    began = time.process_time()

    read_lines(["1. Sở Y tế: " + HOSTILE[number]])

    assert time.process_time() - began < 3


def test_twice_the_hostile_text_takes_about_twice_the_time():
    def seconds(times):
        began = time.process_time()
        read_lines(["1. " + "trước ngày 1/1/2027 các sở 12/QĐ-UBND đạt 5% (" * times])
        return time.process_time() - began

    seconds(200)

    assert min(seconds(1600) for _ in range(3)) < 30 * min(seconds(200) for _ in range(3)) + 0.05


def test_twenty_thousand_random_papers_are_read_without_a_crash():
    chance = random.Random(20270105)
    for _ in range(20_000):
        text = " ".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        found = read_lines(text.split("\n"))
        assert all(0 <= span.start < span.end <= len(found.lines[span.line - 1]) for span in found.spans)


def test_a_plan_cut_anywhere_is_still_read():
    for end in range(0, len(PLAN), 97):
        read_lines(PLAN[:end].splitlines()).as_json()
