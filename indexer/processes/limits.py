"""What a process takes from itself before it opens a stranger's file: memory, time, files, new rights, the network.

Each limit is taken where the platform has it; what could be taken is told. Nothing here starts a process.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

if sys.platform != "win32":
    import resource

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_MACHINES = {  # AUDIT_ARCH_… of linux/audit.h, and the number of the socket call
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
    "loongarch64": (0xC0000102, 198),
    "riscv64": (0xC00000F3, 198),
}
_IO_URING_SETUP = 425
_X32 = 0x40000000
_AF_UNIX = 1
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF: LD W ABS, JEQ K, JGE K, RET K
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


def confine(memory: int, processor: int, file_size: int, open_files: int) -> dict[str, bool]:
    """Limit this process for good; which limits hold, by name. Sizes in bytes, `processor` in seconds."""
    if sys.platform == "win32":
        return dict.fromkeys(("memory", "processor", "file_size", "open_files", "core", "rights", "network"), False)
    rights = _no_new_rights()
    return {
        "memory": _limit(resource.RLIMIT_AS, memory),
        "processor": _limit(resource.RLIMIT_CPU, processor, 2),
        "file_size": _limit(resource.RLIMIT_FSIZE, file_size),
        "open_files": _limit(resource.RLIMIT_NOFILE, open_files),
        "core": _limit(resource.RLIMIT_CORE, 0),
        "rights": rights,
        "network": rights and _no_network(),
    }


def _limit(kind: int, value: int, grace: int = 0) -> bool:
    """Lower a limit; the hard one is `grace` above, so that the first signal tells why."""
    if sys.platform == "win32":
        return False
    try:
        _, hard = resource.getrlimit(kind)
        highest = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
        resource.setrlimit(kind, (min(value, highest), highest))
    except (OSError, ValueError):  # macOS refuses some
        return False
    return True


def _prctl(option: int, *arguments: object) -> bool:
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    padded = [*arguments, 0, 0, 0, 0][:4]
    typed = [ctypes.c_ulong(part) if isinstance(part, int) else part for part in padded]
    return bool(library.prctl(option, *typed) == 0)


def _no_new_rights() -> bool:
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def _no_network() -> bool:
    """Refuse every socket that is not of this machine alone (converters talk to themselves through those)."""
    known = _MACHINES.get(platform.machine())
    if known is None or sys.byteorder != "little":
        return False
    arch, socket = known
    steps = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 0, 7, arch),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 5, 0, _X32),
        (_EQUAL, 4, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.cast(program, ctypes.c_void_p))
