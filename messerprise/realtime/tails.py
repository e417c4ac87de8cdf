"""What a web process holds of a reply's stream."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry; ``offset`` counts UTF-16 units."""

    seq: int
    offset: int
    text: str


@dataclass(slots=True)
class Tail:
    """The entries of the newest attempt, in order; the list may begin late and may have holes."""

    attempt: int = 0
    seq: int = -1
    pieces: list[Piece] = field(default_factory=list)

    def add(self, attempt: int, piece: Piece) -> None:
        """Take an entry; a newer attempt drops the older, what is known already is ignored."""
        if (attempt, piece.seq) <= (self.attempt, self.seq):
            return
        if attempt > self.attempt:
            self.pieces = []
        self.attempt, self.seq = attempt, piece.seq
        self.pieces.append(piece)

    def after(self, attempt: int, seq: int) -> list[Piece] | None:
        """Return what follows a position; None where a piece between is missing."""
        if attempt > self.attempt:
            return []
        if attempt < self.attempt:
            seq = 0
        following = [piece for piece in self.pieces if piece.seq > seq]
        expected = range(seq + 1, seq + 1 + len(following))
        return following if [piece.seq for piece in following] == list(expected) else None

    def forget(self, seq: int) -> None:
        """Drop the entries up to this one: they were told."""
        self.pieces = [piece for piece in self.pieces if piece.seq > seq]
