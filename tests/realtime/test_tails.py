"""What a web process holds of a stream: honest about holes."""

from hypothesis import given
from hypothesis import strategies as st

from messerprise.realtime.tails import Piece, Tail


def tail_of(*entries):
    tail = Tail()
    for attempt, seq in entries:
        tail.add(attempt, Piece(seq, seq * 2, f"{seq};"))
    return tail


def seqs(pieces):
    return None if pieces is None else [piece.seq for piece in pieces]


def test_tail_returns_what_follows_a_position():
    tail = tail_of((1, 0), (1, 1), (1, 2), (1, 3))

    assert seqs(tail.after(1, 1)) == [2, 3]
    assert seqs(tail.after(1, 3)) == []
    assert seqs(tail.after(0, 0)) == [1, 2, 3]


def test_tail_admits_a_hole():
    assert tail_of((1, 5), (1, 6)).after(1, 3) is None
    assert tail_of((1, 1), (1, 3)).after(1, 0) is None
    assert seqs(tail_of((1, 1), (1, 3), (1, 4)).after(1, 3)) == [4]


def test_tail_drops_an_older_attempt():
    tail = tail_of((1, 1), (2, 0), (1, 2), (2, 1))

    assert tail.attempt == 2
    assert seqs(tail.after(1, 1)) == [1]


def test_tail_ignores_what_it_knows():
    assert seqs(tail_of((1, 1), (1, 1), (1, 2), (1, 1)).after(1, 0)) == [1, 2]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 6)), max_size=30), st.integers(0, 6))
def test_tail_never_gives_a_partial_replay(entries, position):
    tail = tail_of(*entries)

    found = seqs(tail.after(tail.attempt, position))

    assert found is None or found == list(range(position + 1, position + 1 + len(found)))
