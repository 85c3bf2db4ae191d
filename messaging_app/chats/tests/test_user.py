"""A person: how they are made, what the database holds about them, what they may do."""

import uuid

from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.test import TestCase

from chats.models import Conversation, User, UserManager, UserRole
from chats.tests.cast import PASSWORD, CastTest, make_person

NAMES = {"first_name": "Test", "last_name": "User"}


def columns(model: type[models.Model]) -> dict[str, bool]:
    """The columns of a table, each with whether it may be null."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {column.name: bool(column.null_ok) for column in described}


class UserModelTest(CastTest):
    def test_roles_have_their_published_values(self) -> None:
        self.assertEqual(UserRole.GUEST, "guest")
        self.assertEqual(UserRole.HOST, "host")
        self.assertEqual(UserRole.ADMIN, "admin")
        self.assertEqual(len(UserRole), 3)

    def test_the_table_has_its_published_columns(self) -> None:
        self.assertEqual(User._meta.db_table, "users")
        nullable = columns(User)
        for name in ("user_id", "email", "password_hash", "first_name", "last_name", "role"):
            self.assertIs(nullable[name], False, name)
        for name in ("phone_number", "last_seen_at"):
            self.assertIs(nullable[name], True, name)
        for name in ("kind", "created_at", "is_staff", "is_active"):
            self.assertIn(name, nullable)

    def test_lengths_are_the_published_ones(self) -> None:
        lengths = {"email": 255, "first_name": 150, "last_name": 150, "phone_number": 20}
        for name, length in lengths.items():
            self.assertEqual(User._meta.get_field(name).max_length, length, name)

    def test_the_key_is_a_uuid_of_version_7_under_both_names(self) -> None:
        self.assertIsInstance(self.ann.id, uuid.UUID)
        self.assertEqual(self.ann.id.version, 7)
        self.assertEqual(self.ann.user_id, self.ann.id)
        with self.assertRaises(AttributeError):
            self.ann.user_id = uuid.uuid4()  # type: ignore[misc]

    def test_people_sign_in_with_their_email(self) -> None:
        self.assertEqual(User.USERNAME_FIELD, "email")
        self.assertEqual(User.REQUIRED_FIELDS, ["first_name", "last_name", "role"])

    def test_sign_in_finds_the_email_in_any_case(self) -> None:
        self.assertEqual(User.objects.get_by_natural_key("ANN@Rapport.Example"), self.ann)
        self.assertEqual(authenticate(username="aNN@rapport.example", password=PASSWORD), self.ann)

    def test_text_names_the_person_and_the_email(self) -> None:
        user = User(email="test@example.com", **NAMES)
        self.assertEqual(str(user), "Test User (test@example.com)")

    def test_display_name_is_the_full_name(self) -> None:
        self.assertEqual(self.ann.display_name, "Ann Lindqvist")

    def test_hosts_and_admins_start_conversations(self) -> None:
        self.assertTrue(self.ann.can_create_conversations())
        self.assertTrue(self.olu.can_create_conversations())
        self.assertFalse(self.ben.can_create_conversations())

    def test_only_platform_admins_moderate(self) -> None:
        self.assertTrue(self.olu.has_moderation_permissions())
        self.assertFalse(self.ann.has_moderation_permissions())
        self.assertFalse(self.ben.has_moderation_permissions())

    def test_who_is_switched_off_may_do_neither(self) -> None:
        self.olu.is_active = False
        self.assertFalse(self.olu.can_create_conversations())
        self.assertFalse(self.olu.has_moderation_permissions())

    def test_the_phone_number_is_in_international_format(self) -> None:
        for number in ("+46701234567", "+1234567890", None):
            self.ann.phone_number = number
            self.ann.full_clean()
        for number in ("12345", "0701234567", "+0701234567", "+46 70", "+" + "1" * 20, "phone"):
            self.ann.phone_number = number
            with self.assertRaises(ValidationError) as refused:
                self.ann.full_clean()
            self.assertIn("phone_number", refused.exception.message_dict, number)

    def test_the_database_refuses_a_role_that_does_not_exist(self) -> None:
        for role in ("owner", "invalid_role", ""):
            with self.refuses(IntegrityError, "valid_user_role"):
                User.objects.filter(pk=self.ann.pk).update(role=role)

    def test_the_database_refuses_a_kind_that_does_not_exist(self) -> None:
        with self.refuses(IntegrityError, "valid_user_kind"):
            User.objects.filter(pk=self.ann.pk).update(kind="robot")

    def test_the_database_refuses_empty_names(self) -> None:
        for name in ("first_name", "last_name"):
            with self.refuses(IntegrityError, f"non_empty_{name}"):
                User.objects.filter(pk=self.ann.pk).update(**{name: ""})

    def test_the_database_refuses_missing_values(self) -> None:
        for name in ("email", "first_name", "last_name", "role", "password"):
            with self.refuses(IntegrityError, "not-null"):
                User.objects.filter(pk=self.ann.pk).update(**{name: None})

    def test_the_database_refuses_an_email_twice_in_any_case(self) -> None:
        self.assertTrue(User._meta.get_field("email").unique)
        with self.refuses(IntegrityError, "users_email"):
            User.objects.filter(pk=self.ben.pk).update(email=self.ann.email)
        with self.refuses(IntegrityError, "unique_user_email_any_case"):
            User.objects.filter(pk=self.ben.pk).update(email=self.ann.email.upper())

    def test_related_names_lead_to_conversations_places_and_messages(self) -> None:
        message = self.say("Hello")
        self.assertCountEqual(self.ann.conversations.all(), [self.direct, self.group])
        self.assertEqual(self.ann.conversation_participants.count(), 2)
        self.assertEqual(list(self.ann.sent_messages.all()), [message])

    def test_deleting_a_person_takes_places_and_messages_along(self) -> None:
        self.say("from Ann")
        kept = self.say("from Ben", by=self.ben)
        self.ann.delete()
        self.assertEqual(list(self.group.messages.all()), [kept])
        self.assertCountEqual(self.group.participants.all(), [self.ben, self.cy])
        self.group.refresh_from_db()
        self.assertIsNone(self.group.created_by)
        self.assertEqual((self.group.participant_count, self.group.message_count), (2, 1))
        self.assert_gap_free(self.group)

    def test_deleting_people_in_a_set_does_the_same(self) -> None:
        self.say("from Ann")
        User.objects.filter(pk__in=[self.ann.pk, self.cy.pk]).delete()
        self.assertCountEqual(self.group.participants.all(), [self.ben])
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)


class UserManagerTest(TestCase):
    def test_create_user_stores_a_person_with_a_hashed_password(self) -> None:
        user = User.objects.create_user("new@EXAMPLE.com", "secret-pass", role="guest", **NAMES)
        user.refresh_from_db()
        self.assertEqual(user.email, "new@example.com")
        self.assertNotEqual(user.password, "secret-pass")
        self.assertTrue(user.check_password("secret-pass"))
        self.assertEqual((user.is_active, user.is_staff, user.is_superuser), (True, False, False))
        self.assertEqual((user.role, user.kind), ("guest", "person"))
        self.assertIsNotNone(user.created_at)
        self.assertIsInstance(User.objects, UserManager)

    def test_create_user_without_a_password_makes_one_unusable(self) -> None:
        user = User.objects.create_user("bot@example.com", role="guest", **NAMES)
        self.assertFalse(user.has_usable_password())

    def test_create_user_wants_email_names_and_role(self) -> None:
        full = {"email": "x@example.com", "role": "guest", **NAMES}
        for name in full:
            for nothing in ({}, {name: ""}, {name: None}):
                given = {key: value for key, value in full.items() if key != name} | nothing
                with self.assertRaises(ValueError, msg=name):
                    User.objects.create_user(given.pop("email", ""), "pass", **given)  # type: ignore[arg-type]
        self.assertEqual(User.objects.count(), 0)

    def test_a_duplicate_email_is_refused_by_the_database(self) -> None:
        make_person("Ann", "Lindqvist")
        with self.assertNumQueries(1), self.assertRaises(IntegrityError):
            make_person("Ann", "Other")

    def test_an_email_in_another_case_is_a_duplicate(self) -> None:
        make_person("Ann", "Lindqvist")
        with self.assertRaises(IntegrityError):
            User.objects.create_user("ANN@rapport.example", PASSWORD, role="host", **NAMES)

    def test_create_superuser_has_every_right(self) -> None:
        user = User.objects.create_superuser("root@example.com", "pass", **NAMES)
        self.assertEqual((user.is_staff, user.is_superuser, user.role), (True, True, "admin"))

    def test_create_superuser_refuses_to_make_less(self) -> None:
        for wrong in ({"is_staff": False}, {"is_superuser": False}, {"role": "guest"}):
            with self.assertRaises(ValueError):
                User.objects.create_superuser("root@example.com", "pass", **NAMES, **wrong)
        self.assertEqual(User.objects.count(), 0)

    def test_a_new_person_takes_part_in_nothing(self) -> None:
        user = make_person("Ann", "Lindqvist")
        self.assertFalse(user.conversations.exists())
        self.assertFalse(Conversation.objects.visible_to(user).exists())
