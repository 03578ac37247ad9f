# shellcheck shell=bash
# Part of Launch/endurance: no room for a checkpoint.

test_full_disk() {
  local numbers number wanted=${count:-3}
  [ "$(id -u)" = 0 ] || fail 77 "full-disk needs root: the disk is a tmpfs of its own"
  IFS=, read -ra numbers <<<"$ranks"
  for ((i = 0; i < wanted; i++)); do
    number=${numbers[i % ${#numbers[@]}]}
    find_reference "$number"
    fill_disk "$number"
    limit_files "$number"
  done
}

fill_disk() { # RANKS
  local run
  disk=$work/disk
  mkdir -p "$disk"
  mount -t tmpfs -o size=8m tmpfs "$disk"
  run=$disk/run
  start_job "$1" "$run"
  wait_for_steps "$run" 12 || failed "the job ended before the disk was full"
  hold_rank_0
  dd if=/dev/zero of="$disk/filler" bs=64k 2>/dev/null || true
  let_go
  expect_refusal "$1" "$run" "a full disk"
  rm -f "$disk/filler"
  finish_and_compare "$1" "$run"
  umount "$disk"
  disk=''
}

# Of rank 0 alone and of a job that runs: MPI's own files would be in the way of a smaller limit from the start.
limit_files() { # RANKS
  local run=$work/limited
  start_job "$1" "$run"
  wait_for_steps "$run" 12 || failed "the job ended before its files had a limit"
  hold_rank_0
  [ -z "$held" ] || prlimit --pid "$held" --fsize=8192:8192
  let_go
  expect_refusal "$1" "$run" "a limit of 8 KiB a file"
  finish_and_compare "$1" "$run"
}

# The steps are so short that the job could end before the disk is full.
hold_rank_0() { # sets `held`
  held=''
  choose_rank 0 || return 0
  held=$victim
  kill -STOP "$held"
}

let_go() { [ -z "$held" ] || kill -CONT "$held"; }

expect_refusal() { # RANKS RUN WHAT
  local before messages
  before=$(newest "$2")
  since=$(now)
  wait_for_end $((limit * 4))
  count_end "$took" "$1 ranks, $3, checkpoint $before"
  expect_status 74
  expect_within "$took" "$limit" "the end on $3"
  messages=$(grep -c '^tbn-dist: ' "$log" || true)
  [ "$messages" = 1 ] || failed "$messages messages on $3; expected one: $(head -c 600 "$log")"
  [ -n "$before" ] || failed "there was no checkpoint before"
  expect_nothing_lost "$2" "$before"
}
