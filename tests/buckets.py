"""A bucket to keep files in: moto's S3 in a thread of this process, on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer

SIGNED = "AWS4-HMAC-SHA256 Credential=key/20260302/us-east-1/s3/aws4_request, SignedHeaders=host"


@contextmanager
def bucket_server(bucket: str = "marlbury-files") -> Iterator[str]:
    """The address of an empty bucket, as ENGAGE_STORE_URL has it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    at = f"http://{host}:{port}"
    wanted = Request(f"{at}/{bucket}", method="PUT", headers={"Authorization": SIGNED})
    with urlopen(wanted) as made:
        assert made.status == 200
    try:
        yield f"s3://key:sec%2Fret@{bucket}/engage?region=us-east-1&endpoint={quote(at, safe='')}"
    finally:
        server.stop()
