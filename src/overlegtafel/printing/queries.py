"""Reads about packs."""

from dataclasses import dataclass
from datetime import timedelta

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import WrongMoment
from overlegtafel.meetings.models import AgendaItem, Meeting
from overlegtafel.printing.contents import PackContents, Read, pack_contents
from overlegtafel.printing.models import Pack
from overlegtafel.printing.pack_file import pdf_path, zip_path
from overlegtafel.printing.policy import pack_refusal, require_pack
from overlegtafel.printing.states import PackState

STALLED = timedelta(minutes=2)
"""Without a sign of life for so long its maker fell away: it is asked again."""
NOT_MADE = "Deze bundel is nog niet gemaakt. Vraag hem op de pagina van de bundel."


@dataclass(frozen=True)
class AnnexLine:
    """An annex as a page lists it: its number on the agenda, and its page in the pack."""

    number: str
    title: str
    page: int | None


@dataclass(frozen=True)
class PackLine:
    """An item as a page lists it, with the page it stands on, once the pack is there."""

    item: AgendaItem
    page: int | None
    annexes: list[AnnexLine]
    report: AnnexLine | None = None


@dataclass(frozen=True)
class PackView:
    """The pack of one reader: what is in it, and the file made of that, if any."""

    contents: PackContents
    pack: Pack | None

    @property
    def is_ready(self) -> bool:
        """Whether it can be read now: made, and both files are there."""
        return self.pack is not None and is_served(self.pack)

    @property
    def is_going(self) -> bool:
        """Whether it is asked and still comes."""
        return self.pack is not None and self.pack.state in (PackState.WAITING, PackState.MAKING)

    @property
    def places(self) -> dict[str, int]:
        """The page of each ``item-<id>``, ``report-<id>`` and ``annex-<key>``, once it is ready."""
        return self.pack.places if self.pack is not None and self.is_ready else {}

    @property
    def item_pages(self) -> dict[int, int]:
        """The page of each item by its id, for the page of the meeting."""
        return {each.item.pk: each.page for each in self.lines if each.page}

    @property
    def lines(self) -> list[PackLine]:
        """What is in it, in order, with the pages of the file that is ready."""
        places = self.places
        return [
            PackLine(
                each.item,
                places.get(f"item-{each.item.pk}"),
                [
                    AnnexLine(
                        f"{each.item.order}.{number}", annex.title, places.get(f"annex-{annex.key}")
                    )
                    for number, annex in enumerate(each.annexes, 1)
                ],
                AnnexLine("", each.report.title, places.get(f"report-{each.item.pk}"))
                if each.report
                else None,
            )
            for each in self.contents.items
        ]


def is_served(pack: Pack) -> bool:
    """Whether a pack is whole: its row says so, and its files are there."""
    made = pack.state == PackState.READY
    return made and pdf_path(pack.fingerprint).exists() and zip_path(pack.fingerprint).exists()


def is_stalled(pack: Pack) -> bool:
    """Whether it is asked, and nobody gave a sign of life for too long."""
    going = pack.state in (PackState.WAITING, PackState.MAKING)
    return going and (pack.alive_at or pack.state_since) < clock.now() - STALLED


def pack_view(actor: User, meeting: Meeting) -> PackView:
    """The pack of the actor. Raises ``NotVisible``, and ``WrongMoment`` while there is none."""
    require_pack(actor, meeting)
    return _view(pack_contents(actor, meeting), meeting)


def pack_to_serve(actor: User, meeting: Meeting) -> Pack:
    """The file that the actor may read now. Raises ``WrongMoment`` while it is not made."""
    found = pack_view(actor, meeting)
    if found.pack is None or not found.is_ready:
        raise WrongMoment(NOT_MADE)
    return found.pack


def pack_beside(actor: User, meeting: Meeting, read: Read) -> PackView | None:
    """The same for the page of a meeting that is being shown; nothing when there is no pack."""
    if pack_refusal(actor, meeting):
        return None
    return _view(pack_contents(actor, meeting, read), meeting)


def _view(contents: PackContents, meeting: Meeting) -> PackView:
    made = Pack.objects.filter(meeting=meeting, fingerprint=contents.fingerprint).first()
    return PackView(contents, made)
