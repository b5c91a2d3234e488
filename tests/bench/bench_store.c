/* bench_store commit: what a commit costs beside plain SQLite in the same run, and what a trial
 * weighs. bench_store report TRIALS DIR: fills DIR with a clinic's years and asks for two of one
 * child. */
#define _GNU_SOURCE /* for syscall */
#include "bench.h"

#include "../unit/store_records.h"
#include "measure/path.h"
#include "play/pretend.h"
#include "store/internal.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { COMMITS = 1000, ROUNDS = 3, CHILD_SESSIONS = 200, SESSION_RUNS = 5, RUN_TRIALS = 20 };

/* Counted here: the program's own names come before the library's. */
static atomic_long syncs;
__attribute__((visibility("default"))) int fsync(int fd);
__attribute__((visibility("default"))) int fdatasync(int fd);
int fsync(int fd) {
    atomic_fetch_add(&syncs, 1);
    return (int)syscall(SYS_fsync, fd);
}
int fdatasync(int fd) {
    atomic_fetch_add(&syncs, 1);
    return (int)syscall(SYS_fdatasync, fd);
}

static void stop(const char *what, const Fail *fail) {
    fprintf(stderr, "bench_store: %s: %s\n", what, fail != NULL ? fail->text : "");
    exit(1);
}

static void begin_sitting(Store *store, Fail *fail) {
    ChildRecord child = records_child(1);
    SessionRecord session = records_session(1, 1);
    RunRecord run = records_run(1, 0);
    store_child(store, &child, NULL, NULL, fail);
    store_session(store, &session, NULL, NULL, fail);
    store_run(store, &run, NULL, NULL, fail);
    if (!store_flush(store, fail)) {
        stop("sitting", fail);
    }
}

/* ---- commits: ours and plain SQLite by turns, on the same disk at the same time of day ---- */

static long commit_ours(Store *store, Mem *mem, int first, double *whole, double *blocked) {
    Fail fail;
    long before = atomic_load(&syncs);
    static uint8_t journal[6500]; /* a trace of 2,000 samples */
    for (int i = 0; i < COMMITS; i++) {
        for (size_t j = 0; j < sizeof journal; j++) {
            journal[j] = (uint8_t)((size_t)i * 31 + j * j);
        }
        TrialRecord trial = records_trial(mem, 1, first + i, 0);
        double start = bench_wall_us();
        if (!store_trial(store, &trial, journal, sizeof journal, NULL, NULL, &fail)) {
            stop("trial", &fail);
        }
        blocked[i] = bench_wall_us() - start;
        if (!store_flush(store, &fail)) {
            stop("flush", &fail);
        }
        whole[i] = bench_wall_us() - start;
        mem_reset(mem);
    }
    return atomic_load(&syncs) - before;
}

static long commit_plain(sqlite3 *db, int first, double *whole) {
    static uint8_t bytes[6500 + 1100];
    sqlite3_stmt *insert;
    long before = atomic_load(&syncs);
    sqlite3_prepare_v2(db, "INSERT INTO trial VALUES(?,?,?)", -1, &insert, NULL);
    for (int i = 0; i < COMMITS; i++) {
        for (size_t j = 0; j < sizeof bytes; j++) {
            bytes[j] = (uint8_t)((size_t)i * 31 + j * j);
        }
        double start = bench_wall_us();
        sqlite3_bind_int(insert, 1, first + i);
        sqlite3_bind_blob(insert, 2, bytes, 1100, SQLITE_STATIC);
        sqlite3_bind_blob(insert, 3, bytes, 6500, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) {
            stop(sqlite3_errmsg(db), NULL);
        }
        sqlite3_reset(insert);
        whole[i] = bench_wall_us() - start;
    }
    sqlite3_finalize(insert);
    return atomic_load(&syncs) - before;
}

static void bench_commits(const char *folder, Mem *mem) {
    static double ours[COMMITS * ROUNDS], blocked[COMMITS * ROUNDS], plain[COMMITS * ROUNDS];
    char path[200];
    Fail fail;
    sqlite3 *db;
    long our_syncs = 0, plain_syncs = 0;
    Store *store = store_open(folder, RECORDS_WALL_US, NULL, &fail);
    snprintf(path, sizeof path, "%s/plain.db", folder);
    if (store == NULL || sqlite3_open(path, &db) != SQLITE_OK) {
        stop("opening", &fail);
    }
    sqlite3_exec(db,
                 "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                 "CREATE TABLE trial(n INTEGER PRIMARY KEY, record BLOB, journal BLOB)",
                 NULL, NULL, NULL);
    begin_sitting(store, &fail);
    for (int round = 0; round < ROUNDS; round++) {
        int at = round * COMMITS;
        our_syncs += commit_ours(store, mem, at, ours + at, blocked + at);
        plain_syncs += commit_plain(db, at, plain + at);
    }
    size_t count = COMMITS * ROUNDS;
    const struct {
        const char *name;
        double part;
    } parts[] = {{"p50", 0.5}, {"p99", 0.99}};
    for (size_t i = 0; i < 2; i++) {
        double least = bench_share(plain, count, parts[i].part);
        double us = bench_share(ours, count, parts[i].part);
        printf("commit.%s %.4f ms %.3f plain SQLite (%.3f ms)\n", parts[i].name, us / 1e3,
               us / least, least / 1e3);
        us = bench_share(blocked, count, parts[i].part);
        printf("commit.caller_waits.%s %.4f ms %.3f plain SQLite\n", parts[i].name, us / 1e3,
               us / least);
    }
    printf("commit.syncs %.3f a_trial %.3f plain SQLite (%.3f)\n",
           (double)our_syncs / (double)count, (double)our_syncs / (double)plain_syncs,
           (double)plain_syncs / (double)count);
    store_close(store);
    sqlite3_close(db);
    unlink(path);
}

/* ---- sizes ---- */

/* Bytes of pages for each trial, by table. */
static void print_sizes(const char *folder, const char *what, double trials) {
    char path[200];
    sqlite3 *db;
    sqlite3_stmt *sizes;
    snprintf(path, sizeof path, "%s/otterpaw.db", folder);
    sqlite3_open(path, &db);
    if (sqlite3_prepare_v2(db,
                           "SELECT name,sum(pgsize) FROM dbstat WHERE name IN"
                           "('trial','trial_text','trace','run','run_sum') GROUP BY name",
                           -1, &sizes, NULL) != SQLITE_OK) {
        stop(sqlite3_errmsg(db), NULL);
    }
    while (sqlite3_step(sizes) == SQLITE_ROW) {
        printf("size.%s.%s %.1f B_a_trial\n", what, (const char *)sqlite3_column_text(sizes, 0),
               (double)sqlite3_column_int64(sizes, 1) / trials);
    }
    sqlite3_finalize(sizes);
    sqlite3_close(db);
}

/* What pretend children's fingers weigh as they are journaled. */
static void bench_samples(Mem *mem) {
    enum { POINTS = 120, TRIALS = 50 };
    static const char *const names[] = {"careful", "shaky", "impulsive", "slow"};
    Point points[POINTS];
    for (int i = 0; i < POINTS; i++) {
        double t = (double)i / (POINTS - 1);
        points[i] = (Point){20 + 120 * t, 50 + 25 * sin(9 * t)};
    }
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        const PretendTraits *traits = pretend_named(names[n]);
        Path road = {0};
        bool made = path_make(mem, points, NULL, POINTS, &road);
        Pretend *child = traits != NULL ? pretend_new(traits, 7, (Box){0, 0, 160, 100}, 9) : NULL;
        size_t bytes = 0, samples = 0;
        int64_t time_us = 0;
        for (int i = 0; child != NULL && made && i < TRIALS; i++) {
            Journal journal = {0};
            Buffer out = {0};
            Entry entry;
            pretend_begin_trial(child, time_us, 3, i);
            pretend_follow(child, &road, 12);
            while (pretend_next(child, INT64_MAX, &entry)) {
                samples += entry.kind == ENTRY_SAMPLE;
                time_us = entry.time_us;
                journal_append(&journal, &entry);
            }
            journal_encode(journal.entries, journal.count, &out);
            bytes += out.length;
            buffer_free(&out);
            journal_free(&journal);
            time_us += 1000000;
        }
        printf("size.reading.%s %.2f B\n", names[n],
               samples > 0 ? (double)bytes / (double)samples : 0);
        pretend_free(child);
        mem_reset(mem);
    }
}

/* ---- the two-year report ---- */

static void write_job(Store *store, Job *job) {
    Fail fail = {0};
    if (job_write(store, &store->writer, job, &fail) != SQLITE_OK) {
        stop(sqlite3_errmsg(store->writer.handle), &fail);
    }
}

/* Straight into the writer's connection while its thread has nothing to do: a session at a time. */
static void load_session(Store *store, Mem *mem, int child, int number) {
    Db *db = &store->writer;
    int global = child * CHILD_SESSIONS + number;
    char text[2048];
    uint8_t journal[4096];
    memset(db->change, 0, sizeof db->change);
    db_exec(db, "BEGIN IMMEDIATE");
    if (number == 0) {
        Job job = {.kind = JOB_CHILD, .as.child = records_child(child)};
        write_job(store, &job);
    }
    Job session = {.kind = JOB_SESSION, .as.session = records_session(global, child)};
    session.as.session.started_us = RECORDS_WALL_US + number * INT64_C(313200000000);
    session.as.session.end_reason = "done";
    write_job(store, &session);
    for (int i = 0; i < SESSION_RUNS * RUN_TRIALS; i++) {
        if (i % RUN_TRIALS == 0) {
            Job run = {.kind = JOB_RUN, .as.run = records_run(global, i / RUN_TRIALS)};
            write_job(store, &run);
        }
        Job job = {.kind = JOB_TRIAL,
                   .as.trial = {records_trial(mem, global, i, i / RUN_TRIALS), text},
                   .journal = journal,
                   .journal_length = records_journal(journal, global, i) / 4};
        Value value;
        Buffer out = {0};
        trial_record_value(mem, &job.as.trial.record, &value);
        value_write(&out, &value);
        snprintf(text, sizeof text, "%s", (const char *)out.bytes);
        buffer_free(&out);
        write_job(store, &job);
        mem_reset(mem);
    }
    if (tally_write(db) != SQLITE_OK || db_exec(db, "COMMIT") != SQLITE_OK) {
        stop(sqlite3_errmsg(db->handle), NULL);
    }
}

static double report_us(Store *store, Mem *mem, int child, size_t *lines, long *trials) {
    RunSums *sums;
    Fail fail;
    double start = bench_wall_us();
    if (!history_sums(store, mem, records_id(1, child), 0, INT64_MAX, &sums, lines, &fail)) {
        stop("report", &fail);
    }
    double took = bench_wall_us() - start;
    *trials = 0;
    for (size_t i = 0; i < *lines; i++) {
        *trials += sums[i].n;
    }
    mem_reset(mem);
    return took;
}

static void forget_pages(const char *folder) {
    char path[200];
    snprintf(path, sizeof path, "%s/otterpaw.db", folder);
    int fd = open(path, O_RDONLY);
    syscall(SYS_fsync, fd);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
}

static void bench_report(const char *folder, Mem *mem, long wanted) {
    enum { WARM = 200, COLD = 5 };
    Fail fail;
    char name[60];
    double fill = bench_fill_us();
    Store *store = store_open(folder, RECORDS_WALL_US, NULL, &fail);
    if (store == NULL) {
        stop("opening", &fail);
    }
    db_exec(&store->writer, "PRAGMA synchronous=OFF;PRAGMA wal_autocheckpoint=20000");
    int children = (int)(wanted / (CHILD_SESSIONS * SESSION_RUNS * RUN_TRIALS));
    children = children < 1 ? 1 : children;
    double start = bench_wall_us();
    /* As they come in a clinic: each child's sessions lie among the others'. */
    for (int number = 0; number < CHILD_SESSIONS; number++) {
        for (int child = 0; child < children; child++) {
            load_session(store, mem, child, number);
        }
    }
    long all = (long)children * CHILD_SESSIONS * SESSION_RUNS * RUN_TRIALS;
    printf("(%ld trials of %d children, loaded in %.0f s)\n", all, children,
           (bench_wall_us() - start) / 1e6);
    double cold[COLD], warm[WARM], opening[COLD];
    size_t lines;
    long trials;
    for (int i = 0; i < COLD; i++) {
        store_close(store);
        forget_pages(folder);
        double before = bench_wall_us();
        store = store_open(folder, RECORDS_WALL_US, NULL, &fail);
        opening[i] = bench_wall_us() - before;
        cold[i] = report_us(store, mem, (i * 7) % children, &lines, &trials);
    }
    for (int i = 0; i < WARM; i++) {
        warm[i] = report_us(store, mem, 0, &lines, &trials);
    }
    printf("(one child, two years: %ld trials, %zu runs)\n", trials, lines);
    snprintf(name, sizeof name, "report.%ldk", all / 1000);
    bench_tell(name, "opening", bench_share(opening, COLD, 0.5), "ms", fill);
    bench_tell(name, "cold", bench_share(cold, COLD, 0.5), "ms", fill);
    bench_tell(name, "warm", bench_share(warm, WARM, 0.5), "ms", fill);
    store_close(store);
    snprintf(name, sizeof name, "%ldk", all / 1000);
    print_sizes(folder, name, (double)all);
}

int main(int count, char **words) {
    char folder[256];
    Mem *mem = mem_new(256 << 20);
    if (mem == NULL) {
        stop("memory", NULL);
    }
    if (count == 4 && strcmp(words[1], "report") == 0) {
        bench_report(words[3], mem, atol(words[2]));
        mem_free(mem);
        return 0;
    }
    if (count != 2 || strcmp(words[1], "commit") != 0) {
        fprintf(stderr, "usage: bench_store commit | report TRIALS DIR\n");
        return 2;
    }
    if (bench_folder(folder) == NULL) {
        stop("a folder for the database", NULL);
    }
    bench_commits(folder, mem);
    print_sizes(folder, "traced", COMMITS * ROUNDS);
    bench_samples(mem);
    mem_free(mem);
    return 0;
}
