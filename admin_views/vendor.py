"""The browser assets that set-up fetched, sent to the browser: the grid's own files."""

from flask import Blueprint, Flask, current_app, send_from_directory

from admin_views import assets
from admin_views.gate import Anyone, rule

vendor = Blueprint("vendor", __name__, url_prefix="/vendor")
GRID = "revogrid"


@vendor.get(f"/{GRID}/<path:name>")
@rule(Anyone())
def grid_file(name: str):
    """A file of the grid."""
    return send_from_directory(current_app.extensions["office"].assets / GRID, name)


def serve_assets(app: Flask) -> None:
    """Give the office the addresses of its browser assets."""
    app.register_blueprint(vendor)


def has_grid() -> bool:
    """Whether the grid can be shown; without its files a list is shown plain."""
    return assets.stands(current_app.extensions["office"], GRID)
