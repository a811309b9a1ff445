"""Images: opened, and written again without anything but the picture."""

import io
import warnings

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from overlegtafel.dossiers.content_checks.verdict import RefusedFile
from overlegtafel.dossiers.states import FileKind

_TOO_MANY = "Dit beeld telt te veel punten om te openen. Maak het kleiner en probeer opnieuw."
_BROKEN = "Dit beeld is beschadigd of onvolledig. Bewaar het opnieuw en probeer nog eens."
_FORMATS = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}


def check_image(content: bytes, kind: FileKind) -> tuple[bytes, str]:
    """The picture in new bytes, upright, and what was left out.

    Where and with what a photo was taken is not kept, nor anything behind the picture. Raises
    ``RefusedFile``.
    """
    picture = _opened(content, kind)
    had_more = bool(picture.getexif()) or bool(set(picture.info) - {"dpi", "gamma"})
    upright = ImageOps.exif_transpose(picture) or picture
    written = io.BytesIO()
    if kind == FileKind.JPEG:
        if upright.mode not in ("RGB", "L"):
            upright = upright.convert("RGB")
        _bare(upright).save(written, "JPEG", quality=90, optimize=True)
    else:
        _bare(upright).save(written, "PNG", optimize=False)
    return written.getvalue(), "plaats- en toestelgegevens van het beeld" if had_more else ""


def _opened(content: bytes, kind: FileKind) -> Image.Image:
    """The decoded picture; its size is looked at before a single point is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
            width, height = picture.size
            if width * height > settings.DOCUMENT_MOST_PIXELS:
                raise RefusedFile(_TOO_MANY)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise RefusedFile(_TOO_MANY) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as fault:
        raise RefusedFile(_BROKEN) from fault
    return picture


def _bare(picture: Image.Image) -> Image.Image:
    """The points alone: a copy that has no memory of what came with them."""
    bare = Image.new(picture.mode, picture.size)
    if palette := picture.getpalette():
        bare.putpalette(palette)
    bare.paste(picture)
    if "transparency" in picture.info and picture.mode == "P":
        bare.info["transparency"] = picture.info["transparency"]
    return bare
