/* A database of an older program is opened and the power goes, the disk fails or is full on the way
 * to the new schema. Afterwards it is whole, of one schema or the other, and then of the new one.
 */
#include "faultvfs.h"
#include "sitting.h"
#include "torture.h"

static const char OLDER[] = "tests/databases/schema-1.db";
enum { OLDER_TRIALS = 8 };

static bool read_older(Buffer *bytes) {
    uint8_t block[4096];
    FILE *file = fopen(OLDER, "rb");
    bool ok = file != NULL;
    for (size_t n; ok && (n = fread(block, 1, sizeof block, file)) > 0;) {
        ok = buffer_add(bytes, block, n);
    }
    if (file != NULL) {
        fclose(file);
    }
    return ok;
}

static void begin_older(Sitting *s, const Buffer *older) {
    char path[96];
    fault_erase();
    sitting_forget(s);
    snprintf(path, sizeof path, "%s/otterpaw.db", s->folder);
    fault_put_file(path, older->bytes, older->length);
    for (int i = 0; i < OLDER_TRIALS; i++) {
        s->acked[i] = true;
    }
    s->next = OLDER_TRIALS;
}

static int64_t schema_of(Sitting *s) {
    int64_t version = -1;
    if (sitting_open(s)) {
        if (s->store->reader.handle != NULL) {
            db_number(&s->store->reader, "PRAGMA user_version", &version);
        }
        sitting_close(s);
    }
    return version;
}

/* False: the fault was not met. *older_left: the first look still found the older schema. */
static bool migrate_once(Sitting *s, const Buffer *older, const FaultPlan *plan, bool *kept,
                         bool *step_undone) {
    int trials = 0;
    begin_older(s, older);
    fault_plan(plan);
    if (sitting_open(s)) {
        sitting_put(s);
        sitting_flush(s);
        if (plan->kind != FAULT_CUT) {
            fault_plan(NULL); /* the disk is well again: what waited must arrive */
            sitting_flush(s);
        }
        sitting_close(s);
    }
    bool hit = fault_hit() || plan->kind != FAULT_CUT;
    if (plan->kind == FAULT_CUT && hit) {
        fault_power_returns();
    } else {
        fault_plan(NULL);
    }
    *step_undone = !s->acked[OLDER_TRIALS];
    *kept = sitting_verify(s, &trials) && trials >= OLDER_TRIALS && schema_of(s) == SCHEMA_VERSION;
    if (!*kept && s->loss[0] == '\0') {
        snprintf(s->loss, sizeof s->loss, "%d trials of %d, or an older schema", trials,
                 OLDER_TRIALS);
    }
    if (plan->kind != FAULT_CUT && !s->acked[OLDER_TRIALS]) {
        *kept = false;
        snprintf(s->loss, sizeof s->loss, "the disk was well again, but: %.200s", s->fail.text);
    }
    return hit;
}

static long migrate_many(long size, bool lying, const Buffer *older, Torture *out) {
    Sitting *s = sitting_new(FAULT_VFS);
    Rng rng = rng_stream(lying ? 42 : 41, "migration", 0);
    long undone = 0;
    for (uint64_t seed = 1; s != NULL && out->faults < size; seed++) {
        static const FaultKind kinds[] = {FAULT_CUT, FAULT_CUT, FAULT_IO_ERROR, FAULT_FULL};
        FaultKind kind = lying ? FAULT_CUT : kinds[seed % 4];
        bool kept, step_undone;
        FaultPlan plan = {.kind = kind,
                          .at = rng_between(&rng, 1, kind == FAULT_IO_ERROR ? 250 : 70),
                          .times = kind == FAULT_CUT ? 1 : 1 + (long)(seed % 5) * 3,
                          .left = (FaultLeft)(seed / 4 % LEFT_COUNT),
                          .lying = lying,
                          .seed = seed};
        out->faults += migrate_once(s, older, &plan, &kept, &step_undone);
        undone += step_undone;
        out->rows += OLDER_TRIALS + s->acked[OLDER_TRIALS];
        if (!kept && out->lost++ == 0) {
            snprintf(out->what, sizeof out->what, "seed %llu (kind %d, call %ld): %.300s",
                     (unsigned long long)seed, (int)kind, plan.at, s->loss);
        }
    }
    fault_erase();
    sitting_free(s);
    return undone;
}

bool job_migration(long size, Torture *out) {
    Torture liar = {0};
    Buffer older = {0};
    if (!read_older(&older)) {
        out->lost = 1;
        snprintf(out->what, sizeof out->what, "%s cannot be read: run it in the source folder",
                 OLDER);
        return false;
    }
    fault_install();
    long undone = migrate_many(size, false, &older, out);
    long bad = size / 10 < 40 ? 40 : size / 10 > 300 ? 300 : size / 10;
    migrate_many(bad, true, &older, &liar);
    buffer_free(&older);
    out->teeth = liar.lost > 0 && undone > 0;
    snprintf(out->teeth_text, sizeof out->teeth_text,
             "a lying fsync lost in %ld of %ld; %ld ended before the first new trial", liar.lost,
             bad, undone);
    return out->faults >= size;
}
