"""Small true files of every kind, made byte by byte."""

import io
import struct
import wave
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = b"hidden-words-of-the-sender"


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    kept = io.BytesIO()
    options.setdefault("mode", "RGB")
    image = Image.new(str(options.pop("mode")), size, options.pop("colour", "teal"))  # type: ignore[arg-type]
    image.save(kept, form, **options)
    return kept.getvalue()


def photo(orientation: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG as a phone writes it: where it was taken, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 19.0, 45.0), 3: "E", 4: (18.0, 4.0, 7.0)})
    return picture(size=size, exif=exif, comment=SECRET)


def png_with_words() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode())
    return picture("PNG", pnginfo=notes) + SECRET


def animation(form: str = "GIF", frames: int = 3, size: tuple[int, int] = (30, 20)) -> bytes:
    kept = io.BytesIO()
    images = [Image.new("RGB", size, (80 * nth % 256, 40, 200)) for nth in range(frames)]
    images[0].save(
        kept, form, save_all=True, append_images=images[1:], duration=[50, 70, 90][:frames], loop=0
    )
    return kept.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims billions of pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def sound(seconds: float = 1.5) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\0" * int(8000 * seconds))
    return kept.getvalue()


def mp3(frames: int = 40, *, tagged: bool = False, counted: bool = False) -> bytes:
    """128 kbit/s at 44,100 Hz: 417 bytes and 1,152 samples a frame."""
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    first = frame
    if counted:
        note = b"Info" + struct.pack(">II", 1, frames)
        first = frame[:36] + note + frame[36 + len(note) :]
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 1, 0]) + b"\0" * 128 if tagged else b""
    return tag + first + frame * (frames - 1)


def flac(seconds: int = 2) -> bytes:
    packed = (44_100 << 44) | (1 << 41) | (15 << 36) | 44_100 * seconds
    return b"fLaC\x80\x00\x00\x22" + b"\0" * 10 + packed.to_bytes(8, "big") + b"\0" * 16


def opus(seconds: int = 3) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48_000, 0, 0)
    return _page(head, 0) + _page(b"\0" * 200, 48_000 * seconds + 312)


def vorbis(seconds: int = 2) -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBI", 0, 2, 44_100) + b"\0" * 14
    return _page(head, 0) + _page(b"\0" * 200, 44_100 * seconds)


def theora(width: int = 320, height: int = 240) -> bytes:
    head = b"\x80theora\x03\x02\x01" + struct.pack(">HH", width // 16, height // 16)
    return _page(head + width.to_bytes(3, "big") + height.to_bytes(3, "big") + b"\0" * 20, 0)


def mp4(
    brand: bytes = b"isom",
    handler: bytes = b"vide",
    size: tuple[int, int] = (640, 360),
    *,
    turned: bool = False,
    long: bool = False,
) -> bytes:
    """Five seconds, the index behind the data, as cameras write it."""
    matrix = (0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    if not turned:
        matrix = (1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    tkhd = b"\0" * 40 + struct.pack(">9i", *matrix) + struct.pack(">II", *(e << 16 for e in size))
    mvhd = struct.pack(">B3xIIII", 0, 0, 0, 1000, 5000) + b"\0" * 80
    if long:
        mvhd = struct.pack(">B3xQQIQ", 1, 0, 0, 1000, 5000) + b"\0" * 80
    mdia = _box(b"mdia", _box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13))
    moov = _box(b"mvhd", mvhd) + _box(b"trak", _box(b"tkhd", tkhd) + mdia)
    data = struct.pack(">I4sQ", 1, b"mdat", 16 + 100) + b"\0" * 100
    return _box(b"ftyp", brand + b"\0\0\0\0isom") + data + _box(b"moov", moov)


def webm(doc_type: bytes = b"webm", *, film: bool = True, live: bool = False) -> bytes:
    """Four seconds; `live` as a browser records: no length of the segment, none of the film."""
    edges = _element(b"\xb0", b"\x02\x80") + _element(b"\xba", b"\x01\xe0")
    track = _element(b"\x83", b"\x01") + _element(b"\xe0", edges)
    if not film:
        track = _element(b"\x83", b"\x02")
    length = b"" if live else _element(b"\x44\x89", struct.pack(">d", 4000.0))
    info = _element(b"\x2a\xd7\xb1", b"\x0f\x42\x40") + length
    inside = (
        _element(b"\x15\x49\xa9\x66", info)
        + _element(b"\x16\x54\xae\x6b", _element(b"\xae", track))
        + _element(b"\x1f\x43\xb6\x75", b"\0" * 64)
    )
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", doc_type))
    if live:
        return head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + inside
    return head + _element(b"\x18\x53\x80\x67", inside)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _page(packet: bytes, position: int) -> bytes:
    header = b"OggS\0\0" + struct.pack("<QIII", position, 1, 0, 0)
    return header + bytes([1, len(packet)]) + packet


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def _element(name: bytes, data: bytes) -> bytes:
    return name + (len(data) | 1 << 28).to_bytes(4, "big") + data
