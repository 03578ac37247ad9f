# shellcheck shell=bash
# Part of Launch/endurance: kill -9 of a random rank at a random step.

test_kills() {
  local wanted=${count:-200} numbers number run
  IFS=, read -ra numbers <<<"$ranks"
  for ((i = 0; interruptions < wanted; i++)); do
    number=${numbers[i % ${#numbers[@]}]}
    run=$work/kills-$i
    find_reference "$number"
    # A run is killed several times; the last start is left alone.
    for ((j = 0; j < 8 && interruptions < wanted; j++)); do
      start_job "$number" "$run"
      kill_at_random_moment "$number" "$run" || break
    done
    finish_and_compare "$number" "$run"
  done
}

# False when the job was done before.
kill_at_random_moment() { # RANKS RUN
  local before step
  # Now and then while it starts.
  if ((RANDOM % 8 == 0)); then
    draw 100 999
    sleep "0.$drawn"
  else
    draw 1 30
    wait_for_steps "$2" "$drawn" || return 1
  fi
  choose_rank || return 1
  before=$(newest "$2")
  kill -KILL "$victim" 2>/dev/null || return 1
  since=$(now)
  wait_for_end $((limit * 4))
  # It came when all was done.
  ((status != 0)) || return 1
  step=$(count_steps "$2")
  count_end "$took" "$1 ranks, kill -9 of rank $victim_rank at step $step, checkpoint ${before:-none}"
  expect_status 137
  expect_within "$took" "$limit" "the end after a kill"
  expect_nothing_lost "$2" "$before"
}
