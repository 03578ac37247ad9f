#include "counts.h"
#include "clones.h"

// Places looked at together: doubt is rare, so that the list is written in a second pass over few of them.
enum { BLOCK = 64, LANES = 16 };

// 1 for neither below nor above, 0 else; a high bound just under the low one leaves no doubt but NaN.
static inline int32_t in_doubt(float score, float low, float high) { return !(score < low) - (score > high); }

TBN_CLONES
tbn_row_count tbn_count_row(const float *restrict scores, size_t count, float row_low, float row_high,
                            const float *restrict column_low, const float *restrict column_high,
                            int32_t *restrict column_counts, int32_t *restrict places) {
  tbn_row_count found = {0, 0};
  for (size_t start = 0; start < count; start += BLOCK) {
    size_t end = start + BLOCK < count ? start + BLOCK : count;
    int32_t ahead = 0, doubts = 0;
    for (size_t c = start; c < end; c++) {
      float score = scores[c];
      column_counts[c] += score > column_high[c];
      ahead += score > row_high;
      doubts += in_doubt(score, row_low, row_high) + in_doubt(score, column_low[c], column_high[c]);
    }
    found.ahead += (size_t)ahead;
    if (doubts == 0) continue;
    for (size_t c = start; c < end; c++) {
      places[found.in_doubt] = (int32_t)c;
      found.in_doubt +=
          in_doubt(scores[c], row_low, row_high) | in_doubt(scores[c], column_low[c], column_high[c]);
    }
  }
  return found;
}

TBN_CLONES
double tbn_exact_product(const float *x, const float *y, size_t count) {
  double lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (size_t lane = 0; lane < LANES; lane++) lanes[lane] += (double)x[i + lane] * y[i + lane];
  for (size_t c = i; c < count; c++) lanes[c - i] += (double)x[c] * y[c];
  double total = 0;
  for (size_t lane = 0; lane < LANES; lane++) total += lanes[lane];
  return total;
}
