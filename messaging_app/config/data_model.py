"""The picture of every model of ours, read from the code: `manage.py document_models`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.constraints import BaseConstraint

Model = type[models.Model]
# A column; a relation's target is known at run time only.
Field = Any

HEADER = """# The data model

Made from the code by `python messaging_app/manage.py document_models`; `bin/check` refuses a stale
page. Each index has one line of why, kept in `indexed_for` beside the fields it serves.

Triggers hold what no constraint can: events are append-only (`chats` migration 0002); counters
follow the rows, a message keeps its sender and number, a place its owner, and read positions only
move forward (`chats` migration 0004); the status of a delivery does so, too (`support` migration
0001).
"""


def page() -> str:
    """The whole page as Markdown."""
    found = sorted(our_models(), key=lambda model: (model._meta.app_label, model._meta.db_table))
    parts = [HEADER, "## Relations\n", diagram(found)]
    for model in found:
        parts.extend(section(model))
    return "\n".join(parts)


def our_models() -> Iterator[Model]:
    for config in apps.get_app_configs():
        if settings.APP_DIR in Path(config.path).parents:
            yield from (model for model in config.get_models() if not model._meta.proxy)


def diagram(found: list[Model]) -> str:
    lines = ["```mermaid", "erDiagram"]
    for model in found:
        for field in fields(model):
            if field.is_relation and field.related_model in found:
                lines.append(f"    {relation(model, field)}")
    return "\n".join([*lines, "```", ""])


def relation(model: Model, field: Field) -> str:
    one = "|o" if field.null else "||"
    many = "o|" if field.one_to_one else "o{"
    target = field.related_model._meta.db_table
    return f"{target} {one}--{many} {model._meta.db_table} : {field.name}"


def section(model: Model) -> Iterator[str]:
    name = f"`{model.__module__}.{model.__name__}`. {purpose(model)}".strip()
    yield f"## {model._meta.db_table}\n\n{name}\n"
    yield table(("Field", "Column", "Type", "Null", "Refers to"), map(row, fields(model)))
    yield from listed("Values", values(model))
    yield from listed("Constraints", constraints(model))
    yield from listed("Indexes", indexes(model))


def purpose(model: Model) -> str:
    text = (model.__doc__ or "").strip()
    generated = text.startswith(f"{model.__name__}(")
    return "" if generated else text.splitlines()[0]


def fields(model: Model) -> list[Field]:
    found: list[Field] = list(model._meta.concrete_fields)
    return [field for field in found if field.column]


def row(field: Field) -> tuple[str, ...]:
    kind = field.get_internal_type().removesuffix("Field")
    if field.max_length and kind in ("Char", "File"):
        kind = f"{kind}({field.max_length})"
    refers = ""
    if field.is_relation:
        on_delete = field.remote_field.on_delete.__name__
        refers = f"{field.related_model._meta.db_table}, {on_delete}"
    return field.name, field.column, kind, "yes" if field.null else "", refers


def values(model: Model) -> Iterator[str]:
    for field in fields(model):
        if field.choices:
            yield f"`{field.name}`: " + ", ".join(f"`{value}`" for value, __ in field.flatchoices)


def constraints(model: Model) -> Iterator[str]:
    for constraint in model._meta.constraints:
        yield f"`{constraint.name}`: {rule(constraint)}"


def rule(constraint: BaseConstraint) -> str:
    condition = getattr(constraint, "condition", None)
    if isinstance(constraint, models.UniqueConstraint):
        on = ", ".join(constraint.fields or map(str, constraint.expressions))
        return f"unique on {on}" + (f" where {words(condition)}" if condition else "")
    return words(condition)


def words(condition: Any) -> str:
    """A condition as one reads it: `kind in text, call`."""
    if not isinstance(condition, models.Q):
        path, value = condition
        return comparison(path, value)
    joined = f" {condition.connector.lower()} ".join(words(child) for child in condition.children)
    return f"not ({joined})" if condition.negated else joined


def comparison(path: str, value: object) -> str:
    name, __, operator = path.rpartition("__")
    said = {"in": "in", "gte": "≥", "lte": "≤", "regex": "matches"}.get(operator)
    if operator == "isnull":
        return f"{name} is {'' if value else 'not '}null"
    if said is None:
        return f"{path} = {value!r}"
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return f"{name.replace('__', ' ')} {said} {shown}"


def indexes(model: Model) -> Iterator[str]:
    """Each with its why; a missing or a forgotten one stops the page."""
    why: dict[str, str] = getattr(model, "indexed_for", {})
    known = dict(indexed(model)) | {
        name: "made by a migration" for name in why if name.endswith("_search")
    }
    if set(why) != set(known):
        differing = ", ".join(sorted(set(why) ^ set(known)))
        raise ImproperlyConfigured(f"{model.__name__}.indexed_for and its indexes: {differing}")
    for name, what in known.items():
        yield f"`{name}` ({what}): {why[name]}"


def indexed(model: Model) -> Iterator[tuple[str, str]]:
    """The indexes of a table besides its primary key, each with its columns."""
    for field in fields(model):
        if not field.primary_key and (field.unique or field.db_index):
            yield field.name, "unique" if field.unique else "foreign key"
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.name, "unique"
    for index in model._meta.indexes:
        partial = f" where {words(index.condition)}" if index.condition else ""
        yield index.name, ", ".join(index.fields) + partial


def listed(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = [f"- {line}" for line in lines]
    if found:
        yield f"**{title}**\n\n" + "\n".join(found) + "\n"


def table(head: tuple[str, ...], rows: "map[tuple[str, ...]]") -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
