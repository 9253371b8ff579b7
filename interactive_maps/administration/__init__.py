"""Django's own administration, for closures: there only where ADMIN says so."""
