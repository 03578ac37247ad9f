#ifndef TBN_COUNTS_H
#define TBN_COUNTS_H
#include <stddef.h>
#include <stdint.h>

// Counting in rows of scores, of which too many are made to be kept.

/// What a row of scores was found to hold.
typedef struct {
  size_t ahead;    // scores above the row's own bound
  size_t in_doubt; // places written to the list
} tbn_row_count;

/// Counts the scores above `row_high`, adds 1 to column_counts[c] where scores[c] is above column_high[c], and lists, in
/// ascending order, the places whose score is in doubt: neither below the lower bound nor above the higher one, of the
/// row or of the column. NaN is in doubt. `places` has room for `count`.
tbn_row_count tbn_count_row(const float *scores, size_t count, float row_low, float row_high, const float *column_low,
                            const float *column_high, int32_t *column_counts, int32_t *places);

/// x times y in doubles: products of floats are exact there, and the sum's order depends on `count` alone.
double tbn_exact_product(const float *x, const float *y, size_t count);

#endif
