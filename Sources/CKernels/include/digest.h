#ifndef TBN_DIGEST_H
#define TBN_DIGEST_H
#include <stddef.h>
#include <stdint.h>

/// The sum, modulo 2^64, of (bits of x[i]) * (an odd key of place first + i): the digests of the parts of a list add up
/// to that of the whole, however it is cut. Any change of a single number changes it.
uint64_t tbn_digest(const float *x, size_t count, uint64_t first);

#endif
