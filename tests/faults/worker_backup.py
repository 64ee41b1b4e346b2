"""A process that backs up, restores or migrates an office until it is killed."""

import sys
from pathlib import Path

from journal import migrate
from journal.backup import backup, restore
from journal.instance import Instance, open_office

if __name__ == "__main__":
    act, url, folder, file = sys.argv[1:]
    instance = Instance(Path(folder), url)
    open_office(instance)
    print("begun", flush=True)
    if act == "migrate":
        migrate.migrate()
    elif act == "backup":
        while True:
            backup(Path(file), instance)
    else:
        restore(Path(file), instance)
    print("done", flush=True)
