"""Benchmarks; ``make bench`` runs them. Django is set up as soon as the package is imported."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unknown_user.settings")
django.setup()
