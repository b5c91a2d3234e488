/* A process is killed while it makes backups, one a day: whatever bears a backup's name is whole,
 * and the last one that was said to be made is there. */
#include "sitting.h"
#include "store/backup.h"
#include "torture.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TRIALS = 400, KILL_MS_MOST = 40, DAYS_MOST = 20000 };
#define DAY_US INT64_C(86400000000)

typedef struct {
    Sitting *sitting;
    char folder[96];
    int day; /* the newest that was told */
} Making;

static void name_of(const Making *making, int day, char path[160]) {
    char date[16];
    time_t seconds = (time_t)((RECORDS_WALL_US + day * DAY_US) / 1000000);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    strftime(date, sizeof date, "%Y%m%d", &utc);
    snprintf(path, 160, "%s/otterpaw-%s.db", making->folder, date);
}

/* The way that must be found out: straight to the backup's name. */
static bool copy_carelessly(const Making *making, int day) {
    char path[160], from[96];
    uint8_t block[512];
    size_t got;
    name_of(making, day, path);
    snprintf(from, sizeof from, "%s/otterpaw.db", making->sitting->folder);
    FILE *in = fopen(from, "rb"), *out = fopen(path, "wb");
    if (in == NULL || out == NULL) {
        return false;
    }
    setvbuf(out, NULL, _IONBF, 0);
    while ((got = fread(block, 1, sizeof block, in)) > 0) {
        fwrite(block, 1, got, out);
    }
    fclose(in);
    return fclose(out) == 0;
}

static void make_until_killed(Making *making, bool careless, int fd) {
    Sitting *s = making->sitting;
    bool ok = careless || sitting_open(s);
    for (int day = making->day + 1; ok && day < DAYS_MOST; day++) {
        ok = careless ? copy_carelessly(making, day)
                      : backup_make(s->store, making->folder, RECORDS_WALL_US + day * DAY_US, NULL,
                                    NULL, &s->fail);
        ok = ok && write(fd, &day, sizeof day) == (ssize_t)sizeof day;
    }
    _exit(1);
}

/* How many backups were told before the end; below 0: the process came to nothing. */
static int kill_once(Making *making, bool careless, int ms) {
    int ends[2], day, told = 0, status = 0;
    if (pipe(ends) != 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        make_until_killed(making, careless, ends[1]);
    }
    close(ends[1]);
    struct pollfd first_word = {.fd = ends[0], .events = POLLIN};
    poll(&first_word, 1, 20000);
    poll(NULL, 0, ms);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    while (read(ends[0], &day, sizeof day) == (ssize_t)sizeof day) {
        making->day = day;
        told++;
    }
    close(ends[0]);
    return WIFSIGNALED(status) ? told : -1;
}

static bool all_whole(Making *making, Torture *out, BackupFile files[BACKUPS_MAX]) {
    char path[176];
    Fail fail = {0};
    int count = backup_list(making->folder, files);
    name_of(making, making->day, path);
    bool ok = count > 0 && access(path, F_OK) == 0;
    if (!ok) {
        fail_set(&fail, FAIL_CORRUPT, "%s was made and is gone", path);
    }
    for (int i = 0; ok && i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", making->folder, files[i].name);
        ok = backup_check(path, &fail);
        if (!ok) {
            unlink(path); /* found out once is enough */
        }
    }
    if (!ok && out->lost++ == 0) {
        snprintf(out->what, sizeof out->what, "%.300s", fail.text);
    }
    return ok;
}

static void kill_many(long size, bool careless, Torture *out) {
    Making making = {.sitting = sitting_new(NULL)};
    BackupFile *files = malloc(BACKUPS_MAX * sizeof *files);
    Rng rng = rng_stream(61, careless ? "careless" : "backups", 0);
    Sitting *s = making.sitting;
    bool ok = s != NULL && files != NULL && sitting_open(s);
    if (ok) {
        sitting_begin(s);
        for (int i = 0; i < TRIALS; i++) {
            sitting_put(s);
        }
        ok = sitting_flush(s);
        sitting_close(s);
        snprintf(making.folder, sizeof making.folder, "%s/backups", s->folder);
        ok = ok && mkdir(making.folder, 0700) == 0;
    }
    for (long i = 0; ok && i < size; i++) {
        int told = kill_once(&making, careless, (int)rng_between(&rng, 0, KILL_MS_MOST));
        out->faults += told >= 0;
        out->rows += told > 0 ? told : 0;
        all_whole(&making, out, files);
    }
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", making.folder);
    if (ok && system(command) != 0) {
        perror("rm");
    }
    free(files);
    sitting_free(s);
}

bool job_backup(long size, Torture *out) {
    Torture careless = {0};
    long few = size / 20 < 8 ? 8 : size / 20;
    kill_many(size, false, out);
    kill_many(few, true, &careless);
    out->teeth = careless.lost > 0;
    snprintf(out->teeth_text, sizeof out->teeth_text,
             "written straight to its name a backup was half in %ld of %ld", careless.lost, few);
    return out->faults == size && out->rows >= size;
}
