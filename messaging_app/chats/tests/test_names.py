"""What others read above a person's words."""

from chats.models import User
from chats.models.user import NO_LAST_NAME


def test_a_person_of_two_names_has_both() -> None:
    assert User(first_name="Ann", last_name="Lindqvist").display_name == "Ann Lindqvist"


def test_a_person_of_one_name_is_called_by_it_alone() -> None:
    person = User(first_name="soundray", last_name=NO_LAST_NAME, email="s@rapport.example")
    assert person.display_name == "soundray"
    assert str(person) == "soundray (s@rapport.example)"
