"""The dashboard with security headers and /ready: `streamlit run asgi.py` or `uvicorn asgi:app`."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from kmlib.dashboard.readiness import readiness
from kmlib.turns import leave_turns

Message = MutableMapping[str, Any]
Receive, Send = Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]

# The one script that stands in Streamlit's own page; where it changes, blocking it does no harm.
ONE_LINE = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
# What moves the slides of the data dive comes as a blob, which only a script of this page can make.
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'self'; script-src 'self' blob: {ONE_LINE}; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self';"
        " form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Puts the headers on every answer."""

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers)


def ready(_: Request) -> JSONResponse:
    """Whether there is anything to show, for a proxy: 200 or 503, and what stands behind it."""
    status, state = readiness()
    return JSONResponse(state, status, {"Cache-Control": "no-store"})


@asynccontextmanager
async def running(_: st.App) -> AsyncIterator[None]:
    """While it runs; at its end, also by SIGTERM, the next copy may open the sheets at once."""
    yield
    leave_turns()


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=running,
    routes=[Route("/ready", ready)],
    middleware=[Middleware(SecurityHeaders)],
)
