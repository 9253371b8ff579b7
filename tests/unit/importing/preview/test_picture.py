"""The picture of a preview."""

from io import BytesIO

import pytest

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.preview import build_overview
from tests.unit.importing.preview.test_page import HOSTILE, make_draft

Image = pytest.importorskip("PIL.Image")


def draw(*drafts):
    from interactive_maps.importing.preview.picture import write_picture

    return Image.open(BytesIO(write_picture(build_overview(drafts))))


def test_rooms_have_colours_and_guesses_are_marked():
    image = draw(make_draft())
    assert image.format == "PNG"
    assert image.width == 2400
    colours = {colour for _, colour in image.getcolors(maxcolors=1 << 24)}
    assert {(219, 232, 247), (180, 83, 9), (185, 28, 28), (29, 111, 66)} <= colours


def test_hostile_texts_and_no_rooms_at_all_are_drawn():
    assert draw(make_draft(name=HOSTILE, source=HOSTILE)).width
    assert draw(MapDraft("plan.dxf")).width


@pytest.mark.slow
@pytest.mark.nightly
def test_five_thousand_rooms_fit():
    image = draw(make_draft(rooms=5000))
    assert max(image.size) <= 2600
