"""Django's administration site for closures; installed only when ADMIN is set."""
