"""Answers that are written as they are read, packed with gzip for those who know nothing better.

Flask-Compress packs such answers with br, zstd or deflate, and leaves gzip out.
"""

import zlib
from collections.abc import Iterable, Iterator

from flask import Response, request

GZIP = zlib.MAX_WBITS | 16  # with the header that makes it gzip
LEVEL = 6


def packed_as_it_goes(answer: Response, kinds: Iterable[str]) -> Response:
    """Pack the pieces of an answer of these kinds, unless somebody has done so already."""
    done = "Content-Encoding" in answer.headers or answer.status_code != 200
    if done or (answer.mimetype or "") not in kinds or not request.accept_encodings["gzip"]:
        return answer
    answer.response = _packed(answer.iter_encoded())
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers.pop("Content-Length", None)
    return answer


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    for piece in pieces:
        if out := packer.compress(piece):
            yield out
    yield packer.flush()
