#!/usr/bin/env bash
# Tries the project on a bare machine with a GPU and without a package index, in ten minutes.
#
#   scripts/gpu_trial.sh pack trial.tar [--python 3.12] [--with-torch]
#       Here: the committed project, and wheels of what it needs for that Python. torch itself (some GB with CUDA)
#       only with --with-torch; else the machine's own torch is used.
#   tar -xf trial.tar && gpu-trial/project/scripts/gpu_trial.sh run [--python python3.12] [--device cuda]
#       There: doctor, the six references at every level, the tests for a GPU, the benchmark; each with a limit.
#       Ends with one table for docs/devices.md. --device sim tries the mechanics where there is no GPU.
#   scripts/gpu_trial.sh run --here [--device sim]
#       The same in this folder, with the .venv that is there: nothing is installed.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

# ── here ─────────────────────────────────────────────────────────────────────────────────────────────────────

pack() {
    local target=${1:-} version=3.12 with_torch=no
    [ -n "$target" ] || usage
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --python) version=${2:?}; shift 2 ;;
            --with-torch) with_torch=yes; shift ;;
            *) usage ;;
        esac
    done
    # Not local: it is removed after this function has returned.
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    mkdir -p "$folder/gpu-trial/project" "$folder/gpu-trial/wheels"
    git -C "$project" archive HEAD | tar -xf - -C "$folder/gpu-trial/project"
    local wanted=(numpy 'pytest>=8.4,<10' pytest-xdist jinja2 typer rich msgspec watchfiles matplotlib
        jupytext libcst nbformat hypothesis hatchling editables)
    [ "$with_torch" = no ] || wanted+=('torch==2.13.0')
    python3 -m pip download --quiet --disable-pip-version-check --dest "$folder/gpu-trial/wheels" \
        --python-version "$version" --only-binary=:all: \
        --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
        "${wanted[@]}"
    tar -cf "$target" -C "$folder" gpu-trial
    echo "$target: $(du -h "$target" | cut -f1), $(find "$folder/gpu-trial/wheels" -type f | wc -l) wheels for Python $version"
}

# ── there ────────────────────────────────────────────────────────────────────────────────────────────────────

rows=()

# stage NAME SECONDS COMMAND…: runs it with a limit, keeps what it said, adds a row to the table. Never fails.
stage() {
    local name=$1 limit=$2 log began status=0 said
    shift 2
    log="$out/${name//[^a-z0-9]/-}.txt"
    began=$SECONDS
    timeout --kill-after=10 "$limit" "$@" >"$log" 2>&1 || status=$?
    case $status in
        0) said=well ;;
        124 | 137) said="not done within $limit s" ;;
        *) said="exit $status" ;;
    esac
    rows+=("| $name | $said | $((SECONDS - began)) | $(gist "$log") |")
    echo "${rows[-1]}"
}

# The last line that says something, fit for a cell.
gist() {
    grep -v '^[[:space:]]*$' "$1" | tail -n 1 | tr '|' '/' | cut -c 1-160
}

install_there() {
    local python=$1
    # The machine's own torch counts, where none was packed.
    "$python" -m venv --system-site-packages "$project/.venv"
    "$project/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
        --find-links "$project/../wheels" --no-build-isolation hatchling editables
    "$project/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
        --find-links "$project/../wheels" --no-build-isolation --editable "${project}[plots,authoring]" \
        pytest-xdist hypothesis
    "$project/.venv/bin/python" -c 'import torch; print("torch", torch.__version__, "CUDA", torch.version.cuda)'
}

references() {
    local level=$1
    "$project/.venv/bin/grader" grade "$project"/solutions/*.py --course "$project" --output "$out/$level" \
        --isolation "$level" --device "$device" --seed 7 --jobs 1 --fail-under 100
}

run() {
    local python=python3 here=no
    device=cuda
    while [ $# -gt 0 ]; do
        case $1 in
            --python) python=${2:?}; shift 2 ;;
            --device) device=${2:?}; shift 2 ;;
            --here) here=yes; shift ;;
            *) usage ;;
        esac
    done
    out=$project/results/gpu-trial
    rm -rf "$out"
    mkdir -p "$out"
    cd "$project"
    export project out device PYTHONUNBUFFERED=1
    export -f install_there references
    [ "$here" = yes ] || stage "install" 120 bash -euc "install_there '$python'"
    stage "doctor" 60 .venv/bin/grader doctor
    for level in full process none; do
        stage "six references, $level" 60 bash -euc "references $level"
    done
    # Of the tests, what a GPU is needed for; else the same bodies with sim answering for it, some of them.
    local chosen=(-m gpu tests/test_cuda.py tests/test_devices.py)
    [ "$device" = cuda ] || chosen=(-m slow tests/test_cuda.py -k "sim and (twice or gradient_descent)")
    stage "tests for a GPU" 150 .venv/bin/python -m pytest -q -p no:cacheprovider "${chosen[@]}"
    stage "benchmark" 90 .venv/bin/python benchmarks/device.py --rounds 5
    {
        echo "On $(uname -sr), $(command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,driver_version --format=csv,noheader | head -n 1 || echo 'no NVIDIA driver'), --device $device:"
        echo
        echo '| stage | came out | seconds | its last line |'
        echo '|---|---|---|---|'
        printf '%s\n' "${rows[@]}"
        echo
        cat "$out/benchmark.txt"
    } >"$out/table.md"
    echo "the whole table: $out/table.md"
    # One that did not come out well is the script's failure, too.
    ! grep -qE '^\| [^|]+ \| (exit|not done)' "$out/table.md"
}

case ${1:-} in
    pack) shift; pack "$@" ;;
    run) shift; run "$@" ;;
    *) usage ;;
esac
