/* Everything that can go wrong beneath the store, by the thousand: torture [--small|--quick|--full]
 * [JOB...]. One line of figures a job; exit 1 when anything acknowledged was lost or a job proved
 * nothing. Each job runs in a process of its own. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    const char *name, *faults; /* what a fault is, in the plural */
    TortureJob job;
    long small, quick, full;
} Entry;

static const Entry jobs[] = {
    {"power", "power cuts", job_power, 160, 800, 20000},
    {"io", "I/O errors", job_io_error, 100, 400, 5000},
    {"full", "full disks", job_full, 100, 400, 5000},
    {"memory", "failed allocations in SQLite", job_sqlite_memory, 101, 29, 1},
    {"own-memory", "failed allocations of ours", job_own_memory, 1, 3, 20},
    {"migration", "faults in a migration", job_migration, 120, 400, 5000},
    {"kill", "kills", job_kill, 20, 60, 2000},
    {"backup", "kills while backing up", job_backup, 10, 40, 500},
    {"two", "second processes", job_two, 5, 20, 200},
    {"real-full", "really full disks", job_real_full, 1, 2, 20},
    {"real-read-only", "really read-only disks", job_real_read_only, 1, 2, 20},
    {"flips", "flipped bits", job_flips, 60, 200, 4000},
    {"clock", "jumps of the clock", job_clock, 50000, 200000, 2000000},
};
enum { JOBS = sizeof jobs / sizeof *jobs, NOT_RUN = 77 };

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int run_job(const Entry *entry, long size) {
    Torture out = {0};
    double start = now_s();
    bool enough = entry->job(size, &out);
    if (out.not_run) {
        printf("%-15s NOT RUN: %s\n", entry->name, out.what);
        return NOT_RUN;
    }
    bool ok = enough && out.lost == 0 && out.teeth;
    printf("%-15s %8ld %-28s %8ld acknowledged, %ld lost, %6.1f s; %s%s%s%s%s\n", entry->name,
           out.faults, entry->faults, out.rows, out.lost, now_s() - start, out.teeth_text,
           out.what[0] != '\0' ? "; " : "", out.what, enough ? "" : "; IT DID TOO LITTLE",
           ok ? "" : "  FAILED");
    return ok ? 0 : 1;
}

/* Two at a time: most of them wait for the disk. */
enum { TOGETHER = 2 };

typedef struct {
    pid_t pid;
    const Entry *entry;
} Running;

static bool start(const Entry *entry, long size, Running *slot) {
    fflush(stdout);
    *slot = (Running){fork(), entry};
    if (slot->pid == 0) {
        int status = run_job(entry, size);
        fflush(stdout);
        _exit(status);
    }
    return slot->pid > 0;
}

typedef struct {
    int ran, kept, not_run;
} Tally;

/* Waits for any of them; frees its slot. */
static void wait_for_one(Running running[TOGETHER], int *count, Tally *tally) {
    int status = 1;
    pid_t pid = waitpid(-1, &status, 0);
    for (int i = 0; i < *count; i++) {
        if (running[i].pid == pid) {
            int exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
            tally->ran += exit != NOT_RUN;
            tally->not_run += exit == NOT_RUN;
            tally->kept += exit == 0;
            if (exit != 0 && exit != 1 && exit != NOT_RUN) {
                printf("%-15s died (status %d)  FAILED\n", running[i].entry->name, status);
            }
            running[i] = running[--*count];
            return;
        }
    }
}

static bool wanted(const Entry *entry, int count, char **names) {
    bool any = false;
    for (int i = 1; i < count; i++) {
        if (names[i][0] != '-') {
            any = true;
            if (strcmp(names[i], entry->name) == 0) {
                return true;
            }
        }
    }
    return !any;
}

int main(int count, char **words) {
    Tally tally = {0};
    int started = 0, together = 0;
    Running running[TOGETHER];
    const char *how = count > 1 && words[1][0] == '-' ? words[1] : "--quick";
    for (int i = 0; i < JOBS; i++) {
        if (wanted(&jobs[i], count, words)) {
            long size = strcmp(how, "--full") == 0    ? jobs[i].full
                        : strcmp(how, "--small") == 0 ? jobs[i].small
                                                      : jobs[i].quick;
            if (together == TOGETHER) {
                wait_for_one(running, &together, &tally);
            }
            if (start(&jobs[i], size, &running[together])) {
                together++;
            } else {
                printf("%-15s could not be started  FAILED\n", jobs[i].name);
                tally.ran++;
            }
            started++;
        }
    }
    while (together > 0) {
        wait_for_one(running, &together, &tally);
    }
    if (started == 0) {
        fprintf(stderr, "torture: no such job\n");
        return 2;
    }
    printf("torture: %d of %d jobs kept everything", tally.kept, tally.ran);
    if (tally.not_run > 0) {
        printf("; %d could NOT be run here", tally.not_run);
    }
    printf("\n");
    return tally.kept != tally.ran;
}
