"""Broken and hostile archives are refused as a whole, with one clear sentence."""

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from chats.importing.files import NotThere
from chats.models import User
from imports import archive as archives
from imports.archive import Archive, opened
from imports.broken import Broken
from imports.management.commands import import_from
from imports.tests.packing import Brought, as_bytes, packed, unpacked

SMALL: dict[str, Any] = {"users.json": [{"id": "U1", "name": "ann"}], "channels.json": []}


def refusal(path: Path) -> str:
    """Why it is refused when it is opened, and every file in it read."""
    with pytest.raises(Broken) as caught, opened(path) as archive:
        for name in archive.names():
            archive.open(name).read()
    return str(caught.value)


def written(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes], **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", **options) as file:
        for entry, content in entries:
            file.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "a/../../evil",
        "/etc/passwd",
        "C:/evil",
        "C:evil",
        "a\\..\\evil",
        "..",
        "//x",
    ],
)
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    assert "the path" in refusal(written(tmp_path / "a.zip", (zipfile.ZipInfo(name), b"x")))


def test_a_path_with_a_null_character_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", ("users.jsonXtxt", b"x"))
    path.write_bytes(path.read_bytes().replace(b"jsonXtxt", b"json\0txt"))
    assert "the path" in refusal(path)


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("users.json")
    link.external_attr = (0o120777) << 16
    assert "is a symbolic link" in refusal(written(tmp_path / "a.zip", (link, b"/etc/passwd")))


def test_a_symbolic_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "export", SMALL)
    (folder / "more").symlink_to("/etc")
    assert "more in it is a symbolic link" in refusal(folder)


def test_a_pipe_in_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "export", SMALL)
    os.mkfifo(folder / "pipe")
    with opened(folder) as archive:
        assert archive.names() == ["channels.json", "users.json"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.zip", {"users.json": b"\0" * (archives.HARMLESS + 1)})
    assert "unpacks to 64 MB, far too much for its size" in refusal(bomb)


def test_a_bomb_of_many_small_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "HARMLESS", 500_000)
    bomb = packed(tmp_path / "a.zip", {f"{n}.json": b"\0" * 100_000 for n in range(9)})
    assert refusal(bomb).startswith("it unpacks to")


def test_a_bomb_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"users.json": b"[]" + b" " * 1_000_000})
    true, lie = struct.pack("<L", 1_000_002), struct.pack("<L", 2)
    path.write_bytes(path.read_bytes().replace(true, lie))
    assert "users.json in it is damaged" in refusal(path)


def test_files_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    """As in a bomb whose every name leads to the same bytes."""
    path = written(tmp_path / "a.zip", *((f"{n}.json", os.urandom(900)) for n in range(3)))
    content = path.read_bytes()
    central = content.index(b"PK\x01\x02")
    moved = io.BytesIO()
    # The first local file alone, and a list that leads there thrice.
    kept = content[: content.index(b"PK\x03\x04", 4)]
    moved.write(kept)
    entry = content[central : content.index(b"PK\x01\x02", central + 4)]
    names = [entry.replace(b"0.json", b"%d.json" % n) for n in range(3)]
    moved.write(b"".join(names))
    size = sum(map(len, names))
    moved.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, size, len(kept), 0))
    path.write_bytes(moved.getvalue())
    assert refusal(path) == "files in it lie over each other"


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = written(tmp_path / "a.zip", ("users.json", b"[]"), ("users.json", b"[1]"))
    assert refusal(path) == "it holds users.json twice"


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", ("users.json", b"[]"))
    content = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    path.write_bytes(content)
    assert "locked with a password" in refusal(path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 2)
    assert "more than 2 files" in refusal(packed(tmp_path / "a.zip", {"a": "", "b": "", "c": ""}))


@pytest.mark.parametrize("kept", [2, 30, 200, -1, -22])
def test_an_archive_that_breaks_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = packed(tmp_path / "a.zip", SMALL | {"a.bin": os.urandom(500)})
    path.write_bytes(path.read_bytes()[:kept])
    assert "no whole zip archive" in refusal(path)


def test_a_damaged_byte_is_found(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", ("users.json", b"[ 1, 2 ]"))
    path.write_bytes(path.read_bytes().replace(b"1, 2", b"1, 3"))
    assert "users.json in it is damaged: Bad CRC-32" in refusal(path)


def test_an_unknown_way_of_packing_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", ("users.json", b"[]"))
    content = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(magic) + offset] = 97
    path.write_bytes(content)
    assert "is damaged: That compression method is not supported" in refusal(path)


def test_names_in_utf8_are_read_whether_they_say_so_or_not(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", ("Gruß.txt", b"x"))
    content = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        content[content.index(magic) + offset] &= ~8
    path.write_bytes(content)
    with opened(path) as archive:
        assert archive.names() == ["Gruß.txt"]


def test_the_outermost_folder_with_a_name_is_entered(tmp_path: Path) -> None:
    files = {"Team/users.json": "outer", "Team/old/users.json": "inner", "x.txt": ""}
    for path in (packed(tmp_path / "a.zip", files), unpacked(tmp_path / "a", files)):
        with opened(path) as archive:
            assert archive.enter("users.json") and not archive.enter("nothing.json")
            assert archive.open("users.json").read() == b"outer"
            assert archive.names() == ["old/users.json", "users.json"]
            assert archive.size("users.json") == 5
            _has_no(archive, "x.txt", "../x.txt", "old")


def test_a_lone_file_has_none_beside_it(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("hello")
    (tmp_path / "secret.txt").write_text("no")
    with opened(tmp_path / "chat.txt") as archive:
        assert (archive.title, archive.names(), archive.size("chat.txt")) == (
            "chat",
            ["chat.txt"],
            5,
        )
        assert archive.open("chat.txt").read() == b"hello"
        _has_no(archive, "secret.txt", "../chat.txt")


def _has_no(archive: Archive, *names: str) -> None:
    for name in names:
        with pytest.raises(NotThere):
            archive.open(name)
        with pytest.raises(NotThere):
            archive.size(name)


def test_what_is_not_there_is_one_clear_line(db: None, tmp_path: Path) -> None:
    run = Brought("slack", tmp_path / "none.zip")
    assert run.failure.endswith(
        "none.zip is not taken: it cannot be read: No such file or directory. Nothing was written."
    )


def test_a_damaged_file_of_a_message_refuses_all_of_it(db: None, tmp_path: Path) -> None:
    """It is read before anything is written, so that nothing is half there."""
    photo = b"a photo, more or less"
    day = [{"type": "message", "user": "U1", "text": "look", "ts": "1700000000.0"}]
    day[0]["files"] = [{"id": "F1", "name": "a.jpg"}]  # type: ignore[assignment]
    entries = SMALL | {
        "channels.json": [{"id": "C1", "name": "general"}],
        "general/2023-11-14.json": day,
        "__uploads/F1/a.jpg": photo,
    }
    path = written(tmp_path / "a.zip", *((name, as_bytes(what)) for name, what in entries.items()))
    path.write_bytes(path.read_bytes().replace(photo, photo.upper()))
    for option in ([], ["--dry-run"]):
        assert "__uploads/F1/a.jpg in it is damaged" in Brought("slack", path, *option).failure
        assert not User.objects.exists()


def test_an_export_that_is_changed_while_it_is_read_says_what_came(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = unpacked(tmp_path / "export", SMALL)

    def then_changed(*args: Any) -> Any:
        yield from checked(*args)
        (folder / "channels.json").write_text("[{}]")

    checked = import_from.checked
    monkeypatch.setattr(import_from, "checked", then_changed)
    assert Brought("slack", folder).failure.endswith("Nothing was written.")


def test_deflate_that_is_none_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"users.json": os.urandom(300).hex()})
    content = path.read_bytes()
    start = content.index(b"users.json") + 10
    path.write_bytes(content[:start] + b"\xff" * 40 + content[start + 40 :])
    assert "users.json in it is damaged" in refusal(path)


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    folder = unpacked(tmp_path / "export", SMALL)
    with opened(folder) as archive:
        monkeypatch.setattr(Path, "open", forbidden)
        with pytest.raises(Broken, match="cannot be read: Permission denied"):
            archive.open("users.json")
