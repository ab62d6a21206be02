"""One text in several formats or encodings: found by a digest of the whole folded text, and merged into one report.

Of equal texts the report stays whose face (unit, person, year, period) is known best, of those the oldest. Reports
whose faces contradict each other, that know what the other one does not, or of which a person said that they are two,
are never merged by rule: a text that two units handed in is two reports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.catalog import By, EditCatalog, Pair
from archive.catalog.edits import NOBODY
from archive.catalog.near_duplicates import ordered
from archive.model import Masthead
from archive.text.digest import FOLD, digest_of

BATCH = 64
FACE = ("unit", "person", "year", "period")
"""What tells two reports of one text apart."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Merging:
    """`pairs`: (kept, other) that may be merged by rule; `left`: reports of equal text that people have to look at.

    `edit`: the entry by which all of it is taken back, once it is done (`Catalog.edits`).
    """

    pairs: tuple[tuple[str, str], ...]
    left: int
    edit: int | None = None


def digest(catalog: EditCatalog, progress: Progress | None = None) -> int:
    """Digest every text that was not digested yet; how many. Raises CatalogError.

    What is broken off goes on the next time: a batch that is done is kept.
    """
    wanted = catalog.near.undigested(FOLD)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        versions = {entry.id: entry.version for entry in catalog.entries(batch)}  # before the texts: what comes between
        texts = dict(catalog.texts(batch))  # is digested again, as its version is another one by then
        rows = [(name, versions[name], digest_of(texts[name])) for name in batch if name in versions and name in texts]
        catalog.near.digested(FOLD, rows)
        if progress is not None:
            progress(min(start + BATCH, len(wanted)), len(wanted))
    return len(wanted)


def merging(catalog: EditCatalog, *, by_itself: bool = False) -> Merging:
    """What merging all equal texts would do. `by_itself`: nobody has asked for it; then a text of which a person has
    taken a merge back is left to people.
    """
    texts = catalog.near.texts(FOLD)
    groups = texts.groups()
    taken_back = {name for pair in texts.undone for name in pair} if by_itself else set()
    heads = {name: head for name, _, head in catalog.mastheads([name for group in groups for name in group])}
    where = catalog.fonds.of(list(heads))  # who may read one might not read the other: across fonds people decide
    pairs: list[tuple[str, str]] = []
    left = 0
    for group in groups:
        live = [name for name in group if name in heads]
        clusters = (
            [[name] for name in live] if taken_back.intersection(live) else _clusters(live, heads, where, texts.apart)
        )
        pairs += [(kept, other) for kept, *others in clusters for other in others]
        left += max(0, len(clusters) - 1)
    return Merging(tuple(pairs), left)


def merge_equal(catalog: EditCatalog, by: By = NOBODY, *, by_itself: bool = False) -> Merging:
    """Merge all equal texts that may be, in one transaction and as one edit; what was done."""
    digest(catalog)
    planned = merging(catalog, by_itself=by_itself)
    found = [Pair(*ordered(kept, other), 1.0, 1.0) for kept, other in planned.pairs]
    catalog.near.compared({}, found)  # so that they are pairs, which remember it where a merge is undone
    return replace(planned, edit=catalog.near.merge_all(planned.pairs, by=by))


def contradict(one: Masthead, other: Masthead) -> bool:
    """Do the mastheads say that these are two reports: other units, people, years or periods?"""
    pairs = [(getattr(one, name), getattr(other, name)) for name in FACE]
    return any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs)


def _clusters(
    group: Sequence[str],
    heads: Mapping[str, Masthead],
    where: Mapping[str, str],
    refused: frozenset[tuple[str, str]],
) -> list[list[str]]:
    """The group as reports that are one, each headed by the one that stays; `group` is in order of arrival."""
    clusters: list[list[str]] = []
    for name in sorted(group, key=lambda one: -len(_known(heads[one]))):  # stable: of equals the oldest
        for cluster in clusters:
            same = not any(contradict(heads[name], heads[member]) for member in cluster)
            fits = _known(heads[name]) <= _known(heads[cluster[0]]) and where[name] == where[cluster[0]]
            if same and fits and not any(ordered(name, member) in refused for member in cluster):
                cluster.append(name)
                break
        else:
            clusters.append([name])
    return clusters


def _known(head: Masthead) -> frozenset[str]:
    return frozenset(name for name in FACE if getattr(head, name) is not None)
