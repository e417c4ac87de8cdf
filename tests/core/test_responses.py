import io

from messerprise.core.responses import Download


class Watched(io.BytesIO):
    """Counts how much was read."""

    taken = 0

    def read(self, size=-1):
        content = super().read(size)
        self.taken += len(content)
        return content


def make_download(size):
    file = Watched(b"x" * size)
    return file, Download(file, as_attachment=True, filename="a.bin")


async def test_download_is_read_piece_by_piece_under_asgi():
    file, response = make_download(100_000)
    pieces = aiter(response)
    first = await anext(pieces)
    assert (len(first), file.taken) == (response.block_size, response.block_size)
    assert len(first) + sum([len(piece) async for piece in pieces]) == 100_000


def test_download_is_a_file_response_elsewhere():
    _file, response = make_download(5000)
    assert b"".join(response) == b"x" * 5000
