"""A real issuer of access tokens on loopback: a token endpoint, and an endpoint to ask whose a token is."""

import json
import secrets
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwt

CLIENT, SECRET, SCOPE = "app-1", "only-for tests & so on", "https://mail.example/.default"
ROBOT = "robot@project.example"


@dataclass
class Issuer:
    """Who may have a token, and which were given out; set `life`, `answer` or `user` as a test needs."""

    user: str
    port: int = 0
    life: int = 3600
    answer: tuple[int, bytes] | None = None
    """Said instead of giving a token."""
    given: list[str] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def token_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/tenant/oauth2/v2.0/token"

    def client(self, secret: str) -> dict[str, str]:
        """Give the part of a profile that names the application."""
        return {"token_url": self.token_url, "client_id": CLIENT, "client_secret": secret, "scope": SCOPE}

    def service_account(self) -> str:
        """Give the key file of a service account, as Google writes one."""
        pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return json.dumps({
            "type": "service_account", "client_email": ROBOT, "private_key_id": "k1",
            "private_key": pem.decode(), "token_uri": self.token_url,
        })  # fmt: skip

    def revoke(self) -> None:
        """Let no token given so far be good any longer."""
        self.good.clear()

    def grant(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match form:
            case {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}:
                if (client, secret) != (CLIENT, SECRET):
                    return 401, {"error": "invalid_client", "error_description": f"AADSTS7000215: {client}"}
                if form.get("scope") != SCOPE:
                    return 400, {"error": "invalid_scope"}
            case {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": signed}:
                public = self.key.public_key().public_bytes(
                    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
                )
                claims = jwt.decode(signed, public.decode(), "RS256", audience=self.token_url, issuer=ROBOT)
                assert (claims["sub"], claims["scope"]) == (self.user, SCOPE)
                assert claims["exp"] - claims["iat"] <= 3600
            case _:
                return 400, {"error": "unsupported_grant_type"}
        token = secrets.token_urlsafe(32)
        self.given.append(token)
        self.good.add(token)
        return 200, {"token_type": "Bearer", "expires_in": self.life, "access_token": token}

    def introspect(self, form: dict[str, str]) -> dict[str, Any]:
        active = form.get("token", "") in self.good
        return {"active": active, **({"username": self.user} if active else {})}


class _Server(ThreadingHTTPServer):
    issuer: Issuer


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        status, said = 200, b""
        if self.path == "/introspect":
            said = json.dumps(self.server.issuer.introspect(form)).encode()
        elif self.server.issuer.answer is not None:
            status, said = self.server.issuer.answer
        else:
            status, told = self.server.issuer.grant(form)
            said = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def issuing(user: str, port: int = 0) -> Generator[Issuer]:
    """Give an issuer that answers."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.issuer = issuer = Issuer(user, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
