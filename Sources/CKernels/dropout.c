#include "clones.h"
#include "kernels.h"
#include "philox.h"

// Random words of so many columns at once: the loop over independent counters is what vectorises.
enum { COUNTERS = 64, COLUMNS = 4 * COUNTERS };

// The words of columns first_column ..< first_column + COLUMNS of one row, word k of counter i for column 4 i + k.
static inline void random_words(const tbn_dropout *dropout, uint32_t row, uint32_t first_column,
                                uint32_t *restrict words) {
  for (uint32_t i = 0; i < COUNTERS; i++) {
    const uint32_t counter[4] = {first_column / 4 + i, row, dropout->time, dropout->purpose << 24};
    tbn_philox4x32(counter, dropout->key, words + 4 * i);
  }
}

TBN_CLONES
void tbn_scale_shift_relu(const float *z, size_t rows, size_t columns, const float *scale, const float *shift,
                          const tbn_dropout *dropout, float *out) {
  uint32_t words[COLUMNS];
  for (size_t r = 0; r < rows; r++) {
    const float *zr = z + r * columns;
    float *o = out + r * columns;
    for (size_t c = 0; c < columns; c++) {
      float value = zr[c] * scale[c] + shift[c];
      o[c] = value > 0 ? value : 0;
    }
    if (!dropout || dropout->threshold == 0) continue;
    for (size_t start = 0; start < columns; start += COLUMNS) {
      size_t width = columns - start < COLUMNS ? columns - start : COLUMNS;
      random_words(dropout, dropout->first_row + (uint32_t)r, (uint32_t)start, words);
      float *part = o + start;
      for (size_t c = 0; c < width; c++)
        part[c] = words[c] >= dropout->threshold ? part[c] * dropout->scale : 0;
    }
  }
}
