"""What a browser may do with the viewer's pages: less than with others, except that some may be framed."""

from __future__ import annotations

# Scripts, styles and workers are our own files: nothing inline, nothing evaluated, no other host. Pictures may also
# be data: (the map library's style sheet holds its icons so) and blob: (the printed map).
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
)


def make_policy(*, may_be_framed: bool) -> str:
    """Return the Content-Security-Policy of a page; ``may_be_framed`` by pages of any origin over HTTP."""
    return f"{_POLICY}frame-ancestors {'http: https:' if may_be_framed else chr(39) + 'none' + chr(39)}"
