"""Room labels: the texts that number and name rooms, grouped by room."""

from interactive_maps.importing.recognition.labels.area_figures import mark_area_figures
from interactive_maps.importing.recognition.labels.door_tags import mark_door_tags
from interactive_maps.importing.recognition.labels.families import choose_families
from interactive_maps.importing.recognition.labels.fractions import mark_numerators
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.labels.label_placement import place_labels
from interactive_maps.importing.recognition.labels.leaders import follow_leaders
from interactive_maps.importing.recognition.labels.legend import Legend, find_legend
from interactive_maps.importing.recognition.labels.reading import LabelReader, Reading, read_texts

__all__ = [
    "LabelReader",
    "Legend",
    "Reading",
    "RoomLabel",
    "choose_families",
    "find_legend",
    "follow_leaders",
    "mark_area_figures",
    "mark_door_tags",
    "mark_numerators",
    "place_labels",
    "read_texts",
]
