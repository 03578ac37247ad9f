# shellcheck shell=bash
# Part of Launch/run: one start of the job, its end, and what the end means.

say() {
  echo "run: $(date '+%F %T') $1" >&2
}

newest_checkpoint() {
  [ ! -f "$run/checkpoints/latest" ] || head -n 1 "$run/checkpoints/latest"
}

# Whether the same would come again.
is_final() { # STATUS
  (($1 == 0 || $1 == 2 || ($1 >= 64 && $1 <= 78 && $1 != 75) || $1 == 126 || $1 == 127))
}

# What stands in the run directory and when it was written: ranks that have loaded their data write there.
traces_of_job() {
  { find "$run" -maxdepth 2 -printf '%P %T@ %s\n' 2>/dev/null || true; } | sort | cksum
}

# Whether somebody ended the job, or the ranks ended it to be started again.
is_killed() { # STATUS
  (($1 == 75 || $1 == 128 + 1 || $1 == 128 + 2 || $1 == 128 + 9 || $1 == 128 + 15))
}

meaning() { # STATUS
  case $1 in
  0) echo done ;;
  1) echo "mpirun gave up or was told to stop" ;;
  2) echo "bad data" ;;
  75) echo "stalled or interrupted" ;;
  126 | 127) echo "a program that does not start" ;;
  205) echo "mpirun lost a host" ;;
  255) echo "mpirun did not reach a host" ;;
  *)
    if (($1 >= 64 && $1 <= 78)); then
      echo "the same would come again; see the message above"
    elif (($1 > 128 && $1 < 193)); then
      echo "killed by SIG$(kill -l $(($1 - 128)))"
    else
      echo "mpirun failed"
    fi
    ;;
  esac
}

# Runs the job until it ends; sets `status` and `seconds`.
run_job() {
  local began=$SECONDS
  # A session of its own keeps the terminal's INT from mpirun, and names all that the job left. Should this script be
  # killed, mpirun is told to end.
  setsid setpriv --pdeathsig TERM mpirun "${options[@]}" "$program" train "${settings[@]}" </dev/null &
  job=$!
  # A signal may have come before there was anybody to hand it to.
  ((!stopping)) || kill -USR1 "$job" 2>/dev/null || true
  wait_for "$job"
  end_everything
  seconds=$((SECONDS - began))
}

# Told to stop: the ranks write a checkpoint; at the second time mpirun kills them.
stop() { # SIGNAL
  woken=1
  local sent=USR1
  ((!stopping)) || sent=TERM
  stopping=1
  say "got $1${job:+, sending $sent to mpirun}"
  [ -z "${job:-}" ] || kill "-$sent" "$job" 2>/dev/null || true
  [ -z "${sleeper:-}" ] || kill "$sleeper" 2>/dev/null || true
}

# Ranks of this host whose mpirun died without ending them.
end_everything() {
  [ -n "${job:-}" ] || return 0
  pkill -KILL -s "$job" 2>/dev/null || true
  job=''
}

# The pause before the next start, which a signal ends.
rest() {
  sleep "$pause" &
  sleeper=$!
  wait "$sleeper" || true
  sleeper=''
  if ((stopping)); then
    say "stopped as told, the same command goes on"
    exit 75
  fi
}
