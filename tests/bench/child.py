"""`python -m tests.bench.child MODULE:FUNCTION ARGUMENT...`: run a function in this process and
print what it returns as JSON, on the last line.
"""

import json
import sys
from importlib import import_module


def main(place: str, arguments: list[str]) -> None:
    """Run and print."""
    module, _, name = place.partition(":")
    print(json.dumps(getattr(import_module(module), name)(*arguments)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
