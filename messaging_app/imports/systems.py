"""The systems that history can come from."""

from imports.export import Export
from imports.mattermost.export import MattermostExport
from imports.slack.export import SlackExport

SYSTEMS: dict[str, type[Export]] = {
    system.NAME: system for system in (SlackExport, MattermostExport)
}
