#ifndef TBN_HALF_H
#define TBN_HALF_H
#include <stddef.h>

/// Widens `count` IEEE 754 binary16 numbers, of any alignment, to binary32: exact, infinities and NaNs kept.
void tbn_half_to_float(const void *halves, float *floats, size_t count);

#endif
