"""What arrives is read whole, also when nobody said how long it is."""

from io import BytesIO

from django.core.handlers.asgi import ASGIRequest

from api.json_body import JsonParser, JsonRequest
from api.views.programs import OnlyJson, ProgramView


def test_a_body_of_unannounced_length_is_read() -> None:
    headers = [(b"content-type", b"application/json"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    request = JsonRequest(
        ASGIRequest(scope, BytesIO(b'{"body": "x"}')),
        parsers=[JsonParser()],
        negotiator=OnlyJson(),
        parser_context={"view": ProgramView()},
    )
    assert request.data == {"body": "x"}
