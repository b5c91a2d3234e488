/* The jobs of the torture program: each runs its faults, counts what was lost, and proves that it
 * would have seen a loss. */
#ifndef OTTERPAW_TESTS_TORTURE_H
#define OTTERPAW_TESTS_TORTURE_H

#include <stdbool.h>

typedef struct {
    long faults;    /* met */
    long rows;      /* acknowledged */
    long lost;      /* runs in which something acknowledged was gone or wrong */
    bool teeth;     /* a known-bad way was caught */
    char what[600]; /* the first loss, or why it could not run, or figures */
    char teeth_text[300];
    bool not_run;
} Torture;

typedef bool (*TortureJob)(long size, Torture *out);

bool job_power(long size, Torture *out);
bool job_io_error(long size, Torture *out);
bool job_full(long size, Torture *out);
bool job_sqlite_memory(long size, Torture *out);
bool job_own_memory(long size, Torture *out);
bool job_kill(long size, Torture *out);
bool job_migration(long size, Torture *out);
bool job_backup(long size, Torture *out);
bool job_two(long size, Torture *out);
bool job_real_full(long size, Torture *out);
bool job_real_read_only(long size, Torture *out);
bool job_flips(long size, Torture *out);
bool job_clock(long size, Torture *out);

#endif
