"""A sign of life, from the clock by way of the broker and a worker."""

import time

from messerprise.realtime import keys
from messerprise.realtime.brokers import ask


def give_sign() -> None:
    """Say that the clock was heard now."""
    ask(lambda broker: broker.set(keys.beat_key(), time.time()))
