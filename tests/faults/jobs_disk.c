/* Power cuts, I/O errors and a full disk, on the disk in memory. */
#include "faultvfs.h"
#include "sitting.h"
#include "torture.h"

enum { SITTING_AGE_MAX = 8, PUTS_MAX = 60 };

/* Small logs, so that checkpoints happen all the time. The writer's thread is still idle. */
static void tune(Sitting *sitting, const char *rules) {
    if (sitting->store != NULL && sitting->store->writer.handle != NULL) {
        db_exec(&sitting->store->writer, rules);
    }
}

/* One run up to a cut and the look at what is left. False: the cut was not met. */
static bool cut_once(Sitting *sitting, Rng *rng, uint64_t seed, bool lying, const char *rules,
                     bool *kept) {
    int trials;
    FaultPlan plan = {.kind = FAULT_CUT,
                      .times = 1,
                      .left = (FaultLeft)(seed % LEFT_COUNT),
                      .lying = lying,
                      .seed = seed};
    bool at_closing = rng_between(rng, 0, 4) == 0;
    plan.at = rng_between(rng, 1, at_closing ? 12 : 220);
    plan.sync_fails_at = rng_between(rng, 0, 7) == 0 ? rng_between(rng, 1, 12) : 0;
    FaultPlan quiet = {.lying = lying, .seed = seed};
    fault_plan(at_closing ? &quiet : &plan);
    if (sitting_open(sitting)) {
        tune(sitting, rules);
        sitting_begin(sitting);
        int puts = at_closing ? (int)rng_between(rng, 1, 6) : PUTS_MAX;
        int together = (int)rng_between(rng, 1, 3);
        for (int i = 0; i < puts && !fault_hit(); i++) {
            sitting_put(sitting);
            if (i % together == 0) {
                sitting_flush(sitting);
            }
        }
        if (at_closing) {
            sitting_flush(sitting);
            fault_plan(&plan);
        }
        sitting_close(sitting);
    }
    bool hit = fault_hit();
    if (hit) {
        fault_power_returns();
    } else {
        fault_plan(NULL);
    }
    *kept = sitting_verify(sitting, &trials);
    return hit;
}

/* Runs cuts until `size` were met; counts losses. */
static void cut_many(long size, uint64_t salt, bool lying, const char *rules, Torture *out) {
    Sitting *sitting = sitting_new(FAULT_VFS);
    Rng rng = rng_stream(salt, "cuts", 0);
    int age = 0;
    for (uint64_t seed = 0; out->faults < size; seed++) {
        bool kept;
        out->faults += cut_once(sitting, &rng, salt * 1000003 + seed, lying, rules, &kept);
        if (!kept) {
            out->lost++;
            if (out->lost == 1) {
                snprintf(out->what, sizeof out->what, "seed %llu: %.160s", (unsigned long long)seed,
                         sitting->loss);
            }
        }
        if (!kept || ++age >= SITTING_AGE_MAX) {
            fault_erase();
            sitting_forget(sitting);
            age = 0;
        }
    }
    out->rows = sitting->acked_count;
    sitting_free(sitting);
}

bool job_power(long size, Torture *out) {
    static const char small_log[] = "PRAGMA wal_autocheckpoint=24";
    static const char careless[] = "PRAGMA wal_autocheckpoint=24;PRAGMA synchronous=OFF";
    Torture liar = {0}, off = {0};
    fault_install();
    cut_many(size, 1, false, small_log, out);
    long bad = size / 20 < 60 ? 60 : size / 20 > 500 ? 500 : size / 20;
    cut_many(bad, 2, true, small_log, &liar);
    cut_many(bad, 3, false, careless, &off);
    out->teeth = liar.lost > 0 && off.lost > 0;
    snprintf(out->teeth_text, sizeof out->teeth_text,
             "a lying fsync lost in %ld of %ld, synchronous=OFF in %ld of %ld", liar.lost, bad,
             off.lost, bad);
    return out->rows >= size;
}

/* The fault is met, goes, and everything that waited must arrive. */
static bool refuse_once(Sitting *sitting, const FaultPlan *plan, bool at_closing, bool *kept) {
    int trials, before = sitting->next;
    if (!at_closing) {
        fault_plan(plan);
    }
    bool open = sitting_open(sitting);
    if (open) {
        tune(sitting, "PRAGMA wal_autocheckpoint=24");
        sitting_begin(sitting);
        for (int i = 0; i < 4; i++) {
            sitting_put(sitting);
            sitting_flush(sitting);
        }
    }
    bool hit = fault_hit();
    *kept = true;
    if (open && !at_closing) {
        fault_plan(NULL);
        *kept = sitting_flush(sitting);
        for (int i = before; i < sitting->next; i++) {
            *kept = *kept && sitting->acked[i];
        }
        if (!*kept) {
            snprintf(sitting->loss, sizeof sitting->loss, "the disk was well again, but: %.200s",
                     sitting->fail.text);
        }
    } else if (open) {
        fault_plan(plan);
    }
    sitting_close(sitting);
    hit = hit || fault_hit();
    fault_plan(NULL);
    *kept = sitting_verify(sitting, &trials) && *kept;
    return hit;
}

static void refuse_many(long size, FaultKind kind, int span, Torture *out) {
    Sitting *sitting = sitting_new(FAULT_VFS);
    Rng rng = rng_stream((uint64_t)kind, "refusals", 0);
    static const long times[] = {1, 2, 7, 1000000};
    int age = 0;
    for (uint64_t seed = 1; out->faults < size; seed++) {
        bool kept, at_closing = seed % 9 == 0;
        FaultPlan plan = {.kind = kind,
                          .at = rng_between(&rng, 1, at_closing ? 40 : span),
                          .times = times[rng_between(&rng, 0, 3)],
                          .seed = seed};
        out->faults += refuse_once(sitting, &plan, at_closing, &kept);
        if (!kept && out->lost++ == 0) {
            snprintf(out->what, sizeof out->what, "seed %llu (call %ld, %ld times): %.140s",
                     (unsigned long long)seed, plan.at, plan.times, sitting->loss);
        }
        if (!kept || ++age >= SITTING_AGE_MAX) {
            fault_erase();
            sitting_forget(sitting);
            age = 0;
        }
    }
    out->rows = sitting->acked_count;
    sitting_free(sitting);
}

/* A row is taken away by hand: the look at what is left must see it. */
static void lose_a_row_by_hand(Torture *out) {
    Sitting *sitting = sitting_new(FAULT_VFS);
    int trials;
    fault_erase();
    bool ready = sitting_open(sitting);
    if (ready) {
        sitting_begin(sitting);
        sitting_put(sitting);
        sitting_put(sitting);
        ready = sitting_flush(sitting) && sitting->acked_count == 2;
        tune(sitting, "DROP TRIGGER trial_no_delete;PRAGMA foreign_keys=OFF;"
                      "DELETE FROM trial WHERE number=1");
        sitting_close(sitting);
    }
    out->teeth = ready && !sitting_verify(sitting, &trials) && trials == 1;
    snprintf(out->teeth_text, sizeof out->teeth_text, "a row taken away by hand was %s",
             out->teeth ? "missed" : "NOT missed");
    sitting_free(sitting);
    fault_erase();
}

bool job_io_error(long size, Torture *out) {
    fault_install();
    lose_a_row_by_hand(out);
    refuse_many(size, FAULT_IO_ERROR, 500, out);
    return out->rows >= size;
}

bool job_full(long size, Torture *out) {
    fault_install();
    lose_a_row_by_hand(out);
    refuse_many(size, FAULT_FULL, 120, out);
    return out->rows >= size;
}
