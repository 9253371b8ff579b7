"""Untrusted texts, made safe to store and show. Pure."""
