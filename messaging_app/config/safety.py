"""What a production installation must not be started with."""

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50


def refuse(problems: list[str]) -> None:
    """Raise ImproperlyConfigured, naming every problem, unless there is none."""
    if problems:
        raise ImproperlyConfigured(
            "PRODUCTION is on, but these settings are not safe:\n"
            + "\n".join(f"  - {problem}" for problem in problems)
        )


def problems(
    *,
    debug: bool,
    demo: bool,
    secret_key: str,
    allowed_hosts: list[str],
    secure_cookies: bool,
    hsts_seconds: int,
) -> list[str]:
    """Say, in one sentence each, what is unsafe and what to do."""
    rules = [
        (debug, "DEBUG is on: it shows code and settings to visitors. Remove it."),
        (demo, "DEMO is on: anyone may sign in as a demo person. Remove it."),
        (not secret_key, "SECRET_KEY is not set. Set 50 or more random characters."),
        (
            secret_key.startswith("django-insecure-"),
            "SECRET_KEY is a known placeholder. Set 50 or more random characters.",
        ),
        (
            0 < len(secret_key) < SHORTEST_KEY or 0 < len(set(secret_key)) < 10,
            "SECRET_KEY is too short or too regular. Set 50 or more random characters.",
        ),
        (not allowed_hosts, "ALLOWED_HOSTS is empty. Name the host people type."),
        (
            any(host in {"*", ""} or host.startswith("*") for host in allowed_hosts),
            "ALLOWED_HOSTS has a wildcard. Name the hosts people type.",
        ),
        (
            not secure_cookies,
            "SECURE_COOKIES is off: cookies would travel unencrypted. Serve over HTTPS.",
        ),
        (
            hsts_seconds <= 0,
            "HSTS_SECONDS is 0: browsers would try plain HTTP. Set 3600 or more.",
        ),
    ]
    return [sentence for broken, sentence in rules if broken]
