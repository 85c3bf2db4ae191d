"""One WebSocket of one person in one room."""

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from chat.models import Message, Room


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.room_id = self.scope["url_route"]["kwargs"]["room"]
        self.user = self.scope["user"]
        self.group = f"chat_{self.room_id}"
        if not self.user.is_authenticated or not await self.is_member():
            await self.close()
            return
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str) -> None:
        """Store what was said, then tell everybody in the room, the author included."""
        message = await self.save(json.loads(text_data)["message"])
        said = {
            "type": "chat.message",
            "id": message.pk,
            "author": self.user.username,
            "message": message.body,
            "sent_at": message.sent_at.isoformat(),
        }
        await self.channel_layer.group_send(self.group, said)

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(event))

    @database_sync_to_async
    def is_member(self) -> bool:
        return Room.objects.filter(pk=self.room_id, members=self.user).exists()

    @database_sync_to_async
    def save(self, body: str) -> Message:
        return Message.objects.create(room_id=self.room_id, author=self.user, body=body)
