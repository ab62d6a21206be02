"""The law of the record: whatever is changed, dropped, added, moved or cut off is found; what is whole is sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.people.audit_chain import (
    KINDS,
    NOTHING_BEFORE,
    Deed,
    Line,
    Pruned,
    Witness,
    digest,
    pruning,
    tied,
    verdict,
    what_of,
)

WORDS = st.text("张三一岗双责 a1,\"[]:'\\", max_size=6)
DEEDS = st.builds(
    Deed,
    st.sampled_from(KINDS),
    WORDS,
    WORDS,
    st.just("page"),
    WORDS,
    WORDS,
    WORDS.map(lambda q: what_of({"q": q})),
    WORDS,
)
CHAINS = st.lists(
    st.tuples(st.sampled_from(["2026-11-30T01:02:03.004Z", "2026-12-01T00:00:00.000Z"]), DEEDS), max_size=7
)


def chained(deeds: Sequence[tuple[str, Deed]], pruned: Pruned | None = None) -> list[Line]:
    lines: list[Line] = []
    number, before = (pruned.number, pruned.hash) if pruned is not None else (0, NOTHING_BEFORE)
    for at, deed in deeds:
        number += 1
        lines.append(tied(number, at, deed, before))
        before = lines[-1].hash
    return lines


@given(CHAINS)
def test_a_whole_record_is_sound_with_every_witness_of_it(deeds: list[tuple[str, Deed]]) -> None:
    lines = chained(deeds)
    found = verdict(lines, Pruned(), [Witness(line.number, line.hash) for line in lines])
    assert found.fault is None
    assert (found.lines, found.last.number) == (len(lines), len(lines))


@given(CHAINS, st.data())
def test_a_changed_field_is_found_where_it_is(deeds: list[tuple[str, Deed]], data: st.DataObject) -> None:
    lines = chained(deeds)
    assume(lines)
    at = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from([one.name for one in fields(Deed)] + ["at"]))
    old = lines[at].at if name == "at" else getattr(lines[at].deed, name)
    new = data.draw(st.sampled_from([old + "x", old[:-1], "", old[::-1]]).filter(lambda new: new != old))
    line = lines[at]
    forged = replace(line, at=new) if name == "at" else replace(line, deed=replace(line.deed, **{name: new}))
    found = verdict([*lines[:at], forged, *lines[at + 1 :]], Pruned())
    assert found.fault is not None
    assert (found.fault.wrong, found.fault.number) == ("changed", at + 1)


@given(CHAINS, DEEDS, st.data())
def test_a_line_forged_with_its_own_new_hash_breaks_the_next(
    deeds: list[tuple[str, Deed]], other: Deed, data: st.DataObject
) -> None:
    lines = chained(deeds)
    assume(len(lines) > 1)
    at = data.draw(st.integers(0, len(lines) - 2))
    assume(lines[at].deed != other)
    forged = tied(at + 1, lines[at].at, other, lines[at].before)
    found = verdict([*lines[:at], forged, *lines[at + 1 :]], Pruned())
    assert found.fault is not None
    assert (found.fault.wrong, found.fault.number) == ("untied", at + 2)


@given(CHAINS, st.data())
def test_a_line_that_is_missing_anywhere_but_at_the_end_is_found(
    deeds: list[tuple[str, Deed]], data: st.DataObject
) -> None:
    lines = chained(deeds)
    assume(len(lines) > 1)
    at = data.draw(st.integers(0, len(lines) - 2))
    assert verdict(lines[:at] + lines[at + 1 :], Pruned()).fault is not None
    renumbered = [replace(line, number=line.number - 1) for line in lines[at + 1 :]]
    assert verdict([*lines[:at], *renumbered], Pruned()).fault is not None


@given(CHAINS, st.data())
def test_another_order_is_found(deeds: list[tuple[str, Deed]], data: st.DataObject) -> None:
    lines = chained(deeds)
    moved = data.draw(st.permutations(lines))
    assume(moved != lines)
    assert verdict(moved, Pruned()).fault is not None
    numbered = [replace(line, number=number) for number, line in enumerate(moved, 1)]
    assert verdict(numbered, Pruned()).fault is not None


@given(CHAINS, st.data())
def test_a_cut_end_is_found_by_any_witness_behind_it_and_by_nothing_else(
    deeds: list[tuple[str, Deed]], data: st.DataObject
) -> None:
    lines = chained(deeds)
    assume(lines)
    left = data.draw(st.integers(0, len(lines) - 1))
    assert verdict(lines[:left], Pruned()).fault is None
    seen = data.draw(st.sampled_from(lines[left:]))
    found = verdict(lines[:left], Pruned(), [Witness(seen.number, seen.hash)])
    assert found.fault is not None
    assert (found.fault.wrong, found.fault.number) == ("cut", left + 1)


@given(CHAINS, CHAINS, st.data())
def test_an_end_that_was_written_anew_is_found_by_a_witness_of_the_old_one(
    deeds: list[tuple[str, Deed]], others: list[tuple[str, Deed]], data: st.DataObject
) -> None:
    """Whoever can write the file can forge a chain that is sound in itself; not one that a witness knows."""
    lines = chained(deeds)
    assume(lines)
    left = data.draw(st.integers(0, len(lines) - 1))
    forged = chained([*deeds[:left], *others])
    assume(len(forged) >= len(lines) and forged[left].hash != lines[left].hash)
    assert verdict(forged, Pruned()).fault is None
    seen = data.draw(st.sampled_from(lines[left:]))
    found = verdict(forged, Pruned(), [Witness(seen.number, seen.hash)])
    assert found.fault is not None
    assert found.fault.wrong == "replaced"


@given(CHAINS, st.data())
def test_a_pruned_beginning_is_sound_only_where_the_chain_says_so(
    deeds: list[tuple[str, Deed]], data: st.DataObject
) -> None:
    lines = chained(deeds)
    assume(lines)
    gone = data.draw(st.integers(1, len(lines)))
    pruned = Pruned(gone, lines[gone - 1].hash)
    assert verdict(lines[gone:], Pruned()).fault is not None or gone == len(lines)
    cut = verdict(lines[gone:], pruned)
    assert cut.fault is not None
    assert (cut.fault.wrong, cut.fault.number) == ("unattested", gone)
    last = lines[-1]
    attested = [*lines[gone:], tied(last.number + 1, last.at, pruning(pruned, gone), last.hash)]
    assert verdict(attested, pruned).fault is None
    assert verdict(attested, pruned, [Witness(gone, pruned.hash)]).fault is None
    replaced = verdict(attested, pruned, [Witness(gone, NOTHING_BEFORE)])
    assert replaced.fault is not None
    assert replaced.fault.wrong == "replaced"


def test_values_cannot_slide_from_one_field_into_the_next() -> None:
    one, other = Deed("search", "ab", "c"), Deed("search", "a", "bc")
    assert digest(1, "", one, NOTHING_BEFORE) != digest(1, "", other, NOTHING_BEFORE)


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        # Made with `printf '%s' '[1,"2026-11-30T01:02:03.004Z",…]' | sha256sum`: the form of a line must never change.
        (
            Deed("search", "search.results", "张三", "page", "10.0.0.7", "1,3", '{"q":"一岗双责"}'),
            "57137329d9c6a658c90e052f6e7fb7d738e2ae1fa0d3756c61947b7064fe8429",
        ),
    ],
)
def test_the_form_of_a_line_is_for_ever(deed: Deed, expected: str) -> None:
    assert digest(1, "2026-11-30T01:02:03.004Z", deed, NOTHING_BEFORE) == expected
