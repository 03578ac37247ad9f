# shellcheck shell=bash
# Part of Launch/endurance: a small made-up data set, so that a start takes about a second and a step milliseconds.

images=240 columns=64 captions_of_image=2 words=300

# An array of bytes [images, columns] in the npy format: a header of 128 bytes in all, then the rows.
write_features() { # FILE ROWS SEED
  {
    printf '\x93NUMPY\x01\x00\x76\x00%-117s\n' "{'descr': '|u1', 'fortran_order': False, 'shape': ($2, $columns), }"
    # No zero byte: not every awk can print one.
    LC_ALL=C awk -v count=$(($2 * columns)) -v seed="$3" '
      BEGIN { srand(seed); for (i = 0; i < count; i++) printf "%c", 1 + int(255 * rand()) }'
  } >"$1"
}

write_captions() { # FILE ROWS SEED
  awk -v rows=$(($2 * captions_of_image)) -v words=$words -v seed="$3" '
    BEGIN {
      srand(seed)
      for (row = 0; row < rows; row++) {
        line = ""
        for (i = 0; i < 8; i++) line = line (i ? " " : "") "w" int(words * rand() * rand())
        print line
      }
    }' >"$1"
}

write_data() { # DIRECTORY
  [ ! -f "$1/complete" ] || return 0
  mkdir -p "$1"
  write_features "$1/train_ims.npy" "$images" 1
  write_captions "$1/train_caps.txt" "$images" 2
  write_features "$1/dev_ims.npy" 40 3
  write_captions "$1/dev_caps.txt" 40 4
  touch "$1/complete"
}
