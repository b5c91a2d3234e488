/* The touch check: a child pops twenty bubbles; then the adult sees what its touches were like and
 * takes over the settings that follow from them with one tap. */
#include "app/children.h"
#include "app/screens/adult.h"
#include "app/screens/child.h"
#include "measure/touchfit.h"
#include "play/layout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double least_mm(const Profile *profile) {
    return layout_rules(profile->age_band, profile->motor).target;
}

/* A quarter above the least is what is preferred. */
static double usual_mm(const Profile *profile) {
    return round(1.25 * least_mm(profile));
}

typedef struct {
    ChildScreen child; /* without a sitting: nothing here is a trial */
    Mem *mem;
    ChildRecord record;
    Profile profile;
    TouchCheck check;
    int64_t over_us;
    bool spoke, loaded;
} CheckScreen;

static Screen *result_new(App *app, const CheckScreen *from);

static const int64_t THANKS_US = 1800000;

static bool check_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    CheckScreen *check = (CheckScreen *)screen;
    const Texts *texts = library_texts(screen->app->library, check->profile.locale);
    double w = screen->app->width_mm;
    part_ground(scene, false);
    bool over = touchcheck_over(&check->check);
    scene_label(scene, w / 2, 11, 0, texts_get(texts, over ? "thanks" : "check.pop"), EM_LABEL,
                true, ALIGN_MIDDLE, COLOR_INK);
    double y = screen->app->height_mm - 5, step = fmin(6, (w - 40) / TOUCHFIT_BUBBLES);
    for (int i = 0; i < TOUCHFIT_BUBBLES; i++) {
        scene_circle(scene, w / 2 + (i - (TOUCHFIT_BUBBLES - 1) / 2.0) * step, y, 1.6,
                     i < check->check.at ? COLOR_LEAF : COLOR_SUNK, COLOR_EDGE, 0.3);
    }
    if (over) {
        scene_picture(scene, "star", w / 2, screen->app->height_mm / 2, 50, 1);
        return true;
    }
    Point at = touchcheck_middle(&check->check);
    double r = check->check.size_mm / 2;
    scene_circle(scene, at.x, at.y, r, COLOR_SKY_SOFT, COLOR_PRIMARY, 0.9);
    scene_circle(scene, at.x - r * 0.36, at.y - r * 0.38, r * 0.18, COLOR_SURFACE, COLOR_NONE, 0);
    SceneTarget target = {
        .name = "bubble", .role = ROLE_CHOICE, .box = box_of(at.x - r, at.y - r, 2 * r, 2 * r)};
    scene_target(scene, &target);
    return true;
}

static bool check_touch(Screen *screen, const Sample *raw) {
    CheckScreen *check = (CheckScreen *)screen;
    if (touchcheck_over(&check->check)) {
        return true;
    }
    if (touchcheck_take(&check->check, raw)) {
        shell_sound(screen->shell, "tap", false, check->profile.comfort.effects);
        if (touchcheck_over(&check->check)) {
            check->over_us = shell_now_us(screen->shell) + THANKS_US;
        }
        shell_change(screen->shell);
    }
    return true;
}

static void check_advance(Screen *screen, int64_t now_us) {
    CheckScreen *check = (CheckScreen *)screen;
    if (check->over_us > 0 && now_us >= check->over_us) {
        shell_replace(screen->shell, result_new(screen->app, check));
    }
}

static int64_t check_wake(const Screen *screen) {
    const CheckScreen *check = (const CheckScreen *)screen;
    return check->over_us > 0 ? check->over_us : INT64_MAX;
}

static void check_presented(Screen *screen, int64_t now_us) {
    CheckScreen *check = (CheckScreen *)screen;
    (void)now_us;
    if (!check->spoke) {
        check->spoke = true;
        shell_say(screen->shell, check->profile.locale, NULL, "check.pop",
                  check->profile.comfort.speech);
    }
}

/* The adult stops it: what there is so far is shown. */
static void check_adult(Screen *screen) {
    shell_replace(screen->shell, result_new(screen->app, (CheckScreen *)screen));
}

static void check_close(Screen *screen) {
    mem_free(((CheckScreen *)screen)->mem);
    free(screen);
}

static const ScreenOps CHECK = {.name = "touch_check",
                                .child = true,
                                .close = check_close,
                                .draw = check_draw,
                                .touch = check_touch,
                                .advance = check_advance,
                                .wake_us = check_wake,
                                .adult = check_adult,
                                .presented = check_presented};

static void place_bubbles(CheckScreen *check, const App *app) {
    double size = usual_mm(&check->profile), top = 18 + size / 2;
    double bottom = app->height_mm - 12 - size / 2, side = size / 2 + 5;
    touchcheck_begin(&check->check, side, top, app->width_mm - 2 * side, bottom - top, size,
                     app_seed(app));
}

static Screen *check_of(App *app, Id child) {
    CheckScreen *check = calloc(1, sizeof *check);
    Mem *mem = mem_new(16 << 20);
    Fail fail = {0};
    if (check == NULL || mem == NULL) {
        free(check);
        mem_free(mem);
        return NULL;
    }
    check->child.screen = (Screen){.ops = &CHECK, .app = app};
    check->mem = mem;
    check->loaded = child_find(app, mem, child, &check->record, &fail) &&
                    child_profile(&check->record, &check->profile, &fail);
    if (!check->loaded) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
        check_close(&check->child.screen);
        return NULL;
    }
    place_bubbles(check, app);
    return &check->child.screen;
}

Screen *touch_check_new(App *app, Id child) {
    return check_of(app, child);
}

/* ---- the result ---- */

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord record;
    Profile profile;
    TouchFit fit;
    TouchBubble bubbles[TOUCHFIT_BUBBLES];
    int count;
    Point field, field_size;
    char trouble[FAIL_TEXT_MAX];
} Result;

static const char *motor_for(const Result *result) {
    double usual = usual_mm(&result->profile);
    return result->fit.target_mm <= usual ? result->profile.motor
           : result->fit.target_mm <= 36  ? "M1"
                                          : "M2";
}

static void draw_map(const Result *result, Scene *scene, Box box) {
    double w = box.right - box.left, h = box.bottom - box.top;
    double sx = w / (result->field_size.x + 60), sy = h / (result->field_size.y + 50);
    double s = fmin(sx, sy);
    part_card(scene, box, 6);
    for (int i = 0; i < result->count; i++) {
        const TouchBubble *bubble = &result->bubbles[i];
        double x = box.left + w / 2 + (bubble->middle.x - result->field.x) * s;
        double y = box.top + h / 2 + (bubble->middle.y - result->field.y) * s;
        scene_circle(scene, x, y, 3.4, bubble->popped ? COLOR_SKY_SOFT : COLOR_NONE,
                     bubble->popped ? COLOR_PRIMARY : COLOR_CORAL, 0.5);
        if (bubble->popped) {
            scene_circle(scene, x + (bubble->down.x - bubble->middle.x) * s * 2,
                         y + (bubble->down.y - bubble->middle.y) * s * 2, 0.9, COLOR_INK,
                         COLOR_NONE, 0);
        }
    }
}

enum { FACTS = 6, FACT_TEXT = 96 };

static void facts(const Result *result, char labels[FACTS][FACT_TEXT],
                  char values[FACTS][FACT_TEXT]) {
    const TouchFit *fit = &result->fit;
    const char *motor = motor_for(result);
    snprintf(labels[0], FACT_TEXT, "Touched %d of %d, spread %.1f mm", fit->popped, result->count,
             fit->sd_mm);
    snprintf(values[0], FACT_TEXT, "targets %.0f mm%s%s", fit->target_mm,
             motor[0] != '\0' ? ", motor profile " : "", motor);
    snprintf(labels[1], FACT_TEXT, "Lands %.1f mm off, lifts %.1f mm off", fit->land_mm,
             fit->lift_mm);
    snprintf(values[1], FACT_TEXT, "%s",
             fit->accept == TOUCHFIT_SLIDE ? "counts where it lifts" : "counts when it lands");
    snprintf(labels[2], FACT_TEXT, "Mostly %.1f mm %s, %.1f mm %s", fabs(fit->offset_mm.x),
             fit->offset_mm.x < 0 ? "left" : "right", fabs(fit->offset_mm.y),
             fit->offset_mm.y < 0 ? "above" : "below");
    snprintf(values[2], FACT_TEXT, "%s", fit->use_offset ? "corrected" : "not corrected");
    snprintf(labels[3], FACT_TEXT, "Moves up to %.1f mm in a touch", fit->travel_p90_mm);
    snprintf(values[3], FACT_TEXT, "%.0f mm allowed", fmax(3, fit->move_tolerance_mm));
    snprintf(labels[4], FACT_TEXT, "%s",
             fit->bounce_p90_s > 0 ? "Touches twice at times" : "Does not touch twice");
    snprintf(values[4], FACT_TEXT, "repeats within %.1f s ignored", fit->repeat_s);
    snprintf(labels[5], FACT_TEXT, "%.1f extra contacts a bubble", fit->extra);
    snprintf(values[5], FACT_TEXT, "%.1f mm round a target counts", fit->slop_mm);
}

static bool result_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Result *result = (Result *)screen;
    double w = scene_width_mm(scene), h = scene_height_mm(scene), map = w * 0.36;
    char labels[FACTS][FACT_TEXT], values[FACTS][FACT_TEXT];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 40, "Touch check");
    draw_map(result, scene, box_of(8, 24, map, h - 24 - 24));
    part_small(scene, 8, h - 18, map, "dot: where it landed, twice as far off", ALIGN_MIDDLE);
    if (!result->fit.proposed) {
        scene_words(scene, map + 16, 40, w - map - 26, 60,
                    "Too few bubbles were touched to propose anything. The settings stay as they "
                    "are; try again another day.",
                    EM_BODY, ALIGN_START, COLOR_INK, 0);
    } else {
        facts(result, labels, values);
        double pitch = (h - 24 - 24) / FACTS;
        for (int i = 0; i < FACTS; i++) {
            double y = 24 + i * pitch;
            part_card(scene, box_of(map + 14, y, w - map - 22, pitch - 2.4), 4);
            part_small(scene, map + 18, y + 3.4, w - map - 30, labels[i], ALIGN_START);
            scene_label(scene, map + 18, y + pitch - 6, w - map - 30, values[i], EM_BODY, true,
                        ALIGN_START, COLOR_INK);
        }
    }
    part_key(scene, screen->shell, "again", box_of(8, h - 13.5, 34, 11), "Once more", KEY_QUIET, 0);
    part_small(scene, 46, h - 8, w - 150, result->trouble, ALIGN_START);
    part_key(scene, screen->shell, "accept", box_of(w - 78, h - 16, 70, 13), "Use these settings",
             KEY_PRIMARY, result->fit.proposed ? 0 : TARGET_DISABLED);
    return true;
}

static double within(double value, double least, double most) {
    return fmax(least, fmin(most, value));
}

static bool accept(Result *result, Fail *fail) {
    const TouchFit *fit = &result->fit;
    GuardSettings *guard = &result->profile.guard;
    snprintf(result->profile.motor, sizeof result->profile.motor, "%.3s", motor_for(result));
    guard->accept = fit->accept == TOUCHFIT_SLIDE ? ACCEPT_SLIDE : ACCEPT_PRESS;
    guard->slop_mm = within(fit->slop_mm, 1.5, 20);
    guard->move_tolerance_mm = within(fit->move_tolerance_mm, 3, 40);
    guard->repeat_us = (int64_t)(within(fit->repeat_s, 0, 1) * 1e6);
    guard->offset_mm = fit->correction_mm;
    char key[ID_TEXT_SIZE + 32], id[ID_TEXT_SIZE], text[256];
    App *app = result->screen.app;
    id_text(result->record.id, id);
    snprintf(key, sizeof key, "%s/%lld", id, (long long)app_wall_us(app));
    snprintf(text, sizeof text,
             "{\"popped\":%d,\"missed\":%d,\"sd_mm\":%.2f,\"land_mm\":%.2f,\"lift_mm\":%.2f,"
             "\"contact_s\":%.3f,\"travel_p90_mm\":%.2f,\"extra\":%.2f}",
             fit->popped, fit->missed, fit->sd_mm, fit->land_mm, fit->lift_mm, fit->contact_s,
             fit->travel_p90_mm, fit->extra);
    return child_save_profile(app, result->mem, &result->record, &result->profile, fail) &&
           store_note(app->store, "touchcheck", key, text, app_wall_us(app), NULL, NULL, fail) &&
           store_flush(app->store, fail);
}

static void result_tap(Screen *screen, const char *target) {
    Result *result = (Result *)screen;
    Fail fail = {0};
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "again") == 0) {
        shell_replace(screen->shell, check_of(screen->app, result->record.id));
    } else if (strcmp(target, "accept") == 0) {
        if (accept(result, &fail)) {
            shell_pop(screen->shell);
        } else {
            snprintf(result->trouble, sizeof result->trouble, "%s", fail.text);
        }
    }
}

static void result_close(Screen *screen) {
    mem_free(((Result *)screen)->mem);
    free(screen);
}

static const ScreenOps RESULT = {
    .name = "touch_result", .close = result_close, .draw = result_draw, .tap = result_tap};

static Screen *result_new(App *app, const CheckScreen *from) {
    Result *result = calloc(1, sizeof *result);
    Mem *mem = mem_new(16 << 20);
    Fail fail = {0};
    if (result == NULL || mem == NULL ||
        !child_find(app, mem, from->record.id, &result->record, &fail)) {
        free(result);
        mem_free(mem);
        return NULL;
    }
    const TouchCheck *check = &from->check;
    result->screen = (Screen){.ops = &RESULT, .app = app};
    result->mem = mem;
    result->profile = from->profile;
    result->count = check->at;
    memcpy(result->bubbles, check->bubbles, sizeof result->bubbles);
    result->field = (Point){check->left + check->width / 2, check->top + check->height / 2};
    result->field_size = (Point){check->width, check->height};
    touchfit_make(result->bubbles, result->count, least_mm(&from->profile), &result->fit);
    return &result->screen;
}
