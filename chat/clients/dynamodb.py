"""Transcripts in DynamoDB: partition = conversation, sort = number of the event."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import boto3.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from chat.clients.transcripts import EventRefused, SequenceTaken, StoreAway, StoredEvent

CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 8}, connect_timeout=3, read_timeout=5)
"""Throttling and lost connections are tried again with growing, random, bounded pauses."""


class DynamoTranscripts:
    """One table; ``ttl_days`` after an event was made DynamoDB may drop it, 0 keeps it."""

    def __init__(
        self,
        table: str,
        region: str,
        endpoint_url: str | None = None,
        *,
        ttl_days: int = 0,
        config: Config = CONFIG,
    ) -> None:
        """Connect at the first call only; ``config`` says how long to try, by default long."""
        # A session of its own: boto3's default one is not safe to share among threads.
        session = boto3.session.Session(region_name=region)
        self._client = session.client("dynamodb", endpoint_url=endpoint_url, config=config)
        self._table = table
        self._ttl_days = ttl_days

    def create_table(self) -> None:
        """Make the table, paid by request, with its attribute of expiry."""
        self._client.create_table(
            TableName=self._table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "conversation", "AttributeType": "S"},
                {"AttributeName": "seq", "AttributeType": "N"},
            ],
            KeySchema=[
                {"AttributeName": "conversation", "KeyType": "HASH"},
                {"AttributeName": "seq", "KeyType": "RANGE"},
            ],
        )
        self._client.get_waiter("table_exists").wait(TableName=self._table)
        self._client.update_time_to_live(
            TableName=self._table,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"},
        )

    def append(self, conversation_id: UUID, events: Sequence[StoredEvent]) -> None:
        """See ``TranscriptStore``; one by one, so that a killed writer leaves no hole."""
        for each in events:
            is_taken = not self._put(conversation_id, each)
            if is_taken and self.after(conversation_id, each.seq - 1, 1) != [each]:
                raise SequenceTaken(conversation_id, each.seq)

    def after(self, conversation_id: UUID, seq: int, limit: int) -> list[StoredEvent]:
        """See ``TranscriptStore``."""
        found: list[StoredEvent] = []
        for page in self._pages(conversation_id, seq, limit):
            found += [_event(item) for item in page["Items"]]
            if len(found) >= limit:
                break
        return found[:limit]

    def count(self, conversation_id: UUID) -> int:
        """See ``TranscriptStore``."""
        return sum(len(page["Items"]) for page in self._pages(conversation_id, -1, 1000))

    def forget(self, conversation_id: UUID) -> None:
        """See ``TranscriptStore``."""
        for page in self._pages(conversation_id, -1, 1000):
            for item in page["Items"]:
                key = {"conversation": item["conversation"], "seq": item["seq"]}
                with _reached():
                    self._client.delete_item(TableName=self._table, Key=key)

    def _put(self, conversation_id: UUID, event: StoredEvent) -> bool:
        """Write an event; return False where its number has one."""
        with _reached():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=self._item(conversation_id, event),
                    ConditionExpression="attribute_not_exists(seq)",
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
            except ClientError as error:
                if error.response["Error"]["Code"] != "ValidationException":
                    raise
                raise EventRefused(conversation_id, event.seq) from error
        return True

    def _pages(self, conversation_id: UUID, seq: int, size: int) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="conversation = :conversation AND seq > :seq",
            ExpressionAttributeValues={":conversation": {"S": str(conversation_id)}, ":seq": {"N": str(seq)}},
            ConsistentRead=True,
            PaginationConfig={"PageSize": size},
        )
        with _reached():
            yield from pages

    def _item(self, conversation_id: UUID, event: StoredEvent) -> dict[str, Any]:
        item = {
            "conversation": {"S": str(conversation_id)},
            "seq": {"N": str(event.seq)},
            "type": {"S": event.type},
            "data": {"S": json.dumps(event.data, ensure_ascii=False)},
            "created_at": {"S": event.created_at.isoformat()},
        }
        if self._ttl_days:
            expiry = event.created_at + timedelta(days=self._ttl_days)
            item["expires_at"] = {"N": str(int(expiry.timestamp()))}
        return item


@contextmanager
def _reached() -> Iterator[None]:
    """Turn what the service or the way to it says into our own word, without what was sent."""
    try:
        yield
    except ClientError as error:
        raise StoreAway(f"DynamoDB says {error.response['Error']['Code']}") from error
    except BotoCoreError as error:
        raise StoreAway(f"DynamoDB is not reached ({type(error).__name__})") from error


def _event(item: dict[str, Any]) -> StoredEvent:
    made = datetime.fromisoformat(item["created_at"]["S"])
    return StoredEvent(int(item["seq"]["N"]), item["type"]["S"], json.loads(item["data"]["S"]), made)


def configured_transcripts(config: Config = CONFIG) -> DynamoTranscripts:
    """Return the store that the settings name.

    Args:
        config: how long to try, by default long: for work in the background.

    Raises:
        ImproperlyConfigured: they name none.
    """
    if not settings.TRANSCRIPT_TABLE:
        msg = "TRANSCRIPT_TABLE names no DynamoDB table."
        raise ImproperlyConfigured(msg)
    return _transcripts(settings.TRANSCRIPT_TABLE, settings.AWS_REGION, settings.TRANSCRIPT_TTL_DAYS, config)


@cache
def _transcripts(table: str, region: str, ttl_days: int, config: Config) -> DynamoTranscripts:
    """Return one for the whole process: making a client takes a while, its threads may share it."""
    return DynamoTranscripts(table, region, ttl_days=ttl_days, config=config)
