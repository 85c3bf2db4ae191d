"""The one style sheet that is served."""

import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from ui.storage import COMMENT, BundledStorage, folded, is_ours

SHEETS = Path(__file__).resolve().parents[1] / "static"


def read(name: str) -> str:
    return (SHEETS / name).read_text(encoding="utf-8")


def test_the_served_sheet_needs_no_second_request() -> None:
    sheet = folded(read)
    assert "@import" not in sheet
    assert "--page:" in sheet


def test_every_sheet_of_the_folder_is_in_the_served_one() -> None:
    imported = set(re.findall(r'@import "([\w-]+\.css)"', read("ui/ui.css")))
    assert imported == {file.name for file in (SHEETS / "ui").glob("*.css")} - {"ui.css"}


def test_each_sheet_keeps_its_layer() -> None:
    assert folded(read).count("@layer ") == len(re.findall("@import", read("ui/ui.css"))) + 1


def test_collected_files_are_one_hashed_sheet(tmp_path: Path) -> None:
    storage = BundledStorage(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(SHEETS)
    names = [f"ui/{file.name}" for file in (SHEETS / "ui").glob("*.css")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    processed = list(storage.post_process({name: (source, name) for name in names}))
    assert not [outcome for __, __, outcome in processed if isinstance(outcome, Exception)]
    served = (tmp_path / storage.stored_name("ui/ui.css")).read_text(encoding="utf-8")
    assert "@import" not in served
    assert "light-dark(" in served
    assert "/*" not in served


def test_comments_go_and_code_stays() -> None:
    source = """
/** Says
 * why. */
const a = 1; // one
  // two
/* three */ const b = "/* c */";
/***/
const c = "//";
"""
    kept = """
const a = 1; // one
/* three */ const b = "/* c */";
const c = "//";
"""
    assert COMMENT.sub("", source) == kept


def test_files_of_packages_and_their_licences_are_served_as_they_came() -> None:
    assert is_ours("ui/audio.js")
    assert is_ours("ui/ui.css")
    assert not is_ours("ui/vendor/htmx.min.js")
    assert not is_ours("admin/js/core.js")
    assert not is_ours("ui/favicon.svg")
