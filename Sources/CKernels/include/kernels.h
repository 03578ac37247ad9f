#ifndef TBN_KERNELS_H
#define TBN_KERNELS_H
#include <stddef.h>
#include <stdint.h>

// Passes over rows of floats that Swift's compiler leaves scalar. Each is compiled for several vector widths and
// the processor's own is taken at run time. Matrices are row-major and dense; sums that cross rows are doubles.

/// Which of the widths is taken here: "avx512f", "avx2" or "default". Their sums round differently.
const char *tbn_vector_instructions(void);

/// sums[c] += sum over rows of z[r, c];  squares[c] += sum over rows of z[r, c]^2.
void tbn_column_sums(const float *z, size_t rows, size_t columns, double *sums, double *squares);

/// Which numbers of an activation are dropped: a pure function of its global row, its column and the key.
/// A number is kept if its random word is at least `threshold`; 0 keeps all.
typedef struct {
  uint32_t key[2];
  uint32_t time;
  uint32_t purpose;
  uint32_t first_row;
  uint32_t threshold;
  float scale;
} tbn_dropout;

/// out = dropout(max(0, z * scale[c] + shift[c])); `dropout` may be NULL. `out` may be `z`.
void tbn_scale_shift_relu(const float *z, size_t rows, size_t columns, const float *scale, const float *shift,
                          const tbn_dropout *dropout, float *out);

/// Takes the gradient of activations back through dropout and ReLU: gradient = activation > 0 ? gradient * keep : 0,
/// in place, and adds to sums[c] the sum over rows of it, to products[c] that of it times (z - mean[c]).
void tbn_relu_backward_sums(const float *activation, const float *z, const float *mean, size_t rows, size_t columns,
                            float keep, float *gradient, double *sums, double *products);

/// gradient = slope[c] * (gradient - offset[c] - (z - mean[c]) * tilt[c]), in place.
void tbn_batch_norm_backward(const float *z, const float *mean, const float *slope, const float *offset,
                             const float *tilt, size_t rows, size_t columns, float *gradient);

/// Adds bias[c] to every row.
void tbn_add_bias(float *z, size_t rows, size_t columns, const float *bias);

/// Row r becomes itself over its Euclidean norm; norms[r] is sqrt(max(|row|^2, epsilon)).
void tbn_normalize_rows(float *x, size_t rows, size_t columns, float epsilon, float *norms);

/// The gradient through `tbn_normalize_rows`, in place; `unit` holds the normalised rows.
void tbn_normalize_rows_backward(const float *unit, const float *norms, size_t rows, size_t columns, float epsilon,
                                 float *gradient);

/// squares[r] = |row r|^2.
void tbn_row_squares(const float *x, size_t rows, size_t columns, float *squares);

/// out += factor * x.
void tbn_add_scaled(const float *x, size_t count, float factor, float *out);

/// For a = anchor and b = candidate: anchor_gradient += coefficient * (a - b), candidate_gradient -= the same.
void tbn_pull(const float *anchor, const float *candidate, size_t count, float coefficient, float *anchor_gradient,
              float *candidate_gradient);

/// The `wanted` smallest of candidate_squares[c] - 2 * products[c] over the c with excluded[c] == 0, nearest first,
/// ties by the lower index. Returns how many there are.
size_t tbn_nearest(const float *products, const float *candidate_squares, const uint8_t *excluded, size_t count,
                   size_t wanted, int32_t *indices, float *keys);

/// out[c] = sum over parts of parts[p][c], in the order of the parts.
void tbn_sum_parts(const float *const *parts, size_t part_count, size_t count, float *out);

/// The sum of squares.
double tbn_sum_of_squares(const float *x, size_t count);

/// One step of Adam over `count` parameters.
typedef struct {
  float learning_rate;        // with the bias corrections of both moments folded in by the caller
  float beta1, beta2, epsilon; // epsilon scaled likewise
  float rest1, rest2;          // 1 - beta1, 1 - beta2: in floats, 1 - 0.999f would be off by 1e-5 of itself
  float gradient_scale;       // below 1 when the gradient's norm is clipped
  float l2;                   // weight decay added to the gradient
  float decoupled_decay;      // learning rate x weight decay, taken from the weight itself
} tbn_adam;
void tbn_adam_step(const tbn_adam *adam, const float *gradient, size_t count, float *parameter, float *first,
                   float *second);

#endif
