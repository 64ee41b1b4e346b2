"""What the product is measured against: a minimal Flask page, Django's admin, django-import-export,
and the bare driver.
"""
