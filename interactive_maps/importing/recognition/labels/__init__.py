"""Room labels: the texts that number and name rooms, grouped by room."""

from interactive_maps.importing.recognition.labels.door_tags import mark_door_tags
from interactive_maps.importing.recognition.labels.families import choose_families
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.labels.label_placement import place_labels
from interactive_maps.importing.recognition.labels.leaders import follow_leaders
from interactive_maps.importing.recognition.labels.legend import Legend, find_legend
from interactive_maps.importing.recognition.labels.reading import LabelReader, Reading, read_texts
from interactive_maps.importing.recognition.labels.settling import settle_readings
from interactive_maps.importing.recognition.labels.stamps import join_stamps

__all__ = [
    "LabelReader",
    "Legend",
    "Reading",
    "RoomLabel",
    "choose_families",
    "find_legend",
    "follow_leaders",
    "join_stamps",
    "mark_door_tags",
    "place_labels",
    "read_texts",
    "settle_readings",
]
