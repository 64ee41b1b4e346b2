"""The same register as a Django app, its admin and its import and export as Django people write
them.
"""
