"""Exercises and automated grading for the mechanics of learning with PyTorch."""

__version__ = "0.1.0"
