#include "clones.h"
#include "kernels.h"
#include "philox.h"

// Random words of so many columns at once: the loop over independent counters is what vectorises.
enum { COUNTERS = 64, COLUMNS = 4 * COUNTERS };

// The words of columns first_column ..< first_column + COLUMNS of one row, word k of counter i for column 4 i + k.
static inline void random_words(const tbn_dropout *dropout, uint32_t row, uint32_t first_column,
                                uint32_t *restrict words) {
  // Round by round over all counters, word by word: what `tbn_philox4x32` does to one of them.
  uint32_t w0[COUNTERS], w1[COUNTERS], w2[COUNTERS], w3[COUNTERS];
  for (uint32_t i = 0; i < COUNTERS; i++) {
    w0[i] = first_column / 4 + i;
    w1[i] = row;
    w2[i] = dropout->time;
    w3[i] = dropout->purpose << 24;
  }
  uint32_t k0 = dropout->key[0], k1 = dropout->key[1];
  for (int round = 0; round < TBN_PHILOX_ROUNDS; round++) {
    for (uint32_t i = 0; i < COUNTERS; i++) tbn_philox_round(&w0[i], &w1[i], &w2[i], &w3[i], k0, k1);
    k0 += TBN_PHILOX_KEY_STEP0;
    k1 += TBN_PHILOX_KEY_STEP1;
  }
  for (uint32_t i = 0; i < COUNTERS; i++) {
    words[4 * i] = w0[i];
    words[4 * i + 1] = w1[i];
    words[4 * i + 2] = w2[i];
    words[4 * i + 3] = w3[i];
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
