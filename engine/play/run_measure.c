/* A trial's measures: ink against what was expected, answers, and what the game knows itself; only
 * what the manifest declares and what every family has is kept. See measures.def. */
#include "play/run_life.h"

#include <math.h>
#include <string.h>

/* Every measure at its own place, so that no order of filling can crowd another out. */
typedef struct {
    double value[MEASURE_COUNT];
    bool has[MEASURE_COUNT];
} Found;

static void found(Found *all, MeasureId id, double value) {
    all->value[id] = value;
    all->has[id] = true;
}

static void found_all(Found *all, const Measures *some) {
    for (int i = 0; i < some->count; i++) {
        found(all, some->items[i].id, some->items[i].value);
    }
}

static bool declares_family(const Manifest *manifest, MeasureFamily family) {
    for (int i = 0; i < manifest->measure_count; i++) {
        if (measure_info(manifest->measures[i])->family == family) {
            return true;
        }
    }
    return false;
}

static double to_s(int64_t us) {
    return (double)us / 1e6;
}

/* Several contacts, and none that went anywhere: taps along a letter, not a line. */
static bool is_tapped(const Trace *trace) {
    Point from = {0, 0};
    size_t contacts = 0;
    for (size_t i = 0; i < trace->count; i++) {
        if (i == 0 || trace->begins[i]) {
            from = trace->points[i];
            contacts++;
        } else if (point_distance(from, trace->points[i]) > TAP_MOST_MM) {
            return false;
        }
    }
    return contacts > 1;
}

/* A second touch spoils what is measured of a line, not which of three pictures was chosen. */
static double second_touch_share(const Run *run) {
    const RunContacts *contacts = &run->contacts;
    int64_t second = contacts->second_us, whole = run->logic_us - run->trial->onset_us;
    if (contacts->count >= 2) {
        second += run->logic_us - contacts->since_us;
    }
    return whole > 0 ? (double)second / (double)whole : 0;
}

static bool is_for_two_fingers(const Run *run) {
    return run->trial->two_players || run->setup.place.players == 2 ||
           declares_family(run->setup.manifest, FAMILY_BIMANUAL);
}

static bool judge(Run *run, const Trace *trace, Quality *quality) {
    const Trial *trial = run->trial;
    bool ink = !run->pen_used && (trial->expects_path || trial->form_count > 0);
    double cue_s = run->first_touch_us >= 0 ? to_s(run->first_touch_us - trial->onset_us) : NAN;
    bool counts = ink && !is_for_two_fingers(run);
    return quality_judge(
        run->scratch, trace,
        &(QualityContext){.expects_ink = ink,
                          .paused = run->paused,
                          .second_touch_share = counts ? second_touch_share(run) : 0,
                          .cue_to_touch_s = cue_s},
        quality);
}

static bool measure_ink(Run *run, const Trace *trace, const Quality *quality, Found *all) {
    Trial *trial = run->trial;
    Measures some = {0};
    if (run->pen_used) {
        return true; /* the line is not the child's: all that is measured of it stays open */
    }
    if (trial->expects_path) {
        if (!tracing_measure(run->scratch, trace, &trial->road, quality, &some)) {
            return false;
        }
    } else if (!tracing_measure_movement(run->scratch, trace, quality, &some)) {
        return false;
    }
    found_all(all, &some);
    Form copy;
    if (trial->form_count > 0 && !run->tapped && form_make(&trace->path, &copy)) {
        Measures form = {0};
        form_measure(&copy, trial->forms, (size_t)trial->form_count, &form);
        found_all(all, &form);
    }
    return true;
}

/* A game cannot see how like its model a copy is; writing anything is not a success. Where the line
 * is not the child's, the game's word stands. */
static void judge_copy(const Run *run, const Found *all, TrialRecord *record) {
    bool alike = all->has[MEASURE_SCORE] && all->value[MEASURE_SCORE] >= FORM_SUCCESS_LEAST;
    if (run->trial->form_count > 0 && !run->pen_used && !run->tapped && !alike) {
        record->success = false;
    }
}

/* The score of last resort: right first tries, or else whether the trial was solved. */
static void score_plainly(const Run *run, int tries, int right, Found *all) {
    const Trial *trial = run->trial;
    bool lived = trial->end == END_COMPLETED || trial->end == END_TIMED_OUT;
    bool ink = trial->expects_path || trial->form_count > 0;
    if (run->setup.manifest->no_score || ink || all->has[MEASURE_SCORE] || !lived) {
        return;
    }
    double score = tries > 0 ? 100.0 * right / tries : trial->success ? 100 : 0;
    found(all, MEASURE_SCORE, score);
}

static void measure_common(const Run *run, const TrialRecord *record, Found *all) {
    const Trial *trial = run->trial;
    bool answered = record->answers > 0;
    found(all, MEASURE_SUCCESS, run->setup.manifest->no_score ? NAN : record->success);
    found(all, MEASURE_ITEMS, answered ? record->answers : NAN);
    found(all, MEASURE_ITEMS_RIGHT, answered ? record->answers_right : NAN);
    found(all, MEASURE_DURATION_S, to_s(record->duration_us));
    found(all, MEASURE_LATENCY_S,
          run->first_touch_us >= 0 ? to_s(run->first_touch_us - trial->onset_us) : NAN);
    found(all, MEASURE_HELP_RUNGS, trial->rung_highest);
    found(all, MEASURE_SECOND_TOUCH_PERCENT, 100 * second_touch_share(run));
    if (run->rated) {
        found(all, MEASURE_RATING, run->rating);
    }
    if (run->assistance != ASSISTANCE_UNMARKED) {
        found(all, MEASURE_ASSISTANCE, run->assistance);
    }
}

static void keep(const Run *run, const Found *all, Measures *kept) {
    const Manifest *manifest = run->setup.manifest;
    for (int i = 0; i < manifest->measure_count; i++) {
        MeasureId id = manifest->measures[i];
        measures_put(kept, id, all->has[id] ? all->value[id] : NAN);
    }
    for (int id = 0; id < MEASURE_COUNT; id++) {
        bool common = measure_info((MeasureId)id)->family == FAMILY_COMMON;
        if (common && !measures_has(kept, (MeasureId)id) && kept->count < MEASURES_PER_TRIAL_MAX) {
            measures_put(kept, (MeasureId)id, all->has[id] ? all->value[id] : NAN);
        }
    }
}

static const char *invalid_reason(const Run *run, const Quality *quality) {
    if (run->trial->end == END_BROKEN) {
        return "The activity had a fault during this trial.";
    }
    return quality->valid ? "" : quality_sentence(quality->why);
}

bool run_measure(Run *run, TrialRecord *record, Fail *fail) {
    const Trial *trial = run->trial;
    Found all = {0};
    Trace trace;
    Quality quality;
    int right, tries = trial_first_tries(trial, &right);
    mem_reset(run->scratch);
    record->answers = trial->answer_count;
    record->answers_right = 0;
    for (int i = 0; i < trial->answer_count; i++) {
        record->answers_right += trial->answers[i].right;
    }
    Measures answers = {0};
    if (!trace_from_samples(run->scratch, trial->samples, trial->sample_count, -1, &trace)) {
        return fail_set(fail, FAIL_MEMORY, "There is no memory to measure trial %d.",
                        record->number);
    }
    run->tapped = trial->form_count > 0 && is_tapped(&trace);
    if (!judge(run, &trace, &quality) || !measure_ink(run, &trace, &quality, &all) ||
        !run_measure_answers(run, &answers)) {
        return fail_set(fail, FAIL_MEMORY, "There is no memory to measure trial %d.",
                        record->number);
    }
    if (trial->answer_count > 0 && !trial->expects_path && trial->form_count == 0) {
        found_all(&all, &answers);
    }
    judge_copy(run, &all, record);
    measure_common(run, record, &all);
    found_all(&all, &trial->own);
    score_plainly(run, tries, right, &all);
    keep(run, &all, &record->measures);
    record->invalid_reason = invalid_reason(run, &quality);
    record->valid = record->invalid_reason[0] == '\0';
    return true;
}
