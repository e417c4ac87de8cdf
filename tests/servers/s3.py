"""A real S3 server (SeaweedFS) that checks signatures, with one empty bucket."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.servers.process import free_port, running

ACTIONS = ["Admin", "Read", "Write", "List", "Tagging"]


@dataclass(frozen=True)
class S3Server:
    """How to reach the server."""

    endpoint_url: str
    bucket: str = "messerprise"
    access_key: str = "testkey"
    secret_key: str = "testsecret"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make Mess-Erprise keep its files here."""
        return {
            "S3_BUCKET": self.bucket,
            "S3_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
        }

    def client(self) -> Any:
        """Return a boto3 client of the server."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint_url,
            region_name="eu-south-1",
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, connect_timeout=2),
        )

    def keeps_objects(self) -> bool:
        """Tell whether a put can be read back: the health address answers before that is so."""
        client = self.client()
        try:
            client.put_object(Bucket=self.bucket, Key="ready", Body=b"ready")
            client.get_object(Bucket=self.bucket, Key="ready")["Body"].read()
            client.delete_object(Bucket=self.bucket, Key="ready")
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchBucket":
                client.create_bucket(Bucket=self.bucket)
            return False
        except BotoCoreError:
            return False
        return True


@contextmanager
def s3_server(place: Path) -> Iterator[S3Server]:
    """Run the server on free loopback ports, its data under ``place``."""
    server = S3Server(f"http://127.0.0.1:{(port := free_port())}")
    identity = {
        "name": "app",
        "credentials": [{"accessKey": server.access_key, "secretKey": server.secret_key}],
        "actions": ACTIONS,
    }
    config = place / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    (data := place / "s3").mkdir()
    env = {"TMPDIR": str(place)}  # it leaves sockets there
    with running(_command(data, config, port), ready=server.keeps_objects, log=place / "s3.log", env=env):
        yield server


def _command(data: Path, config: Path, port: int) -> list[str]:
    """Return the command line; each HTTP port but that of S3 gets its gRPC twin named, too."""
    parts = ("master", "volume", "filer")
    ports = [f"-{part}.port{kind}={free_port()}" for part in parts for kind in ("", ".grpc")]
    return [
        str(Path(sys.executable).with_name("weed")),
        "-logtostderr=true",
        "server",
        f"-dir={data}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-s3",
        f"-s3.port={port}",
        f"-s3.port.grpc={free_port()}",
        f"-s3.config={config}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.iam=false",
        "-s3.autoCreateBucket=false",
        *ports,
        "-master.telemetry=false",
        "-master.volumeSizeLimitMB=64",
        "-master.electionTimeout=1s",
        "-volume.max=20",
        "-volume.preStopSeconds=0",
        "-volume.index=memory",
    ]
