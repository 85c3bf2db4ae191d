"""What all addresses of programs have in common."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.cache import patch_cache_control
from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import failures
from api.bearer import Bearer
from api.json_body import ONE_MESSAGE, JsonParser, JsonRequest
from chats.models import User


class OnlyJson(BaseContentNegotiation):
    """JSON is what there is, whatever a program says that it accepts."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ProgramView(APIView):
    """For who has a token: JSON in, JSON out, nothing stored on the way."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (Bearer,)
    permission_classes: Sequence[type[BasePermission]] = (IsAuthenticated,)
    parser_classes = (JsonParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OnlyJson
    metadata_class = None
    http_method_names = ["post"]
    most_bytes = ONE_MESSAGE

    @property
    def sender(self) -> User:
        user = self.request.user
        assert isinstance(user, User)
        return user

    def get_exception_handler(self) -> Any:
        return failures.handle

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        return JsonRequest(
            request,
            parsers=self.get_parsers(),
            authenticators=self.get_authenticators(),
            negotiator=self.get_content_negotiator(),
            parser_context=self.get_parser_context(request),
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(final, private=True, no_store=True)
        return final


class Nowhere(ProgramView):
    """A program that has the wrong address gets no page."""

    authentication_classes = ()
    permission_classes = ()
    schema = None
    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
