#ifndef TBN_PRODUCTS_H
#define TBN_PRODUCTS_H
#include <stdbool.h>
#include <stdint.h>

// Products with sums in single precision, by oneDNN.

/// What the operands of a product are made of; its result is always floats.
typedef enum { TBN_FLOAT, TBN_BFLOAT16 } tbn_number;

/// Whether the library has code for AVX-512 here: without it, its products of floats are no better than others.
bool tbn_has_float_products(void);

/// Whether this processor has instructions for such products (AVX-512 BF16 or AMX) and the library uses them.
bool tbn_has_bfloat16_products(void);

/// The instructions that the library's code uses here, as a set of bits.
int tbn_product_instructions(void);

/// The threads of each product of this process.
void tbn_set_product_threads(int count);

/// A matrix in memory, read as it stands or transposed.
typedef struct {
  const void *numbers;
  int64_t stride; // numbers from one stored row to the next
  bool is_transposed;
} tbn_operand;

/// result[M, N] = left[M, K] x right[K, N], the shapes as the product sees them; row r of the result begins at
/// result + r * result_stride. Returns oneDNN's status, 0 for success.
int tbn_multiply(tbn_number number, tbn_operand left, tbn_operand right, int64_t m, int64_t n, int64_t k,
                 float *result, int64_t result_stride);

#endif
