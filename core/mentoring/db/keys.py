"""Sealing and opening: a data key for each institution, wrapped by the key file's, AES-GCM for both.

Data keys lie in the database, wrapped, behind their institution's wall; they are read and made in that institution's
own scope, in a short transaction of their own, since a partner's member writes notes that the host's key seals.
Unwrapped they stay in this process. Which key is current is asked again every minute, so a change reaches everyone.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from secrets import token_bytes
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mentoring.db.base import Base
from mentoring.db.keyfile import SIZE, FileKeys, make_keys, read_keys
from mentoring.db.model import DataKey
from mentoring.db.sealed import KEY_ID, Ciphertext, Place
from mentoring.errors import SealBroken, SetUpIncomplete

FORMAT = b"\x01"
NONCE = 12
ASKED_EVERY = 60.0
"""Seconds for which this process takes a data key to be the current one."""


class Keys:
    """The keys of one database. `sessions` opens a session of an institution, on a connection of its own.

    Where there is no file at `path`, one is made if `makes`: on a machine of one's own, never in production.
    """

    def __init__(
        self, path: Path, sessions: Callable[[str], AbstractContextManager[Session]], *, makes: bool = False
    ) -> None:
        self.path = path
        self._makes = makes
        self._sessions = sessions
        self._file: FileKeys | None = None
        self._opened: dict[tuple[str, str], bytes] = {}
        self._current: dict[str, tuple[str, float]] = {}

    def seal(self, place: Place, plain: bytes) -> Ciphertext:
        """`plain` sealed for `place`, with its institution's current key. Raises SetUpIncomplete."""
        key_id, key = self._current_of(place.tenant)
        nonce = token_bytes(NONCE)
        text = AESGCM(key).encrypt(nonce, plain, place.associated)
        return Ciphertext(FORMAT + bytes.fromhex(key_id) + nonce + text)

    def open(self, place: Place, sealed: Ciphertext) -> bytes:
        """What was sealed for `place`.

        Raises SealBroken when it was sealed for another place, with a key that is not there, or was changed;
        SetUpIncomplete when the key file is not the one.
        """
        body = 1 + KEY_ID
        if sealed[:1] != FORMAT or len(sealed) < body + NONCE:
            raise _broken(place, "is no ciphertext of ours")
        key = self._key(place.tenant, sealed.key_id)
        if key is None:
            raise _broken(place, f"names the data key {sealed.key_id}, which {place.tenant} has not")
        try:
            return AESGCM(key).decrypt(sealed[body : body + NONCE], sealed[body + NONCE :], place.associated)
        except InvalidTag as error:
            raise _broken(place, "was changed, or sealed for another place") from error

    def seal_into(self, row: Base, column: str, plain: bytes) -> None:
        """Put `plain` into the sealed `column` of `row`, whose key is set."""
        setattr(row, column, self.seal(Place.of(row, column), plain))

    def open_in(self, row: Base, column: str) -> bytes | None:
        """What the sealed `column` of `row` holds; None where it is empty."""
        sealed = getattr(row, column)
        return None if sealed is None else self.open(Place.of(row, column), Ciphertext(sealed))

    def current(self, tenant: str) -> str:
        """The id of the key that seals what is new at `tenant`; made if there is none."""
        return self._current_of(tenant)[0]

    def forget(self) -> None:
        """Read the file and the database again when next asked."""
        self._file = None
        self._opened.clear()
        self._current.clear()

    def file(self) -> FileKeys:
        """The key file's keys. Raises SetUpIncomplete."""
        if self._file is None:
            if self._makes and not self.path.exists():
                make_keys(self.path)
            self._file = read_keys(self.path)
        return self._file

    def wrap(self, tenant: str, key_id: str, key: bytes) -> tuple[bytes, str]:
        """`key` wrapped by the file's current key, and that one's id."""
        file, nonce = self.file(), token_bytes(NONCE)
        return nonce + AESGCM(file.keys[file.current]).encrypt(nonce, key, _wrapping(tenant, key_id)), file.current

    def unwrap(self, row: DataKey) -> bytes:
        """The data key in `row`. Raises SetUpIncomplete naming the keys when the file does not hold its own."""
        if row.wrapped_by not in self.file().keys:
            self._file = None  # somebody may have changed the file since
        wrapper = self.file().keys.get(row.wrapped_by)
        if wrapper is None:
            held = ", ".join(self.file().keys)
            raise SetUpIncomplete(
                f"The data key {row.id} of {row.tenant_id} is wrapped by key {row.wrapped_by}, and the key file "
                f"{self.path} holds only {held}.",
                "Put back the file that belongs to this database: what is sealed opens with no other.",
            )
        try:
            return AESGCM(wrapper).decrypt(row.wrapped[:NONCE], row.wrapped[NONCE:], _wrapping(row.tenant_id, row.id))
        except InvalidTag as error:
            raise SealBroken(
                f"The data key {row.id} of {row.tenant_id} does not open with key {row.wrapped_by}: one of the two "
                "was changed.",
                "Put back the table data_keys and the key file of the same day.",
            ) from error

    def _current_of(self, tenant: str) -> tuple[str, bytes]:
        key_id, until = self._current.get(tenant, ("", 0.0))
        if until <= monotonic():
            key_id = self._found_or_made(tenant)
            self._current[tenant] = key_id, monotonic() + ASKED_EVERY
        return key_id, self._opened[tenant, key_id]

    def _found_or_made(self, tenant: str) -> str:
        wanted = select(DataKey).where(DataKey.tenant_id == tenant, DataKey.retired_at.is_(None))
        with self._sessions(tenant) as session:
            row = session.scalar(wanted)
            if row is None:
                session.execute(insert(DataKey).values(self.fresh(tenant)).on_conflict_do_nothing())
                row = session.scalars(wanted).one()
                session.commit()
        self._opened[tenant, row.id] = self.unwrap(row)
        return row.id

    def fresh(self, tenant: str) -> dict[str, object]:
        """The columns of a new data key of `tenant`."""
        key_id = token_bytes(KEY_ID).hex()
        wrapped, by = self.wrap(tenant, key_id, token_bytes(SIZE))
        return {"tenant_id": tenant, "id": key_id, "wrapped": wrapped, "wrapped_by": by, "born_under": by}

    def _key(self, tenant: str, key_id: str) -> bytes | None:
        if (tenant, key_id) not in self._opened:
            with self._sessions(tenant) as session:
                row = session.get(DataKey, (tenant, key_id))
            if row is None:
                return None
            self._opened[tenant, key_id] = self.unwrap(row)
        return self._opened[tenant, key_id]


def _wrapping(tenant: str, key_id: str) -> bytes:
    return f"{tenant}|data_keys|{key_id}|wrapped".encode()


def _broken(place: Place, why: str) -> SealBroken:
    return SealBroken(
        f"What is sealed in {place.table}.{place.column} of {place.tenant}, row {place.row}, {why}.",
        "Restore that row from a backup. If nobody restored or moved rows by hand, look for who did.",
    )
