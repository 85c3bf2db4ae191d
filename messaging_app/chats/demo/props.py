"""Pictures and sounds of the demo, made here, so that no file comes with the program."""

import math
import struct
import wave
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 800)
RATE = 8000  # samples a second: enough for a voice

Colour = tuple[int, int, int]

MORNING: tuple[Colour, ...] = ((250, 226, 196), (214, 190, 186), (120, 138, 150), (62, 84, 92))
SEA: tuple[Colour, ...] = ((196, 224, 232), (112, 170, 184), (46, 116, 134), (22, 66, 82))
DUSK: tuple[Colour, ...] = ((238, 186, 150), (196, 124, 112), (112, 76, 98), (48, 40, 66))
GARDEN: tuple[Colour, ...] = ((226, 236, 214), (160, 190, 124), (92, 138, 76), (44, 84, 52))


def prop(name: str) -> SimpleUploadedFile:
    """A file as somebody would upload it."""
    if name in SOUNDS:
        return SimpleUploadedFile(f"{name}.wav", _hum(SOUNDS[name]), "audio/wav")
    return SimpleUploadedFile(f"{name}.jpg", _landscape(*LANDSCAPES[name]), "image/jpeg")


# Colours from the sky down, and how far the sun has gone across it.
LANDSCAPES = {
    "hut from the north": (MORNING, 0.72),
    "harbour": (SEA, 0.3),
    "last light": (DUSK, 0.55),
    "courgettes": (GARDEN, 0.2),
}
# Seconds.
SOUNDS = {"voice message": 42, "short hello": 6}


def _landscape(colours: tuple[Colour, ...], across: float) -> bytes:
    """Ranges of hills, each in front of the one before, under a pale sun."""
    width, height = SIZE
    image = Image.new("RGB", SIZE, colours[0])
    draw = ImageDraw.Draw(image)
    centre, radius = (width * across, height * 0.3), height * 0.09
    sun = [centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius]
    draw.ellipse(sun, fill=(255, 247, 232))
    image = image.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(image)
    for depth, colour in enumerate(colours[1:], 1):
        ridge = [(x, _ridge(x, depth) * height) for x in range(0, width + 1, 8)]
        draw.polygon([*ridge, (width, height), (0, height)], fill=colour)
    content = BytesIO()
    image.save(content, "JPEG", quality=82)
    return content.getvalue()


def _ridge(x: int, depth: int) -> float:
    """How far down the picture a range of hills begins."""
    waves = math.sin(x / (150 / depth) + depth) + 0.5 * math.sin(x / 61 + 3 * depth)
    return 0.24 + 0.17 * depth + 0.035 * waves


def _hum(seconds: int) -> bytes:
    """Somebody humming: a soft tone that wanders, with a breath every few seconds."""
    samples = bytearray()
    phase = 0.0
    for index in range(seconds * RATE):
        second = index / RATE
        pitch = 196 * 2 ** (round(4 * math.sin(second * 0.9) + 3 * math.sin(second * 2.3)) / 12)
        phase += 2 * math.pi * pitch / RATE
        breath = max(0.0, math.sin(math.pi * (second % 3.5) / 3.5)) ** 0.6
        loud = 7000 * breath * (0.75 + 0.25 * math.sin(second * 11))
        samples += struct.pack("<h", int(loud * (math.sin(phase) + 0.3 * math.sin(2 * phase))))
    content = BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(samples))
    return content.getvalue()
