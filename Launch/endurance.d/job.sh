# shellcheck shell=bash
# Part of Launch/endurance: one job under mpirun, from its start to its end.

prepare_environment() {
  export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  # Of mpirun, twice, before it kills what a dead rank left.
  export OMPI_MCA_odls_base_sigkill_timeout=${OMPI_MCA_odls_base_sigkill_timeout:-1}
  # Each rank of a crowded machine multiplies alone.
  export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
  settings=(
    --data "$output/data" --hidden 64 --embedding 32 --batch-images 48 --learning-rate 1e-3 --threads 1
    --evaluate-every 1000000 --dev-images 20 --checkpoint-steps 5
  )
  epochs=30
}

# Milliseconds.
now() {
  local time=${EPOCHREALTIME/[.,]/}
  echo $((time / 1000))
}

# Sets `drawn`; not by output, since a subshell has a sequence of its own.
draw() { # LEAST MOST
  drawn=$(($1 + (RANDOM * 32768 + RANDOM) % ($2 - $1 + 1)))
}

# The kernel keeps 15 letters of a process's name.
name_processes() { # PROGRAM
  process_name=$(basename "$1")
  process_name=${process_name:0:15}
}

# Starts a job; sets `job`, which is mpirun and the session of all its ranks.
start_job() { # RANKS RUN SETTINGS...
  local count=$1 run=$2
  shift 2
  end_job
  log=$work/log
  setsid mpirun -n "$count" "$program" train "${settings[@]}" --epochs "$epochs" --run "$run" "$@" \
    >"$log" 2>&1 </dev/null &
  job=$!
}

has_ended() {
  local state
  state=$(sed 's/.*) //' "/proc/$job/stat" 2>/dev/null) || return 0
  [[ -z $state || $state = Z* ]]
}

# Waits for the job; sets `status` and `took`, in milliseconds since `since`. One that lasts longer has failed.
wait_for_end() { # SECONDS
  local deadline=$((since + $1 * 1000))
  until has_ended || (($(now) > deadline)); do sleep 0.02; done
  took=$(($(now) - since))
  has_ended || failed "the job still runs after $1 s"
  pkill -KILL -x mpirun -s "$job" 2>/dev/null || true
  status=0
  wait "$job" || status=$?
  expect_no_process
  end_job
}

# Runs a job that nobody disturbs; sets `status`.
run_to_end() { # RANKS RUN SETTINGS...
  start_job "$@"
  status=0
  wait "$job" || status=$?
  end_job
}

end_job() {
  [ -n "${job:-}" ] || return 0
  pkill -KILL -s "$job" 2>/dev/null || true
  wait "$job" 2>/dev/null || true
  job=''
}

count_steps() { # RUN
  if [ -f "$1/metrics.jsonl" ]; then grep -c step_seconds "$1/metrics.jsonl" || true; else echo 0; fi
}

# Waits until the job has taken so many steps since its start; false when it ended before.
wait_for_steps() { # RUN STEPS
  # The log of steps is cut to those of the checkpoint at the start, so the run must have been announced first.
  until grep -qs "^epoch " "$log"; do
    ! has_ended || return 1
    sleep 0.02
  done
  local goal=$(($(count_steps "$1") + $2))
  until (($(count_steps "$1") >= goal)); do
    ! has_ended || return 1
    sleep 0.02
  done
}

# Sets `victim`, the process of a rank, and `victim_rank`; false when there is none (yet or any more).
choose_rank() { # [RANK]
  local processes
  mapfile -t processes < <(pgrep -s "$job" -x "$process_name")
  ((${#processes[@]})) || return 1
  if [ -z "${1:-}" ]; then
    victim=${processes[RANDOM % ${#processes[@]}]}
    victim_rank=$(rank_of "$victim")
    [ -n "$victim_rank" ]
    return
  fi
  for victim in "${processes[@]}"; do
    victim_rank=$(rank_of "$victim")
    [ "$victim_rank" != "$1" ] || return 0
  done
  return 1
}

rank_of() { # PROCESS
  tr '\0' '\n' <"/proc/$1/environ" 2>/dev/null | sed -n 's/^OMPI_COMM_WORLD_RANK=//p' || true
}

# However this script ends, it leaves no job and no disk behind; a job of Launch/run goes with it.
clean_up() {
  [ -z "${runner:-}" ] || kill -KILL "$runner" 2>/dev/null || true
  end_job
  [ -z "${disk:-}" ] || umount -l "$disk" 2>/dev/null || true
}
