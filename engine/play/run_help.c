/* The ladder of help: nothing, the prompt again, a hint, a model, together. It rises after a miss
 * or when the child waits; after MISSES_MAX misses or RETRIES_MAX attempts that came to nothing the
 * trial ends warmly, together. A probe knows no help: there it ends after UNHELPED_MISSES_MAX. */
#include "play/run_life.h"

#include <string.h>

static bool helps(const Run *run) {
    return run->setup.help != HELP_OFF && !run->setup.probe && !run->trial->ended;
}

/* The engine's own part of a rung, for games that have none. */
static void show_rung(Run *run, int rung) {
    Trial *trial = run->trial;
    if (run->ops.help != NULL) {
        Fail error = {FAIL_NONE, ""};
        run_after(run, run->ops.help(run->game, trial, rung, &error), &error);
    } else if (rung == RUNG_PROMPT && trial->prompt[0] != '\0') {
        char prompt[NAME_MAX_BYTES];
        memcpy(prompt, trial->prompt, sizeof prompt);
        trial_say(trial, prompt);
    }
}

static void help_to(Run *run, int rung) {
    Trial *trial = run->trial;
    if (run->setup.probe || trial->ended || run->help.together_us != INT64_MAX) {
        return;
    }
    trial->rung = rung;
    trial->rung_highest = rung > trial->rung_highest ? rung : trial->rung_highest;
    run->help.idle_since_us = run->logic_us;
    if (rung == RUNG_TOGETHER) {
        run->help.together_us = run->logic_us + RUN_TOGETHER_US;
        access_new_trial(run->access, run->logic_us); /* nothing is held or picked any more */
    }
    show_rung(run, rung);
}

void run_help_begin(Run *run) {
    RunHelp *help = &run->help;
    help->misses = help->retries = help->answers_seen = 0;
    help->together_us = INT64_MAX;
    help->idle_since_us = run->logic_us;
    if (helps(run) && help->start_rung > 0) {
        help_to(run, help->start_rung);
    }
}

static void answered(Run *run, const Answer *answer) {
    RunHelp *help = &run->help;
    if (answer->right) {
        help->misses = help->retries = 0;
        run->trial->rung = help->start_rung;
        return;
    }
    help->misses++;
    int next = run->trial->rung < RUNG_MODEL ? run->trial->rung + 1 : RUNG_MODEL;
    help_to(run, help->misses >= MISSES_MAX ? RUNG_TOGETHER : next);
}

void run_help_answers(Run *run) {
    Trial *trial = run->trial;
    bool calls = trial_misses_call_for_help(trial) && !run->setup.manifest->no_score;
    while (run->help.answers_seen < trial->answer_count) {
        const Answer *answer = &trial->answers[run->help.answers_seen];
        bool same_item = trial_answer_is_retry(trial, run->help.answers_seen);
        run->help.answers_seen++;
        run->help.misses = same_item ? run->help.misses : 0;
        if (calls && helps(run)) {
            answered(run, answer);
        } else if (calls && !trial->ended) {
            run->help.misses = answer->right ? 0 : run->help.misses + 1;
            if (run->help.misses >= UNHELPED_MISSES_MAX) {
                trial_close(trial, END_GAVE_UP, false);
            }
        }
    }
}

void run_help_retry(Run *run) {
    if (helps(run) && ++run->help.retries >= RETRIES_MAX) {
        help_to(run, RUNG_TOGETHER);
    }
}

void run_help_raise(Run *run) {
    help_to(run, run->trial->rung + 1);
}

/* Waiting brings help up to the model; after that it stays quiet and the adult decides. */
int64_t run_help_idle_us(const Run *run) {
    double wait_s = run->setup.idle_help_s;
    /* Where an adult scores the body, or nothing is scored, waiting says nothing. */
    bool waits = run->trial->family == FAMILY_RATED || run->setup.manifest->no_score;
    if (!helps(run) || waits || wait_s <= 0 || run->speaking || run->trial->rung >= RUNG_MODEL ||
        trial_is_waiting(run->trial)) {
        return INT64_MAX;
    }
    int64_t since_us = run->help.idle_since_us;
    if (since_us < run->trial->waited_us) {
        since_us = run->trial->waited_us;
    }
    return since_us + journal_time((int64_t)(wait_s * 1e6));
}

void run_help_touch(Run *run, bool begins) {
    run->help.idle_since_us = run->logic_us;
    int64_t together_us = run->help.together_us;
    if (begins && together_us != INT64_MAX &&
        run->logic_us >= together_us - RUN_TOGETHER_US + RUN_TOGETHER_LEAST_US) {
        run_help_together(run);
    }
}

void run_help_together(Run *run) {
    run->help.together_us = INT64_MAX;
    if (!run->trial->ended) {
        trial_sound(run->trial, "ok"); /* the same closing sound as any trial */
        trial_close(run->trial, END_COMPLETED, false);
    }
}

void run_help_ended(Run *run) {
    RunHelp *help = &run->help;
    help->together_us = INT64_MAX;
    if (!run->record.success) {
        help->successes = 0;
    } else if (++help->successes == 2) {
        help->successes = 0;
        help->start_rung -= help->start_rung > 0;
    }
}
