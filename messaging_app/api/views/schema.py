"""The description of the API in OpenAPI, for programs that read such."""

from typing import Any

from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView

from api import bearer_schema as _bearer_schema  # noqa: F401 - registers itself
from api.views.programs import OnlyJson

# These refuse fields that they do not know.
_CLOSED = ("NewMessage", "AddressedMessage", "Batch", "AddressedBatch")


class Schema(SpectacularAPIView):
    """Open to everybody: it holds what the documents say."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = [OpenApiJsonRenderer2]
    content_negotiation_class = OnlyJson
    metadata_class = None
    schema = None


def close_objects(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say what the shapes hold to, beyond what is read from them."""
    for name in _CLOSED:
        result["components"]["schemas"][name]["additionalProperties"] = False
    return result
