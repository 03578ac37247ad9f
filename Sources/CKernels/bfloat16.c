#include "bfloat16.h"
#include "clones.h"
#include <string.h>

static inline uint16_t narrow(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  // Half of the last kept place, less one where that place is even: ties go to even.
  uint32_t rounded = bits + 0x7fffu + ((bits >> 16) & 1u);
  // A NaN stays one: rounding could carry it into an infinity.
  uint32_t nan = (bits >> 16) | 0x40u;
  return (uint16_t)((bits & 0x7fffffffu) > 0x7f800000u ? nan : rounded >> 16);
}

static inline float widen(uint16_t half) {
  uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

TBN_CLONES
void tbn_to_bfloat16(const float *numbers, size_t count, uint16_t *restrict halves) {
  for (size_t i = 0; i < count; i++) halves[i] = narrow(numbers[i]);
}

TBN_CLONES
void tbn_from_bfloat16(const uint16_t *halves, size_t count, float *restrict numbers) {
  for (size_t i = 0; i < count; i++) numbers[i] = widen(halves[i]);
}

enum { SUM_BLOCK = 2048 };

TBN_CLONES
void tbn_sum_bfloat16(const uint16_t *parts, size_t part_count, size_t count, uint16_t *restrict out) {
  float block[SUM_BLOCK];
  for (size_t start = 0; start < count; start += SUM_BLOCK) {
    size_t width = count - start < SUM_BLOCK ? count - start : SUM_BLOCK;
    for (size_t c = 0; c < width; c++) block[c] = 0;
    for (size_t p = 0; p < part_count; p++) {
      const uint16_t *part = parts + p * count + start;
      for (size_t c = 0; c < width; c++) block[c] += widen(part[c]);
    }
    for (size_t c = 0; c < width; c++) out[start + c] = narrow(block[c]);
  }
}
