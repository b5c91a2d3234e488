/* A real full disk and a real read-only one (a small ext4 on a loop device, where this machine
 * allows it), flipped bits in a closed file, and a clock that jumps. */
#include "sitting.h"
#include "torture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool run(const char *format, const char *a, const char *b) {
    char command[400];
    snprintf(command, sizeof command, format, a, b);
    return system(command) == 0;
}

typedef struct {
    Sitting *sitting;
    char image[80];
} Disk;

/* False and *out says why: this machine does not let us. */
static bool disk_begin(Disk *disk, Torture *out) {
    disk->sitting = sitting_new(NULL);
    snprintf(disk->image, sizeof disk->image, "%s.img", disk->sitting->folder);
    const char *why = NULL;
    if (geteuid() != 0) {
        why = "mounting needs root";
    } else if (!run("truncate -s 6M %s && mkfs.ext4 -q -F %s >/dev/null 2>&1", disk->image,
                    disk->image)) {
        why = "mkfs.ext4 is not there or failed";
    } else if (!run("mount -o loop %s %s 2>/dev/null", disk->image, disk->sitting->folder)) {
        why = "mounting a loop device is not allowed on this machine";
    }
    if (why != NULL) {
        out->not_run = true;
        snprintf(out->what, sizeof out->what, "%s", why);
        unlink(disk->image);
        sitting_free(disk->sitting);
    }
    return why == NULL;
}

static void disk_end(Disk *disk) {
    sitting_clear_folder(disk->sitting);
    run("umount %s%s", disk->sitting->folder, "");
    unlink(disk->image);
    sitting_free(disk->sitting);
}

/* Leaves only `room` bytes on the disk. */
static void fill(const char *path, const char *folder, size_t room) {
    struct statvfs there;
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    if (fd >= 0 && statvfs(folder, &there) == 0) {
        size_t left = (size_t)(there.f_bavail * there.f_frsize);
        if (left > room && posix_fallocate(fd, 0, (off_t)(left - room)) != 0) {
            perror("posix_fallocate");
        }
    }
    close(fd);
}

static bool fail_with(Torture *out, const char *what, const Sitting *sitting) {
    out->lost++;
    snprintf(out->what, sizeof out->what, "%s: %.150s", what, sitting->fail.text);
    return false;
}

static bool fill_up_once(Disk *disk, Rng *rng, Torture *out) {
    Sitting *s = disk->sitting;
    StoreState state;
    char filler[96];
    int trials, refusals = 0;
    sitting_clear_folder(s);
    sitting_forget(s);
    snprintf(filler, sizeof filler, "%s/filler", s->folder);
    if (!sitting_open(s)) {
        return fail_with(out, "opening", s);
    }
    sitting_begin(s);
    sitting_put(s);
    sitting_flush(s);
    fill(filler, s->folder, (size_t)rng_between(rng, 60, 400) * 1024);
    while (refusals < 3 && s->next < 2000) {
        sitting_put(s);
        refusals += !sitting_flush(s);
    }
    store_state(s->store, &state);
    bool says = refusals == 3 && state.disk_full && state.waiting > 0 &&
                access(s->store->ballast, F_OK) != 0;
    out->faults += refusals > 0;
    int before = s->acked_count;
    /* The fault test's own file goes; what waited must arrive, and the ballast be laid again. */
    unlink(filler);
    bool arrived = sitting_flush(s) && s->acked_count > before;
    sitting_put(s);
    arrived = arrived && sitting_flush(s) && s->acked[s->next - 1];
    store_state(s->store, &state);
    arrived = arrived && !state.disk_full && state.waiting == 0;
    bool laid = access(s->store->ballast, F_OK) == 0;
    sitting_close(s);
    if (!says || !arrived || !laid) {
        return fail_with(out,
                         !says      ? "the full disk was not said"
                         : !arrived ? "not all arrived"
                                    : "no new ballast",
                         s);
    }
    for (int i = 0; i < s->next; i++) {
        if (!s->acked[i]) {
            return fail_with(out, "a trial was never acknowledged", s);
        }
    }
    /* What the disk itself holds: unmounted and mounted again. */
    if (!run("umount %s%s", s->folder, "") || !run("mount -o loop %s %s", disk->image, s->folder)) {
        return fail_with(out, "mounting again", s);
    }
    if (!sitting_verify(s, &trials)) {
        out->lost++;
        snprintf(out->what, sizeof out->what, "%.190s", s->loss);
        return false;
    }
    return true;
}

bool job_real_full(long size, Torture *out) {
    Disk disk;
    Rng rng = rng_stream(5, "full", 0);
    if (!disk_begin(&disk, out)) {
        return true;
    }
    bool ok = true;
    for (long i = 0; ok && i < size; i++) {
        ok = fill_up_once(&disk, &rng, out);
    }
    out->rows = disk.sitting->acked_count;
    out->teeth = out->faults == size;
    snprintf(out->teeth_text, sizeof out->teeth_text, "the disk was full in every round");
    disk_end(&disk);
    return ok && out->faults == size;
}

static bool read_only_once(Disk *disk, Torture *out) {
    Sitting *s = disk->sitting;
    StoreState state;
    TrialLine *lines;
    size_t count = 0;
    int trials;
    if (!sitting_open(s)) {
        return fail_with(out, "opening", s);
    }
    sitting_begin(s);
    sitting_put(s);
    bool ok = sitting_flush(s);
    sitting_close(s);
    if (!ok || !run("mount -o remount,ro %s%s", s->folder, "")) {
        return fail_with(out, "remounting", s);
    }
    int kept = s->next;
    ok = sitting_open(s);
    if (ok) {
        store_state(s->store, &state);
        ok = state.read_only && state.trouble[0] != '\0' &&
             history_trials(s->store, s->mem, records_id(2, 1), -1, true, &lines, &count,
                            &s->fail) &&
             (int)count == kept;
        mem_reset(s->mem);
        sitting_put(s);
        sitting_put(s);
        bool refused = !sitting_flush(s);
        out->faults += refused;
        ok = ok && refused;
        /* The disk can be written again: what waited arrives, and is seen by readers. */
        run("mount -o remount,rw %s%s", s->folder, "");
        ok = sitting_flush(s) && ok && s->acked[s->next - 1];
        store_state(s->store, &state);
        ok = ok && !state.read_only && state.waiting == 0 &&
             history_trials(s->store, s->mem, records_id(2, 1), -1, true, &lines, &count,
                            &s->fail) &&
             (int)count == kept + 2;
        sitting_close(s);
    }
    if (!ok) {
        run("mount -o remount,rw %s%s", s->folder, "");
        return fail_with(out, "on a read-only disk", s);
    }
    return sitting_verify(s, &trials) || fail_with(out, s->loss, s);
}

bool job_real_read_only(long size, Torture *out) {
    Disk disk;
    if (!disk_begin(&disk, out)) {
        return true;
    }
    bool ok = true;
    for (long i = 0; ok && i < size; i++) {
        ok = read_only_once(&disk, out);
    }
    out->rows = disk.sitting->acked_count;
    out->teeth = out->faults == size;
    snprintf(out->teeth_text, sizeof out->teeth_text, "every write was refused while read-only");
    disk_end(&disk);
    return ok && out->faults == size;
}

/* ---- flipped bits ---- */

/* All that history answers, as one text. False: something could not be read. */
static bool everything(Store *store, Mem *mem, Buffer *out) {
    ChildRecord *children;
    SessionLine *sessions;
    RunRecord *runs;
    TrialLine *trials;
    RunSums *sums;
    const char **keys, **texts;
    size_t n, m;
    bool ok = history_children(store, mem, &children, &n, NULL);
    for (size_t i = 0; ok && i < n; i++) {
        buffer_format(out, "child %s %s %s %s %lld\n", children[i].pseudonym, children[i].symbol,
                      children[i].age_band, children[i].profile, (long long)children[i].created_us);
        ok = history_sums(store, mem, children[i].id, 0, INT64_MAX, &sums, &m, NULL);
        for (size_t j = 0; ok && j < m; j++) {
            buffer_format(out, "sums %d %s %d %d %d %.17g\n", sums[j].run, sums[j].game, sums[j].n,
                          sums[j].n_success, sums[j].n_independent, sums[j].score_mean);
        }
    }
    ok = ok && history_sessions(store, mem, NULL, 0, &sessions, &n, NULL);
    for (size_t i = 0; ok && i < n; i++) {
        const SessionRecord *s = &sessions[i].session;
        char id[ID_TEXT_SIZE];
        id_text(s->id, id);
        buffer_format(out, "session %s %s %lld %.17g %s %s %d %d\n", id,
                      sessions[i].child_pseudonym, (long long)s->started_us, s->px_per_mm, s->plan,
                      s->device, sessions[i].runs, sessions[i].trials);
        ok = history_runs(store, mem, s->id, &runs, &m, NULL);
        for (size_t j = 0; ok && j < m; j++) {
            buffer_format(out, "run %d %s %s %s\n", runs[j].number, runs[j].game, runs[j].setup,
                          runs[j].game_hash);
        }
        ok = ok && history_trials(store, mem, s->id, -1, true, &trials, &m, NULL);
        for (size_t j = 0; ok && j < m; j++) {
            buffer_format(out, "%s %d %d ", trials[j].record, trials[j].excluded,
                          trials[j].assistance);
            buffer_add(out, trials[j].journal, trials[j].journal_length);
        }
    }
    ok = ok && history_notes(store, mem, "plan", &keys, &texts, &n, NULL);
    for (size_t i = 0; ok && i < n; i++) {
        buffer_format(out, "note %s %s\n", keys[i], texts[i]);
    }
    return ok;
}

/* Is every row that was named as damaged in the quarantine, as it lay there? */
static bool all_in_quarantine(Sitting *s, const char **names, size_t named, long *kept) {
    QuarantineLine *lines;
    size_t count;
    if (!sitting_flush(s) || !history_quarantine(s->store, s->mem, &lines, &count, &s->fail)) {
        return false;
    }
    bool all = true;
    for (size_t i = 0; i < named; i++) {
        bool is_row = false, found = false;
        for (int t = 0; t < TABLE_QUARANTINE; t++) {
            size_t length = strlen(store_tables[t].name);
            is_row = is_row || (strncmp(names[i], store_tables[t].name, length) == 0 &&
                                names[i][length] == ' ' && strstr(names[i], " of ") == NULL);
        }
        for (size_t j = 0; j < count; j++) {
            found = found || (strcmp(lines[j].name, names[i]) == 0 && lines[j].length > 0);
        }
        all = all && (found || !is_row);
        *kept += found;
    }
    return all;
}

/* Opens the file as it is now and looks: does it complain, does it say the same as before, and is
 * what it complains of in the quarantine? */
static void look(Sitting *s, const Buffer *wanted, bool *complains, bool *same, long *kept,
                 bool *all_kept) {
    Buffer now = {0}, report = {0};
    StoreState state;
    int damaged = 0;
    const char **names;
    size_t named;
    *complains = *all_kept = true;
    *same = false;
    if (sitting_open(s)) {
        store_state(s->store, &state);
        bool read = everything(s->store, s->mem, &now);
        bool checked = history_check(s->store, &report, &damaged, NULL);
        *complains = state.read_only || state.set_aside[0] != '\0' || !read || !checked ||
                     damaged > 0 || history_damaged(s->store, s->mem, &names, &named) > 0;
        store_state(s->store, &state);
        *all_kept = state.set_aside[0] != '\0' || state.read_only ||
                    (history_damaged(s->store, s->mem, &names, &named) >= 0 &&
                     all_in_quarantine(s, names, named, kept));
        *same = read && now.length == wanted->length &&
                memcmp(now.bytes, wanted->bytes, now.length) == 0;
        sitting_close(s);
    }
    buffer_free(&now);
    buffer_free(&report);
    mem_reset(s->mem);
}

static bool integrity_complains(const char *path) {
    sqlite3 *db = NULL;
    sqlite3_stmt *check = NULL;
    bool fine =
        sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &check, NULL) == SQLITE_OK &&
        sqlite3_step(check) == SQLITE_ROW &&
        strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
    sqlite3_finalize(check);
    sqlite3_close(db);
    return !fine;
}

static bool put_file(const char *path, const uint8_t *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL && fwrite(bytes, 1, length, file) == length;
    return file != NULL && fclose(file) == 0 && ok;
}

bool job_flips(long size, Torture *out) {
    Sitting *s = sitting_new(NULL);
    Buffer wanted = {0}, bytes = {0};
    Rng rng = rng_stream(21, "flips", 0);
    char path[96];
    uint8_t block[4096];
    long noticed = 0, harmless = 0, by_sqlite = 0, rows = 0;
    bool ok = sitting_open(s);
    if (ok) {
        sitting_begin(s);
        for (int i = 0; i < 24; i++) {
            sitting_put(s);
        }
        ok = sitting_flush(s) && everything(s->store, s->mem, &wanted);
        out->rows = s->acked_count;
        sitting_close(s);
    }
    snprintf(path, sizeof path, "%s/otterpaw.db", s->folder);
    FILE *file = fopen(path, "rb");
    for (size_t n; file != NULL && (n = fread(block, 1, sizeof block, file)) > 0;) {
        buffer_add(&bytes, block, n);
    }
    ok = ok && file != NULL && fclose(file) == 0;
    while (ok && out->faults < size) {
        size_t at = (size_t)rng_between(&rng, 0, (int64_t)bytes.length - 1);
        if (bytes.bytes[at] == 0 && rng_between(&rng, 0, 9) != 0) {
            continue; /* most holes between the rows are left out: they hold nothing */
        }
        uint8_t bit = (uint8_t)(1u << rng_between(&rng, 0, 7));
        bool complains, same, all_kept;
        sitting_clear_folder(s);
        bytes.bytes[at] ^= bit;
        ok = put_file(path, bytes.bytes, bytes.length);
        bytes.bytes[at] ^= bit;
        by_sqlite += integrity_complains(path);
        look(s, &wanted, &complains, &same, &rows, &all_kept);
        out->faults++;
        noticed += complains;
        harmless += !complains && same;
        if (!all_kept && out->lost++ == 0) {
            snprintf(out->what, sizeof out->what,
                     "bit %d of byte %zu: a damaged row is not in the quarantine", bit, at);
        }
        if (!complains && !same && out->lost++ == 0) {
            snprintf(out->what, sizeof out->what,
                     "bit %d of byte %zu changed what is read, unnoticed", bit, at);
        }
    }
    if (out->lost == 0) {
        snprintf(out->what, sizeof out->what,
                 "%ld noticed (%ld rows in the quarantine), %ld changed nothing that is read; "
                 "integrity_check alone noticed %ld",
                 noticed, rows, harmless, by_sqlite);
    }
    out->teeth = noticed > size / 3 && by_sqlite < noticed && rows > 0;
    snprintf(out->teeth_text, sizeof out->teeth_text, "%ld of %ld flips were met by a check",
             noticed, size);
    buffer_free(&wanted);
    buffer_free(&bytes);
    sitting_free(s);
    return ok && out->faults == size;
}

/* ---- clock ---- */

bool job_clock(long size, Torture *out) {
    IdClock clock = {0}, naive = {0};
    Rng rng = rng_stream(31, "clock", 0);
    uint64_t now = 1790000000000u, most = 0;
    Id last = {{0}}, last_naive = {{0}};
    long doubts = 0, wanted_doubts = 0, naive_out_of_order = 0;
    for (long i = 0; i < size; i++) {
        uint8_t random[10];
        for (int j = 0; j < 10; j++) {
            random[j] = (uint8_t)rng_u32(&rng);
        }
        now += (uint64_t)rng_between(&rng, 0, 3);
        if (rng_between(&rng, 0, 499) == 0) {
            int64_t jump = rng_between(&rng, -49 * 3600000, 49 * 3600000);
            now = (uint64_t)((int64_t)now + jump);
            out->faults++;
        }
        bool doubt = false;
        Id id = id_next(&clock, now, random, &doubt);
        Id plain = id_make(now, random);
        wanted_doubts += now < most;
        doubts += doubt;
        if (doubt != (now < most) || memcmp(id.bytes, last.bytes, 16) <= 0) {
            out->lost++;
            snprintf(out->what, sizeof out->what, "id %ld is out of order or its doubt is wrong",
                     i);
        }
        naive_out_of_order += memcmp(plain.bytes, last_naive.bytes, 16) <= 0;
        most = now > most ? now : most;
        last = id;
        last_naive = plain;
        out->rows++;
    }
    (void)naive;
    out->teeth = naive_out_of_order > 0 && doubts == wanted_doubts && doubts > 0;
    snprintf(out->teeth_text, sizeof out->teeth_text,
             "%ld ids made by the clock alone were out of order; doubt %ld times",
             naive_out_of_order, doubts);
    return out->faults > size / 1000;
}
