#!/usr/bin/env bash
# cuts.sh [N]: so many power cuts with the program that ./test built.
exec "${BUILD:-build/dev}/tests/power_cuts" "${1:-200}"
