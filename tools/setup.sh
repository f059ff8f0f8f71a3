#!/bin/sh
# Make a virtual environment and install engage into it: setup.sh PYTHON FOLDER EXTRAS
# Says in one sentence what is missing, and how to put it right.
set -eu
python=$1 folder=$2 extras=$3

stop() { echo "engage: $*" >&2; exit 1; }

command -v "$python" >/dev/null ||
    stop "Python 3.11 or newer is needed, and there is no \"$python\" here. Install it, or name one: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed; \"$python\" is $("$python" -V 2>&1). Name another: make PYTHON=python3.12"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    stop "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"

echo "engage: installing what is needed into $folder; this takes a minute or two, once." >&2
[ -x "$folder/bin/pip" ] || "$python" -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --editable ".[$extras]" ||
    stop "Installing the libraries failed. The lines above say why; a network connection to a package index is needed."
