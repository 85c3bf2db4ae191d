"""What programs come in with."""

from api.models.access_token import AccessToken

__all__ = ["AccessToken"]
