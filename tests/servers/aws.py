"""A real AWS emulator (ministack) in a virtual environment of its own: it pins another botocore."""

import json
import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import free_port, running

PROGRAM = Path(__file__).parents[2] / ".venv-aws" / "bin" / "ministack"
REGION = "eu-central-1"


@contextmanager
def aws_server(place: Path, services: str = "cognito-idp,bedrock,bedrock-runtime,dynamodb") -> Iterator[str]:
    """Run the emulator on a free loopback port; yield its endpoint URL."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    env = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",  # it listens everywhere by default
        "MINISTACK_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "MINISTACK_REGION": REGION,
        "STATE_DIR": str(place / "aws"),
        "S3_DATA_DIR": str(place / "aws-s3"),
        "SERVICES": services,
        "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}",
    }

    def ready() -> bool:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2) as answer:
            return bool(json.load(answer))

    with running([str(PROGRAM)], ready=ready, log=place / "aws.log", env=env):
        yield endpoint
