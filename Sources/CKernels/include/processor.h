#ifndef TBN_PROCESSOR_H
#define TBN_PROCESSOR_H

/// Whether the processor, and the system, let programs use the AVX-512 instructions of Skylake servers.
int tbn_has_avx512(void);

#endif
