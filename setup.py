"""Install every top-level folder that holds an ``__init__.py`` as ``reckoner.<folder>``."""

from pathlib import Path

from setuptools import find_namespace_packages, setup

here = Path(__file__).parent
folders = [path.parent.name for path in here.glob("*/__init__.py")]
packages = [
    name
    for folder in folders
    for name in (folder, *(f"{folder}.{inner}" for inner in find_namespace_packages(here / folder)))
]
setup(
    packages=[f"reckoner.{name}" for name in packages],
    package_dir={f"reckoner.{name}": name.replace(".", "/") for name in packages},
)
