/* The open trial as a scene: the game's drawing, then its targets, then what is held; see run.h.
 * Drawing changes nothing: however often it happens, the records are the same. */
#include "play/run_life.h"
#include "play/widget.h"

#include <string.h>

static Widget widget_of(const Run *run, const Target *target) {
    unsigned engine = access_state(run->access, target->id);
    unsigned own = target->state & ~(unsigned)(TARGET_PRESSED | TARGET_PICKED | TARGET_FOCUS);
    bool named = target->voice[0] != '\0';
    return (Widget){
        .name = target->id,
        .role = target->role,
        .box = target->box,
        .state = own | engine,
        .picture = target->picture,
        .label = named && !target->no_label ? texts_get(run->trial->texts, target->voice) : NULL,
        .voice = named ? target->voice : NULL,
        .tint = target->tint,
        .fill = access_fill(run->access, target->id, run->time_us),
        .plain = target->plain,
        .mirrored = run->setup.mirrored};
}

/* Where a held, floating or homing source is; false: in its box. */
static bool is_away(const Run *run, const Target *target, Point *middle) {
    return target->role == ROLE_SOURCE &&
           access_position(run->access, target, run->time_us, middle);
}

static void draw_target(const Run *run, Scene *scene, const Target *target) {
    Widget widget = widget_of(run, target);
    Point middle;
    if (!is_away(run, target, &middle)) {
        widget_draw(scene, &widget);
        return;
    }
    /* Its empty place stays; it is the target still, so that a switch or linter finds it. */
    widget.picture = widget.label = NULL;
    widget.role = ROLE_SLOT;
    widget.state = TARGET_DISABLED;
    widget.name = NULL;
    if (!target->plain) {
        widget_draw(scene, &widget);
    }
}

static void draw_away(const Run *run, Scene *scene, const Target *target) {
    Point middle;
    if (target->hidden || !is_away(run, target, &middle)) {
        return;
    }
    Widget widget = widget_of(run, target);
    double w = target->box.right - target->box.left, h = target->box.bottom - target->box.top;
    widget.box = box_of(middle.x - w / 2, middle.y - h / 2, w, h);
    widget_draw(scene, &widget);
}

static void draw_targets(const Run *run, Scene *scene) {
    const Trial *trial = run->trial;
    /* Places lie below what is put on them. */
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < trial->target_count; i++) {
            const Target *target = &trial->targets[i];
            bool place = target->role == ROLE_ZONE || target->role == ROLE_SLOT;
            if (!target->hidden && place == (pass == 0)) {
                draw_target(run, scene, target);
            }
        }
    }
    for (int i = 0; i < trial->target_count; i++) {
        draw_away(run, scene, &trial->targets[i]);
    }
}

bool run_draw(Run *run, Scene *scene, Fail *fail) {
    const Box *play = &run->setup.place.play;
    if (run->trial->ended && run->trial->end == END_BROKEN) {
        return true; /* a calm, empty play area: the adult's side says what happened */
    }
    Fail error = {FAIL_NONE, ""};
    bool ok = true;
    scene_origin(scene, play->left, play->top);
    if (run->ops.draw != NULL) {
        ok = run->ops.draw(run->game, run->trial, scene, &error);
    }
    scene_origin(scene, play->left, play->top);
    if (ok) {
        draw_targets(run, scene);
    }
    scene_origin(scene, 0, 0);
    if (ok) {
        return true;
    }
    memcpy(run->error, error.text, sizeof run->error);
    /* Drawing is not in the journal, so that its fault ends the trial must be. */
    Entry broken = {.kind = ENTRY_STOP, .time_us = run->time_us, .value = END_BROKEN};
    return run_feed(run, &broken, fail) && fail_set(fail, error.kind, "%s", error.text);
}
