# shellcheck shell=bash
# Part of Launch/endurance: a long job on many ranks that loses a rank again and again, and nobody looks after it.

test_hours() {
  local number=${ranks##*,} run=$work/hours usual_epochs=$epochs usual_settings=("${settings[@]}")
  # Wider than the others' networks: steps of a millisecond would fill the log and not the hour.
  settings+=(--hidden 2048 --embedding 256 --checkpoint-steps 50 --stall-timeout 60)
  choose_epochs "$number"

  log=$work/hours.log
  "$launch/run" -n "$number" --pause 1 --threads 1 --program "$program" -- "${settings[@]}" \
    --epochs "$epochs" --run "$run" >"$log" 2>&1 </dev/null &
  runner=$!
  kill_now_and_then "$runner" "$run"
  status=0
  wait "$runner" || status=$?
  runner=''
  expect_status 0
  compare "$number" "$run"
  settings=("${usual_settings[@]}") epochs=$usual_epochs
}

# So many epochs as fill the minutes, by the steps of a short run.
choose_epochs() { # RANKS
  local pace=$work/pace
  run_to_end "$1" "$pace"
  ((status == 0)) || fail 1 "the job ends with $status even undisturbed: $(tail -n 5 "$log")"
  epochs=$(sed -n 's/.*"step_seconds":\([0-9.e-]*\).*/\1/p' "$pace/metrics.jsonl" |
    awk -v epochs="$epochs" -v minutes="$minutes" '{ sum += $1 } END { print int(minutes * 60 / (sum / epochs)) + 1 }')
  echo "  $1 ranks, $epochs epochs"
  rm -rf "$pace"
}

# Until the runner ends, which starts the job again each time.
kill_now_and_then() { # RUNNER RUN
  local began before resting
  while kill -0 "$1" 2>/dev/null; do
    draw 30 90
    began=$SECONDS
    while ((SECONDS - began < drawn)) && kill -0 "$1" 2>/dev/null; do sleep 0.5; done
    job=$(pgrep -P "$1" -x mpirun || true)
    [ -n "$job" ] && choose_rank || continue
    before=$(newest "$2")
    kill -KILL "$victim" 2>/dev/null || continue
    since=$(now)
    resting=0
    until has_ended || ((resting++ > limit * 200)); do sleep 0.02; done
    took=$(($(now) - since))
    status=137
    count_end "$took" "$number ranks, kill -9 of rank $victim_rank, checkpoint ${before:-none}"
    expect_within "$took" "$limit" "the end after a kill"
    [[ ! $(newest "$2") < $before ]] || failed "the newest checkpoint is $(newest "$2"); before the kill it was $before"
  done
  job=''
}
