# shellcheck shell=bash
# Part of Launch/run: where ranks go, and what each gets of its host.

# Cores this process may use; two threads of one core are one.
count_cores() {
  local allowed
  allowed=$(taskset -cp $$ | sed 's/.*: //')
  lscpu -p=CPU,CORE,SOCKET | awk -F, -v list="$allowed" '
    BEGIN {
      count = split(list, ranges, ",")
      for (i = 1; i <= count; i++) {
        split(ranges[i], ends, "-")
        if (ends[2] == "") ends[2] = ends[1]
        for (cpu = ends[1] + 0; cpu <= ends[2] + 0; cpu++) allowed[cpu] = 1
      }
    }
    !/^#/ && ($1 in allowed) { cores[$2 "," $3] = 1 }
    END { for (core in cores) total++; print total + 0 }'
}

# Ranks on the host that has the most of them.
count_ranks_of_host() {
  local slots=$ranks
  if [ -f "$hosts" ]; then
    # A line without slots is a slot; a host's lines add up.
    slots=$(awk '!/^[ \t]*(#|$)/ {
        number = match($0, /slots *= *[0-9]+/) ? substr($0, RSTART, RLENGTH) : "1"
        gsub(/[^0-9]/, "", number); slots[$1] += number
        if (slots[$1] > most) most = slots[$1]
      } END { print most + 0 }' "$hosts")
  elif [ -n "$hosts" ]; then
    slots=$(tr , '\n' <<<"$hosts" | awk -F: '{ slots[$1] += NF > 1 ? $2 : 1
        if (slots[$1] > most) most = slots[$1] } END { print most + 0 }')
  elif [ -n "${SLURM_JOB_NUM_NODES:-}" ]; then
    slots=$(((ranks + SLURM_JOB_NUM_NODES - 1) / SLURM_JOB_NUM_NODES))
  fi
  ((slots >= 1)) || fail 65 "no host in $hosts has a slot; expected lines 'NAME slots=SLOTS'"
  echo $((slots < ranks ? slots : ranks))
}

counted() { # COUNT NOUN
  if (($1 == 1)); then echo "1 $2"; else echo "$1 $2s"; fi
}

# Sets `threads` of a rank, hands them to the program where they were asked for, and says so in `of_threads`.
choose_threads() {
  local of_environment=${OMP_NUM_THREADS:-}
  of_environment=${of_environment%%,*}
  if [ -n "$threads" ]; then
    export OMP_NUM_THREADS=$threads
    ((settings_have_threads)) || settings+=(--threads "$threads")
  elif [[ $of_environment =~ ^[1-9][0-9]*$ ]]; then
    threads=$of_environment
  fi
  of_threads=${threads:+" of $(counted "$threads" thread)"}
  [ -n "$threads" ] || threads=$((cores > ranks_of_host ? cores / ranks_of_host : 1))
}

# Sets `options` of mpirun, `placement` in words, and the environment of the ranks.
arrange_ranks() {
  local ranks_of_host cores binding
  ranks_of_host=$(count_ranks_of_host)
  cores=$(count_cores)
  choose_threads

  options=(-n "$ranks")
  if [ -f "$hosts" ]; then options+=(--hostfile "$hosts"); elif [ -n "$hosts" ]; then options+=(--host "$hosts"); fi
  if [ -n "${OMPI_MCA_hwloc_base_binding_policy:-}" ]; then
    binding="binding policy $OMPI_MCA_hwloc_base_binding_policy"
  elif ((ranks_of_host * threads <= cores)); then
    options+=(--map-by "slot:PE=$threads" --bind-to core)
    binding="bound to $(counted "$threads" core) each"
  else
    options+=(--bind-to none)
    binding="not bound: $ranks_of_host ranks of a host share $cores cores"
  fi
  # What the library starts with; the program settles the threads of a rank itself.
  export OPENBLAS_NUM_THREADS=$threads
  options+=(-x OPENBLAS_NUM_THREADS)
  [ -z "${OMP_NUM_THREADS:-}" ] || options+=(-x OMP_NUM_THREADS)
  placement="$(counted "$ranks" rank)$of_threads${hosts:+ on $hosts}, $binding"

  # Of hosts with fewer cores than ranks; mpirun refuses to share cores otherwise.
  export OMPI_MCA_rmaps_base_oversubscribe=1
  # mpirun waits so many seconds, twice, before it kills what a dead rank left. A job that is told to stop hears USR1.
  export OMPI_MCA_odls_base_sigkill_timeout=${OMPI_MCA_odls_base_sigkill_timeout:-1}
}
