"""An annex row that repeats an item of the body is the same task (nhiệm vụ lặp lại ở phụ lục)."""

from collections.abc import Sequence
from dataclasses import replace

from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.normalise import plain

SAME, CONTAINED, LEAST = 0.6, 0.85, 0.4
FEWEST_WORDS = 5
RETOLD, LONG_ENOUGH = 0.7, 12
MOST_DUTIES = 60  # of one unit: more are not compared


def join_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """Body tasks, completed by the rows that repeat them, then the rows that are new."""
    kept = [draft for draft in drafts if draft.where != "annex"]
    if len(kept) == len(drafts):
        return kept
    words = [_words(draft) for draft in kept]
    index: dict[tuple[str, str, str], list[int]] = {}
    for number, sequence in enumerate(words):
        for trio in set(zip(sequence, sequence[1:], sequence[2:], strict=False)):
            index.setdefault(trio, []).append(number)
    duties: dict[tuple[str, ...], list[int]] = {}
    for number, draft in enumerate(kept):
        if draft.lead is not None:
            duties.setdefault(draft.lead.names, []).append(number)
    rows: list[Draft] = []
    for draft in drafts:
        if draft.where != "annex":
            continue
        twin = _twin(_words(draft), words, index)
        if twin is None:
            twin = _retold(draft, duties, words)
        if twin is None or not _same_lead(kept[twin], draft):
            rows.append(draft)
        else:
            kept[twin] = _completed(kept[twin], draft)
    return kept + rows


def _words(draft: Draft) -> list[str]:
    return plain(draft.paragraph.text[draft.start : draft.end]).split()[:80]


def _twin(sequence: list[str], words: list[list[str]], index: dict[tuple[str, str, str], list[int]]) -> int | None:
    if len(sequence) < FEWEST_WORDS:
        return None
    votes: dict[int, int] = {}
    for trio in set(zip(sequence, sequence[1:], sequence[2:], strict=False)):
        for number in index.get(trio, ())[:50]:
            votes[number] = votes.get(number, 0) + 1
    best, best_share = None, SAME
    mine = set(sequence)
    for number in sorted(votes, key=lambda key: (-votes[key], key))[:5]:
        other = set(words[number])
        if len(other) < FEWEST_WORDS:
            continue
        common = len(mine & other)
        share = common / len(mine | other)
        if common >= CONTAINED * min(len(mine), len(other)) and share >= LEAST:
            share = max(share, SAME)
        if share >= best_share:
            best, best_share = number, share + 0.001
    return best


def _retold(row: Draft, duties: dict[tuple[str, ...], list[int]], words: list[list[str]]) -> int | None:
    """The one order of the same unit whose words hold most of the row's: told again, shorter."""
    mine = set(_words(row))
    if row.lead is None or len(mine) < LONG_ENOUGH:
        return None
    own = duties.get(row.lead.names, [])[:MOST_DUTIES]
    close = [number for number in own if len(mine & set(words[number])) >= RETOLD * len(mine)]
    return close[0] if len(close) == 1 else None


def _same_lead(body: Draft, row: Draft) -> bool:
    """Two units may have the same duty: then these are two tasks."""
    if body.lead is None or row.lead is None:
        return True
    mine, other = plain(" ".join(body.lead.names)), plain(" ".join(row.lead.names))
    return mine in other or other in mine or body.lead_from in {"addressee", "carried"}


def _completed(body: Draft, row: Draft) -> Draft:
    """What the body leaves open is taken from the row."""
    return replace(
        body,
        lead=body.lead or row.lead,
        lead_from=body.lead_from if body.lead else row.lead_from,
        coop=body.coop or row.coop,
        time=body.time or row.time,
        time_from=body.time_from if body.time else row.time_from,
        product=body.product or row.product,
        notes=(*body.notes, "repeated"),
    )
