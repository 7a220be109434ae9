"""A real OpenID provider (npm `oidc-provider`) on loopback, and a browser that signs in at it."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree

from app.embedded.server import free_port

FOLDER = Path(__file__).parent / "oidc"
CLIENT, SECRET = "utdrag", "only-for-tests: & so on"
People = dict[str, dict[str, Any]]
PEOPLE: People = {
    "mildra": {"name": "Mildra F", "email": "mildra@nordstaff.example", "email_verified": True, "locale": "nn-NO"},
    "unproven": {"name": "Oddik L", "email": "oddik@nordstaff.example", "email_verified": False},
    "late": {"name": "Late", "email": "late@nordstaff.example", "email_verified": True},
    "same_address": {"name": "Late Too", "email": "late@nordstaff.example", "email_verified": True},
    "out": {"name": "Out", "email": "out@nordstaff.example", "email_verified": True},
    "twice": {"name": "Twice", "groups": ["fk-dpo", "privacy-handlers"]},
    "kelvo": {"name": "Kelvo Dimdrake", "email": "kelvo@nordstaff.example", "groups": ["staff", "privacy-handlers"]},
    "brisla": {"name": "Brisla Barr", "groups": ["privacy-leads", "privacy-handlers", "fk-dpo"]},
    "stranger": {"name": "Stigla Kvist", "email": "stigla@else.example", "email_verified": True, "groups": ["staff"]},
}  # fmt: skip


@dataclass
class IdentityProvider:
    """The running provider."""

    port: int

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, Any]:
        """Give what an operator sets to sign in with it."""
        return {"oidc_issuer": self.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}

    def browser(self) -> httpx.AsyncClient:
        """Give a browser that has not been here yet."""
        return httpx.AsyncClient(timeout=60)

    async def passed(self, browser: httpx.AsyncClient, address: str, person: str, back: str) -> str:
        """Go where we were sent, sign in as somebody, consent; give the address that leads back."""
        answer = await browser.get(address)
        for _ in range(20):
            if answer.is_redirect:
                address = urljoin(address, answer.headers["location"])
                if address.startswith(back):
                    return address
                answer = await browser.get(address)
                continue
            assert answer.status_code == 200, answer.text
            form = Tree(answer.text).css_first("form")
            assert form is not None, answer.text
            fields = {
                field.attributes["name"] or "": field.attributes.get("value") or ""
                for field in form.css("input[name]")
            }
            fields |= {"login": person, "password": "any"} if "login" in fields else {}
            address = urljoin(address, form.attributes["action"] or "")
            answer = await browser.post(address, data=fields)
        raise AssertionError(f"no way back from {address}")

    async def sign_out(self, browser: httpx.AsyncClient) -> None:
        """End the session at the provider, which tells everybody who was entered through it."""
        asked = await browser.get(f"{self.issuer}/session/end")
        form = Tree(asked.text).css_first("form")
        assert form is not None, asked.text
        fields = {
            one.attributes["name"] or "": one.attributes["value"] or "" for one in form.css("input[name]")
        }
        done = await browser.post(form.attributes["action"] or "", data={**fields, "logout": "yes"})
        assert done.status_code < 400, done.text


@contextmanager
def running(
    redirect_to: str, *, claims_in_token: bool = False, signs_by: str = "RS256"
) -> Iterator[IdentityProvider]:
    """Run a provider that knows us by an address to come back to."""
    provider = IdentityProvider(free_port())
    told = {
        "issuer": provider.issuer,
        "port": provider.port,
        "people": PEOPLE,
        "claimsInToken": claims_in_token,
        "signsBy": signs_by,
        "clients": [
            {
                "client_id": CLIENT,
                "client_secret": SECRET,
                "id_token_signed_response_alg": signs_by,
                "redirect_uris": [f"{redirect_to}/auth/callback"],
                "backchannel_logout_uri": f"{redirect_to}/auth/backchannel",
                "backchannel_logout_session_required": True,
            }
        ],
    }
    process = subprocess.Popen(
        ["node", FOLDER / "provider.mjs"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        yield provider
    finally:
        process.stdin.close()
        process.stdout.close()
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The provider's program, installed as its lock says; skipped, which CI calls a failure, without npm."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node.js and npm are not installed")
    with (FOLDER / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes of one run share the folder
        installed = FOLDER / "node_modules" / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < Path(lock.name).stat().st_mtime:
            done = subprocess.run(
                ["npm", "ci", "--silent"], cwd=FOLDER, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return FOLDER / "node_modules"
