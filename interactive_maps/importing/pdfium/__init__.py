"""Pages of PDF files as numbers: read with PDFium, by a process of its own that may crash.

The package stands apart from the formats, so that the process loads little and starts at once.
"""
