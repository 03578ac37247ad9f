#include "kernels.h"
#include <math.h>

size_t tbn_nearest(const float *products, const float *candidate_squares, const uint8_t *excluded, size_t count,
                   size_t wanted, int32_t *indices, float *keys) {
  size_t found = 0;
  if (wanted == 0) return 0;
  float worst = INFINITY;
  for (size_t c = 0; c < count; c++) {
    float key = candidate_squares[c] - 2 * products[c];
    if ((found == wanted && !(key < worst)) || excluded[c]) continue;
    size_t place = found < wanted ? found++ : wanted - 1;
    for (; place > 0 && key < keys[place - 1]; place--) {
      keys[place] = keys[place - 1];
      indices[place] = indices[place - 1];
    }
    keys[place] = key;
    indices[place] = (int32_t)c;
    if (found == wanted) worst = keys[wanted - 1];
  }
  return found;
}
