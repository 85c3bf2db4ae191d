"""An erased person leaves no word, file, name or address behind; others' words stay."""

import tempfile
from io import BytesIO

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from chats.models import Attachment, Message
from chats.models.imported import Imported
from chats.tests.cast import CastTest


def dump() -> str:
    """Every row of every table, as text."""
    tables = connection.introspection.table_names()
    out = BytesIO()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            for (row,) in cursor.fetchall():
                out.write(row.encode() + b"\n")
    return out.getvalue().decode()


class ErasureTest(CastTest):
    def setUp(self) -> None:
        files = tempfile.TemporaryDirectory()
        self.addCleanup(files.cleanup)
        self.enterContext(self.settings(MEDIA_ROOT=files.name))
        self.cy.email, self.cy.phone_number = "cyrano@balcony.example", "+33123456789"
        self.cy.first_name, self.cy.last_name = "Cyrano", "Bergerac"
        self.cy.avatar.save("cyrano-face.png", ContentFile(b"face"), save=False)
        self.cy.save()

    def speak(self) -> Message:
        """Leave words in every place that holds words."""
        message = self.say("a panache first draft", by=self.cy)
        message.edit("a panache", by=self.cy)
        gone = self.say("panache deleted", by=self.cy)
        gone.soft_delete(by=self.cy)
        message.react("🗡️", by=self.cy)
        self.say("kept").react("🗡️", by=self.cy)
        self.place(self.cy).save_draft("panache unsent", reply_to=message)
        file = Attachment(uploader=self.cy, kind="file", name="panache.txt", size=7)
        file.content_type, file.message = "text/plain", message
        file.file.save("panache.txt", ContentFile(b"panache"))
        Imported.objects.create(
            source="irc", kind="person", external_id="Cyrano", object_id=self.cy.pk, digest=1
        )
        LogEntry.objects.log_actions(self.olu.pk, [self.cy], CHANGE, single_object=True)
        return message

    def test_nothing_of_theirs_is_left_in_the_database(self) -> None:
        self.speak()
        theirs = ("panache", "Cyrano", "Bergerac", "balcony", "33123456789", "🗡️")
        before = dump()
        for words in theirs:
            self.assertIn(words, before)
        self.cy.erase()
        after = dump()
        for words in theirs:
            self.assertFalse([line for line in after.splitlines() if words in line], words)

    def test_their_files_are_removed_after_commit(self) -> None:
        self.speak()
        names = [Attachment.objects.get().file.name, self.cy.avatar.name]
        with self.captureOnCommitCallbacks(execute=True):
            self.cy.erase()
            self.assertTrue(all(default_storage.exists(name) for name in names))
        self.assertFalse(any(default_storage.exists(name) for name in names))

    def test_others_keep_their_conversation(self) -> None:
        message = self.speak()
        reply = self.say("An answer", by=self.ben)
        self.cy.erase()
        message.refresh_from_db()
        self.assertTrue(message.is_deleted)
        self.assertEqual(message.sender, self.cy)
        reply.refresh_from_db()
        self.assertEqual(reply.message_body, "An answer")
        self.assertEqual(self.group.get_participant_count(), 3)
        self.assert_counted(self.group)
        self.assert_gap_free(self.group)
        kinds = list(self.group.events.order_by("-seq").values_list("kind", flat=True)[:3])
        self.assertCountEqual(kinds, ["reaction.removed", "reaction.removed", "message.deleted"])

    def test_they_can_do_nothing_any_more(self) -> None:
        self.olu.groups.create(name="Staff")
        self.olu.is_staff = self.olu.is_superuser = True
        self.olu.save()
        self.olu.erase()
        self.olu.refresh_from_db()
        self.assertEqual(self.olu.display_name, "Erased person")
        self.assertEqual(self.olu.email, f"{self.olu.pk}@erased.invalid")
        for right in ("is_active", "is_staff", "is_superuser", "has_usable_password"):
            value = getattr(self.olu, right)
            self.assertFalse(value() if callable(value) else value, right)
        self.assertFalse(self.olu.groups.exists())
        self.assertFalse(self.olu.has_moderation_permissions())

    def test_rows_of_other_rooms_go_as_if_the_person_were_deleted(self) -> None:
        address = apps.get_model("account", "EmailAddress")
        address.objects.create(user=self.cy, email=self.cy.email)
        kept = address.objects.create(user=self.ann, email=self.ann.email)
        self.cy.erase()
        self.assertEqual(list(address.objects.all()), [kept])

    def test_erasing_twice_changes_nothing_more(self) -> None:
        self.speak()
        self.cy.erase()
        before = dump()
        self.cy.erase()
        self.assertEqual(
            [line for line in dump().splitlines() if "erased.invalid" not in line],
            [line for line in before.splitlines() if "erased.invalid" not in line],
        )

    def test_any_number_of_messages_is_erased_in_sets(self) -> None:
        Message.objects.bulk_create(
            Message(sender=self.cy, conversation=self.group, message_body=f"number {number}")
            for number in range(2_000)
        )
        with self.assertNumQueriesBelow(60):
            self.cy.erase()
        self.assert_counted(self.group)
        self.assertEqual(self.group.message_count, 0)
        self.assert_gap_free(self.group)

    def assertNumQueriesBelow(self, limit: int) -> "QueriesBelow":  # noqa: N802 - as its kin
        return QueriesBelow(self, limit)


class QueriesBelow:
    def __init__(self, case: ErasureTest, limit: int) -> None:
        self.case, self.limit = case, limit

    def __enter__(self) -> None:
        self.before = len(connection.queries_log)
        connection.force_debug_cursor = True

    def __exit__(self, *__: object) -> None:
        connection.force_debug_cursor = False
        self.case.assertLess(len(connection.queries_log) - self.before, self.limit)
