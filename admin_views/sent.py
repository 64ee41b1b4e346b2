"""Files that are made for one answer: sent as a download, and gone once the answer is out."""

import shutil
from pathlib import Path

from flask import Response, after_this_request, send_file


def send_once(path: Path) -> Response:
    """Send a file by its name; its folder is removed once the answer is out (the open file outlives
    its name).
    """

    def remove(answer: Response) -> Response:
        shutil.rmtree(path.parent, ignore_errors=True)
        return answer

    after_this_request(remove)
    return send_file(path, as_attachment=True, download_name=path.name)
