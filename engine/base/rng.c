/* PCG32 with named streams; see rng.h. */
#include "base/rng.h"

#include <assert.h>
#include <math.h>

/* splitmix64 (Steele, Lea & Flood 2014): turns seed, name and index into well-spread state. */
static uint64_t mix(uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

Rng rng_stream(uint64_t seed, const char *name, uint64_t index) {
    uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a of the name */
    for (const char *c = name; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 0x100000001B3u;
    }
    Rng rng = {.state = mix(seed ^ mix(hash)), .increment = (mix(hash ^ mix(index)) << 1) | 1u};
    rng.state = mix(rng.state ^ mix(index + 0x5851F42D4C957F2Du));
    rng_u32(&rng);
    return rng;
}

uint32_t rng_u32(Rng *rng) {
    uint64_t old = rng->state;
    rng->state = old * 6364136223846793005u + rng->increment;
    uint32_t shifted = (uint32_t)(((old >> 18) ^ old) >> 27);
    uint32_t turn = (uint32_t)(old >> 59);
    return (shifted >> turn) | (shifted << ((32 - turn) & 31));
}

static uint64_t next_u64(Rng *rng) {
    uint64_t high = rng_u32(rng);
    return high << 32 | rng_u32(rng);
}

double rng_unit(Rng *rng) {
    return (double)(next_u64(rng) >> 11) * 0x1.0p-53;
}

int64_t rng_between(Rng *rng, int64_t least, int64_t most) {
    assert(least <= most);
    uint64_t span = (uint64_t)most - (uint64_t)least + 1;
    if (span == 0) {
        return (int64_t)next_u64(rng);
    }
    uint64_t reject_below = (0 - span) % span;
    uint64_t draw;
    do {
        draw = next_u64(rng);
    } while (draw < reject_below);
    return (int64_t)((uint64_t)least + draw % span);
}

double rng_normal(Rng *rng) {
    double u, v, s;
    do {
        u = 2 * rng_unit(rng) - 1;
        v = 2 * rng_unit(rng) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * sqrt(-2 * log(s) / s);
}
