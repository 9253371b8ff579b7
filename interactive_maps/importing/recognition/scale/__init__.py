"""The length of a drawing unit: evidence gathered in drawing units, and candidates weighed by all of it."""

from interactive_maps.importing.recognition.scale.candidates import Candidate, Scale, infer_scale
from interactive_maps.importing.recognition.scale.sheet import name_scale, parse_scale
from interactive_maps.importing.recognition.scale.unit_evidence import Evidence, gather_evidence

__all__ = ["Candidate", "Evidence", "Scale", "gather_evidence", "infer_scale", "name_scale", "parse_scale"]
