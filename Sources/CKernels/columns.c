#include "clones.h"
#include "kernels.h"

// A block of columns whose double sums stay in the first-level cache while all rows pass by.
enum { BLOCK = 512 };

static inline size_t block_end(size_t start, size_t columns) {
  return start + BLOCK < columns ? start + BLOCK : columns;
}

TBN_CLONES
void tbn_column_sums(const float *z, size_t rows, size_t columns, double *restrict sums, double *restrict squares) {
  for (size_t start = 0; start < columns; start += BLOCK) {
    size_t end = block_end(start, columns);
    for (size_t r = 0; r < rows; r++) {
      const float *row = z + r * columns;
      for (size_t c = start; c < end; c++) {
        double value = row[c];
        sums[c] += value;
        squares[c] += value * value;
      }
    }
  }
}

TBN_CLONES
void tbn_relu_backward_sums(const float *activation, const float *z, const float *mean, size_t rows, size_t columns,
                            float keep, float *restrict gradient, double *restrict sums, double *restrict products) {
  for (size_t start = 0; start < columns; start += BLOCK) {
    size_t end = block_end(start, columns);
    for (size_t r = 0; r < rows; r++) {
      const float *a = activation + r * columns, *zr = z + r * columns;
      float *g = gradient + r * columns;
      for (size_t c = start; c < end; c++) {
        float value = a[c] > 0 ? g[c] * keep : 0;
        g[c] = value;
        sums[c] += value;
        products[c] += (double)value * (zr[c] - mean[c]);
      }
    }
  }
}

TBN_CLONES
void tbn_batch_norm_backward(const float *z, const float *mean, const float *slope, const float *offset,
                             const float *tilt, size_t rows, size_t columns, float *restrict gradient) {
  for (size_t r = 0; r < rows; r++) {
    const float *zr = z + r * columns;
    float *g = gradient + r * columns;
    for (size_t c = 0; c < columns; c++) g[c] = slope[c] * (g[c] - offset[c] - (zr[c] - mean[c]) * tilt[c]);
  }
}

TBN_CLONES
void tbn_add_bias(float *restrict z, size_t rows, size_t columns, const float *bias) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) z[r * columns + c] += bias[c];
}
