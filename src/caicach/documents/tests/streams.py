"""A request of any length that never lies in memory as a whole."""


class Stream:
    """A request body that is written while it is read: a form's fields, then one file of any length."""

    def __init__(self, fields, field, size):
        head = "".join(
            f'--grenze\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head += f'--grenze\r\nContent-Disposition: form-data; name="{field}"; filename="lon.pdf"\r\n\r\n'
        self.head, self.tail, self.size, self.given = head.encode(), b"\r\n--grenze--\r\n", size, 0
        self.length = len(self.head) + size + len(self.tail)

    def readline(self, wanted=-1):
        raise AssertionError("a file has no lines")

    def read(self, wanted=-1):
        assert wanted > 0, "the whole body was asked for at once"
        wanted = min(wanted, self.length - self.given)
        at, self.given = self.given, self.given + wanted
        out = self.head[at : at + wanted]
        at = max(0, at - len(self.head))
        middle = min(wanted - len(out), max(0, self.size - at))
        out += b"x" * middle
        rest = wanted - len(out)
        return out + (self.tail[len(self.tail) - (self.length - self.given) - rest :][:rest] if rest else b"")


def streamed(client, address, stream):
    return client.generic(
        "POST",
        address,
        b"",
        **{
            "wsgi.input": stream,
            "CONTENT_LENGTH": str(stream.length),
            "CONTENT_TYPE": "multipart/form-data; boundary=grenze",
        },
    )
