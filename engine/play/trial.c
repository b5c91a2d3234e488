/* What a game reads and says; see trial.h. */
#include "play/trial.h"

#include "play/journal.h"
#include "play/trial_life.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Names are short words; a longer one is cut, as NAME_MAX_BYTES says. */
static void keep_name(char to[NAME_MAX_BYTES], const char *from) {
    size_t length = strlen(from);
    length = length < NAME_MAX_BYTES ? length : NAME_MAX_BYTES - 1;
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): the rest is made zero below */
    memcpy(to, from, length);
    memset(to + length, 0, NAME_MAX_BYTES - length);
}

/* ---- what a game may read ---- */

const Value *trial_params(const Trial *trial) {
    return trial->setup.params;
}

double trial_param_number(const Trial *trial, const char *name) {
    double number = 0;
    bool found = value_as_number(value_get(trial->setup.params, name), &number);
    assert(found);
    (void)found;
    return number;
}

int trial_number(const Trial *trial) {
    return trial->setup.number;
}

int trial_level(const Trial *trial) {
    return trial->setup.level;
}

double trial_width_mm(const Trial *trial) {
    return trial->setup.width_mm;
}

double trial_height_mm(const Trial *trial) {
    return trial->setup.height_mm;
}

int64_t trial_time_us(const Trial *trial) {
    return trial->shown ? trial->now_us - trial->onset_us : 0;
}

Rng *trial_rng(Trial *trial, const char *stream) {
    char name[NAME_MAX_BYTES];
    keep_name(name, stream);
    for (int i = 0; i < trial->stream_count; i++) {
        if (strcmp(trial->streams[i].name, name) == 0) {
            return &trial->streams[i].rng;
        }
    }
    /* More streams than there is room for share the last one: still the same in every replay. */
    TrialStream *made = &trial->streams[STREAMS_MAX - 1];
    if (trial->stream_count < STREAMS_MAX) {
        made = &trial->streams[trial->stream_count++];
        memcpy(made->name, name, sizeof name);
        made->rng = rng_stream(trial->setup.seed, name, trial->setup.item_index);
    }
    return &made->rng;
}

bool trial_is_probe(const Trial *trial) {
    return trial->setup.probe;
}

int trial_help_rung(const Trial *trial) {
    return trial->rung;
}

const Sample *trial_samples(const Trial *trial, size_t *count) {
    *count = trial->sample_count;
    return trial->samples;
}

const Path *trial_road(const Trial *trial, double *width_mm) {
    *width_mm = trial->expects_path ? trial->road.width_mm : 0;
    return &trial->road_path;
}

const Ink *trial_ink(const Trial *trial) {
    return &trial->ink;
}

int trial_fingers(const Trial *trial, Point *at, int room) {
    int count = 0;
    for (int i = 0; i < SAMPLE_FINGERS_MAX && count < room; i++) {
        if (trial->fingers[i].down) {
            at[count++] = trial->fingers[i].at;
        }
    }
    return count;
}

const char *trial_hand(const Trial *trial) {
    return trial->setup.hand == HAND_LEFT ? "left" : "right";
}

const char *trial_text(const Trial *trial, const char *key) {
    return texts_get(trial->texts, key);
}

bool trial_mirrored(const Trial *trial) {
    return trial->setup.mirrored;
}

bool trial_reduced_motion(const Trial *trial) {
    return trial->setup.reduced_motion;
}

/* ---- what a game may say in prepare ---- */

void trial_item(Trial *trial, const char *item) {
    keep_name(trial->item, item);
    trial->offered_us = trial_time_us(trial);
}

bool trial_expect_path(Trial *trial, const Path *path, double width_mm) {
    if (!path_make(trial->mem, path->points, path->begins, path->count, &trial->road_path)) {
        trial->out_of_memory = true;
        return false;
    }
    trial->road = (Road){.path = &trial->road_path, .width_mm = width_mm};
    trial->expects_path = true;
    return true;
}

void trial_expect_spiral(Trial *trial, Point centre) {
    trial->road.spiral = true;
    trial->road.spiral_centre = centre;
}

bool trial_expect_form(Trial *trial, const Path *template, int shape) {
    if (trial->form_count == TEMPLATES_MAX ||
        !form_make(template, &trial->forms[trial->form_count])) {
        return false;
    }
    if (trial->form_count == 0 && !path_make(trial->mem, template->points, template->begins,
                                             template->count, &trial->form_path)) {
        trial->out_of_memory = true;
        return false;
    }
    trial->forms[trial->form_count++].shape = shape;
    return true;
}

void trial_expect_answers(Trial *trial, MeasureFamily family, int count, int choices) {
    trial->family = family;
    trial->answers_expected = count;
    trial->choices = choices;
}

static int64_t due_after(const Trial *trial, double seconds) {
    int64_t wait = journal_time((int64_t)(fmin(fmax(seconds, 0), 1e6) * 1e6));
    int64_t now = trial_time_us(trial);
    /* At least one quantum on: a timer that sets itself again cannot stop time. */
    return journal_time(now) + (wait > JOURNAL_TIME_US ? wait : JOURNAL_TIME_US);
}

void trial_limit_time(Trial *trial, double seconds) {
    trial->limit_us = seconds > 0 && isfinite(seconds) ? due_after(trial, seconds) : INT64_MAX;
}

void trial_waiting(Trial *trial, bool on) {
    if (trial->waits && !on) {
        trial->waited_us = trial->now_us;
    }
    trial->waits = on;
}

bool trial_is_waiting(const Trial *trial) {
    return trial->waits && !trial->ended;
}

void trial_two_players(Trial *trial) {
    trial->two_players = true;
}

void trial_practice(Trial *trial) {
    trial->practice = true;
}

/* ---- targets ---- */

static bool target_fits(const Target *target, Fail *fail) {
    const Box *box = &target->box;
    if (target->id[0] == '\0' || memchr(target->id, '\0', NAME_MAX_BYTES) == NULL) {
        return fail_set(fail, FAIL_INPUT, "a target needs an id of 1 to %d bytes",
                        NAME_MAX_BYTES - 1);
    }
    if (!isfinite(box->left) || !isfinite(box->top) || !isfinite(box->right) ||
        !isfinite(box->bottom) || box->right <= box->left || box->bottom <= box->top) {
        return fail_set(fail, FAIL_INPUT, "target %s: its box needs a width and a height above 0",
                        target->id);
    }
    if (target->player < -1 || target->player > 1) {
        return fail_set(fail, FAIL_INPUT, "target %s: player is %d, but may be 0, 1 or -1 for both",
                        target->id, target->player);
    }
    return true;
}

bool trial_target(Trial *trial, const Target *target, Fail *fail) {
    if (trial->ended) {
        return true;
    }
    if (!target_fits(target, fail)) {
        return false;
    }
    int at = target_index(trial->targets, trial->target_count, target->id);
    if (at < 0 && trial->target_count == TARGETS_MAX) {
        return fail_set(fail, FAIL_LIMIT, "target %s: a trial may have at most %d targets",
                        target->id, TARGETS_MAX);
    }
    if (at < 0) {
        at = trial->target_count++;
        trial->target_added_us[at] = trial_time_us(trial);
    }
    trial->targets[at] = *target;
    return true;
}

bool trial_target_remove(Trial *trial, const char *id) {
    int at = target_index(trial->targets, trial->target_count, id);
    if (trial->ended || at < 0) {
        return false;
    }
    int after = trial->target_count - at - 1;
    memmove(&trial->targets[at], &trial->targets[at + 1], (size_t)after * sizeof(Target));
    memmove(&trial->target_added_us[at], &trial->target_added_us[at + 1],
            (size_t)after * sizeof(int64_t));
    trial->target_count--;
    return true;
}

int trial_target_count(const Trial *trial) {
    return trial->target_count;
}

const Target *trial_target_at(const Trial *trial, int index) {
    assert(index >= 0 && index < trial->target_count);
    return &trial->targets[index];
}

const Target *trial_target_named(const Trial *trial, const char *id) {
    int at = target_index(trial->targets, trial->target_count, id);
    return at < 0 ? NULL : &trial->targets[at];
}

bool trial_target_state(Trial *trial, const char *id, unsigned state, bool on) {
    int at = target_index(trial->targets, trial->target_count, id);
    if (at < 0) {
        return false;
    }
    if (!trial->ended) {
        unsigned *flags = &trial->targets[at].state;
        *flags = on ? *flags | state : *flags & ~state;
    }
    return true;
}

/* ---- answers, prompts, timers, the end ---- */

/* A target of the item's name that came later than the trial began says best when it was offered;
 * a new try at the same item still counts from its first offer. */
static int64_t offered_us(const Trial *trial, const Answer *answer) {
    int at = target_index(trial->targets, trial->target_count, answer->item);
    if (at >= 0 && trial->target_added_us[at] > 0) {
        return trial->target_added_us[at];
    }
    return trial->offered_us;
}

bool trial_answer(Trial *trial, const Answer *answer, Fail *fail) {
    if (trial->ended) {
        return true;
    }
    if (trial->answer_count == ANSWERS_MAX) {
        return fail_set(fail, FAIL_LIMIT, "a trial may have at most %d answers", ANSWERS_MAX);
    }
    int index = trial->answer_count;
    Answer *kept = &trial->answers[index];
    *kept = (Answer){.right = answer->right, .player = answer->player};
    keep_name(kept->item, answer->item);
    keep_name(kept->choice, answer->choice);
    kept->at_us = trial_time_us(trial);
    if (index > 0 && !trial_answer_is_retry(trial, index) &&
        trial->offered_us < trial->answers[index - 1].at_us) {
        trial->offered_us = trial->answers[index - 1].at_us;
    }
    kept->latency_us = kept->at_us - offered_us(trial, kept);
    trial->answer_count++;
    return true;
}

/* Nobody may be listening (a headless run): the oldest cue gives way to the newest. */
static void add_cue(Trial *trial, CueKind kind, const char *name) {
    if (trial->cue_count == CUES_MAX) {
        trial->cue_first = (trial->cue_first + 1) % CUES_MAX;
        trial->cue_count--;
    }
    Cue *cue = &trial->cues[(trial->cue_first + trial->cue_count++) % CUES_MAX];
    cue->kind = kind;
    keep_name(cue->name, name);
}

void trial_say(Trial *trial, const char *key) {
    if (trial->prompt[0] == '\0') {
        keep_name(trial->prompt, key);
    }
    add_cue(trial, CUE_SAY, key);
}

void trial_sound(Trial *trial, const char *sound) {
    /* A probe must not tell right from wrong: its feedback is the neutral sound of placing. */
    bool tells = trial->setup.probe && strcmp(sound, "ok") == 0;
    add_cue(trial, CUE_SOUND, tells ? "place" : sound);
}

int trial_after(Trial *trial, double seconds, int tag) {
    for (int i = 0; i < TIMERS_MAX && !trial->ended && isfinite(seconds); i++) {
        if (!trial->timers[i].used) {
            int id = ++trial->timer_next_id;
            trial->timers[i] = (TrialTimer){
                .used = true, .id = id, .tag = tag, .due_us = due_after(trial, seconds)};
            return id;
        }
    }
    return -1;
}

void trial_cancel(Trial *trial, int timer) {
    for (int i = 0; i < TIMERS_MAX; i++) {
        if (trial->timers[i].used && trial->timers[i].id == timer) {
            trial->timers[i].used = false;
        }
    }
}

bool trial_measure(Trial *trial, MeasureId id, double value, Fail *fail) {
    const Manifest *manifest = trial->setup.manifest;
    for (int i = 0; i < manifest->measure_count; i++) {
        if (manifest->measures[i] == id) {
            measures_put(&trial->own, id, value);
            return true;
        }
    }
    const MeasureInfo *info = measure_info(id);
    return fail_set(fail, FAIL_INPUT, "measure %s is not among the measures that game.lua declares",
                    info != NULL ? info->name : "?");
}

void trial_finish(Trial *trial, EndReason reason, bool success) {
    assert(reason == END_COMPLETED || reason == END_GAVE_UP);
    if (!trial->ended) {
        trial_close(trial, reason, success && reason == END_COMPLETED);
    }
}

bool trial_ended(const Trial *trial) {
    return trial->ended;
}
