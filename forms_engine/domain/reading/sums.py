"""A number that is being put together from its parts."""

from dataclasses import dataclass
from fractions import Fraction

HUNDRED = 100


@dataclass(slots=True)
class Sum:
    """A number being put together: whole scales behind, the group in hand, its last piece."""

    total: Fraction = Fraction(0)
    group: Fraction = Fraction(0)
    piece: Fraction = Fraction(0)
    scale: int = 0
    is_begun: bool = False
    is_closed: bool = False
    ends_in_figure: bool = False

    @property
    def value(self) -> Fraction:
        """Return the number so far."""
        return self.total + self.group

    def takes(self, piece: Fraction, *, is_figure: bool) -> bool:
        """Whether ``piece`` can follow: twenty + one, 2000 + 300, but not seven + thirty."""
        if self.is_closed or (is_figure and self.ends_in_figure):
            return False
        if not self.group:
            return not self.scale or piece < self.scale
        if self.group.denominator > 1 or piece.denominator > 1 or not piece:
            return False
        room = next((size for size in (1000, 100, 10) if self.group % size == 0), 1)
        return piece < room and self.group % HUNDRED != 10  # noqa: PLR2004 - "ten five" is two numbers

    def add(self, piece: Fraction, *, is_figure: bool = False) -> None:
        """Take a piece in hand."""
        self.group += piece
        self.piece = piece
        self.is_begun = True
        self.ends_in_figure = is_figure

    def multiply_hundred(self) -> None:
        """Make hundreds of the group in hand."""
        self.group = (self.group or Fraction(1)) * HUNDRED
        self.is_begun, self.ends_in_figure = True, False

    def multiply_scale(self, scale: int) -> None:
        """Put the group in hand away as thousands or millions."""
        self.total += (self.group or Fraction(1)) * scale
        self.group, self.scale = Fraction(0), scale
        self.is_begun, self.ends_in_figure = True, False

    def multiply_piece(self, size: int) -> None:
        """Count the last piece by the dozen."""
        self.group += (self.piece or Fraction(1)) * size - self.piece
        self.is_begun = self.is_closed = True

    def add_fraction(self, fraction: Fraction, *, before_scale: bool) -> None:
        """Add a fraction: of one ("due e mezzo"), or of the scale just before ("un milione e mezzo")."""
        if self.group or not self.scale or before_scale:
            self.group += fraction
            self.is_begun = True
        else:
            self.total += fraction * self.scale
        self.piece, self.is_closed = fraction, not before_scale
