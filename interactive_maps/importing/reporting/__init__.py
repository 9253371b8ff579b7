"""What an import tells people: issues, the report, its summary, next steps and progress."""
