# shellcheck shell=bash
# Part of Launch/endurance: what must be true after an interruption.

newest() { # RUN
  [ ! -f "$1/checkpoints/latest" ] || head -n 1 "$1/checkpoints/latest"
}

# No rank outlives its job. A dead process that nobody has waited for is gone.
expect_no_process() {
  local left='' round
  for round in {1..20}; do
    left=$(ps -o pid=,stat=,args= -s "$job" | awk '$2 !~ /^Z/' || true)
    [ -n "$left" ] || return 0
    sleep 0.05
  done
  failed "processes are left ($round looks): $left"
}

expect_within() { # MILLISECONDS SECONDS WHAT
  (($1 <= $2 * 1000)) || failed "$3 took $1 ms; at most $2 s were promised"
}

expect_status() { # EXPECTED... ; of the last job
  local one
  for one; do ((status != one)) || return 0; done
  failed "status $status; expected $*"
}

# The newest checkpoint that can be used is not older than the one that stood there before, and none is damaged.
expect_nothing_lost() { # RUN BEFORE
  local report name
  [ -n "$2" ] || return 0
  if ! report=$("$program" inspect "$1" 2>&1); then failed "inspect finds faults: $report"; fi
  name=$(sed -n 's/^checkpoint \([^:]*\): .*/\1/p' <<<"$report")
  [[ -n $name && ! $name < $2 ]] || failed "the newest whole checkpoint is '$name'; before the end it was $2"
}

# Weights and moments of the newest checkpoint.
digest() { # RUN
  local name
  name=$(newest "$1")
  if [ -z "$name" ]; then
    echo none
    return
  fi
  (cd "$1/checkpoints/$name" && sha256sum model.safetensors optimizer.safetensors | sha256sum | cut -c1-16)
}

# Runs the job once without interruption, for each number of ranks once; sets `reference`.
declare -A references
find_reference() { # RANKS
  if [ -z "${references[$1-$epochs]:-}" ]; then
    run_to_end "$1" "$work/reference-$1"
    ((status == 0)) || fail 1 "the job ends with $status even undisturbed: $(tail -n 5 "$log")"
    references[$1-$epochs]=$(digest "$work/reference-$1")
    rm -rf "$work/reference-$1"
  fi
  reference=${references[$1-$epochs]}
}

# Finishes an interrupted run by the same command, undisturbed, and compares its weights.
finish_and_compare() { # RANKS RUN SETTINGS...
  run_to_end "$@"
  expect_status 0
  compare "$1" "$2"
}

compare() { # RANKS RUN
  local found
  find_reference "$1"
  found=$(digest "$2")
  if [ "$found" != "$reference" ]; then
    failed "$1 ranks: weights $found differ from $reference of a run without interruption"
    return
  fi
  finished=$((finished + 1))
  rm -rf "$2"
}
