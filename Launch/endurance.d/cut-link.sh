# shellcheck shell=bash
# Part of Launch/endurance: the link between two hosts goes down.

test_cut_link() {
  [ "$(id -u)" = 0 ] || fail 77 "cut-link needs root: hosts are network namespaces"
  local run figures undisturbed=$work/cut-link-undisturbed
  on_two_hosts 0 "$undisturbed" || fail 1 "two hosts do not train even undisturbed: $(tail -n 5 "$work/log")"
  references[hosts-$epochs]=$(digest "$undisturbed")
  for ((i = 0; i < ${count:-3}; i++)); do
    run=$work/cut-link-$i
    draw 5 60
    figures=$work/cut-link-figures
    rm -f "$figures"
    on_two_hosts "$drawn" "$run" "$figures" || failed "two-hosts ended with $?"
    read -r status took left <"$figures" || failed "the link was not cut"
    count_end "$took" "2 hosts, link cut after $drawn steps"
    expect_status 75 205
    expect_within "$took" $((stall_timeout + 5)) "the end after the link went down"
    [ "$left" = 0 ] || failed "$left ranks were left on the hosts"
    expect_nothing_lost "$run" "$(newest "$run")"
    on_two_hosts 0 "$run" || failed "the same command did not go on"
    if [ "$(digest "$run")" != "${references[hosts-$epochs]}" ]; then
      failed "weights differ from those without interruption"
      continue
    fi
    finished=$((finished + 1))
    rm -rf "$run"
  done
  rm -rf "$undisturbed"
}

# Trains on both hosts; cuts the link after so many steps (0: never) and then writes the status, the milliseconds it took
# to end, and how many ranks were left after the seconds in which each must have noticed by itself.
on_two_hosts() { # STEPS RUN [FIGURES]
  log=$work/log
  # The hosts bring their own placement; mpirun's name for this machine's cores would be in the way.
  env -u OMPI_MCA_hwloc_base_binding_policy "$launch/two-hosts" --rate none \
    "$launch/endurance.d/cut-link-on-host" "$1" "$2" "${3:-}" "$log" $((stall_timeout + 5)) \
    mpirun -n 2 "$program" train "${settings[@]}" --epochs "$epochs" --run "$2" --stall-timeout "$stall_timeout" \
    2>>"$work/two-hosts.log"
}
