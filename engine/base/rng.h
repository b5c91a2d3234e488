/* Seeded random numbers with named streams: PCG32 (O'Neill 2014, pcg-random.org, XSH-RR 64/32).
 * The same seed and name give the same bits on every machine. */
#ifndef OTTERPAW_BASE_RNG_H
#define OTTERPAW_BASE_RNG_H

#include <stdint.h>

typedef struct {
    uint64_t state, increment;
} Rng;

/* A stream of its own for (seed, name, index): e.g. rng_stream(seed, "trial", 4). */
Rng rng_stream(uint64_t seed, const char *name, uint64_t index);
uint32_t rng_u32(Rng *rng);
double rng_unit(Rng *rng); /* [0, 1), 53 bits */
int64_t rng_between(Rng *rng, int64_t least,
                    int64_t most); /* whole, both ends included, unbiased */
double rng_normal(Rng *rng);       /* mean 0, SD 1 (sum-free polar method) */

#endif
