"""What a person may do on the platform."""

from django.db import models

from chats.models.user.kinds import UserRole


class Permitted(models.Model):
    class Meta:
        abstract = True

    role: str
    is_active: bool

    def can_create_conversations(self) -> bool:
        """Hosts and admins start conversations; guests are added and reply."""
        return self.is_active and self.role in (UserRole.HOST, UserRole.ADMIN)

    def has_moderation_permissions(self) -> bool:
        """Platform admins moderate anywhere."""
        return self.is_active and self.role == UserRole.ADMIN
