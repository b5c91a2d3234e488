/* The sitting that every fault test plays; see sitting.h. */
#include "sitting.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

Sitting *sitting_new(const char *vfs) {
    Sitting *sitting = calloc(1, sizeof *sitting);
    if (sitting == NULL) {
        return NULL;
    }
    strcpy(sitting->folder, "/tmp/otterpaw-fault-XXXXXX");
    sitting->vfs = vfs;
    sitting->mem = mem_new(512 << 20);
    if (sitting->mem == NULL || mkdtemp(sitting->folder) == NULL) {
        sitting_free(sitting);
        return NULL;
    }
    return sitting;
}

void sitting_clear_folder(Sitting *sitting) {
    DIR *dir = opendir(sitting->folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", sitting->folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            unlink(path);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

void sitting_free(Sitting *sitting) {
    if (sitting != NULL) {
        sitting_clear_folder(sitting);
        rmdir(sitting->folder);
        mem_free(sitting->mem);
        free(sitting);
    }
}

void sitting_forget(Sitting *sitting) {
    memset(sitting->acked, 0, sizeof sitting->acked);
    sitting->next = sitting->notes_sent = sitting->note_acked = 0;
    sitting->loss[0] = '\0';
}

bool sitting_open(Sitting *sitting) {
    sitting->store = store_open(sitting->folder, RECORDS_WALL_US, sitting->vfs, &sitting->fail);
    return sitting->store != NULL;
}

void sitting_close(Sitting *sitting) {
    store_close(sitting->store);
    sitting->store = NULL;
}

void sitting_begin(Sitting *sitting) {
    ChildRecord child = records_child(1);
    SessionRecord session = records_session(1, 1);
    RunRecord run = records_run(1, 0);
    store_child(sitting->store, &child, NULL, NULL, &sitting->fail);
    store_session(sitting->store, &session, NULL, NULL, &sitting->fail);
    store_run(sitting->store, &run, NULL, NULL, &sitting->fail);
}

static void trial_answered(void *self, bool ok, const Fail *fail) {
    Ack *ack = self;
    if (ok) {
        ack->sitting->acked[ack->number] = true;
        ack->sitting->acked_count++;
    } else {
        ack->sitting->refused_count++;
        ack->sitting->fail = *fail;
    }
}

static void note_answered(void *self, bool ok, const Fail *fail) {
    Ack *ack = self;
    (void)fail;
    if (ok && ack->number > ack->sitting->note_acked) {
        ack->sitting->note_acked = ack->number;
    }
}

void sitting_put(Sitting *sitting) {
    uint8_t journal[4096];
    int number = sitting->next;
    if (number >= SITTING_TRIALS_MAX) {
        return;
    }
    size_t length = records_journal(journal, 1, number);
    TrialRecord trial = records_trial(sitting->mem, 1, number, 0);
    sitting->acks[number] = (Ack){sitting, number};
    if (number % 3 == 0) {
        store_tail(sitting->store, trial.session, 0, journal, length / 2, NULL, NULL,
                   &sitting->fail);
    }
    if (store_trial(sitting->store, &trial, journal, length, trial_answered, &sitting->acks[number],
                    &sitting->fail)) {
        sitting->next++;
    }
    if (number % 4 == 1) {
        MarkRecord mark = {trial.session, number, 1, "exclude", 0, "a loud noise"};
        store_mark(sitting->store, &mark, NULL, NULL, &sitting->fail);
    }
    if (number % 4 == 2) {
        char text[24];
        Ack *ack = &sitting->note_acks[sitting->notes_sent];
        *ack = (Ack){sitting, ++sitting->notes_sent};
        snprintf(text, sizeof text, "%d", ack->number);
        store_note(sitting->store, "plan", "child", text, 1, note_answered, ack, &sitting->fail);
    }
    mem_reset(sitting->mem);
}

bool sitting_flush(Sitting *sitting) {
    return store_flush(sitting->store, &sitting->fail);
}

static bool lost(Sitting *sitting, const char *what, int number, const char *why) {
    if (sitting->loss[0] == '\0') {
        snprintf(sitting->loss, sizeof sitting->loss, "%s %d: %.200s", what, number, why);
    }
    return false;
}

static bool is_as_given(Sitting *sitting, const TrialLine *line) {
    uint8_t journal[4096];
    int number = line->trial.number;
    size_t length = records_journal(journal, 1, number);
    TrialRecord wanted = records_trial(sitting->mem, 1, number, 0);
    Value value;
    Buffer text = {0};
    bool same = trial_record_value(sitting->mem, &wanted, &value) && value_write(&text, &value) &&
                strcmp(line->record, (const char *)text.bytes) == 0 &&
                line->journal_length == length && memcmp(line->journal, journal, length) == 0;
    buffer_free(&text);
    return same;
}

static bool verify_trials(Sitting *sitting, int *trials) {
    TrialLine *lines;
    size_t count = 0, at = 0;
    if (!history_trials(sitting->store, sitting->mem, records_id(2, 1), -1, true, &lines, &count,
                        &sitting->fail)) {
        return lost(sitting, "trials", 0, sitting->fail.text);
    }
    *trials = (int)count;
    for (int number = 0; number < sitting->next; number++) {
        bool there = at < count && lines[at].trial.number == number;
        if (sitting->acked[number] && !there) {
            return lost(sitting, "trial", number, "was acknowledged and is gone");
        }
        if (there && !is_as_given(sitting, &lines[at])) {
            return lost(sitting, "trial", number, "is not as it was given");
        }
        at += there;
    }
    return at == count ||
           lost(sitting, "trials", (int)count, "there are some that were never sent");
}

static bool verify_note(Sitting *sitting) {
    const char *text = NULL;
    if (!history_note(sitting->store, sitting->mem, "plan", "child", &text, &sitting->fail)) {
        return lost(sitting, "note", 0, sitting->fail.text);
    }
    int newest = text != NULL ? atoi(text) : 0;
    return newest >= sitting->note_acked ||
           lost(sitting, "note", sitting->note_acked, "was acknowledged and is gone");
}

bool sitting_verify(Sitting *sitting, int *trials) {
    StoreState state;
    Buffer report = {0};
    int damaged = 0;
    *trials = 0;
    if (!sitting_open(sitting)) {
        return lost(sitting, "opening", 0, sitting->fail.text);
    }
    store_state(sitting->store, &state);
    bool ok = !state.read_only && state.set_aside[0] == '\0';
    if (!ok) {
        lost(sitting, "opening", 1, state.trouble);
    }
    ok = ok && verify_trials(sitting, trials) && verify_note(sitting);
    if (ok && (!history_check(sitting->store, &report, &damaged, &sitting->fail) || damaged > 0)) {
        ok = lost(sitting, "check", damaged,
                  damaged > 0 ? (const char *)report.bytes : sitting->fail.text);
    }
    buffer_free(&report);
    sitting_close(sitting);
    mem_reset(sitting->mem);
    return ok;
}
