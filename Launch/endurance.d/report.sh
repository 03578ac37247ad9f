# shellcheck shell=bash
# Part of Launch/endurance: what is counted, and what is said of it.

begin_test() { # NAME
  test_name=$1 failures=0 interruptions=0 finished=0 times=() test_began=$(now)
  echo "endurance: $test_name"
}

# One thing that is not as promised. The log of the job and the run stay.
failed() { # WHAT
  failures=$((failures + 1))
  echo "endurance: $test_name: FAILED after interruption $interruptions: $1" >&2
  [ ! -f "${log:-}" ] || cp "$log" "$work/$test_name-failure-$failures.log"
}

# One interruption and how long the job took to end.
count_end() { # MILLISECONDS WHAT
  interruptions=$((interruptions + 1))
  times+=("$1")
  echo "  $interruptions: $2, ended with $status after $1 ms"
}

seconds() { # MILLISECONDS
  printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

end_test() {
  local sorted=() median=0 worst=0 lasted
  lasted=$(seconds $(($(now) - test_began)))
  if ((${#times[@]})); then
    mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
    median=${sorted[${#sorted[@]} / 2]} worst=${sorted[-1]}
  fi
  ((interruptions > 0)) || failed "nothing was interrupted"
  echo "endurance: $test_name: $interruptions interruptions, $finished runs finished with the same weights, $failures failures;" \
    "ends took $(seconds "$median") s (median), $(seconds "$worst") s (worst)"
  printf '{"test": "%s", "date": "%s", "ranks": "%s", "seed": %d, "interruptions": %d, "finished_runs": %d, "failures": %d, "median_seconds": %s, "worst_seconds": %s, "test_seconds": %s}\n' \
    "$test_name" "$(date -u +%FT%TZ)" "$ranks" "$seed" "$interruptions" "$finished" "$failures" \
    "$(seconds "$median")" "$(seconds "$worst")" "$lasted" >>"$output/endurance.jsonl"
}
