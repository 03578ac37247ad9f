# What the scripts of this directory share; they source it.
# shellcheck shell=bash

# Ends the script with a message.
fail() { # STATUS MESSAGE
  echo "$(basename "$0"): $2" >&2
  exit "$1"
}

# Prints the comment at the head of the script, and ends it.
print_help() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
  exit 0
}

# Sets the variable that is named as an option, with _ in the place of -, to the value behind it. The caller shifts both.
set_option() { # --OPTION [VALUE]...
  (($# >= 2)) || fail 64 "$1 needs a value"
  local name=${1#--}
  printf -v "${name//-/_}" %s "$2"
}

# Holds values to whole numbers from 1 up.
require_counts() { # VALUE...
  local value
  for value; do
    [[ $value =~ ^[1-9][0-9]*$ ]] || fail 64 "'$value' is no count; expected a whole number from 1 up"
  done
}
