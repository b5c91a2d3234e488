/* How the summary looks; see summary.h. */
#include "app/screens/summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double ROWS_Y = 21, ROW_LEAST = 11, ROW_MOST = 26, CARD_WIDTH = 202;
enum { CHIPS_A_ROW = 6, TEXT_PART = 8000, TITLE_MOST = 17 };

/* From below: sign row, preview, two rows of chips; what is left is the activities'. */
static double chips_y(double h) {
    return h - 60.7;
}

static bool writing(const SummaryScreen *summary) {
    return summary->note == NULL || summary->amending;
}

/* Where the activities end: above the chips, or above the note when it is signed. */
static double rows_end(const SummaryScreen *summary) {
    double h = summary->screen.app->height_mm;
    return (writing(summary) ? chips_y(h) : h - 36.6) - 1;
}

size_t summary_rows(const SummaryScreen *summary) {
    return (size_t)((rows_end(summary) - ROWS_Y) / ROW_LEAST);
}

/* All there is room for, shared by those that are shown. */
static double row_mm(const SummaryScreen *summary) {
    size_t count = summary->review.log.count, rows = summary_rows(summary);
    double room = rows_end(summary) - ROWS_Y;
    return fmin(ROW_MOST, room / (double)(count < 1 ? 1 : count < rows ? count : rows));
}

/* ---- activities ---- */

static void draw_next(const SummaryScreen *summary, Scene *scene, size_t run, double right,
                      double y) {
    Shell *shell = summary->screen.shell;
    const NoteActivity *activity = &summary->review.activities[run];
    char name[32], words[32];
    snprintf(words, sizeof words, "L%d", activity->next_level);
    if (!summary->after) {
        const Summary *s = activity->summary;
        char levels[48];
        snprintf(levels, sizeof levels, "L%d \xe2\x86\x92 L%d", s->level_first, s->level_last);
        scene_label(scene, right - 3, y, 0, levels, EM_BODY, false, ALIGN_END, COLOR_INK2);
        return;
    }
    snprintf(name, sizeof name, "easier:%zu", run);
    part_key(scene, shell, name, box_of(right - 39, y - 5.1, 12, 10.2), "\xe2\x88\x92", KEY_SOFT,
             activity->next_level <= 1 ? TARGET_DISABLED : 0);
    scene_label(scene, right - 20, y, 0, words, EM_TITLE, true, ALIGN_MIDDLE, COLOR_INK);
    snprintf(name, sizeof name, "harder:%zu", run);
    part_key(scene, shell, name, box_of(right - 13, y - 5.1, 12, 10.2), "+", KEY_SOFT,
             activity->next_level >= summary_levels(summary, run) ? TARGET_DISABLED : 0);
}

/* Where there is room: what was played, the main figure beside the last one, and why the next level
 * is what it is. */
static void draw_reason(const SummaryScreen *summary, Scene *scene, size_t run, Box box) {
    const NoteActivity *a = &summary->review.activities[run];
    char words[400];
    bool wide = box.bottom - box.top >= 11;
    int n = snprintf(words, sizeof words, "%s", a->level_name);
    if (wide && a->main[0] != '\0') {
        n += snprintf(words + n, sizeof words - (size_t)n, "%s%s %s%s%s%s",
                      n > 0 ? " \xc2\xb7 " : "", a->main_label, a->main,
                      a->main_last[0] != '\0' ? " (last: " : "", a->main_last,
                      a->main_last[0] != '\0' ? ")" : "");
    }
    if (a->summary->next_reason[0] != '\0') {
        snprintf(words + n, sizeof words - (size_t)n, "%s%s", n > 0 ? " \xc2\xb7 " : "",
                 a->summary->next_reason);
    }
    if (!wide) {
        part_small(scene, box.left, box.top + 3, box.right - box.left, words, ALIGN_START);
    } else {
        scene_words(scene, box.left, box.top, box.right - box.left, box.bottom - box.top, words,
                    EM_SMALL, ALIGN_START, COLOR_INK2, 2);
    }
}

static void draw_row(const SummaryScreen *summary, Scene *scene, size_t run, double top,
                     double height) {
    const Review *review = &summary->review;
    const LogRun *log = &review->log.runs[run];
    double w = scene_width_mm(scene) - 16, k = w / CARD_WIDTH;
    bool roomy = height >= 15.5;
    double y = top + (roomy ? 6.4 : height / 2);
    char name[32], words[64];
    snprintf(name, sizeof name, "run:%zu", run);
    unsigned state = shell_target_state(summary->screen.shell, name);
    Box box = box_of(8, top, w - 42, height);
    part_card(scene, box_of(8, top + ((state & TARGET_PRESSED) != 0 ? 0.6 : 0), w, height), 4);
    if ((state & TARGET_FOCUS) != 0) {
        scene_rect(scene, box.left, top, w - 42, height, 4, COLOR_NONE, COLOR_FOCUS_MID, 0.8);
    }
    part_panel(scene, box_of(9.5, y - 4.4, 8.8, 8.8), review_picture(review, run),
               COLOR_HONEY_SOFT);
    scene_label(scene, 22, y, 60 * k - 17,
                strlen(log->title) <= TITLE_MOST ? log->title
                                                 : review_word(review->app, log->run.game),
                EM_BODY, true, ALIGN_START, COLOR_INK);
    snprintf(words, sizeof words, "%d/%d on own", log->summary.on_own, log->summary.counted);
    part_text(scene, 8 + 60 * k, y, 29 * k, words, COLOR_INK);
    review_bar(scene, review->log.scheme, box_of(8 + 90 * k, y - 3.4, 41 * k, 6.8), &log->summary);
    review_last(scene, 8 + 134 * k, y, 1.8, log);
    SceneTarget target = {
        .name = name, .role = ROLE_KEY, .box = box, .state = state | TARGET_ADULT};
    scene_target(scene, &target);
    draw_next(summary, scene, run, 8 + w, top + height / 2);
    if (roomy) {
        draw_reason(summary, scene, run, box_of(22, y + 4.4, w - 60, top + height - y - 4.8));
    }
}

static void draw_rows(const SummaryScreen *summary, Scene *scene) {
    size_t rows = summary_rows(summary), count = summary->review.log.count;
    for (size_t i = 0; i < rows && summary->first + i < count; i++) {
        draw_row(summary, scene, summary->first + i, ROWS_Y + (double)i * row_mm(summary),
                 row_mm(summary) - 1.8);
    }
    if (count == 0) {
        part_text(scene, 10, ROWS_Y + 10, 180, "No activity was begun.", COLOR_INK2);
    }
}

/* ---- the note ---- */

static void draw_chips(const SummaryScreen *summary, Scene *scene, double y) {
    double w = (scene_width_mm(scene) - 16 - 2 * (CHIPS_A_ROW - 1)) / CHIPS_A_ROW;
    for (int i = 0; i < NOTE_PHRASE_COUNT; i++) {
        char name[24];
        bool chosen = (summary->phrases & (1U << i)) != 0;
        snprintf(name, sizeof name, "phrase:%d", i);
        part_key(scene, summary->screen.shell, name,
                 box_of(8 + (i % CHIPS_A_ROW) * (w + 2), y + (double)(i / CHIPS_A_ROW) * 12, w, 10),
                 note_phrase_word((NotePhrase)i), chosen ? KEY_SOFT : KEY_QUIET,
                 writing(summary) ? 0 : TARGET_DISABLED);
    }
}

/* What was chosen comes first: so the reader sees at once what a chip says. */
static bool preview(const SummaryScreen *summary, Buffer *out) {
    const NoteFacts *facts = &summary->review.facts;
    if (!writing(summary)) {
        return summary_signed(summary->note, out);
    }
    bool ok = buffer_add_text(out, summary->line) &&
              (summary->line[0] == '\0' || buffer_add_text(out, " "));
    for (int i = NOTE_PHRASE_COUNT - 1; ok && i >= 0; i--) {
        ok = (summary->phrases & (1U << i)) == 0 || note_phrase((NotePhrase)i, facts, out);
    }
    return ok && (summary->amending || note_objective(facts, out));
}

static void note_target(const SummaryScreen *summary, Scene *scene, Box box) {
    SceneTarget target = {.name = "note",
                          .role = ROLE_KEY,
                          .box = box,
                          .state = TARGET_ADULT | shell_target_state(summary->screen.shell, "note"),
                          .voice = "note"};
    scene_target(scene, &target);
}

static void draw_preview(const SummaryScreen *summary, Scene *scene, double y) {
    double w = scene_width_mm(scene) - 16;
    Buffer text = {0};
    scene_rect(scene, 8, y, w, 19, 4, COLOR_SURFACE, COLOR_NONE, 0);
    if (preview(summary, &text) && text.bytes != NULL) {
        for (size_t i = 0; i < text.length; i++) {
            text.bytes[i] = text.bytes[i] == '\n' ? ' ' : text.bytes[i];
        }
        scene_words(scene, 11, y + 1, w - 6, 17, (const char *)text.bytes, EM_SMALL, ALIGN_START,
                    COLOR_INK, 3);
    }
    buffer_free(&text);
    note_target(summary, scene, box_of(8, y, w, 19));
}

/* How many lines a paragraph takes, rather too many than too few. */
static int lines_of(const App *app, const char *text, size_t length, double width) {
    char part[TEXT_PART];
    length = length < sizeof part - 1 ? length : sizeof part - 1;
    memcpy(part, text, length);
    part[length] = '\0';
    double one = app->measure.width_mm != NULL
                     ? app->measure.width_mm(app->measure.self, part, EM_SMALL, false)
                     : (double)length * EM_SMALL * 0.5;
    return 1 + (int)(one * 1.04 / width);
}

/* Where the page after the one that begins at `from` begins: whole paragraphs; NULL: the end. */
static const char *page_end(const App *app, const char *from, double width, int room) {
    int lines = 0;
    while (from != NULL) {
        const char *end = strchr(from, '\n');
        size_t length = end != NULL ? (size_t)(end - from) : strlen(from);
        int more = lines_of(app, from, length, width);
        if (lines > 0 && lines + more > room) {
            return from;
        }
        lines += more;
        from = end != NULL ? end + 1 : NULL;
    }
    return NULL;
}

static void draw_pages(const SummaryScreen *summary, Scene *scene, Box box, const char *text) {
    double w = box.right - box.left, room_mm = box.bottom - box.top - 14;
    int room = (int)(room_mm / (EM_SMALL * 1.3)), page = 0;
    const char *from = text, *next = page_end(summary->screen.app, from, w, room);
    for (int i = 0; i < summary->page; i++) { /* past the last page the first follows */
        from = next != NULL ? next : text;
        page = next != NULL ? page + 1 : 0;
        next = page_end(summary->screen.app, from, w, room);
    }
    char part[TEXT_PART];
    size_t length = next != NULL ? (size_t)(next - from) : strlen(from);
    length = length < sizeof part - 1 ? length : sizeof part - 1;
    memcpy(part, from, length);
    part[length] = '\0';
    scene_words(scene, box.left, box.top, w, room_mm, part, EM_SMALL, ALIGN_START, COLOR_INK, 0);
    if (next != NULL || page > 0) {
        part_key(scene, summary->screen.shell, "further",
                 box_of(box.right - 30, box.bottom - 12, 30, 10.5), next != NULL ? "more" : "begin",
                 KEY_QUIET, 0);
    }
}

static void draw_whole_note(const SummaryScreen *summary, Scene *scene) {
    double w = scene_width_mm(scene) - 16, h = scene_height_mm(scene);
    Box box = box_of(8, ROWS_Y, w, h - ROWS_Y - 20);
    Buffer text = {0};
    bool ok = true;
    part_card(scene, box, 6);
    note_target(summary, scene, box_of(8, ROWS_Y, w, h - ROWS_Y - 20 - 13));
    if (summary->note != NULL) {
        ok = summary_signed(summary->note, &text) &&
             (!summary->amending || buffer_add_text(&text, "\nAmendment: "));
    }
    ok = ok && (!writing(summary) || summary_note(summary, &text));
    if (ok && text.bytes != NULL) {
        draw_pages(summary, scene, box_of(13, box.top + 3, w - 10, box.bottom - box.top - 4),
                   (const char *)text.bytes);
    }
    part_small(scene, 13, box.bottom - 6.5, w - 46,
               writing(summary) ? "Type to add your own words after A; tap the note to go back."
                                : "Tap the note to go back.",
               ALIGN_START);
    buffer_free(&text);
}

/* ---- the bottom row ---- */

static void draw_unmarked(const SummaryScreen *summary, Scene *scene, double y) {
    Shell *shell = summary->screen.shell;
    char words[80];
    int count = summary_unmarked(summary);
    snprintf(words, sizeof words, "%d unmarked trial%s own?", count, count == 1 ? ": on" : "s: on");
    scene_label(scene, 10, y + 6, 62, words, EM_BODY, false, ALIGN_START, COLOR_INK);
    part_key(scene, shell, "unmarked", box_of(73, y, 17, 12), "yes", KEY_PLAIN, 0);
    part_key(scene, shell, "look", box_of(92, y, 17, 12), "look", KEY_QUIET, 0);
}

/* To the home plan of what was played here. */
static void draw_send_home(const SummaryScreen *summary, Scene *scene, double x, double y) {
    part_key(scene, summary->screen.shell, "send_home", box_of(x, y, 13, 12), "", KEY_QUIET, 0);
    scene_picture(scene, "home", x + 6.5, y + 6, 8, 1);
}

static void draw_signed(const SummaryScreen *summary, Scene *scene, double y) {
    const Value *at = value_get(summary->note, "signed_at"), *by = value_get(summary->note, "by");
    char words[160];
    snprintf(words, sizeof words, "signed %s%s%s",
             at != NULL && at->kind == VALUE_TEXT ? at->as.text : "",
             by != NULL && by->kind == VALUE_TEXT && by->as.text[0] != '\0' ? ", " : "",
             by != NULL && by->kind == VALUE_TEXT ? by->as.text : "");
    double w = scene_width_mm(scene);
    part_key(scene, summary->screen.shell, "look", box_of(8, y, 30, 12), "trials", KEY_QUIET, 0);
    draw_send_home(summary, scene, 40, y);
    part_small(scene, 56, y + 6, w - 56 - 108, words, ALIGN_START);
    if (summary->review.log.count > summary_rows(summary) && !summary->reading) {
        part_key(scene, summary->screen.shell, "more", box_of(w - 104, y, 20, 12), "more",
                 KEY_QUIET, 0);
    }
    part_key(scene, summary->screen.shell, "amend", box_of(w - 82, y, 30, 12), "amend", KEY_QUIET,
             0);
    part_key(scene, summary->screen.shell, summary->after ? "leave" : "whole",
             box_of(w - 50, y, 42, 12), summary->after ? "next child" : "whole note", KEY_PRIMARY,
             0);
}

static void draw_bottom(const SummaryScreen *summary, Scene *scene, double y) {
    Shell *shell = summary->screen.shell;
    double w = scene_width_mm(scene);
    size_t count = summary->review.log.count;
    if (!writing(summary)) {
        draw_signed(summary, scene, y);
        return;
    }
    if (summary_unmarked(summary) > 0 && !summary->amending) {
        draw_unmarked(summary, scene, y);
    } else {
        part_key(scene, shell, "look", box_of(8, y, 30, 12), "trials", KEY_QUIET, 0);
    }
    draw_send_home(summary, scene, w - 106, y);
    if (count > summary_rows(summary) && !summary->reading) {
        part_key(scene, shell, "more", box_of(w - 91, y, 17, 12), "more", KEY_QUIET, 0);
    }
    const char *word = summary->amending ? "sign the amendment"
                       : summary->after  ? "sign and next child"
                                         : "sign";
    part_key(scene, shell, "sign", box_of(w - 8 - 64, y, 64, 12), word, KEY_PRIMARY, 0);
}

void summary_draw_all(SummaryScreen *summary, Scene *scene) {
    double h = scene_height_mm(scene);
    part_ground(scene, false);
    if (!summary->after) {
        part_back(scene, summary->screen.shell);
    }
    if (!summary->review.loaded) {
        scene_words(scene, 10, 30, scene_width_mm(scene) - 20, 60, summary->review.trouble, EM_BODY,
                    ALIGN_START, COLOR_INK, 0);
        part_key(scene, summary->screen.shell, "leave", box_of(8, h - 17, 40, 12), "today",
                 KEY_PRIMARY, 0);
        return;
    }
    review_head(scene, &summary->review, summary->after ? 8 : 26);
    if (summary->reading) {
        draw_whole_note(summary, scene);
    } else {
        draw_rows(summary, scene);
        if (writing(summary)) {
            draw_chips(summary, scene, chips_y(h));
        }
        draw_preview(summary, scene, h - 36.6);
    }
    draw_bottom(summary, scene, h - 15.5);
}
