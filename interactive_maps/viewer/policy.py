"""The Content-Security-Policy of the viewer's pages: stricter than that of others, but some may be framed."""

from __future__ import annotations

from collections.abc import Sequence

# Scripts, styles and workers are our own files: nothing inline, nothing evaluated, no other host. Pictures may also
# be data: (icons in the map library's style sheet) and blob: (the printed map). Only what a base map needs is read
# from elsewhere, and by the page itself: its workers ask nobody.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src {connect}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
)


def make_policy(*, may_be_framed: bool, origins: Sequence[str] = ()) -> str:
    """Return the policy of a page that may read from ``origins``; with ``may_be_framed``, any page may frame it."""
    policy = _POLICY.format(connect=" ".join(["'self'", *origins]))
    return f"{policy}frame-ancestors {'http: https:' if may_be_framed else chr(39) + 'none' + chr(39)}"
