/* Readings and keys on their way to the game: guard, line, touch, access, meanings; see run.h. */
#include "play/run_life.h"

#include <string.h>

AccessView run_view(const Run *run) {
    const Trial *trial = run->trial;
    /* From the second trial on a right touch may interrupt the prompt. */
    bool first_prompt = run->trials_saved == 0 && run->speaking && !run->first_prompt_over;
    return (AccessView){.targets = trial->targets,
                        .count = trial->ended ? 0 : trial->target_count,
                        .speech = first_prompt,
                        .assisted = trial->rung >= RUNG_HINT};
}

static const Target *named(const Run *run, const char *id) {
    return trial_target_named(run->trial, id);
}

static void choose(Run *run, const AccessEvent *event) {
    const Target *target = named(run, event->target);
    if (target == NULL) {
        return; /* the game took it away before its turn came */
    }
    run->via = access_via_word(event->via);
    if (run->ops.choose != NULL) {
        Target chosen = *target; /* the game may remove it while it looks at it */
        Fail error = {FAIL_NONE, ""};
        run_after(run, run->ops.choose(run->game, run->trial, &chosen, &error), &error);
    }
}

static void drop(Run *run, const AccessEvent *event) {
    const Target *source = named(run, event->target), *zone = named(run, event->zone);
    if (source == NULL || zone == NULL) {
        return;
    }
    run->via = access_via_word(event->via);
    trial_sound(run->trial, "place");
    if (run->ops.drop != NULL) {
        Target dropped = *source, into = *zone;
        Fail error = {FAIL_NONE, ""};
        run_after(run, run->ops.drop(run->game, run->trial, &dropped, &into, &error), &error);
    }
}

static void mean(Run *run, const AccessEvent *event) {
    if (event->accepted) {
        guard_accepted(run->guard, event->at, event->time_us);
    }
    switch (event->means) {
    case MEANS_CHOOSE:
        choose(run, event);
        break;
    case MEANS_DROP:
        drop(run, event);
        break;
    case MEANS_PICK:
    case MEANS_REGRAB:
        trial_sound(run->trial, "pick");
        break;
    case MEANS_LAY:
        trial_sound(run->trial, "place");
        break;
    case MEANS_HOME:
        run_help_retry(run);
        break;
    case MEANS_TIRED:
        if (run->trial->prompt[0] != '\0') {
            trial_say(run->trial, run->trial->prompt);
        }
        break;
    case MEANS_EARLY:
    case MEANS_TIE:
    case MEANS_FOCUS:
        break; /* seen by the child in the drawing, nothing for the game */
    }
}

/* At rung 4 a touch anywhere ends the trial, so no more meanings reach the game. */
static void deliver_meanings(Run *run) {
    AccessEvent event;
    while (access_next(run->access, &event)) {
        if (!run->trial->ended && run->help.together_us == INT64_MAX) {
            mean(run, &event);
        }
    }
}

void run_access_pass(Run *run, int64_t time_us) {
    AccessView view = run_view(run);
    access_advance(run->access, &view, time_us);
    run->access_us = time_us;
    deliver_meanings(run);
}

/* ---- readings ---- */

static void count_contact(Run *run, const Entry *entry, GuardVerdict verdict) {
    RunContacts *contacts = &run->contacts;
    bool down = verdict != GUARD_REFUSED && entry->phase != SAMPLE_UP;
    if (contacts->down[entry->finger] == down) {
        return;
    }
    if (contacts->count >= 2) {
        contacts->second_us += entry->time_us - contacts->since_us;
    }
    contacts->down[entry->finger] = down;
    contacts->count += down ? 1 : -1;
    contacts->since_us = entry->time_us;
}

static void touch(Run *run, const Sample *play, int player) {
    if (run->ops.touch != NULL && !run->trial->ended) {
        Fail error = {FAIL_NONE, ""};
        run_after(run, run->ops.touch(run->game, run->trial, play, player, &error), &error);
    }
}

/* What was a playing finger is a resting one: to the game it is lifted where it was. */
static void rest(Run *run, int32_t finger, int player) {
    Sample last;
    access_forget(run->access, finger);
    if (trial_sample_rest(run->trial, finger, &last)) {
        last.time_us = run->logic_us;
        touch(run, &last, player);
    }
}

static bool play_sample(Run *run, const Sample *play, int player, Fail *fail) {
    bool begins = !run->trial->fingers[play->finger].down;
    if (begins && play->phase == SAMPLE_UP) {
        return true; /* the end of a contact that the game never saw */
    }
    if (!trial_sample(run->trial, play, player)) {
        return fail_set(fail, FAIL_MEMORY, "There is no memory for more finger readings.");
    }
    if (begins && run->first_touch_us < 0) {
        run->first_touch_us = play->time_us;
    }
    bool together = run->help.together_us != INT64_MAX;
    run_help_touch(run, begins);
    if (!together) {
        touch(run, play, player);
    }
    if (!run->trial->ended && run->setup.access.mode != ACCESS_DWELL) {
        AccessView view = run_view(run);
        access_reading(run->access, &view, play, player);
        deliver_meanings(run);
    }
    return true;
}

bool run_sample(Run *run, const Entry *entry, Fail *fail) {
    Sample raw = {.time_us = entry->time_us,
                  .x_mm = entry->x_mm,
                  .y_mm = entry->y_mm,
                  .finger = entry->finger,
                  .phase = entry->phase};
    AccessView view = run_view(run);
    int player;
    Sample play = guard_plain(run->guard, &raw, &player);
    bool live = run->state == RUN_LIVE && !run->trial->ended;
    bool dwells = run->setup.access.mode == ACCESS_DWELL;
    bool on_target =
        run->ops.touch != NULL ||
        (live && access_covers(run->access, &view, (Point){play.x_mm, play.y_mm}, player));
    if (live && dwells) {
        access_reading(run->access, &view, &play, player);
        run->help.idle_since_us = run->logic_us;
        deliver_meanings(run);
    }
    GuardVerdict verdict = guard_take(run->guard, &raw, on_target, &play, &player);
    if (!live || run->trial->ended) {
        return true; /* between trials only the guard must know which fingers are down */
    }
    count_contact(run, entry, verdict);
    run->help.idle_since_us = run->logic_us;
    if (verdict == GUARD_PLAY) {
        return play_sample(run, &play, player, fail);
    }
    if (verdict == GUARD_RESTING) {
        rest(run, raw.finger, player);
    }
    return true;
}

bool run_key(Run *run, const Entry *entry, Fail *fail) {
    if (run->first_touch_us < 0) {
        run->first_touch_us = entry->time_us;
    }
    bool together = run->help.together_us != INT64_MAX;
    run_help_touch(run, entry->value == KEY_SELECT);
    if (!together && run_pen_plays(run)) {
        return entry->value != KEY_SELECT || run_pen_step(run, fail);
    }
    if (!run->trial->ended) {
        AccessView view = run_view(run);
        access_key(run->access, &view, (AccessKey)entry->value, entry->time_us);
        deliver_meanings(run);
    }
    return true;
}
