#include "clones.h"
#include "kernels.h"
#include <math.h>

// Sums along a row use sixteen partial sums: a fixed order that vectorises without relaxing the arithmetic.
enum { LANES = 16 };

#define ROW_SUM(type, count, expression)                                                                              \
  ({                                                                                                                  \
    type lanes[LANES] = {0};                                                                                          \
    size_t i = 0;                                                                                                     \
    for (; i + LANES <= (count); i += LANES)                                                                          \
      for (size_t lane = 0; lane < LANES; lane++) {                                                                   \
        size_t c = i + lane;                                                                                          \
        lanes[lane] += (expression);                                                                                  \
      }                                                                                                               \
    for (size_t c = i; c < (count); c++) lanes[c - i] += (expression);                                                \
    type total = 0;                                                                                                   \
    for (size_t lane = 0; lane < LANES; lane++) total += lanes[lane];                                                 \
    total;                                                                                                            \
  })

TBN_CLONES
void tbn_row_squares(const float *x, size_t rows, size_t columns, float *squares) {
  for (size_t r = 0; r < rows; r++) {
    const float *row = x + r * columns;
    squares[r] = (float)ROW_SUM(double, columns, (double)row[c] * row[c]);
  }
}

TBN_CLONES
void tbn_normalize_rows(float *x, size_t rows, size_t columns, float epsilon, float *norms) {
  for (size_t r = 0; r < rows; r++) {
    float *row = x + r * columns;
    double squares = ROW_SUM(double, columns, (double)row[c] * row[c]);
    norms[r] = (float)sqrt(squares > epsilon ? squares : epsilon);
    float inverse = 1 / norms[r];
    for (size_t c = 0; c < columns; c++) row[c] *= inverse;
  }
}

TBN_CLONES
void tbn_normalize_rows_backward(const float *unit, const float *norms, size_t rows, size_t columns, float epsilon,
                                 float *restrict gradient) {
  for (size_t r = 0; r < rows; r++) {
    const float *u = unit + r * columns;
    float *g = gradient + r * columns;
    // At or under the floor the norm is a constant, so nothing is projected out.
    float along = norms[r] * norms[r] > epsilon ? (float)ROW_SUM(double, columns, (double)u[c] * g[c]) : 0;
    float inverse = 1 / norms[r];
    for (size_t c = 0; c < columns; c++) g[c] = (g[c] - along * u[c]) * inverse;
  }
}

TBN_CLONES
void tbn_add_scaled(const float *x, size_t count, float factor, float *restrict out) {
  for (size_t c = 0; c < count; c++) out[c] += factor * x[c];
}

TBN_CLONES
void tbn_pull(const float *anchor, const float *candidate, size_t count, float coefficient, float *anchor_gradient,
              float *candidate_gradient) {
  // Anchors and candidates may be rows of one matrix, never the same row.
  float *restrict ga = anchor_gradient, *restrict gb = candidate_gradient;
  for (size_t c = 0; c < count; c++) {
    float step = coefficient * (anchor[c] - candidate[c]);
    ga[c] += step;
    gb[c] -= step;
  }
}

enum { SUM_BLOCK = 2048 };

// Adds part after part to a block that stays in the first-level cache; `out` may be one of the parts.
TBN_CLONES
void tbn_sum_parts(const float *const *parts, size_t part_count, size_t count, float *out) {
  float block[SUM_BLOCK];
  for (size_t start = 0; start < count; start += SUM_BLOCK) {
    size_t width = count - start < SUM_BLOCK ? count - start : SUM_BLOCK;
    for (size_t c = 0; c < width; c++) block[c] = parts[0][start + c];
    for (size_t p = 1; p < part_count; p++) {
      const float *part = parts[p] + start;
      for (size_t c = 0; c < width; c++) block[c] += part[c];
    }
    for (size_t c = 0; c < width; c++) out[start + c] = block[c];
  }
}

TBN_CLONES
double tbn_sum_of_squares(const float *x, size_t count) {
  return ROW_SUM(double, count, (double)x[c] * x[c]);
}
