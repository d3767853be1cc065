"""What no page asks for: texts, segments of addresses, files and bodies that have broken something somewhere."""

import io
import zipfile

VALUES: dict[str, str] = {
    "NUL": "a\0b",
    "half a surrogate pair": "\ud800x\udfff",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "a huge number": "9" * 5000,
    "a large number": "99999999999999999999",
    "a number beyond 32 bits": "4294967296",
    "a negative number": "-1",
    "minus zero": "-0",
    "an exponent": "1e999",
    "no number": "NaN",
    "infinity": "-Infinity",
    "other digits": "\u0661\u0662\u00b2\u2460",
    "a grouped number": "1_000",
    "a wrong id": "00000000-0000-0000-0000-00000000000g",
    "a braced id": "{00000000-0000-0000-0000-000000000000}",
    "markup": "<script>alert(1)</script>",
    "an attribute's end": "\" autofocus onfocus=alert(1) '><img src=x onerror=alert(1)>",
    "a template": "{{7*7}}{% for %}{0.__class__}%(x)s${y}",
    "an SQL text": "'; drop table people; --",
    "right to left": "\u202eadmin\u2066\u200f",
    "combining characters": "e" + "\u0301" * 3000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50,
    "a formula": "=cmd|' /C calc'!A0",
    "a formula after a space": " @SUM(1+1)\t-2",
    "a header": "a\r\nSet-Cookie: session=x\r\n\r\n<html>",
    "a line separator": "a\u2028b\u0085c\x0bd\x0ce\x1bf",
    "a calendar entry": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    "a line of spaces": " \t\r\n\u3000\u00a0 ",
    "nothing": "",
    "a long text": "x" * 49_000,
    "too long a text": "y" * 60_000,
    "many lines": "line\n" * 4_000,
    "year zero": "0000-00-00",
    "no such day": "2021-02-30",
    "the last day": "9999-12-31",
    "beyond the last day": "10000-01-01",
    "the first day": "0001-01-01",
    "a time": "25:61",
    "a moment": "2021-02-01T10:00:00+99:99",
    "a path": "../../../../etc/passwd",
    "an address elsewhere": "//elsewhere.example/\\x",
    "an odd address": "a@b@ucl.example,<c@kcl.example>\r\nBcc: d@ual.example",
    "a long address": "a" * 400 + "@ucl.example",
    "deep JSON": "[" * 5000,
    "a document": '{"__proto__": {"x": 1}, "a": NaN, "a": 1e400}',
    "YAML": "!!python/object/apply:os.system ['true']\n&a [*a, *a]",
    "a pattern": "(a+)+$" + "a" * 40 + "!",
}  # fmt: skip
SEGMENTS = (
    "%00", "%ED%A0%80", "%FF%FE", "%C0%AF", "..%2f..%2f", "%2e%2e", ".", "a" * 5000, "%F0%9F%98%80", "0",
    "-1", "9" * 400, "1e9", "NaN", "true", "CON", "%25%30%30", "*", "e%CC%81" * 300,
    "00000000-0000-0000-0000-00000000000g", "{00000000-0000-0000-0000-000000000000}", "%0d%0aSet-Cookie:%20x=1",
    "%20", "%", "%zz", ";a=b", "%3Cscript%3E", "%E2%80%AE", "%5C", "%7B%7B7*7%7D%7D", "null",
)  # fmt: skip
NAMES = ("", "\0", "a" * 1000, "__proto__", "people[]", "\ud800", "then", "csrf", "\u202e")
"""Names of fields that no form of ours has, or that are ours alone."""
PARTS = "multipart/form-data; boundary=x"
TYPE = "application/x-www-form-urlencoded"


def _bomb(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, b"\0" * 50_000_000)
    return packed.getvalue()


def _laughs() -> bytes:
    packed, told = io.BytesIO(), '<!DOCTYPE a [<!ENTITY b0 "bbbbbbbb">'
    told += "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12)) + "]><a>&b11;</a>"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", told)
    return packed.getvalue()


def files() -> dict[str, bytes]:
    """Files that are not what they say: made once, they take a moment."""
    return {
        "a zip bomb": _bomb("list.csv"),
        "a spreadsheet bomb": _bomb("xl/worksheets/sheet1.xml"),
        "a spreadsheet of entities": _laughs(),
        "half a spreadsheet": _laughs()[:200],
        "no text": bytes(range(256)) * 50,
        "one line": b"a," * 240_000,
        "many lines": b'"\n' * 200_000,
        "UTF-16": "Name,Email\nA,b@c".encode("utf-16"),
        "NUL": b"Name,Email\n\0,\0\n",
        "too large": b"Name,Email\n" + b"a,b@ucl.example\n" * 60_000,
        "nothing": b"",
    }


def no_forms() -> dict[str, tuple[bytes, str]]:
    """Bodies that are no form, with what they say they are."""
    part = b'--x\r\nContent-Disposition: form-data; name="reason"'
    return {
        "deep JSON": (b'{"csrf": ' + b"[" * 5000, "application/json"),
        "JSON that is no form": (b'["csrf"]', "application/json"),
        "numbers beyond JSON": (b'{"reason": NaN, "n": 1e999999}', "application/json"),
        "XML": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
        "multipart without an end": (part + b"\r\n\r\nBecause", PARTS),
        "multipart without a boundary": (part, "multipart/form-data"),
        "multipart with a wrong boundary": (part, 'multipart/form-data; boundary="\xff"'),
        "multipart without a name": (b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--", PARTS),
        "multipart in an unknown encoding": (
            part
            + b'\r\nContent-Type: text/plain; charset="no-such"\r\n\r\na\r\n--x--\r\n', PARTS
        ),
        "many parts": ((part + b"\r\n\r\na\r\n") * 3000 + b"--x--\r\n", PARTS),
        "bytes that are no text": (b"\xff\xfe=%zz&csrf=%ff%fe&reason=%c0%af", TYPE),
        "half an escape": (b"reason=%&csrf=%a", TYPE),
        "a body too large": (b"reason=" + b"x" * 3_000_000, TYPE),
        "nothing at all": (b"", "text/plain"),
        "no type": (b"reason=Because", ""),
        "an unknown type": (b"reason=Because", "application/x-\xff; charset=utf-7"),
        "an unknown encoding": (b"reason=Because", f"{TYPE}; charset=no-such"),
    }  # fmt: skip
