"""Failed log-ins, counted for all processes together: five in a quarter of an hour for a name and an address.

An attempt is written down before the password is looked at, in the transaction that counts: however many come at once,
no more than the limit are tried.
"""

from __future__ import annotations

from archive.catalog.stores.database import Database
from archive.people.account import digest, folded

WINDOW_SECONDS = 15 * 60
OF_PAIR = 5
OF_ADDRESS = 40
"""From one address, for whatever names: an office behind one address mistypes now and then."""
OF_NAME = 40
"""For one name, from whatever addresses: its owner is kept out meanwhile, and a guesser gets nowhere."""


class Attempts:
    """The failed log-ins of a home. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def admit(self, name: str, address: str, now: int) -> bool:
        """May this be tried? Then it counts as failed until `succeeded`."""
        who, since = digest(folded(name)), now - WINDOW_SECONDS
        with self._database.transaction():
            self._database.execute("DELETE FROM attempts WHERE at <= ?", (since,))
            counted = self._database.rows(
                "SELECT coalesce(sum(CASE WHEN name = ?1 AND address = ?2 THEN 1 ELSE 0 END), 0),"
                " coalesce(sum(CASE WHEN address = ?2 THEN 1 ELSE 0 END), 0),"
                " coalesce(sum(CASE WHEN name = ?1 THEN 1 ELSE 0 END), 0) FROM attempts",
                (who, address),
            )
            pair, of_address, of_name = (int(each) for each in counted[0])
            if pair >= OF_PAIR or of_address >= OF_ADDRESS or of_name >= OF_NAME:
                return False
            self._database.insert("INSERT INTO attempts (at, name, address) VALUES (?, ?, ?)", (now, who, address))
        return True

    def succeeded(self, name: str, address: str) -> None:
        """The right password came: what that person mistyped there before counts no longer."""
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM attempts WHERE name = ? AND address = ?", (digest(folded(name)), address)
            )

    def forgive(self, name: str) -> None:
        """Nothing counts against that name any more."""
        with self._database.transaction():
            self._database.execute("DELETE FROM attempts WHERE name = ?", (digest(folded(name)),))
