# shellcheck shell=bash
# Part of Launch/endurance: somebody asks the job to stop.

test_signals() {
  local wanted=${count:-30} numbers number run signal
  local signals=(TERM INT USR1)
  IFS=, read -ra numbers <<<"$ranks"
  for ((i = 0; interruptions < wanted; i++)); do
    number=${numbers[i % ${#numbers[@]}]}
    run=$work/signals-$i
    find_reference "$number"
    for ((j = 0; j < 6 && interruptions < wanted; j++)); do
      signal=${signals[(interruptions / 2) % 3]}
      start_job "$number" "$run"
      ask_to_stop "$number" "$run" "$signal" $((interruptions % 2)) || break
    done
    finish_and_compare "$number" "$run"
  done
}

# Asks mpirun (0) or a rank (1). False when the job was done before.
ask_to_stop() { # RANKS RUN SIGNAL WHOM
  local whom=mpirun step stopped before
  draw 1 30
  wait_for_steps "$2" "$drawn" || return 1
  choose_rank || return 1
  if (($4)); then whom="rank $victim_rank"; else victim=$job; fi
  before=$(newest "$2")
  kill "-$3" "$victim" 2>/dev/null || return 1
  since=$(now)
  wait_for_end $((limit * 4))
  ((status != 0)) || return 1
  step=$(count_steps "$2")
  stopped=$(newest "$2")
  count_end "$took" "$1 ranks, SIG$3 to $whom at step $step, checkpoint ${stopped:-none}"
  # mpirun itself ends with 1 after a TERM or INT of its own, whatever its ranks say.
  if [[ $whom = mpirun && $3 != USR1 ]]; then expect_status 75 1; else expect_status 75; fi
  expect_within "$took" "$limit" "the end after SIG$3"
  [ "$stopped" = "$(printf 'step-%08d' "$step")" ] || failed "the newest checkpoint is '$stopped' after step $step"
  expect_nothing_lost "$2" "$before"
}
