from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What an adapter is given: the key is the same at every try, so that the other side can tell a repeat."""

    key: str
    address: str
    subject: str
    body: str
