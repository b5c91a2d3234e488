/* What benches share: clocks, percentiles, the fill that figures are told in, and the lines that
 * scripts/bench reads: NAME VALUE UNIT [RATIO TO]. */
#ifndef OTTERPAW_TESTS_BENCH_H
#define OTTERPAW_TESTS_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BENCH_WIDTH = 1920, BENCH_HEIGHT = 1200 };

static uint32_t bench_pixels[BENCH_WIDTH * BENCH_HEIGHT];

static inline double bench_clock_us(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Time on the processor: others who use the machine hardly count. */
static inline double bench_cpu_us(void) {
    return bench_clock_us(CLOCK_THREAD_CPUTIME_ID);
}

static inline double bench_wall_us(void) {
    return bench_clock_us(CLOCK_MONOTONIC);
}

static int bench_by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value below which that part of them lies. Sorts. */
static inline double bench_share(double *values, size_t count, double part) {
    qsort(values, count, sizeof *values, bench_by_size);
    return count > 0 ? values[(size_t)(part * (double)(count - 1) + 0.5)] : 0;
}

/* The time in which this machine fills the screen with one colour: figures in fills hardly depend
 * on the machine. */
static inline double bench_fill_us(void) {
    double least = 1e9;
    for (uint32_t n = 0; n < 20; n++) {
        double start = bench_cpu_us();
        for (size_t i = 0; i < BENCH_WIDTH * BENCH_HEIGHT; i++) {
            ((volatile uint32_t *)bench_pixels)[i] = 0xfff0e0u + n;
        }
        double took = bench_cpu_us() - start;
        least = took < least ? took : least;
    }
    return least;
}

/* A fresh folder where TMPDIR says: scripts/bench takes it away. */
static inline char *bench_folder(char path[static 256]) {
    const char *where = getenv("TMPDIR");
    snprintf(path, 256, "%.200s/bench-XXXXXX", where != NULL ? where : "/tmp");
    return mkdtemp(path);
}

/* A time in microseconds, told in the unit, and beside a fill. */
static inline void bench_tell(const char *name, const char *part, double us, const char *unit,
                              double fill_us) {
    double in_unit = unit[0] == 's' ? us / 1e6 : unit[0] == 'm' ? us / 1e3 : us;
    printf("%s%s%s %.6g %s %.5g fill\n", name, part[0] != '\0' ? "." : "", part, in_unit, unit,
           us / fill_us);
}

#endif
