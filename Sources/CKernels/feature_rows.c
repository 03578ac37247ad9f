#include "feature_rows.h"
#include "clones.h"
#include "half.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

static size_t stored_size(tbn_stored type) {
  static const size_t sizes[] = {[TBN_FLOAT16] = 2, [TBN_FLOAT32] = 4, [TBN_FLOAT64] = 8, [TBN_UINT8] = 1};
  return sizes[type];
}

TBN_CLONES
static void narrow_doubles(const unsigned char *source, size_t count, float *restrict out) {
  for (size_t c = 0; c < count; c++) {
    double value;
    memcpy(&value, source + 8 * c, 8);
    out[c] = (float)value;
  }
}

TBN_CLONES
static void widen_bytes(const unsigned char *source, size_t count, float *restrict out) {
  for (size_t c = 0; c < count; c++) out[c] = source[c];
}

void tbn_widen(tbn_stored type, const void *source, size_t count, float *out) {
  switch (type) {
  case TBN_FLOAT16: tbn_half_to_float(source, out, count); break;
  case TBN_FLOAT32: memcpy(out, source, 4 * count); break;
  case TBN_FLOAT64: narrow_doubles(source, count, out); break;
  case TBN_UINT8: widen_bytes(source, count, out); break;
  }
}

// A division, not a product with the reciprocal: it rounds otherwise, and a run that resumes must go on with the
// same numbers.
TBN_CLONES
static void shift_and_divide(const float *restrict mean, const float *restrict scale, size_t count,
                             float *restrict out) {
  for (size_t c = 0; c < count; c++) out[c] = (out[c] - mean[c]) / scale[c];
}

enum { BLOCK = 1024 };

// By blocks that stay in the first-level cache between their widening and their division.
void tbn_standardize(tbn_stored type, const void *source, const float *mean, const float *scale, size_t count,
                     float *out) {
  const unsigned char *bytes = source;
  for (size_t start = 0; start < count; start += BLOCK) {
    size_t width = count - start < BLOCK ? count - start : BLOCK;
    tbn_widen(type, bytes + start * stored_size(type), width, out + start);
    shift_and_divide(mean + start, scale + start, width, out + start);
  }
}

enum { LANES = 8 };

// Eight sums side by side: a single one would wait for each addition.
TBN_CLONES
void tbn_to_unit_length(float *row, size_t count) {
  double lanes[LANES] = {0};
  size_t c = 0;
  for (; c + LANES <= count; c += LANES)
    for (size_t lane = 0; lane < LANES; lane++) lanes[lane] += (double)row[c + lane] * row[c + lane];
  double squares = 0;
  for (size_t lane = 0; lane < LANES; lane++) squares += lanes[lane];
  for (; c < count; c++) squares += (double)row[c] * row[c];
  double length = sqrt(squares);
  if (length == 0) return;
  for (size_t i = 0; i < count; i++) row[i] = (float)(row[i] / length);
}
