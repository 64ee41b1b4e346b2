"""Figures with their budgets: each a ratio to a floor or a peer measured in the same run. `make
bench`.
"""
