"""Who runs PostgreSQL: it refuses to be root, so root borrows another user for it."""

import contextlib
import os
import pwd
import struct
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = "rapport-postgres"
USERADD = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
ACL = "system.posix_acl_access"


def runner_of(home: Path) -> pwd.struct_passwd:
    """Return the user who runs PostgreSQL in `home`: the caller, or in root's place, its owner."""
    uids = [place.stat().st_uid for place in (home, *home.parents) if place.exists()]
    uid = os.geteuid() or next(filter(None, uids), 0)
    try:
        return pwd.getpwuid(uid) if uid else _made_for_root()
    except KeyError as error:
        raise ImproperlyConfigured(
            f"PostgreSQL needs a user with a name, and user id {uid} has none."
        ) from error


def _made_for_root() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(NAME)
    try:
        subprocess.run(["useradd", *USERADD, NAME], check=True)
        return pwd.getpwnam(NAME)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise ImproperlyConfigured(
            f"PostgreSQL does not run as root, and no user {NAME} could be made ({error}): "
            "start Rapport as an ordinary user."
        ) from error


def open_way(user: pwd.struct_passwd, path: Path) -> None:
    """Let `user` pass through the folders above `path`, and through nothing else."""
    if user.pw_uid == os.geteuid():
        return
    for folder in reversed(path.parents):
        if not _can_pass(user, folder):
            try:
                os.setxattr(folder, ACL, _with_passage(folder, user.pw_uid))
            except OSError:
                # The file system has no access lists: passing, not listing, is the least to give.
                folder.chmod(folder.stat().st_mode | 0o001)
                sys.stderr.write(
                    f"Every user may now pass through {folder}: {user.pw_name} must.\n"
                )


def _can_pass(user: pwd.struct_passwd, folder: Path) -> bool:
    probe = ["test", "-x", str(folder)]
    return (
        subprocess.run(probe, user=user.pw_uid, group=user.pw_gid, extra_groups=[]).returncode == 0
    )


def _with_passage(folder: Path, uid: int) -> bytes:
    """Return the folder's access list (see acl(5)) with execute permission for one more user."""
    owner, named, group, mask, other = 0x01, 0x02, 0x04, 0x10, 0x20
    nobody = 0xFFFFFFFF
    try:
        packed = os.getxattr(folder, ACL)
        entries = {(tag, who): perm for tag, perm, who in struct.iter_unpack("<HHI", packed[4:])}
    except OSError:
        mode = folder.stat().st_mode
        entries = {
            (owner, nobody): mode >> 6 & 7,
            (group, nobody): mode >> 3 & 7,
            (mask, nobody): mode >> 3 & 7,
            (other, nobody): mode & 7,
        }
    entries[named, uid] = 1
    entries[mask, nobody] = entries.get((mask, nobody), entries[group, nobody]) | 1
    packed = b"".join(
        struct.pack("<HHI", tag, perm, who) for (tag, who), perm in sorted(entries.items())
    )
    return struct.pack("<I", 2) + packed
