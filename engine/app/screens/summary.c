/* After a session, or later: what each activity came to, the next levels, and the note. A note is
 * drafted from facts, chosen by chips, signed once and only ever amended. */
#include "app/screens/summary.h"

#include "app/children.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where there is a clinic, only who has opened the tablet signs. */
bool adult_may_sign(App *app) {
    KeysState state = keys_state(app->keys);
    return state == KEYS_NONE || state == KEYS_OPEN;
}

static void tell(SummaryScreen *summary, const Fail *fail) {
    App *app = summary->screen.app;
    snprintf(app->notice, sizeof app->notice, "%s", fail->text);
}

int summary_levels(const SummaryScreen *summary, size_t run) {
    Script *script =
        library_script(summary->screen.app->library, summary->review.log.runs[run].run.game, NULL);
    return script != NULL ? script_levels(script)->count : 0;
}

int summary_unmarked(const SummaryScreen *summary) {
    int unmarked = 0;
    for (size_t i = 0; i < summary->review.log.count; i++) {
        unmarked += summary->review.log.runs[i].summary.unmarked;
    }
    return unmarked;
}

/* ---- the next levels, kept in the child's plan ---- */

static bool find_child(SummaryScreen *summary, Mem *mem, ChildRecord *child, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (!history_children(summary->screen.app->store, mem, &children, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (id_equal(children[i].id, summary->review.log.line.session.child)) {
            *child = children[i];
            return true;
        }
    }
    return fail_set(fail, FAIL_CORRUPT, "the child of this session is not in the database");
}

static void set_levels(const SummaryScreen *summary, Plan *plan) {
    const Review *review = &summary->review;
    for (size_t r = 0; r < review->log.count; r++) {
        const RunRecord *run = &review->log.runs[r].run;
        for (int i = 0; !run->probe && i < plan->count; i++) {
            if (strcmp(plan->items[i].game, run->game) == 0 && !plan->items[i].probe) {
                plan->items[i].level = review->activities[r].next_level;
                break;
            }
        }
    }
}

static void keep_levels(SummaryScreen *summary) {
    Mem *mem = mem_new(16 << 20);
    Fail fail = {0};
    ChildRecord child;
    Plan plan;
    bool ok = mem != NULL ? find_child(summary, mem, &child, &fail) &&
                                child_plan(summary->screen.app, &child, &plan, &fail)
                          : fail_set(&fail, FAIL_MEMORY, "there is no memory to keep the levels");
    if (ok) {
        set_levels(summary, &plan);
        ok = child_save_plan(summary->screen.app, &child, &plan, &fail);
    }
    if (!ok) {
        tell(summary, &fail);
    }
    mem_free(mem);
}

static void step_level(SummaryScreen *summary, size_t run, int step) {
    NoteActivity *activity = &summary->review.activities[run];
    int level = activity->next_level + step, most = summary_levels(summary, run);
    if (level >= 1 && level <= most) {
        activity->next_level = level;
        keep_levels(summary);
    }
}

/* "raise level" and "same level" say where the next levels go, so they also take them there. */
static void follow_phrase(SummaryScreen *summary, NotePhrase phrase) {
    Review *review = &summary->review;
    bool raise = phrase == NOTE_RAISE;
    if ((!raise && phrase != NOTE_SAME) || (summary->phrases & (1U << phrase)) == 0) {
        return;
    }
    summary->phrases &= ~(1U << (raise ? NOTE_SAME : NOTE_RAISE));
    for (size_t r = 0; summary->after && r < review->log.count; r++) {
        int level = review->log.runs[r].summary.level_last + (raise ? 1 : 0);
        int most = summary_levels(summary, r);
        review->activities[r].next_level = level < most || most == 0 ? level : most;
    }
    if (summary->after) {
        keep_levels(summary);
    }
}

/* ---- marks ---- */

/* Nothing was marked, and the adult says so: from now on it is marked as on own, not assumed. */
static void confirm_unmarked(SummaryScreen *summary) {
    Review *review = &summary->review;
    Fail fail = {0};
    bool ok = true;
    for (size_t r = 0; r < review->log.count; r++) {
        const LogRun *run = &review->log.runs[r];
        for (size_t i = 0; ok && i < run->count; i++) {
            if (run->views[i].assistance == ASSISTANCE_UNMARKED && summary_counts(&run->views[i])) {
                MarkRecord mark = {.session = review->session,
                                   .trial = run->lines[i].trial.number,
                                   .at_us = app_wall_us(review->app),
                                   .kind = "assistance",
                                   .value = 0,
                                   .reason = "confirmed after the session"};
                ok = store_mark(review->app->store, &mark, NULL, NULL, &fail);
            }
        }
    }
    if (!ok || !store_flush(review->app->store, &fail)) {
        tell(summary, &fail);
    }
}

/* Reads the session again; levels that the adult chose stay. */
static void reload(SummaryScreen *summary) {
    int levels[PLAN_ITEMS_MAX * 4];
    Review *review = &summary->review;
    size_t count = review->loaded ? review->log.count : 0;
    size_t room = sizeof levels / sizeof levels[0];
    for (size_t i = 0; i < count && i < room; i++) {
        levels[i] = review->activities[i].next_level;
    }
    review_load(review);
    for (size_t i = 0; review->loaded && i < count && i < review->log.count && i < room; i++) {
        review->activities[i].next_level = levels[i];
    }
}

/* ---- the note ---- */

bool summary_note(const SummaryScreen *summary, Buffer *out) {
    const NoteFacts *facts = &summary->review.facts;
    if (!summary->amending) {
        return note_text(facts, summary->phrases, summary->line, out);
    }
    bool ok = true;
    for (int i = 0; ok && i < NOTE_PHRASE_COUNT; i++) {
        ok = (summary->phrases & (1U << i)) == 0 || note_phrase((NotePhrase)i, facts, out);
    }
    return ok && buffer_add_text(out, summary->line);
}

bool summary_signed(const Value *note, Buffer *out) {
    const Value *before = value_get(note, "amends"), *text = value_get(note, "text");
    const Value *at = value_get(note, "signed_at");
    bool ok = true;
    if (before != NULL && before->kind == VALUE_RECORD) {
        ok = summary_signed(before, out) &&
             buffer_format(
                 out, "\nAmended %s: ", at != NULL && at->kind == VALUE_TEXT ? at->as.text : "");
    }
    return ok && (text == NULL || text->kind != VALUE_TEXT || buffer_add_text(out, text->as.text));
}

static bool has_words(const SummaryScreen *summary) {
    return !summary->amending || summary->phrases != 0 || summary->line[0] != '\0';
}

static void sign(SummaryScreen *summary) {
    Fail fail = {0};
    if (!adult_may_sign(summary->screen.app) || !has_words(summary)) {
        return;
    }
    if (!summary_store(summary, &fail)) {
        tell(summary, &fail);
        return;
    }
    bool leave = summary->after && !summary->amending;
    summary->phrases = 0;
    summary->line[0] = '\0';
    summary->amending = summary->reading = false;
    summary_load(summary);
    if (leave) {
        shell_pop_to(summary->screen.shell, "today");
    }
}

/* ---- input ---- */

static void look(SummaryScreen *summary, size_t run) {
    shell_push(summary->screen.shell,
               session_page_at(summary->screen.app, summary->review.session, run));
}

static bool tap_note(SummaryScreen *summary, const char *target) {
    int phrase;
    bool writing = summary->note == NULL || summary->amending;
    if (sscanf(target, "phrase:%d", &phrase) == 1 && phrase >= 0 && phrase < NOTE_PHRASE_COUNT) {
        summary->phrases ^= writing ? 1U << phrase : 0;
        follow_phrase(summary, (NotePhrase)phrase);
    } else if (strcmp(target, "note") == 0 || strcmp(target, "whole") == 0) {
        summary->reading = !summary->reading;
        summary->page = 0;
    } else if (strcmp(target, "further") == 0) {
        summary->page++;
    } else if (strcmp(target, "amend") == 0) {
        summary->amending = true;
    } else if (strcmp(target, "sign") == 0) {
        sign(summary);
    } else {
        return false;
    }
    return true;
}

static void summary_tap(Screen *screen, const char *target) {
    SummaryScreen *summary = (SummaryScreen *)screen;
    size_t run;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "leave") == 0) {
        shell_pop_to(screen->shell, "today");
    } else if (!summary->review.loaded || tap_note(summary, target)) {
        return;
    } else if (sscanf(target, "run:%zu", &run) == 1 && run < summary->review.log.count) {
        look(summary, run);
    } else if (strcmp(target, "look") == 0) {
        look(summary, 0);
    } else if (strcmp(target, "send_home") == 0) {
        shell_push(screen->shell, home_plan_new(screen->app, summary->review.log.line.session.child,
                                                &summary->review.session));
    } else if (sscanf(target, "easier:%zu", &run) == 1 && run < summary->review.log.count) {
        step_level(summary, run, -1);
    } else if (sscanf(target, "harder:%zu", &run) == 1 && run < summary->review.log.count) {
        step_level(summary, run, 1);
    } else if (strcmp(target, "unmarked") == 0) {
        confirm_unmarked(summary);
        reload(summary);
    } else if (strcmp(target, "more") == 0) {
        size_t rows = summary_rows(summary);
        summary->first += rows;
        summary->first = summary->first < summary->review.log.count ? summary->first : 0;
    }
}

static void summary_text(Screen *screen, const char *utf8) {
    SummaryScreen *summary = (SummaryScreen *)screen;
    size_t length = strlen(summary->line), more = strlen(utf8);
    bool writing = summary->note == NULL || summary->amending;
    if (writing && length + more < sizeof summary->line) {
        memcpy(summary->line + length, utf8, more + 1);
    }
}

static bool summary_key(Screen *screen, const char *word, bool pressed) {
    SummaryScreen *summary = (SummaryScreen *)screen;
    size_t length = strlen(summary->line);
    if (strcmp(word, "Backspace") != 0) {
        return strcmp(word, "Space") == 0 && summary->line[0] != '\0'; /* typed, not chosen */
    }
    while (pressed && length > 0) {
        bool inner = ((unsigned char)summary->line[--length] & 0xc0) == 0x80;
        summary->line[length] = '\0';
        if (!inner) {
            break;
        }
    }
    return true;
}

static bool summary_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    summary_draw_all((SummaryScreen *)screen, scene);
    return true;
}

static void summary_again(Screen *screen) {
    reload((SummaryScreen *)screen);
}

static void summary_close(Screen *screen) {
    SummaryScreen *summary = (SummaryScreen *)screen;
    review_close(&summary->review);
    mem_free(summary->note_mem);
    free(summary);
}

static const ScreenOps OPS = {.name = "summary",
                              .close = summary_close,
                              .draw = summary_draw,
                              .tap = summary_tap,
                              .text = summary_text,
                              .key = summary_key,
                              .shown_again = summary_again};

Screen *summary_new(App *app, Id session, bool after) {
    SummaryScreen *summary = calloc(1, sizeof *summary);
    Mem *mem = mem_new(16 << 20);
    if (summary == NULL || mem == NULL || !review_open(&summary->review, app, session)) {
        free(summary);
        mem_free(mem);
        return NULL;
    }
    summary->screen = (Screen){.ops = &OPS, .app = app};
    summary->note_mem = mem;
    summary->after = after;
    summary_load(summary);
    if (after && summary->review.loaded) {
        keep_levels(summary);
    }
    return &summary->screen;
}
