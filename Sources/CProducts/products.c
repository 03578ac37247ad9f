#define _GNU_SOURCE
#include "products.h"
#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <string.h>

static bool has(dnnl_cpu_isa_t instructions) { return (dnnl_get_effective_cpu_isa() & instructions) == instructions; }

int tbn_product_instructions(void) { return (int)dnnl_get_effective_cpu_isa(); }
bool tbn_has_float_products(void) { return has(dnnl_cpu_isa_avx512_core); }
bool tbn_has_bfloat16_products(void) { return has(dnnl_cpu_isa_avx512_core_bf16); }

// The library brings its own runtime of threads, whose header the compiler here need not have.
void tbn_set_product_threads(int count) {
  void (*set)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set) set(count);
}

// What a product's code depends on.
typedef struct {
  tbn_number number;
  int64_t m, n, k, left_stride, right_stride, result_stride;
  bool left_transposed, right_transposed;
} product_shape;

typedef struct {
  product_shape shape;
  dnnl_primitive_t primitive;
  dnnl_memory_t left, right, result;
} product;

// The products of some steps: a step has ten; batches of unequal sizes have several of each.
enum { KEPT = 64 };

// Each thread that multiplies has its own.
static _Thread_local product kept[KEPT];
static _Thread_local int kept_count, next_place;
static _Thread_local dnnl_engine_t engine;
static _Thread_local dnnl_stream_t stream;

static dnnl_status_t start(void) {
  if (stream) return dnnl_success;
  dnnl_status_t status = dnnl_engine_create(&engine, dnnl_cpu, 0);
  return status ? status : dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
}

static void forget(product *p) {
  if (p->primitive) dnnl_primitive_destroy(p->primitive);
  if (p->left) dnnl_memory_destroy(p->left);
  if (p->right) dnnl_memory_destroy(p->right);
  if (p->result) dnnl_memory_destroy(p->result);
  memset(p, 0, sizeof *p);
}

static dnnl_status_t describe(dnnl_memory_desc_t *matrix, int64_t rows, int64_t columns, int64_t stride,
                              bool is_transposed, dnnl_data_type_t type) {
  dnnl_dims_t sizes = {rows, columns}, strides = {is_transposed ? 1 : stride, is_transposed ? stride : 1};
  return dnnl_memory_desc_init_by_strides(matrix, 2, sizes, type, strides);
}

static dnnl_status_t make(product *p, product_shape shape) {
  dnnl_memory_desc_t left, right, result;
  dnnl_matmul_desc_t matmul;
  dnnl_primitive_desc_t description = NULL;
  dnnl_status_t status;
  dnnl_data_type_t type = shape.number == TBN_FLOAT ? dnnl_f32 : dnnl_bf16;
  p->shape = shape;
  if ((status = describe(&left, shape.m, shape.k, shape.left_stride, shape.left_transposed, type)) ||
      (status = describe(&right, shape.k, shape.n, shape.right_stride, shape.right_transposed, type)) ||
      (status = describe(&result, shape.m, shape.n, shape.result_stride, false, dnnl_f32)) ||
      (status = dnnl_matmul_desc_init(&matmul, &left, &right, NULL, &result)) ||
      (status = dnnl_primitive_desc_create(&description, &matmul, NULL, engine, NULL)))
    return status;
  status = dnnl_primitive_create(&p->primitive, description);
  dnnl_primitive_desc_destroy(description);
  if (status || (status = dnnl_memory_create(&p->left, &left, engine, DNNL_MEMORY_NONE)) ||
      (status = dnnl_memory_create(&p->right, &right, engine, DNNL_MEMORY_NONE)))
    return status;
  return dnnl_memory_create(&p->result, &result, engine, DNNL_MEMORY_NONE);
}

static bool same(const product_shape *a, const product_shape *b) {
  return a->number == b->number && a->m == b->m && a->n == b->n && a->k == b->k && a->left_stride == b->left_stride &&
         a->right_stride == b->right_stride && a->result_stride == b->result_stride &&
         a->left_transposed == b->left_transposed && a->right_transposed == b->right_transposed;
}

// The code for products of a shape is made once, and forgotten when many others have been needed since.
static dnnl_status_t find(product_shape shape, product **found) {
  for (int i = 0; i < kept_count; i++)
    if (same(&kept[i].shape, &shape)) {
      *found = &kept[i];
      return dnnl_success;
    }
  product *place = &kept[next_place];
  next_place = (next_place + 1) % KEPT;
  forget(place);
  dnnl_status_t status = make(place, shape);
  if (status) {
    forget(place);
    return status;
  }
  if (kept_count < KEPT) kept_count++;
  *found = place;
  return dnnl_success;
}

int tbn_multiply(tbn_number number, tbn_operand left, tbn_operand right, int64_t m, int64_t n, int64_t k,
                 float *result, int64_t result_stride) {
  product_shape shape = {number,       m, n, k, left.stride, right.stride, result_stride, left.is_transposed,
                         right.is_transposed};
  product *p = NULL;
  dnnl_status_t status = start();
  if (status || (status = find(shape, &p)) ||
      (status = dnnl_memory_set_data_handle(p->left, (void *)left.numbers)) ||
      (status = dnnl_memory_set_data_handle(p->right, (void *)right.numbers)) ||
      (status = dnnl_memory_set_data_handle(p->result, result)))
    return (int)status;
  const dnnl_exec_arg_t arguments[] = {
      {DNNL_ARG_SRC, p->left}, {DNNL_ARG_WEIGHTS, p->right}, {DNNL_ARG_DST, p->result}};
  status = dnnl_primitive_execute(p->primitive, stream, 3, arguments);
  return (int)(status ? status : dnnl_stream_wait(stream));
}
