#include "half.h"
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define TBN_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TBN_CLONES
#endif

// Integer arithmetic instead of the conversion instruction: AVX2 alone does not promise F16C, and the loop
// vectorises for every clone. Subnormals come from a subtraction of normal numbers, so that a thread that
// flushes subnormals to zero still gets them right.
TBN_CLONES
void tbn_half_to_float(const void *halves, float *restrict floats, size_t count) {
  const unsigned char *source = halves;
  for (size_t i = 0; i < count; i++) {
    uint16_t half;
    memcpy(&half, source + 2 * i, 2);
    uint32_t shifted = ((uint32_t)half & 0x7fffu) << 13;
    uint32_t exponent = shifted & 0x0f800000u;
    uint32_t normal = shifted + (112u << 23);
    uint32_t offsetBits = shifted + (113u << 23), biasBits = 113u << 23;
    float offset, bias;
    memcpy(&offset, &offsetBits, 4);
    memcpy(&bias, &biasBits, 4);
    float difference = offset - bias;
    uint32_t subnormal;
    memcpy(&subnormal, &difference, 4);
    uint32_t bits = exponent == 0x0f800000u ? normal + (112u << 23) : normal;
    bits = exponent == 0 ? subnormal : bits;
    bits |= ((uint32_t)half & 0x8000u) << 16;
    memcpy(floats + i, &bits, 4);
  }
}
