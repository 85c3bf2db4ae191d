"""The systems that history can come from."""

from imports.export import Export
from imports.mattermost.export import MattermostExport
from imports.slack.export import SlackExport
from imports.telegram.export import TelegramExport
from imports.whatsapp.export import WhatsAppExport

SYSTEMS: dict[str, type[Export]] = {
    system.NAME: system
    for system in (SlackExport, MattermostExport, TelegramExport, WhatsAppExport)
}
