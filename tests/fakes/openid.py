"""A small OpenID provider with keys of its own, that a test may let lie.

It speaks the real protocol – discovery, authorization with PKCE, token, JWKS – and signs everybody in as
``person`` without asking. ``forge`` turns the claims of a sign-in into whatever shall arrive as ID token.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "mess-erprise", "the client's secret"
Claims = dict[str, Any]


class OpenIDDouble:
    """The provider; everything about it may be changed while it runs."""

    def __init__(self) -> None:
        self.person: Claims = {"sub": "anna-1"}
        self.forge: Callable[[Claims], object] = self.sign
        self.asked: list[str] = []  # the paths that were called, in order
        self.failing: dict[str, int] = {}  # path: status, or 0 for nonsense
        self.issuer_told = ""
        self.key_alg = "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.new_key("first")
        self._server = _Server(("127.0.0.1", 0), _Endpoints)
        self._server.double = self
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new_key(self, kid: str) -> None:
        """Sign with a new key from now on."""
        self.key, self.kid = rsa.generate_private_key(public_exponent=65537, key_size=2048), kid

    def sign(self, claims: Claims, *, key: Any = None, alg: str = "RS256", kid: str | None = None) -> str:
        """Return the claims as a token, by default as an honest provider would sign it."""
        return jwt.encode(
            claims, self.key if key is None else key, alg, {"kid": self.kid if kid is None else kid}
        )

    def claims_for(self, nonce: str) -> Claims:
        """Return what an honest ID token says."""
        now = int(time.time())
        standard = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        return {**standard, "token_use": "id", **self.person}

    def discovery(self) -> dict[str, str]:
        """Return the discovery document."""
        return {
            "issuer": self.issuer_told or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
        }

    def jwks(self) -> dict[str, Any]:
        """Return the public key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": self.key_alg}]}

    def code_for(self, query: Mapping[str, str]) -> str:
        """Take an authorization request; everything a careful client sends must be there."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["code_challenge_method"] == "S256"
        assert len(query["state"]) >= 32
        assert len(query["nonce"]) >= 32
        code = secrets.token_urlsafe()
        self.codes[code] = dict(query)
        return code

    def token_for(self, form: Mapping[str, str]) -> object:
        """Take a token request; a code works once, with its verifier, for its client and address."""
        asked = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        assert form["redirect_uri"] == asked["redirect_uri"]
        assert (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        return self.forge(self.claims_for(asked["nonce"]))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    double: OpenIDDouble


class _Endpoints(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        double = self.server.double
        if self._fails(address.path):
            return
        if address.path == "/authorize":
            self.send_response(302)
            answer = urlencode({"code": double.code_for(query), "state": query["state"]})
            self.send_header("Location", f"{query['redirect_uri']}?{answer}")
            self.end_headers()
        elif address.path == "/.well-known/openid-configuration":
            self._json(200, double.discovery())
        elif address.path == "/jwks":
            self._json(200, double.jwks())
        else:
            self._json(404, {})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self._fails(self.path):
            return
        try:
            token = self.server.double.token_for({name: values[0] for name, values in form.items()})
        except (AssertionError, KeyError):
            self._json(400, {"error": "invalid_grant"})
            return
        self._json(200, {"access_token": "opaque", "token_type": "Bearer", "id_token": token})

    def _fails(self, path: str) -> bool:
        self.server.double.asked.append(path)
        status = self.server.double.failing.get(path)
        if status is not None:
            self._json(status or 200, {"error": "planted"} if status else ["nonsense"])
        return status is not None

    def _json(self, status: int, content: Any) -> None:
        encoded = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
