#include "clones.h"
#include "kernels.h"

// Declared here because that of math.h may set errno, which would keep the loop below scalar.
extern float sqrtf(float) __attribute__((const));

TBN_CLONES
void tbn_adam_step(const tbn_adam *adam, const float *gradient, size_t count, float *restrict parameter,
                   float *restrict first, float *restrict second) {
  const tbn_adam a = *adam;
  for (size_t i = 0; i < count; i++) {
    float p = parameter[i];
    float g = gradient[i] * a.gradient_scale + a.l2 * p;
    float m = a.beta1 * first[i] + a.rest1 * g;
    float v = a.beta2 * second[i] + a.rest2 * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] = p - a.decoupled_decay * p - a.learning_rate * m / (sqrtf(v) + a.epsilon);
  }
}
