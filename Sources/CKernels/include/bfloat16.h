#ifndef TBN_BFLOAT16_H
#define TBN_BFLOAT16_H
#include <stddef.h>
#include <stdint.h>

// Numbers of 16 bits with the exponent of a float and 8 bits of precision.

/// Rounds to nearest, ties to even; infinities and NaNs stay what they are.
void tbn_to_bfloat16(const float *numbers, size_t count, uint16_t *halves);

/// Exact.
void tbn_from_bfloat16(const uint16_t *halves, size_t count, float *numbers);

/// out[c] = sum over parts of parts[p * count + c] in the order of the parts, in single precision, rounded once.
void tbn_sum_bfloat16(const uint16_t *parts, size_t part_count, size_t count, uint16_t *out);

#endif
