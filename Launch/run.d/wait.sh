# shellcheck shell=bash
# Waiting for a job while signals arrive, for scripts of Launch/ that hand signals on.

# Waits for a process that this shell started; sets `status`. The caller's traps set `woken` to 1: a signal ends `wait`,
# not the process.
wait_for() { # PROCESS
  local waited
  status=127
  while :; do
    woken=0 waited=0
    wait "$1" || waited=$?
    # 127: it had ended when the signal came, and its status is known already.
    ((waited == 127)) || status=$waited
    ((woken)) || return 0
  done
}
