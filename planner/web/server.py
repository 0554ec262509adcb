"""Serving the planner to a browser on this machine: an address with a token, one process for every visitor, no other host asked.

textual-serve does the serving; here is what it lacks for case material: the token, the check of who is spoken to, and a page that
fetches nothing from elsewhere.
"""

from __future__ import annotations

import ipaddress
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from planner.errors import InputError

TOKEN_BYTES = 24
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; script-src-attr 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def bound(host: str, port: int, *, allow_remote: bool) -> socket.socket:
    """A socket that listens at a loopback address, or elsewhere where that was allowed. Raises InputError."""
    try:
        kind, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        if not allow_remote and not ipaddress.ip_address(place[0]).is_loopback:
            what = "this address can be reached from other machines. The planner has no encryption of its own there."
            mend = (
                "Leave --host out, or say --allow-remote if a proxy in front of it encrypts and lets in only who may."
            )
            raise InputError.of(f"--host {host}", what, mend)
        return socket.create_server(place[:2], family=kind)
    except OSError as error:
        why = f"it cannot listen there: {error.strerror or error}."
        raise InputError.of(f"{host}:{port}", why, "Give another --port, or --port 0 for any that is free.") from None


class PlannerServer(Server):
    """Serves the planner. `command` starts one; `address` is what to open in the browser, token and all."""

    def __init__(self, command: str, listening: socket.socket, *, allow_remote: bool) -> None:
        host, port = listening.getsockname()[:2]
        named = f"[{host}]" if ":" in host else host
        super().__init__(command, host=host, port=port, title="fourp", public_url=f"http://{named}:{port}")
        self.templates_path = Path(__file__).parent / "templates"
        self.scripts_path = Path(__file__).parent / "static"
        self._listening, self._allow_remote = listening, allow_remote
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self.address = f"{self.public_url}/{self.token}/"

    def initialize_logging(self) -> None:
        """Only what went wrong is logged: an address would carry the token."""
        logging.basicConfig(level=logging.ERROR, format="fourp: %(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is."""
        print(f"fourp is open at {self.address}")
        print(
            "Whoever has this address on this machine can use it. Ctrl+C ends it; what is saved is in the record.",
            flush=True,
        )

    async def _make_app(self) -> web.Application:
        inner = web.Application()
        aiohttp_jinja2.setup(inner, loader=jinja2.FileSystemLoader(self.templates_path), autoescape=True)
        inner.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.static("/static", self.statics_path, name="static"),
                web.static("/own", self.scripts_path, name="own"),
            ]
        )
        outer = web.Application(middlewares=[self._guard])
        outer.add_subapp(f"/{self.token}", inner)
        outer.on_startup.append(self.on_startup)
        return outer

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only those who call this server by its own address, from a page of its own."""
        here = urlsplit(self.public_url).netloc
        known = {here, f"localhost:{self.port}"}
        origin = request.headers.get("Origin")
        if not self._allow_remote and (request.host not in known or (origin and urlsplit(origin).netloc not in known)):
            raise web.HTTPForbidden(text="fourp answers only at the address it printed.")
        try:
            response = await handler(request)
        except web.HTTPNotFound:
            raise web.HTTPNotFound(text="There is nothing here. Open the whole address that fourp printed.") from None
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    def serve(self, debug: bool = False) -> None:
        """Serve until Ctrl+C."""
        self.initialize_logging()
        web.run_app(self._make_app(), sock=self._listening, print=lambda *_: None, access_log=None)
