#ifndef TBN_CLONES_H
#define TBN_CLONES_H

// One copy of a function for each width of vectors; the loader picks the processor's.
#if defined(__x86_64__)
#define TBN_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TBN_CLONES
#endif

#endif
