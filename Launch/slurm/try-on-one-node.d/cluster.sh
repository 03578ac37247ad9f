# shellcheck shell=bash
# Part of Launch/slurm/try-on-one-node: a Slurm of one node in a directory.

# Ports that nobody listens on.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

configure_cluster() {
  local host
  host=$(hostname -s)
  # Shorter credentials: a job that goes back into the queue waits until those of its last start are void.
  cat >"$SLURM_CONF" <<END
ClusterName=one-node
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
AuthType=auth/munge
AuthInfo=socket=$directory/munge/socket,cred_expire=5
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$directory/state
SlurmdSpoolDir=$directory/spool
SlurmctldPidFile=$directory/slurmctld.pid
SlurmdPidFile=$directory/slurmd.pid
SlurmctldLogFile=$directory/slurmctld.log
SlurmdLogFile=$directory/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=5
SlurmdParameters=config_overrides
TmpFS=$directory
KillWait=30
ReturnToService=2
JobRequeue=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$((ranks > $(nproc) ? ranks : $(nproc))) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=60 State=UP
END
}

start_cluster() {
  export SLURM_CONF=$directory/slurm.conf
  mkdir -p "$directory"/{munge,state,spool}
  chmod 711 "$directory"
  configure_cluster
  # Slurm's own files stand in a place of this user alone; munged wants no other.
  dd if=/dev/urandom of="$directory/munge/key" bs=1024 count=1 2>/dev/null
  chmod 400 "$directory/munge/key"
  chmod 755 "$directory/munge"
  munged --force --foreground --socket "$directory/munge/socket" --key-file "$directory/munge/key" \
    --pid-file "$directory/munge/pid" --seed-file "$directory/munge/seed" >"$directory/munged.log" 2>&1 &
  daemons=($!)
  await "munged" test -S "$directory/munge/socket"
  slurmctld -D >"$directory/slurmctld.out" 2>&1 &
  daemons+=($!)
  slurmd -D >"$directory/slurmd.out" 2>&1 &
  daemons+=($!)
  await "a node that is idle" sh -c 'sinfo -h -o %T 2>/dev/null | grep -q idle'
  echo "try-on-one-node: $(sinfo --version) with $(sinfo -h -o '%D node of %c CPUs') in $directory"
}

await() { # WHAT COMMAND...
  local what=$1 second
  shift
  for second in {1..60}; do
    ! "$@" || return 0
    sleep 1
  done
  tail -n 20 "$directory"/*.log "$directory"/*.out >&2
  fail 70 "no $what after $second s"
}

# Until the job has ended; tells its states as they change, and leaves the last in `state`.
follow_job() { # JOB
  local now last=''
  state=''
  while :; do
    now=$(scontrol show job "$1" 2>/dev/null | tr ' ' '\n' | grep -E '^(JobState|Reason|Restarts)=' | paste -sd ' ' || true)
    if [ "$now" != "$last" ]; then
      echo "  $(date +%T) $now"
      last=$now
    fi
    state=$(sed -n 's/.*JobState=\([A-Z]*\).*/\1/p' <<<"$now")
    case $state in
    PENDING | RUNNING | COMPLETING | REQUEUED | SUSPENDED) sleep 0.5 ;;
    *) return 0 ;;
    esac
  done
}

stop_cluster() {
  local daemon
  scancel --user root >/dev/null 2>&1 || true
  sleep 1
  for daemon in "${daemons[@]}"; do kill "$daemon" 2>/dev/null || true; done
  for daemon in "${daemons[@]}"; do wait "$daemon" 2>/dev/null || true; done
}
