# shellcheck shell=bash
# Part of Launch/endurance: kill -9 while a checkpoint is being written, put in its place, or removed.

# What is there at such a moment, in the directory of checkpoints.
moments=(
  '.writing-step-*'                 # its files
  '.writing-step-*/model*'          # in the midst of them
  '.writing-step-*/manifest.json'   # all is written, the rename comes
  '.writing-step-*/.writing-*'      # its table of contents
  '.writing-latest'                 # in its place, not yet named
  '.discarded-*'                    # an old one on its way out
)

test_checkpoint_kills() {
  local wanted=${count:-50} numbers number run
  IFS=, read -ra numbers <<<"$ranks"
  for ((i = 0; interruptions < wanted; i++)); do
    number=${numbers[i % ${#numbers[@]}]}
    run=$work/checkpoint-kills-$i
    find_reference "$number"
    for ((j = 0; j < 6 && interruptions < wanted; j++)); do
      start_job "$number" "$run" --checkpoint-steps 1 --keep-checkpoints 1
      kill_in_checkpoint "$number" "$run" || break
    done
    finish_and_compare "$number" "$run" --checkpoint-steps 1 --keep-checkpoints 1
  done
}

# Kills rank 0, which writes, or all ranks, as a power cut would. False when the job was done before.
kill_in_checkpoint() { # RANKS RUN
  local before moment what
  moment=${moments[RANDOM % ${#moments[@]}]}
  draw 1 6
  wait_for_steps "$2" "$drawn" || return 1
  if ((RANDOM % 2)); then
    choose_rank 0 || return 1
    what="rank 0"
  else
    victim=$(pgrep -s "$job" -x "$process_name") || return 1
    what="every rank"
  fi
  before=$(newest "$2")
  until compgen -G "$2/checkpoints/$moment" >/dev/null; do
    # Some moments are too short to be met at every try; any will do after a while.
    ((RANDOM % 4000)) || moment='.*-*'
    ((RANDOM % 100)) || ! has_ended || return 1
  done
  # shellcheck disable=SC2086 # several processes
  kill -KILL $victim 2>/dev/null || return 1
  since=$(now)
  wait_for_end $((limit * 4))
  count_end "$took" "$1 ranks, kill -9 of $what at $moment, checkpoint ${before:-none}"
  expect_status 137
  expect_within "$took" "$limit" "the end after a kill"
  expect_nothing_lost "$2" "$before"
}
