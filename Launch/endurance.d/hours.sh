# Part of Launch/endurance: a long job on many ranks that loses a rank again and again, and nobody looks after it.

test_hours() {
  local number=${ranks##*,} run=$work/hours runner began pace usual=$epochs
  # Epochs that fill the minutes, by the time that a short job takes.
  began=$(now)
  run_to_end "$number" "$work/pace"
  ((status == 0)) || fail 1 "the job ends with $status even undisturbed: $(tail -n 5 "$log")"
  rm -rf "$work/pace"
  pace=$((($(now) - began) / epochs + 1))
  epochs=$((minutes * 60000 / pace + 1))
  echo "  $epochs epochs of about $pace ms on $number ranks"

  log=$work/hours.log
  "$launch/run" -n "$number" --pause 1 --threads 1 --program "$program" -- "${settings[@]}" --checkpoint-steps 50 \
    --epochs "$epochs" --run "$run" --stall-timeout 60 >"$log" 2>&1 </dev/null &
  runner=$!
  kill_now_and_then "$runner" "$run"
  status=0
  wait "$runner" || status=$?
  expect_status 0
  job=''
  compare "$number" "$run"
  epochs=$usual
}

# Until the runner ends. The time of an end is that until the next start, less the pause.
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
  done
  job=''
}
