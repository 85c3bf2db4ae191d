"""The letters that wait for the worker."""

from dataclasses import dataclass

from procrastinate.contrib.django.models import ProcrastinateJob


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str

    @property
    def path(self) -> str:
        """The address in it, as this test's browser visits it."""
        link = next(line for line in self.body.splitlines() if line.startswith("http"))
        return link.removeprefix("http://testserver")


def waiting() -> list[Letter]:
    jobs = ProcrastinateJob.objects.filter(task_name="accounts.send_email").order_by("pk")
    return [Letter(**job.args) for job in jobs]
