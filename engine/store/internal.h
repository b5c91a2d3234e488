/* What the files of this folder share; nobody outside includes it but the fault tests.
 *
 * Two connections, one writer: the writer's thread alone writes and checkpoints; the reader is
 * query_only, never checkpoints (not even on closing) and serves history under its own mutex, so a
 * report never waits for a commit. SQLite before 3.51.3 can spoil a WAL database when two
 * connections write or checkpoint at once; here only one ever does. */
#ifndef OTTERPAW_STORE_INTERNAL_H
#define OTTERPAW_STORE_INTERNAL_H

#include "store/history.h"
#include "store/store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

enum {
    SCHEMA_VERSION = 2,
    APPLICATION_ID = 0x4F545031, /* "OTP1" */
    STATEMENTS_MAX = 64,
    PATH_ROOM = 1024,
    DAMAGED_MAX = 256, /* names kept; more are only counted */
    TRIALS_SHIFT = 20, /* key of a trial's texts: session_ix << 20 | number */
    BALLAST_BYTES = 256 * 1024,
    ROW_NAME_MAX = 160,
    QUARANTINE_MAX = 4096, /* rows kept; more are only named */
};

/* X(ID, "name", columns as they are checked, how many, how many of them are the key). Every table
 * has `crc` as its last column: the check over the table's name and these columns in order. */
#define CHILD_COLUMNS "ix,uuid,symbol,pseudonym,age_band,profile,created_us"
#define SESSION_COLUMNS                                                                            \
    "ix,uuid,child_ix,engine_version,schema_version,started_us,ended_us,utc_offset_min,"           \
    "clock_doubt,device,screen_width_px,screen_height_px,px_per_mm,calibrated,setting,tool,hand,"  \
    "plan,assistance_scheme,end_reason,replayed,replay_total"
#define RUN_COLUMNS                                                                                \
    "session_ix,number,game,game_version,game_hash,phase,probe,setup,started_us,ended_us"
#define RUN_SUM_COLUMNS                                                                            \
    "child_ix,session_ix,run,session_uuid,started_us,utc_offset_min,game,phase,probe,"             \
    "n,n_valid,n_success,n_independent,score_n,score_sum"
#define TRIAL_COLUMNS                                                                              \
    "session_ix,number,run,level,onset_ms,duration_ms,ending,outcome,flags,help_rung,assistance,"  \
    "answers,answers_right,score"
#define TABLES(X)                                                                                  \
    X(CHILD, "child", CHILD_COLUMNS, 7, 1)                                                         \
    X(CHILD_PAST, "child_past", CHILD_COLUMNS ",revision", 8, 1)                                   \
    X(SESSION, "session", SESSION_COLUMNS, 22, 1)                                                  \
    X(RUN, "run", RUN_COLUMNS, 10, 2)                                                              \
    X(RUN_SUM, "run_sum", RUN_SUM_COLUMNS, 15, 3)                                                  \
    X(TRIAL, "trial", TRIAL_COLUMNS, 14, 2)                                                        \
    X(TRIAL_TEXT, "trial_text", "key,codec,record", 3, 1)                                          \
    X(TRACE, "trace", "key,journal", 2, 1)                                                         \
    X(TAIL, "tail", "session_ix,run,journal", 3, 2)                                                \
    X(MARK, "mark", "session_ix,trial,n,at_us,kind,value,reason", 7, 3)                            \
    X(RESCORE, "rescore", "session_ix,trial,n,scorer_version,at_us,measures", 6, 3)                \
    X(NOTE, "note", "kind,key,revision,at_us,text", 5, 3)                                          \
    X(QUARANTINE, "quarantine", "number,name,reason,found_us,bytes", 5, 1)

typedef enum {
#define X(ID, name, columns, count, keys) TABLE_##ID,
    TABLES(X)
#undef X
        TABLE_COUNT
} TableId;

typedef struct {
    const char *name, *columns;
    int count, keys;
} Table;

extern const Table store_tables[TABLE_COUNT];

enum { FLAG_SUCCESS = 1, FLAG_PROBE = 2, FLAG_PRACTICE = 4, FLAG_VALID = 8 };

/* ---- a connection and its prepared statements (database.c) ---- */
typedef struct {
    sqlite3 *handle; /* NULL: not open */
    int cached;
    struct {
        const char *sql; /* static text: compared by address */
        sqlite3_stmt *statement;
    } cache[STATEMENTS_MAX];
    /* How the open transaction changes each table's tally: rows, and the sum of their checks. */
    struct {
        int64_t rows;
        uint32_t sum;
    } change[TABLE_COUNT];
} Db;

/* No mmap: it turns a spoilt page or a vanished disk into a crash. */
#define DB_RULES                                                                                   \
    "PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;PRAGMA foreign_keys=ON;"                  \
    "PRAGMA mmap_size=0;PRAGMA temp_store=MEMORY;"

/* Opens by a path or URI and applies the rules; the handle is to be closed even on an error. */
int db_open(Store *store, Db *db, const char *name, int flags, const char *rules);
/* A URI in which the path's own ?, # and % mean nothing. */
void db_immutable_uri(const char *path, char uri[3 * PATH_ROOM]);
/* A prepared statement, reset and ready to bind; NULL: sqlite3_errcode says why. */
sqlite3_stmt *db_statement(Db *db, const char *static_sql);
int db_exec(Db *db, const char *sql); /* result code of SQLite */
int db_number(Db *db, const char *sql, int64_t *number);
void db_settle(
    Db *db); /* rolls back what an error left open; without memory that takes two tries */
void db_close(Db *db, bool may_checkpoint);
/* A sentence for a result code; returns false. */
bool db_fail(const Store *store, int rc, const char *doing, const char *detail, Fail *fail);
bool db_is_refusal(int rc); /* the disk or memory refuses now: worth trying again */
bool db_is_broken(int rc);
bool db_is_full(int rc);

/* ---- rows that carry their check (rows.c) ---- */
typedef struct {
    Db *db;
    sqlite3_stmt *statement; /* NULL: only the check is reckoned */
    TableId table;
    int column, rc;
    uint32_t crc;
} Row;

Row row_begin(Db *db, TableId table, const char *static_sql); /* sql NULL: reckon only */
void row_int(Row *row, int64_t value);
void row_real(Row *row, double value);
void row_text(Row *row, const char *text); /* NULL is kept as NULL; borrowed until row_end */
void row_blob(Row *row, const void *bytes, size_t length);
int tally_write(Db *db); /* before COMMIT: what the transaction changed; empties the change */
/* Binds the check, runs, and counts the row in the transaction's change. */
int row_end(Row *row);
void row_drop(Row *row); /* instead of row_end: lets go of what is bound */
uint32_t row_crc(sqlite3_stmt *statement, TableId table);  /* of the columns from 0 */
bool row_is_whole(sqlite3_stmt *statement, TableId table); /* the crc column follows them */
/* "trial session_ix 3, number 4" */
void row_name(sqlite3_stmt *statement, TableId table, char name[ROW_NAME_MAX]);
void row_take_back(Db *db, TableId table, uint32_t crc); /* a row that is replaced or removed */
/* After columns were updated: reckons the row's check anew. select: the table's columns and crc. */
int row_reseal(Db *db, TableId table, const char *select, const char *update, int64_t key1,
               int64_t key2, uint32_t old_crc);

/* ---- damaged rows (quarantine.c) ---- */
/* False: a file of this schema has no such table yet. */
bool table_is_in(TableId table, int64_t schema_version);
/* Names the damage. Any thread; the second time the same name says nothing new. False: known. */
bool store_note_damage(Store *store, const char *name);
/* The statement stands on a row whose check does not hold: names it, and has its raw bytes copied
 * to the quarantine. The row itself stays where it is, and stays unread. Any thread. */
void store_damaged_row(Store *store, sqlite3_stmt *row, TableId table);
/* In the writer's thread, before a row is changed in place: is what lies there whole? select: the
 * table's columns and crc. Damaged: as store_damaged_row, and *whole is false. */
int row_look(Store *store, Db *db, TableId table, const char *select, int64_t key1, int64_t key2,
             bool *whole);

/* ---- sums of a run (sums.c) ---- */
typedef struct {
    int64_t child_ix, started_us; /* of the session, as its uuid and offset */
    uint8_t uuid[16];
    int utc_offset_min;
    const char *game;
    int phase, probe;
    int64_t n, n_valid, n_success, n_independent, score_n, score_sum; /* score_sum: 1/1000 */
} Sums;

typedef struct {
    int flags, outcome, assistance;
    bool excluded, has_score;
    int64_t score; /* 1/1000 */
} SumTrial;

void sums_add(Sums *sums, const SumTrial *trial);
/* From the trials and their marks. Keeps what is not counted. */
int sums_recount(Db *db, int64_t session_ix, int run, Sums *sums);
int sums_write(Db *db, int64_t session_ix, int run, const Sums *sums);

/* ---- what waits to be written (writer.c, writes.c) ---- */
typedef enum {
    JOB_CHILD,
    JOB_SESSION,
    JOB_RUN,
    JOB_TRIAL,
    JOB_TAIL,
    JOB_MARK,
    JOB_RESCORE,
    JOB_NOTE,
    JOB_FORGET,
    JOB_QUARANTINE,
} JobKind;

typedef struct Job {
    struct Job *next;
    Mem *mem; /* holds the job itself and all it points to */
    JobKind kind;
    StoreDone done;
    void *self;
    bool ok;
    Fail fail;
    union {
        ChildRecord child;
        SessionRecord session;
        RunRecord run;
        MarkRecord mark;
        struct {
            TrialRecord record;
            const char *text;
        } trial;
        struct {
            Id session;
            int run;
        } tail;
        struct {
            Id session;
            int trial, scorer_version;
            int64_t at_us;
            const char *text;
        } rescore;
        struct {
            const char *kind, *key, *text;
            int64_t at_us;
        } note;
        struct {
            Id child;
            bool records;
            int64_t at_us;
        } forget;
        struct {
            const char *name, *reason; /* the row's bytes are in `journal` */
        } quarantine;
    } as;
    const uint8_t *journal;
    size_t journal_length;
} Job;

/* jobs.c. room: bytes beside the small things. job_queue frees what was not copied whole. */
Job *job_new(JobKind kind, size_t room, StoreDone done, void *self, Fail *fail);
bool job_queue(Store *store, Job *job, bool copied, Fail *fail);
void job_free(Job *job);       /* NULL is allowed */
Job *job_copy(const Job *job); /* of a child, session or run; NULL: no memory */

/* Inside a transaction. SQLITE_OK; or a code, with *fail set when the job itself is wrong. */
int job_write(Store *store, Db *db, const Job *job, Fail *fail);

typedef enum {
    OPENED,
    OPENED_NEWER,   /* reading only: the schema is from a newer program */
    OPENED_BROKEN,  /* not a database, or spoilt */
    OPENED_REFUSED, /* the disk refuses now */
} Opened;

struct Store {
    char folder[PATH_ROOM], path[PATH_ROOM], ballast[PATH_ROOM], vfs[64];
    int64_t wall_us; /* at opening: dates what is set aside */
    int lock_fd;
    bool newer, fresh;
    bool living; /* a store that is written, not only a look at one file */

    /* the writer's thread only, once it runs */
    Db writer;
    bool writer_ready; /* false: not open, or not yet ready to be written by */
    int refused_rc, refused_in_a_row;
    bool ballast_gone;
    char detail[256];           /* SQLite's words about the last error */
    Job *child, *session, *run; /* last ones written: begin a new database with */

    pthread_mutex_t reading; /* guards reader */
    Db reader;
    bool reader_alone; /* reads the file without its log, as on a disk that cannot be written */

    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t work, idle;
    pthread_t thread;
    bool started, stop, kick, busy, read_only, disk_full;
    Job *first, *last;             /* waiting, in order */
    Job *finished, *finished_last; /* for store_poll */
    int waiting;
    size_t waiting_bytes;
    int64_t newest_us; /* set at opening */
    long refusals;     /* attempts that were refused, ever */
    bool failed;       /* a job failed since the last flush */
    Fail trouble, failure;
    char set_aside[256];
    char damaged[DAMAGED_MAX][ROW_NAME_MAX];
    int damaged_count, damaged_named;
};

/* database.c, aside.c: all on the opener's or the writer's thread. */
Opened database_open(Store *store, Fail *fail); /* writer and reader; sets broken files aside */
Opened database_open_writer(Store *store, Fail *fail);
bool database_open_reader(Store *store, Fail *fail);
bool store_set_paths(Store *store, const char *folder, const char *vfs, Fail *fail); /* store.c */
bool store_lock_folder(Store *store, Fail *fail); /* store.c; true when it is held already */
/* Renames the file and what belongs to it to otterpaw.WORD-DATE.db. */
bool database_move_aside(Store *store, const char *word, int64_t wall_us, char aside[PATH_ROOM],
                         Fail *fail);
bool database_set_aside(Store *store, const char *why, Fail *fail);
/* Copies children and notes whose rows still carry their check from what was set aside. */
void database_salvage(Store *store);
void database_sync_folder(const Store *store);
bool ballast_lay(Store *store);     /* false: no room for it now */
bool ballast_release(Store *store); /* true: there was one */

/* schema.c. Of an older schema a whole copy is kept first, as otterpaw.schema-N-DATE.db. */
int schema_migrate(Store *store, Db *db, int64_t from_version);

/* copy.c */
/* Copies what `from` sees now, whole, in one snapshot, into a new file of the same VFS. stop (may
 * be NULL): SQLITE_INTERRUPT once it is true. What a failure leaves half done is the caller's. */
int copy_database(Store *store, Db *from, const char *to, const atomic_bool *stop);
/* To the disk, and out of the kernel's memory: what is read next is what the disk has. */
bool copy_sync(const char *path, Fail *fail);

/* writer.c */
void *writer_main(void *store);

#endif
