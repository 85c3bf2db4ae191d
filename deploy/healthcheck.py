"""End well if Rapport in this container serves and its database answers."""

import http.client
import os
import sys

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=10)
connection.request("GET", "/health/", headers={"Host": host})
sys.exit(connection.getresponse().status != 200)
