#ifndef TBN_FEATURE_ROWS_H
#define TBN_FEATURE_ROWS_H
#include <stddef.h>

// Rows of feature files on their way to single-precision numbers. A source may have any alignment; numbers are
// little-endian, like the machine.

/// The types of numbers in feature files.
typedef enum { TBN_FLOAT16, TBN_FLOAT32, TBN_FLOAT64, TBN_UINT8 } tbn_stored;

/// out[c] = source[c]; a binary64 beyond the range of binary32 becomes an infinity.
void tbn_widen(tbn_stored type, const void *source, size_t count, float *out);

/// out[c] = (source[c] - mean[c]) / scale[c], in single precision, in one pass over memory.
void tbn_standardize(tbn_stored type, const void *source, const float *mean, const float *scale, size_t count,
                     float *out);

/// Divides a row by its Euclidean length, worked out in double precision; a row of zeros stays as it is.
void tbn_to_unit_length(float *row, size_t count);

#endif
