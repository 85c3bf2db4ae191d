"""The desk in the administration: every record is there, quick, and its secrets are not."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from chats.models import User
from support.models import Arrival, Inbox, SLAPolicy, Team
from support.tests.desk import NOON, make_agent, make_customer, make_inbox, make_ticket

# Rows that are edited or seen in the page of another one.
WITHIN = {"teammembership", "openinterval", "specialday", "clockpause", "deliveryattempt"}


@pytest.fixture
def root(client: Client, db: None) -> Client:
    user = User.objects.create_superuser("root@rapport.example", "x", "Root", "Olsen")
    client.force_login(user)
    return client


def test_every_record_is_there() -> None:
    found = {model._meta.model_name for model in admin.site._registry}
    ours = {model._meta.model_name for model in apps.get_app_config("support").get_models()}
    assert ours - found == WITHIN


def test_every_list_opens_and_asks_no_more_for_more_rows(root: Client, sales: Team) -> None:
    inbox = make_inbox(sales)
    asked: list[dict[str, int]] = []
    for round_ in ("A", "B"):
        for n in range(3):
            make_agent(f"Agent{round_}{n}", sales)
            make_ticket(inbox, make_customer(f"Customer{round_}{n}", inbox))
            Team.objects.create(name=f"{round_}{n}", slug=f"{round_}{n}".lower())
            Arrival.objects.create(inbox=inbox, external_id=f"{round_}{n}", received_at=NOON)
        counts = {}
        for model in apps.get_app_config("support").get_models():
            if model._meta.model_name in WITHIN:
                continue
            address = reverse(f"admin:support_{model._meta.model_name}_changelist")
            with CaptureQueriesContext(connection) as queries:
                assert root.get(address).status_code == 200
            counts[address] = len(queries)
        asked.append(counts)
    assert asked[0] == asked[1]


def test_secrets_are_written_and_never_read(root: Client, inbox: Inbox) -> None:
    address = reverse("admin:support_inbox_change", args=[inbox.pk])
    form = {
        "channel": inbox.channel,
        "name": inbox.name,
        "team": str(inbox.team.pk),
        "texts": "{}",
        "settings": "{}",
        "is_active": "on",
    }
    written = root.post(address, form | {"new_secrets": '{"token": "open sesame"}'})
    assert written.status_code == 302
    assert Inbox.objects.get().secrets == {"token": "open sesame"}
    assert b"sesame" not in root.get(address).content
    refused = root.post(address, form | {"new_secrets": "open barley"})
    assert refused.status_code == 200 and b"barley" not in refused.content
    assert root.post(address, form | {"new_secrets": ""}).status_code == 302
    assert Inbox.objects.get().secrets == {"token": "open sesame"}


def test_a_changed_policy_is_reckoned_and_an_arrival_read_again(root: Client, inbox: Inbox) -> None:
    policy = SLAPolicy.objects.create(team=inbox.team, priority="high")
    form = {"team": str(inbox.team.pk), "priority": "high", "warn_before": 60, "resolution": 60}
    address = reverse("admin:support_slapolicy_change", args=[policy.pk])
    assert root.post(address, form | {"is_active": "on"}).status_code == 302
    arrival = Arrival.objects.create(inbox=inbox, external_id="1", received_at=NOON)
    chosen = {"action": "play_again", "_selected_action": [str(arrival.pk)]}
    assert root.post(reverse("admin:support_arrival_changelist"), chosen).status_code == 302
    jobs = ProcrastinateJob.objects.values_list("task_name", "args")
    assert ("support.reckon_policy", {"policy_id": str(policy.pk)}) in jobs
    assert ("transports.play_again", {"arrival_id": str(arrival.pk)}) in jobs
