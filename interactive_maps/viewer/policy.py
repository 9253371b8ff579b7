"""The Content-Security-Policy of the viewer's pages: stricter than that of others, but some may be framed."""

from __future__ import annotations

# Scripts, styles and workers are our own files: nothing inline, nothing evaluated, no other host. Pictures may also
# be data: (icons in the map library's style sheet) and blob: (the printed map).
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
)


def make_policy(*, may_be_framed: bool) -> str:
    """Return the policy of a page; with ``may_be_framed``, pages of any origin may frame it."""
    return f"{_POLICY}frame-ancestors {'http: https:' if may_be_framed else chr(39) + 'none' + chr(39)}"
