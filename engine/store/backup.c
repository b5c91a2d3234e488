/* Backups; see backup.h. The copy is made by SQLite's backup interface through a connection of its
 * own, which like the reader's never writes and never checkpoints. */
#include "store/backup.h"

#include "store/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    COPY_BYTES = 64 * 1024,
    FUTURE_MOST = 16, /* dated after today */
    LEAP_DAYS = 35,
    ALL_MOST = 48, /* kept whatever the clock says; more than that go by the rule */
};

static bool world(Fail *fail, const char *what, const char *path) {
    return fail_set(fail, FAIL_SYSTEM, "%s: %s: %s", path, what, strerror(errno));
}

/* A store that only looks at one file, which nobody writes. */
static bool look_begin(Store *look, const char *path, Fail *fail) {
    char uri[3 * PATH_ROOM];
    struct stat there;
    *look = (Store){.lock_fd = -1};
    if (strlen(path) > PATH_ROOM - 64 || stat(path, &there) != 0 || !S_ISREG(there.st_mode)) {
        return fail_set(fail, FAIL_INPUT, "%.600s: there is no such file", path);
    }
    snprintf(look->path, sizeof look->path, "%s", path);
    pthread_mutex_init(&look->mutex, NULL);
    pthread_mutex_init(&look->reading, NULL);
    db_immutable_uri(path, uri);
    int rc = db_open(look, &look->reader, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                     DB_RULES "PRAGMA query_only=ON;");
    return rc == SQLITE_OK || db_fail(look, rc, "opening the copy", NULL, fail);
}

static void look_end(Store *look) {
    db_close(&look->reader, false);
    pthread_mutex_destroy(&look->mutex);
    pthread_mutex_destroy(&look->reading);
}

static bool is_ours(Store *look, Fail *fail) {
    int64_t application = 0, version = 0;
    int rc = db_number(&look->reader, "PRAGMA application_id", &application);
    if (rc == SQLITE_OK) {
        rc = db_number(&look->reader, "PRAGMA user_version", &version);
    }
    if (rc != SQLITE_OK) {
        return db_fail(look, rc, "reading the copy", NULL, fail);
    }
    if (application != APPLICATION_ID || version < 1) {
        return fail_set(fail, FAIL_INPUT, "%s is not a database of Otterpaw", look->path);
    }
    return version <= SCHEMA_VERSION ||
           fail_set(fail, FAIL_REFUSED,
                    "%s is from a newer Otterpaw (schema %lld): install it first", look->path,
                    (long long)version);
}

static int told_to_stop(void *stop) {
    return atomic_load((const atomic_bool *)stop);
}

static bool check_file(const char *plain, const atomic_bool *stop, Fail *fail) {
    Store *look = malloc(sizeof *look);
    if (look == NULL) {
        return fail_set(fail, FAIL_MEMORY, "no memory to check %.400s", plain);
    }
    Buffer report = {.limit = 64 * 1024};
    int damaged = 0;
    bool open = look_begin(look, plain, fail);
    if (open && stop != NULL) {
        /* SQLite hands the pointer back as it got it. */
        sqlite3_progress_handler(look->reader.handle, 10000, told_to_stop, (void *)(uintptr_t)stop);
    }
    bool ok = open && is_ours(look, fail);
    if (ok) {
        ok = history_check(look, &report, &damaged, fail);
        if (damaged > 0) {
            ok = fail_set(fail, FAIL_CORRUPT, "%s is damaged in %d places: %.*s", plain, damaged,
                          (int)strcspn((const char *)report.bytes, "\n"),
                          (const char *)report.bytes);
        }
    }
    if (look->path[0] != '\0') {
        look_end(look);
    }
    buffer_free(&report);
    free(look);
    return ok;
}

bool backup_check(const char *plain, Fail *fail) {
    return check_file(plain, NULL, fail);
}

/* ---- making one ---- */

static bool copy_store(Store *store, const char *to, const atomic_bool *stop, Fail *fail) {
    Db from;
    int rc = db_open(store, &from, store->path, SQLITE_OPEN_READWRITE,
                     DB_RULES "PRAGMA query_only=ON;PRAGMA wal_autocheckpoint=0;");
    if (rc == SQLITE_OK) {
        rc = copy_database(store, &from, to, stop);
    }
    db_close(&from, false);
    return rc == SQLITE_OK || db_fail(store, rc, "copying for the backup", to, fail);
}

static bool seal(const BackupWay *way, const char *plain, const char *sealed, Fail *fail) {
    bool ok = way->seal(way->self, plain, sealed, fail) && copy_sync(sealed, fail);
    unlink(plain); /* ours, made a moment ago */
    if (!ok) {
        unlink(sealed);
    }
    return ok;
}

bool backup_write(Store *store, const char *path, const BackupWay *way, Fail *fail) {
    char plain[PATH_ROOM + 40], sealed[PATH_ROOM + 40], folder[PATH_ROOM];
    const atomic_bool *stop = way != NULL ? way->stop : NULL;
    bool sealing = way != NULL && way->seal != NULL;
    if (strlen(path) >= PATH_ROOM) {
        return fail_set(fail, FAIL_INPUT, "the name of the backup is too long: %.200s", path);
    }
    snprintf(plain, sizeof plain, "%s.making", path);
    snprintf(sealed, sizeof sealed, "%s.making-sealed", path);
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        strcpy(folder, ".");
    } else {
        slash[slash == folder] = '\0';
    }
    unlink(plain); /* left by a copy that was interrupted */
    unlink(sealed);
    const char *ready = sealing ? sealed : plain;
    if (!copy_store(store, plain, stop, fail) || !copy_sync(plain, fail) ||
        !check_file(plain, stop, fail) || (sealing && !seal(way, plain, sealed, fail))) {
        unlink(plain);
        return fail_prefix(fail, "no backup was made");
    }
    if (rename(ready, path) != 0) {
        world(fail, "the backup cannot be given its name", path);
        unlink(ready);
        return false;
    }
    return copy_sync(folder, fail);
}

/* ---- which to keep ---- */

/* Days since 1970-01-01 of the proleptic Gregorian calendar (the usual count from March). */
static long day_number(int year, int month, int day) {
    year -= month <= 2;
    long era = (year >= 0 ? year : year - 399) / 400;
    long of_era = year - era * 400;
    long of_year = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

long backup_day(int64_t wall_us) {
    int64_t day_us = INT64_C(86400000000);
    return (long)(wall_us / day_us - (wall_us % day_us < 0));
}

static int newest_first(const void *a, const void *b) {
    const BackupFile *x = a, *y = b;
    return x->day != y->day ? (x->day < y->day) - (x->day > y->day) : strcmp(y->name, x->name);
}

int backup_list(const char *folder, BackupFile files[BACKUPS_MAX]) {
    int count = 0, year, month, day, end;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        end = 0;
        if (sscanf(entry->d_name, "otterpaw-%4d%2d%2d.db%n", &year, &month, &day, &end) == 3 &&
            end > 0 && strlen(entry->d_name) < sizeof files->name && count < BACKUPS_MAX &&
            strstr(entry->d_name, ".making") == NULL) {
            strcpy(files[count].name, entry->d_name);
            files[count++].day = day_number(year, month, day);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    qsort(files, (size_t)count, sizeof *files, newest_first);
    return count;
}

/* Files are newest first; sets which stay. */
static void choose(const BackupFile *files, int count, long today, bool keep[BACKUPS_MAX]) {
    int days = 0, weeks = 0, future = 0, first = 0;
    long last_day = LONG_MIN, last_week = LONG_MIN;
    while (first < count && files[first].day > today) {
        first++;
    }
    int before = first;
    while (before < count && files[before].day == today) {
        before++;
    }
    bool leapt = before < count && today - files[before].day > LEAP_DAYS && count <= ALL_MOST;
    /* Of what is dated in the future those nearest to today stay. */
    for (int i = first - 1; i >= 0; i--) {
        keep[i] = leapt || ++future <= FUTURE_MOST;
    }
    for (int i = first; i < count; i++) {
        long day = files[i].day, week = (day + 3) / 7; /* weeks begin on Monday */
        keep[i] = leapt || day == last_day; /* sealed and plain of one day stay together */
        if (!keep[i] && days < BACKUP_DAYS) {
            days++;
            last_day = day;
            keep[i] = true;
        } else if (!keep[i] && weeks < BACKUP_WEEKS && week != last_week) {
            weeks++;
            last_week = week;
            last_day = day;
            keep[i] = true;
        }
    }
}

static bool prune(const char *folder, long today, Fail *fail) {
    BackupFile *files = malloc(BACKUPS_MAX * sizeof *files);
    bool keep[BACKUPS_MAX] = {0}, ok = true;
    if (files == NULL) {
        return fail_set(fail, FAIL_MEMORY, "no memory to look through %.400s", folder);
    }
    int count = backup_list(folder, files);
    choose(files, count, today, keep);
    for (int i = 0; ok && i < count; i++) {
        char path[BACKUP_PATH_MAX + 80];
        snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        if (!keep[i] && unlink(path) != 0) {
            ok = world(fail, "an old backup cannot be removed", path);
        }
    }
    free(files);
    return ok;
}

/* What makings left behind that were cut short, of whatever day. */
static void sweep(const char *folder) {
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[PATH_ROOM + 260];
        if (strncmp(entry->d_name, "otterpaw-", 9) == 0 &&
            strstr(entry->d_name, ".making") != NULL) {
            snprintf(path, sizeof path, "%.*s/%s", PATH_ROOM - 1, folder, entry->d_name);
            unlink(path);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

bool backup_make(Store *store, const char *folder, int64_t wall_us, const BackupWay *way,
                 char path[BACKUP_PATH_MAX], Fail *fail) {
    char final[PATH_ROOM + 80], date[16];
    time_t seconds = (time_t)(wall_us / 1000000);
    struct tm utc = {0};
    const char *suffix = way != NULL && way->suffix != NULL ? way->suffix : "";
    if (strlen(folder) > PATH_ROOM - 64 || strlen(suffix) > 16) {
        return fail_set(fail, FAIL_INPUT, "the name of the backup folder is too long: %.200s",
                        folder);
    }
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return world(fail, "the backup folder cannot be made", folder);
    }
    sweep(folder);
    gmtime_r(&seconds, &utc);
    strftime(date, sizeof date, "%Y%m%d", &utc);
    snprintf(final, sizeof final, "%.*s/otterpaw-%s.db%s", PATH_ROOM - 64, folder, date, suffix);
    if (!backup_write(store, final, way, fail)) {
        return false;
    }
    if (path != NULL) {
        snprintf(path, BACKUP_PATH_MAX, "%.*s", BACKUP_PATH_MAX - 1, final);
    }
    return prune(folder, backup_day(wall_us), fail);
}

/* ---- the way back ---- */

static bool copy_file(const char *from, const char *to, Fail *fail) {
    uint8_t *bytes = malloc(COPY_BYTES);
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = bytes != NULL && in >= 0 && out >= 0;
    ssize_t got = 1;
    while (ok && (got = read(in, bytes, COPY_BYTES)) > 0) {
        ok = write(out, bytes, (size_t)got) == got;
    }
    ok = ok && got == 0 && fsync(out) == 0;
    if (!ok) {
        world(fail, "the backup cannot be copied here", to);
    }
    if (in >= 0) {
        close(in);
    }
    if (out >= 0) {
        ok = close(out) == 0 && ok;
    }
    free(bytes);
    return ok;
}

static void put_back(const Store *place, char *set_aside) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    for (int i = 0; i < 4; i++) {
        char from[PATH_ROOM + 16], to[PATH_ROOM + 16];
        snprintf(from, sizeof from, "%s%s", set_aside, suffixes[i]);
        snprintf(to, sizeof to, "%s%s", place->path, suffixes[i]);
        rename(from, to);
    }
    set_aside[0] = '\0';
}

/* What was forgotten in one database of the folder is forgotten in the fresh one. One that cannot
 * be read has no say. */
static bool forget_as_in(Store *place, const char *path, const char *fresh, int64_t wall_us,
                         Fail *fail) {
    Db db;
    sqlite3_stmt *rows = NULL;
    bool ok = true;
    int rc = db_open(place, &db, path, SQLITE_OPEN_READWRITE,
                     DB_RULES "PRAGMA query_only=ON;PRAGMA wal_autocheckpoint=0;");
    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(db.handle, "SELECT key,text FROM note WHERE kind='forgotten'", -1,
                                &rows, NULL);
    }
    while (ok && rc == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW) {
        Id child;
        const char *text = (const char *)sqlite3_column_text(rows, 1);
        bool records = text != NULL && strstr(text, "true") != NULL;
        const char *id = (const char *)sqlite3_column_text(rows, 0);
        if (id != NULL && id_parse(id, &child)) {
            ok = store_forget_in_file(fresh, child, records, wall_us, fail);
        }
    }
    sqlite3_finalize(rows);
    db_close(&db, false);
    return ok;
}

static bool forget_again(Store *place, const char *fresh, int64_t wall_us, Fail *fail) {
    DIR *dir = opendir(place->folder);
    bool ok = true;
    for (struct dirent *entry; ok && dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[PATH_ROOM + 260];
        size_t length = strlen(entry->d_name);
        if (strncmp(entry->d_name, "otterpaw.", 9) == 0 && length > 3 &&
            strcmp(entry->d_name + length - 3, ".db") == 0) {
            snprintf(path, sizeof path, "%s/%s", place->folder, entry->d_name);
            ok = forget_as_in(place, path, fresh, wall_us, fail);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return ok;
}

/* The lock is held. Until the last rename the database that was there can be put back. */
static bool put_in_place(Store *place, const char *plain, int64_t wall_us, char *set_aside,
                         Fail *fail) {
    char fresh[PATH_ROOM + 16];
    snprintf(fresh, sizeof fresh, "%s.restoring", place->path);
    if (!copy_file(plain, fresh, fail) || !backup_check(fresh, fail) ||
        !forget_again(place, fresh, wall_us, fail) || !copy_sync(fresh, fail) ||
        !backup_check(fresh, fail)) {
        unlink(fresh);
        return false;
    }
    bool there = access(place->path, F_OK) == 0;
    if (there && !database_move_aside(place, "replaced", wall_us, set_aside, fail)) {
        unlink(fresh);
        return false;
    }
    if (rename(fresh, place->path) != 0) {
        world(fail, "the restored database cannot be put in place", place->path);
        if (there) {
            put_back(place, set_aside);
        }
        return false;
    }
    database_sync_folder(place);
    return true;
}

bool backup_restore(const char *folder, const char *plain, int64_t wall_us,
                    char set_aside[BACKUP_PATH_MAX], Fail *fail) {
    Store *place = calloc(1, sizeof *place);
    if (place == NULL) {
        return fail_set(fail, FAIL_MEMORY, "no memory to restore %.400s", plain);
    }
    set_aside[0] = '\0';
    place->lock_fd = -1;
    bool ok = backup_check(plain, fail) && store_set_paths(place, folder, NULL, fail) &&
              store_lock_folder(place, fail) &&
              put_in_place(place, plain, wall_us, set_aside, fail);
    if (place->lock_fd >= 0) {
        close(place->lock_fd);
    }
    free(place);
    return ok || fail_prefix(fail, "nothing was restored");
}
