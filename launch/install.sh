#!/bin/sh
# Makes the virtual environment from requirements.lock. Run by make; does nothing if it is up to date.
set -eu
venv=$1
if [ ! -x "$venv/bin/python" ]; then
  echo "Python: making the virtual environment in $venv ..."
  if python3.10 -c '' 2>/dev/null; then
    python3.10 -m venv "$venv"
  elif command -v uv >/dev/null; then
    uv venv --quiet --seed --python 3.10 "$venv"
  else
    echo "Python 3.10 is missing. Install it (pyenv install 3.10, or your system's package), or install uv, and call make again." >&2
    exit 1
  fi
fi
echo "Packages: installing what requirements.lock names, about a minute ..."
if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv 2>/dev/null; then
  install="$venv/bin/uv pip install --quiet --python $venv/bin/python"
else
  install="$venv/bin/python -m pip install --quiet --disable-pip-version-check"
fi
$install --require-hashes -r requirements.lock
$install --no-deps --no-build-isolation -e .
touch "$venv/installed"
