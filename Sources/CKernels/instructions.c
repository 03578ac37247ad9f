#include "kernels.h"

const char *tbn_vector_instructions(void) {
#if defined(__x86_64__)
  // In the order of TBN_CLONES.
  if (__builtin_cpu_supports("avx512f")) return "avx512f";
  if (__builtin_cpu_supports("avx2")) return "avx2";
#endif
  return "default";
}
