/* Marks after the fact: late assistance, a trial taken out or put back, always with a reason. What
 * was saved with the trial stays; these are added to it. */
#include "app/screens/review.h"

#include <stdio.h>
#include <string.h>

static const char *const REASONS[] = {"interrupted by the room",
                                      "another hand touched",
                                      "not understood yet",
                                      "pain or discomfort",
                                      "equipment",
                                      "marked by mistake"};
enum { REASON_COUNT = sizeof REASONS / sizeof REASONS[0] };

char *mark_words(const Log *log, const TrialLine *line, char text[LOG_WORDS * 2]) {
    text[0] = '\0';
    if (line->excluded) {
        snprintf(text, LOG_WORDS * 2, "taken out later: %s",
                 line->excluded_why != NULL ? line->excluded_why : "");
    } else if (line->assistance != line->trial.assistance) {
        snprintf(text, LOG_WORDS * 2, "marked later: %s (was %s)",
                 log_assistance(log, line->assistance),
                 log_assistance(log, line->trial.assistance));
    }
    return text;
}

static Box sheet_box(const Scene *scene) {
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    return box_of(w / 2 - 96, h / 2 - 48, 192, 97);
}

static void draw_assistance(Scene *scene, Shell *shell, const Review *review, const TrialLine *line,
                            Box sheet) {
    for (int i = 0; i <= ASSISTANCE_MAX; i++) {
        const AssistanceWord *word = assistance_word(review->log.scheme, i);
        char name[24];
        snprintf(name, sizeof name, "assist:%d", i);
        part_picture_key(scene, shell, name,
                         box_of(sheet.left + 6 + i * 30.2, sheet.top + 25, 28.2, 20), word->picture,
                         word->word, line->assistance == i ? TARGET_PICKED : 0);
    }
}

static void draw_reasons(Scene *scene, Shell *shell, const TrialLine *line, Box sheet) {
    double y = sheet.top + 55;
    if (line->excluded) {
        part_key(scene, shell, "include", box_of(sheet.left + 6, y, 90, 13),
                 "count this trial again", KEY_SOFT, 0);
        return;
    }
    for (int i = 0; i < REASON_COUNT; i++) {
        char name[24];
        snprintf(name, sizeof name, "exclude:%d", i);
        part_key(scene, shell, name,
                 box_of(sheet.left + 6 + (i % 3) * 60.4, y + (i / 3) * 14.5, 58.4, 12.5),
                 REASONS[i], KEY_QUIET, 0);
    }
}

void mark_sheet_draw(Scene *scene, Shell *shell, const Review *review, int number) {
    size_t run, index;
    if (!review_find(review, number, &run, &index)) {
        return;
    }
    const TrialLine *line = &review->log.runs[run].lines[index];
    SceneItem dim = {.kind = SCENE_RECT,
                     .box = box_of(0, 0, scene_width_mm(scene), scene_height_mm(scene)),
                     .fill = COLOR_RAIL_BG,
                     .opacity = 0.28};
    Box sheet = sheet_box(scene);
    char words[LOG_WORDS * 2];
    scene_forget_targets(scene);
    scene_add(scene, &dim);
    part_card(scene, sheet, 8);
    snprintf(words, sizeof words, "Trial %d of %s", number + 1, review->log.runs[run].title);
    part_title(scene, sheet.left + 8, sheet.top + 9, 130, words);
    part_key(scene, shell, "close", box_of(sheet.right - 32, sheet.top + 3.5, 28, 12), "close",
             KEY_QUIET, 0);
    part_small(scene, sheet.left + 8, sheet.top + 20, 130, "Help that the adult gave", ALIGN_START);
    draw_assistance(scene, shell, review, line, sheet);
    part_small(scene, sheet.left + 8, sheet.top + 50.5, 150,
               line->excluded ? "It does not count" : "Take it out of the figures, because of",
               ALIGN_START);
    draw_reasons(scene, shell, line, sheet);
    mark_words(&review->log, line, words);
    part_small(scene, sheet.left + 8, sheet.bottom - 7, 176,
               words[0] != '\0' ? words : "What was saved stays; a mark is added to it.",
               ALIGN_START);
}

bool mark_sheet_tap(Review *review, int number, const char *target) {
    Fail fail = {0};
    int value;
    bool ok = true;
    if (sscanf(target, "assist:%d", &value) == 1) {
        ok = review_mark(review, number, "assistance", value, "", &fail);
    } else if (sscanf(target, "exclude:%d", &value) == 1 && value >= 0 && value < REASON_COUNT) {
        ok = review_mark(review, number, "exclude", 1, REASONS[value], &fail);
    } else if (strcmp(target, "include") == 0) {
        ok = review_mark(review, number, "include", 0, "counts again", &fail);
    } else if (strcmp(target, "close") != 0) {
        return false;
    }
    if (!ok) {
        snprintf(review->app->notice, sizeof review->app->notice, "%s", fail.text);
    }
    return true;
}
