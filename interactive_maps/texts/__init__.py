"""Texts from strangers, made safe to store and to show. Pure."""
