#ifndef TBN_PHILOX_H
#define TBN_PHILOX_H
#include <stdint.h>

#define TBN_PHILOX_ROUNDS 10
#define TBN_PHILOX_KEY_STEP0 0x9E3779B9u
#define TBN_PHILOX_KEY_STEP1 0xBB67AE85u

static inline void tbn_philox_round(uint32_t *c0, uint32_t *c1, uint32_t *c2, uint32_t *c3, uint32_t k0, uint32_t k1) {
  uint64_t p0 = (uint64_t)0xD2511F53u * *c0, p1 = (uint64_t)0xCD9E8D57u * *c2;
  *c0 = (uint32_t)(p1 >> 32) ^ *c1 ^ k0;
  *c2 = (uint32_t)(p0 >> 32) ^ *c3 ^ k1;
  *c1 = (uint32_t)p1;
  *c3 = (uint32_t)p0;
}

/// Philox4x32-10: four random words from a 128-bit counter and a 64-bit key.
/// Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011).
static inline void tbn_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  for (int word = 0; word < 4; word++) out[word] = counter[word];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < TBN_PHILOX_ROUNDS; round++) {
    tbn_philox_round(&out[0], &out[1], &out[2], &out[3], k0, k1);
    k0 += TBN_PHILOX_KEY_STEP0;
    k1 += TBN_PHILOX_KEY_STEP1;
  }
}

#endif
