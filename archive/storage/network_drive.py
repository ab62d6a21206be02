"""Is a folder on a network drive? SQLite's locks and fsync cannot be relied on there. Refusing is the caller's matter.

Linux tells it in /proc/self/mountinfo (proc(5)), Windows by the drive's type; elsewhere nothing is known.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|lustre|beegfs|davfs|9p"
    r"|fuse\.(sshfs|davfs2?|glusterfs|rclone|s3fs|gvfsd-fuse|cephfs|smbnetfs|curlftpfs|google-drive-ocamlfuse)"
)
"""File systems of Linux whose disk is another machine's."""
MOUNTS = Path("/proc/self/mountinfo")


def network_kind(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of network drive that `folder` is on, or will be; None where it is local or nothing is known."""
    if sys.platform == "win32":
        return _drive(folder)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    real = folder.resolve()
    kinds = {_unescaped(line.split(" ")[4]): line.partition(" - ")[2].split(" ")[0] for line in lines if " - " in line}
    for place in (real, *real.parents):
        kind = kinds.get(str(place))
        if kind is not None:
            # The root of some containers is told as 9p, though its disk is local.
            return kind if NETWORK.fullmatch(kind) and (kind, place) != ("9p", Path("/")) else None
    return None


def _unescaped(path: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)


if sys.platform == "win32":
    import ctypes

    _REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW

    def _drive(folder: Path) -> str | None:
        root = folder.absolute().anchor
        if root.startswith("\\\\"):
            return "UNC"
        return "network drive" if ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE else None
else:

    def _drive(_: Path) -> str | None:
        return None
