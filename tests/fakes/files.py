"""Files as people drop them: PDFs made by hand, byte by byte."""

from __future__ import annotations

_FONT = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF of typeset lines; a page without lines is a blank one."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT,
    ]
    for number, lines in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents"
            b" %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number),
            _stream(lines),
        ]
    about = f"<< /Title ({title}) /CreationDate (D:20260227090000Z) >>"
    objects.append(about.encode())
    return _whole(objects)


def _stream(lines: list[str]) -> bytes:
    shown = b"".join(
        b"(%s) Tj T*\n" % line.replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        for line in lines
    )
    content = b"BT /F1 11 Tf 14 TL 60 780 Td\n%sET" % shown
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _whole(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects)
    trailer = b"<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (count + 1, count)
    return (
        b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n"
        % (*(data, count + 1, table, trailer, len(data)),)
    )
