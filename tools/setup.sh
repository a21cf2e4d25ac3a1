#!/bin/sh
# Builds the environment: sh tools/setup.sh FOLDER. Needs a Python 3.11 to 3.13 with pip; nothing else.
# Libraries are compiled to bytecode at once: where PYTHONDONTWRITEBYTECODE is set, as in many containers, each of a
# study's many processes would else compile them anew, four seconds each.
set -eu
venv=$1

fits='import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))'
python=
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && "$candidate" -c "$fits" 2>/dev/null; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "karier needs Python 3.11, 3.12 or 3.13; none was found (name one: make PYTHON=/path/to/python3.12 ...)" >&2
    exit 2
fi

rm -rf "$venv"
echo "setting up $venv with $("$python" --version)"
if "$python" -c 'import ensurepip, venv' 2>/dev/null && "$python" -m venv "$venv" 2>/dev/null; then
    pip="$venv/bin/python -m pip"
else  # a Python without ensurepip, as some distributions ship it: the outer pip serves the new environment
    rm -rf "$venv"
    "$python" -m venv --without-pip "$venv"
    pip="$python -m pip --python $venv/bin/python"
fi

quietly="--quiet --disable-pip-version-check"
uv=$(sed -n 's/^uv==/uv==/p' requirements.lock)
if $pip install $quietly "$uv" && VIRTUAL_ENV=$venv "$venv/bin/uv" pip install --quiet --compile-bytecode -r requirements.lock; then
    VIRTUAL_ENV=$venv "$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation --editable .
else
    echo "uv did not serve here; going on with pip (a minute longer)" >&2
    $pip install $quietly -r requirements.lock
    $pip install $quietly --no-deps --no-build-isolation --editable .
fi
"$venv/bin/python" -m compileall -q simulation
