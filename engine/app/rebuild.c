/* Plays stored runs again to look at them; see rebuild.h. */
#include "app/rebuild.h"

#include "app/sitting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct RunAt {
    App *app;
    const LogRun *log;
    Mem *mem;
    Script *script;
    Game game;
    RunSetup setup;
    Run *run;
    Journal journal; /* of the trial that is being fed */
    size_t trial;    /* index of that trial; its journal is decoded up to `next` */
    size_t next;
};

static bool begin(RunAt *at, Fail *fail) {
    run_free(at->run);
    journal_clear(&at->journal);
    at->trial = at->next = 0;
    Sink sink = {0};
    const RunRecord *record = &at->log->run;
    if (at->log->count == 0) {
        return fail_set(fail, FAIL_INPUT, "this run has no trials");
    }
    at->run = NULL;
    if (!script_restart(at->script, fail)) {
        return false;
    }
    at->run = run_new(&at->setup, at->game.ops, at->game.self, &sink, record->session,
                      record->number, at->log->lines[0].trial.number, fail);
    const TrialLine *line = &at->log->lines[0];
    return at->run != NULL &&
           journal_decode(line->journal, line->journal_length, &at->journal, fail);
}

RunAt *run_at_open(App *app, const LogRun *run, Fail *fail) {
    RunAt *at = calloc(1, sizeof *at);
    if (at == NULL || (at->mem = mem_new(64 << 20)) == NULL) {
        free(at);
        fail_set(fail, FAIL_MEMORY, "there is no memory to play a run again");
        return NULL;
    }
    at->app = app;
    at->log = run;
    at->script = library_fresh(app->library, run->run.game, fail);
    bool ok = at->script != NULL;
    if (ok) {
        at->game = library_game_of(at->script);
        ok = replay_setup(at->mem, &run->run, &at->game, &at->setup, fail) && begin(at, fail);
    }
    if (!ok) {
        run_at_close(at);
        return NULL;
    }
    run_texts(at->run, library_game_texts(app->library, app->tablet.adult_locale, run->run.game));
    return at;
}

void run_at_close(RunAt *at) {
    if (at != NULL) {
        run_free(at->run);
        script_close(at->script);
        journal_free(&at->journal);
        mem_free(at->mem);
        free(at);
    }
}

static bool feed_until(RunAt *at, int64_t time_us, Fail *fail) {
    bool ok = true;
    while (ok && at->next < at->journal.count && at->journal.entries[at->next].time_us <= time_us) {
        ok = run_feed(at->run, &at->journal.entries[at->next++], fail);
    }
    return ok;
}

bool run_at_go(RunAt *at, size_t index, int64_t since_us, Fail *fail) {
    if (index >= at->log->count) {
        return fail_set(fail, FAIL_INPUT, "there is no such trial");
    }
    const TrialRecord *trial = &at->log->lines[index].trial;
    int64_t time_us = trial->onset_us + since_us;
    if ((at->run == NULL || index < at->trial || time_us < run_time_us(at->run)) &&
        !begin(at, fail)) {
        return false;
    }
    run_texts(at->run, library_game_texts(at->app->library, at->app->tablet.adult_locale,
                                          at->log->run.game));
    while (at->trial < index) {
        const TrialLine *line = &at->log->lines[at->trial + 1];
        if (!feed_until(at, INT64_MAX, fail)) {
            return false;
        }
        journal_clear(&at->journal);
        at->next = 0;
        at->trial++;
        if (!journal_decode(line->journal, line->journal_length, &at->journal, fail)) {
            return fail_prefix(fail, "trial %d", line->trial.number + 1);
        }
    }
    /* Nothing may happen past the trial's own end: what is due later belongs to the next chunk. */
    int64_t end_us = trial->onset_us + trial->duration_us;
    return feed_until(at, time_us, fail) &&
           (time_us >= end_us || run_advance(at->run, time_us, fail));
}

/* ---- the traces of all trials ---- */

static bool keep_raw(Mem *mem, const RunAt *at, const TrialLine *line, TrialInk *ink, Fail *fail) {
    Journal journal = {0};
    if (!journal_decode(line->journal, line->journal_length, &journal, fail)) {
        return false;
    }
    double x = at != NULL ? at->setup.place.play.left : 0;
    double y = at != NULL ? at->setup.place.play.top : 0;
    Sample *raw = mem_alloc_array(mem, journal.count + 1, sizeof *raw);
    bool *kept = mem_alloc_array(mem, journal.count + 1, sizeof *kept);
    size_t count = 0, sample = 0;
    for (size_t i = 0; raw != NULL && kept != NULL && i < journal.count; i++) {
        const Entry *e = &journal.entries[i];
        int64_t since_us = e->time_us - line->trial.onset_us;
        if (e->kind != ENTRY_SAMPLE || since_us < 0) {
            continue;
        }
        raw[count] = (Sample){.time_us = since_us,
                              .x_mm = e->x_mm - x,
                              .y_mm = e->y_mm - y,
                              .finger = e->finger,
                              .phase = e->phase};
        while (sample < ink->count && ink->samples[sample].time_us < since_us) {
            sample++;
        }
        for (size_t s = sample; s < ink->count && ink->samples[s].time_us == since_us; s++) {
            kept[count] = kept[count] || ink->samples[s].finger == e->finger;
        }
        count++;
    }
    journal_free(&journal);
    ink->raw = raw;
    ink->kept = kept;
    ink->raw_count = count;
    return (raw != NULL && kept != NULL) ||
           fail_set(fail, FAIL_MEMORY, "there is no memory for the contacts of a trial");
}

static bool keep_trial(Mem *mem, const RunAt *at, TrialInk *ink) {
    const Trial *trial = run_trial(at->run);
    const Path *road = trial_road(trial, &ink->road_mm);
    const Sample *samples = trial_samples(trial, &ink->count);
    ink->rebuilt = true;
    ink->width_mm = trial_width_mm(trial);
    ink->height_mm = trial_height_mm(trial);
    ink->samples = ink->count > 0 ? mem_copy(mem, samples, ink->count * sizeof *samples) : NULL;
    int count = trial_target_count(trial);
    Box *targets = mem_alloc_array(mem, (size_t)count + 1, sizeof *targets);
    for (int i = 0; targets != NULL && i < count; i++) {
        targets[ink->target_count++] = trial_target_at(trial, i)->box;
    }
    ink->targets = targets;
    bool path =
        ink->road_mm <= 0 || path_make(mem, road->points, road->begins, road->count, &ink->road);
    return path && targets != NULL && (ink->count == 0 || ink->samples != NULL);
}

static void bare_inks(App *app, Mem *mem, const LogRun *run, TrialInk *inks) {
    for (size_t i = 0; i < run->count; i++) {
        inks[i] = (TrialInk){.width_mm = app->width_mm, .height_mm = app->height_mm};
        keep_raw(mem, NULL, &run->lines[i], &inks[i], NULL);
        inks[i].samples = inks[i].raw;
        inks[i].count = inks[i].raw_count;
    }
}

bool rebuild_inks(App *app, Mem *mem, const LogRun *run, TrialInk *inks, Fail *fail) {
    RunAt *at = run->count > 0 ? run_at_open(app, run, fail) : NULL;
    bool ok = at != NULL;
    for (size_t i = 0; ok && i < run->count; i++) {
        inks[i] = (TrialInk){0};
        ok = run_at_go(at, i, run->lines[i].trial.duration_us, fail) &&
             (keep_trial(mem, at, &inks[i]) ||
              fail_set(fail, FAIL_MEMORY, "there is no memory for the ink of a trial")) &&
             keep_raw(mem, at, &run->lines[i], &inks[i], fail);
    }
    run_at_close(at);
    if (!ok) {
        bare_inks(app, mem, run, inks);
    }
    return ok || run->count == 0;
}

/* ---- shrinking a drawing ---- */

InkFit ink_fit(double width_mm, double height_mm, Box into) {
    double w = into.right - into.left, h = into.bottom - into.top;
    double scale = fmin(w / fmax(width_mm, 1), h / fmax(height_mm, 1));
    return (InkFit){scale, into.left + (w - width_mm * scale) / 2,
                    into.top + (h - height_mm * scale) / 2};
}

typedef struct {
    InkFit fit;
    Point from; /* corner of what is shrunk */
} Shrink;

static Point shrunk(const Shrink *shrink, Point p) {
    return ink_fit_point(&shrink->fit, p.x - shrink->from.x, p.y - shrink->from.y);
}

static void add_points(Scene *scene, const SceneItem *item, Point *points, size_t count) {
    SceneItem line = *item;
    line.kind = SCENE_LINE;
    line.points = points;
    line.point_count = count;
    line.ink = NULL;
    line.ink_count = 0;
    scene_add(scene, &line);
}

/* Ink cannot be shrunk where it is: it becomes one line a stroke. */
static bool shrink_ink(const Shrink *shrink, const SceneItem *item, Point at, Scene *scene) {
    Point *points = malloc((item->ink_count + 1) * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; points != NULL && i < item->ink_count; i++) {
        const InkPoint *p = &item->ink->points[i];
        if (p->starts_stroke && count > 0) {
            add_points(scene, item, points, count);
            count = 0;
        }
        points[count++] = shrunk(shrink, (Point){p->at.x + at.x, p->at.y + at.y});
    }
    if (count > 0) {
        add_points(scene, item, points, count);
    }
    free(points);
    return points != NULL;
}

static bool shrink_item(const Shrink *shrink, const SceneItem *from, Scene *scene) {
    double scale = shrink->fit.scale;
    SceneItem item = *from;
    item.radius_mm *= scale;
    item.width_mm *= scale;
    item.dash_mm[0] *= scale;
    item.dash_mm[1] *= scale;
    item.em_mm *= scale;
    item.ink_at = (Point){0};
    Point corner = shrunk(shrink, (Point){from->box.left, from->box.top});
    item.box = box_of(corner.x, corner.y, (from->box.right - from->box.left) * scale,
                      (from->box.bottom - from->box.top) * scale);
    if (from->kind == SCENE_INK) {
        return from->ink_count == 0 || shrink_ink(shrink, &item, from->ink_at, scene);
    }
    if (from->kind != SCENE_LINE) {
        return scene_add(scene, &item);
    }
    Point *points = malloc((from->point_count + 1) * sizeof *points);
    for (size_t i = 0; points != NULL && i < from->point_count; i++) {
        points[i] = shrunk(shrink, from->points[i]);
    }
    item.points = points;
    bool ok = points != NULL && scene_add(scene, &item);
    free(points);
    return ok;
}

bool run_at_draw(RunAt *at, Scene *scene, Box into, Fail *fail) {
    const GuardPlace *place = &at->setup.place;
    Box play = place->play;
    Scene *whole = scene_new(place->width_mm, place->height_mm);
    bool ok = whole != NULL && run_draw(at->run, whole, fail) && scene_ok(whole, fail);
    Shrink shrink = {ink_fit(play.right - play.left, play.bottom - play.top, into),
                     {play.left, play.top}};
    for (size_t i = 0; ok && i < scene_item_count(whole); i++) {
        ok = shrink_item(&shrink, scene_item(whole, i), scene);
    }
    scene_free(whole);
    return ok || fail_set(fail, FAIL_MEMORY, "the drawing of this trial could not be made again");
}
