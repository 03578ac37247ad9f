# shellcheck shell=bash
# Part of Launch/endurance: a rank that stands still.

test_stop() {
  local wanted=${count:-10} numbers number run before
  IFS=, read -ra numbers <<<"$ranks"
  for ((i = 0; i < wanted; i++)); do
    number=${numbers[i % ${#numbers[@]}]}
    run=$work/stop-$i
    find_reference "$number"
    start_job "$number" "$run" --stall-timeout "$stall_timeout"
    draw 5 60
    if ! wait_for_steps "$run" "$drawn" || ! choose_rank; then
      failed "the job ended before a rank was stopped: $(tail -n 3 "$log")"
      end_job
      continue
    fi
    before=$(newest "$run")
    kill -STOP "$victim"
    since=$(now)
    wait_for_end $(((stall_timeout + 5) * 3))
    count_end "$took" "$number ranks, SIGSTOP of rank $victim_rank"
    expect_status 75
    expect_within "$took" $((stall_timeout + 5)) "the end after a rank stopped"
    grep -qE "rank $victim_rank\b" "$log" || failed "no message names rank $victim_rank: $(grep -a '^tbn-dist' "$log")"
    expect_nothing_lost "$run" "$before"
    finish_and_compare "$number" "$run" --stall-timeout "$stall_timeout"
  done
}
