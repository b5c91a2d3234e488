/* What a child may rely on in every game: taps and switches are enough, a resting palm changes
 * nothing, nobody is left failing, a probe helps nobody, nothing flashes and nothing moves by
 * itself. tests/README.md says which goal each test holds. */
#include "app/fit.h"
#include "app/front.h"
#include "app/library.h"
#include "app/scenery.h"
#include "app/tour.h"
#include "play/session.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static App app;
static char memory[] = "/dev/shm/otterpaw-ux-XXXXXX", disk[] = "/tmp/otterpaw-ux-XXXXXX";
static char *folder; /* in memory where there is such a place: sessions write much */

static int set_up(void **state) {
    (void)state;
    Fail fail = {0};
    folder = mkdtemp(memory) != NULL ? memory : mkdtemp(disk);
    if (folder == NULL || !app_open(&app, folder, &fail)) {
        print_error("%s\n", fail.text);
        return -1;
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    app_close(&app);
    scenery_remove(folder);
    return 0;
}

/* ---- runs of every game, headless ---- */

typedef struct {
    int trials, completed, successes, broken, rung_most;
    double seconds;
} Tally;

static bool count_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                        Fail *fail) {
    (void)chunk;
    (void)count;
    (void)fail;
    Tally *tally = self;
    tally->trials++;
    tally->completed += record->end == END_COMPLETED;
    tally->broken += record->end == END_BROKEN;
    tally->successes += record->success;
    tally->rung_most = record->help_rung > tally->rung_most ? record->help_rung : tally->rung_most;
    return true;
}

static Tally play(const char *id, const PretendTraits *child, bool probe) {
    enum { TRIALS = 4, PATIENCE_S = 120 };
    Fail fail = {0};
    Tally tally = {0};
    Script *script = library_script(app.library, id, &fail);
    assert_non_null(script);
    assert_true(script_restart(script, &fail));
    Game game = library_game_of(script);
    RunSetup setup = {.seed = 5,
                      .manifest = game.manifest,
                      .levels = game.levels,
                      .trials = TRIALS,
                      .first_level = 1,
                      .probe = probe,
                      .help = probe ? HELP_OFF : HELP_TRY_FIRST,
                      .idle_help_s = probe ? 0 : 8,
                      .pause_s = 1,
                      .guard = guard_standard("5-6", ""),
                      .access = access_standard("5-6", ""),
                      .place = {.width_mm = 218,
                                .height_mm = 136,
                                .play = {6, 30, 196, 118},
                                .gutter = {198, 30, 212, 118},
                                .players = game.manifest->two_players ? 2 : 1}};
    setup.access.mode = child->switches_only ? ACCESS_TWO_SWITCH : setup.access.mode;
    assert_true(adapt_begin(&setup.adapt, ADAPT_FIXED, 1, game.levels->count, 1, 0.8, 0, &fail));
    Sink sink = {.self = &tally, .trial = count_trial};
    if (!session_play_run(&setup, &game, child, 11, PATIENCE_S, &sink, (Id){{0}}, 0, 0, &fail)) {
        fail_msg("%s: %s", id, fail.text);
    }
    return tally;
}

/* Without those that are not offered to children, and those that only an adult's keys answer. */
static bool is_offered(const char *id) {
    Fail fail = {0};
    Game game;
    assert_true(library_game(app.library, id, &game, &fail));
    return !game.manifest->hidden;
}

static void every_game_is_finished_by_taps_alone_and_by_two_switches(void **state) {
    (void)state;
    static const char *const children[] = {"taps", "switches"};
    for (size_t g = 0; g < library_count(app.library); g++) {
        const char *id = library_id(app.library, g);
        for (int c = 0; c < 2 && is_offered(id); c++) {
            Tally tally = play(id, pretend_named(children[c]), false);
            if (tally.completed == 0 || tally.broken > 0) {
                fail_msg("%s, %s: %d of %d trials were finished", id, children[c], tally.completed,
                         tally.trials);
            }
        }
    }
}

static void a_resting_palm_takes_no_success_away(void **state) {
    (void)state;
    PretendTraits bare = *pretend_named("palm");
    bare.palm = false;
    for (size_t g = 0; g < library_count(app.library); g++) {
        const char *id = library_id(app.library, g);
        if (is_offered(id)) {
            int with = play(id, pretend_named("palm"), false).completed;
            int without = play(id, &bare, false).completed;
            if (with < without) {
                fail_msg("%s: %d trials finished with a palm, %d without", id, with, without);
            }
        }
    }
}

/* Who is always wrong, touches anything or does nothing: every trial ends, and none as broken. */
static void nobody_is_left_failing(void **state) {
    (void)state;
    static const char *const children[] = {"wrong", "random", "refuser"};
    for (size_t g = 0; g < library_count(app.library); g++) {
        const char *id = library_id(app.library, g);
        for (int c = 0; c < 3 && is_offered(id); c++) {
            Tally tally = play(id, pretend_named(children[c]), false);
            if (tally.trials == 0 || tally.broken > 0 || tally.rung_most > 4) {
                fail_msg("%s, %s: %d trials, %d broken, help up to %d", id, children[c],
                         tally.trials, tally.broken, tally.rung_most);
            }
        }
    }
}

static void a_probe_of_any_game_helps_nobody(void **state) {
    (void)state;
    for (size_t g = 0; g < library_count(app.library); g++) {
        const char *id = library_id(app.library, g);
        if (is_offered(id)) {
            assert_int_equal(play(id, pretend_named("wrong"), true).rung_most, 0);
        }
    }
}

/* ---- what is seen ---- */

enum { WIDTH = 109, HEIGHT = 68, WINDOW = 64, PICTURES = 64 };
#define PX_PER_MM 0.5

typedef struct {
    char name[48];
    Box box;
} Seen;

typedef struct {
    Canvas *canvas;
    int64_t times[WINDOW];
    double light[WINDOW]; /* mean luminance of the newest drawings */
    size_t count;
    Seen pictures[PICTURES];
    size_t picture_count;
    int moves_most; /* at once */
    char place[96];
    int scenes;
} Eye;

static double mean_light(Canvas *canvas, const Scene *scene) {
    static uint32_t pixels[WIDTH * HEIGHT];
    PixelRect rect;
    Fail fail = {0};
    assert_true(canvas_draw(canvas, NULL, scene, PX_PER_MM, pixels, WIDTH, HEIGHT,
                            WIDTH * sizeof *pixels, &rect, 1, &fail) >= 0);
    double sum = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        double parts[] = {(pixels[i] >> 16 & 255) / 255.0, (pixels[i] >> 8 & 255) / 255.0,
                          (pixels[i] & 255) / 255.0};
        sum +=
            0.2126 * pow(parts[0], 2.2) + 0.7152 * pow(parts[1], 2.2) + 0.0722 * pow(parts[2], 2.2);
    }
    return sum / (WIDTH * HEIGHT);
}

static void watch_light(void *self, const TourStop *stop) {
    Eye *eye = self;
    double now = mean_light(eye->canvas, stop->scene);
    for (size_t i = 0; i < eye->count && i < WINDOW; i++) {
        if (stop->now_us - eye->times[i] < 300000 && fabs(now - eye->light[i]) > 0.1) {
            fail_msg("%s: the screen's light goes from %.2f to %.2f within 0.3 s", stop->place,
                     eye->light[i], now);
        }
    }
    eye->times[eye->count % WINDOW] = stop->now_us;
    eye->light[eye->count++ % WINDOW] = now;
    eye->scenes++;
}

static void watch_levels(Eye *eye, TourSee see, const char *child, bool still, double seconds) {
    Fail fail = {0};
    for (size_t g = 0; g < library_count(app.library); g++) {
        const char *id = library_id(app.library, g);
        TourHow how = tour_usual();
        how.child = child;
        how.still = still;
        how.seconds = seconds;
        how.all_frames = true;
        eye->count = eye->picture_count = 0;
        if (is_offered(id) && !tour_level(&app, &how, id, 1, see, eye, &fail)) {
            fail_msg("%s: %s", id, fail.text);
        }
    }
    assert_true(eye->scenes > 50);
}

static void nothing_flashes_while_a_child_plays(void **state) {
    (void)state;
    Fail fail = {0};
    void *pictures;
    Eye eye = {.canvas = front_bare_canvas(&app, "calm", &pictures, &fail)};
    assert_non_null(eye.canvas);
    watch_levels(&eye, watch_light, "careful", false, 15);
    front_bare_close(eye.canvas, pictures);
    app.measure = (TextMeasure){0};
}

/* How many pictures lie elsewhere than in the drawing before. */
static int moved(const Eye *eye, const Seen *now, size_t count) {
    int moves = 0;
    for (size_t i = 0; i < count; i++) {
        bool was = false, same = false;
        for (size_t k = 0; k < eye->picture_count; k++) {
            bool mine = strcmp(now[i].name, eye->pictures[k].name) == 0;
            was = was || mine;
            same = same || (mine && fabs(now[i].box.left - eye->pictures[k].box.left) < 0.01 &&
                            fabs(now[i].box.top - eye->pictures[k].box.top) < 0.01);
        }
        moves += was && !same;
    }
    return moves;
}

static bool names_in(const Seen *some, size_t count, const Seen *all, size_t all_count) {
    for (size_t i = 0; i < count; i++) {
        bool there = false;
        for (size_t k = 0; k < all_count; k++) {
            there = there || strcmp(some[i].name, all[k].name) == 0;
        }
        if (!there) {
            return false;
        }
    }
    return true;
}

static void watch_motion(void *self, const TourStop *stop) {
    Eye *eye = self;
    Seen now[PICTURES];
    size_t count = 0;
    for (size_t i = 0; i < scene_item_count(stop->scene) && count < PICTURES; i++) {
        const SceneItem *item = scene_item(stop->scene, i);
        if (item->kind == SCENE_PICTURE) {
            now[count].box = item->box;
            snprintf(now[count++].name, sizeof now[0].name, "%s", item->text);
        }
    }
    /* Where something came or went another thing is shown: for stillness that is no motion. */
    bool same_things = names_in(now, count, eye->pictures, eye->picture_count) &&
                       names_in(eye->pictures, eye->picture_count, now, count);
    int moves = same_things || eye->moves_most > 0 ? moved(eye, now, count) : 0;
    if (moves > eye->moves_most) {
        fail_msg("%s: %d things move at %.1f s", stop->place, moves, (double)stop->now_us / 1e6);
    }
    memcpy(eye->pictures, now, count * sizeof now[0]);
    eye->picture_count = count;
    eye->scenes++;
}

static void one_thing_at_most_moves_while_nobody_touches(void **state) {
    (void)state;
    static Eye eye = {.moves_most = 1};
    watch_levels(&eye, watch_motion, NULL, false, 30);
}

static void nothing_moves_where_the_profile_asks_for_stillness(void **state) {
    (void)state;
    static Eye eye = {.moves_most = 0};
    watch_levels(&eye, watch_motion, NULL, true, 30);
}

/* ---- texts ---- */

static const char *fit(Canvas *canvas, const Scene *scene) {
    static char rules[200];
    LayoutFinding findings[8];
    size_t count = fit_check(canvas, scene, findings, 8);
    rules[0] = '\0';
    for (size_t i = 0; i < count && i < 8; i++) {
        strcat(strcat(rules, i > 0 ? " " : ""), findings[i].rule);
    }
    return rules;
}

static void texts_that_do_not_fit_are_told(void **state) {
    (void)state;
    Fail fail = {0};
    void *pictures;
    Canvas *canvas = front_bare_canvas(&app, "calm", &pictures, &fail);
    Scene *scene = scene_new(100, 60);
    SceneTarget key = {.name = "go", .role = ROLE_KEY, .box = box_of(60, 30, 30, 12)};
    scene_label(scene, 5, 10, 40, "short", 6, false, ALIGN_START, COLOR_INK);
    scene_target(scene, &key);
    scene_label(scene, 62, 36, 26, "go", 6, false, ALIGN_MIDDLE, COLOR_INK);
    assert_string_equal(fit(canvas, scene), "");
    scene_label(scene, 5, 20, 10, "a text far too long", 6, false, ALIGN_START, COLOR_INK);
    assert_string_equal(fit(canvas, scene), "clipped");
    scene_clear(scene);
    scene_label(scene, 5, 10, 40, "under", 6, false, ALIGN_START, COLOR_INK);
    scene_label(scene, 6, 11, 40, "over", 6, false, ALIGN_START, COLOR_INK);
    assert_string_equal(fit(canvas, scene), "text");
    scene_clear(scene);
    scene_target(scene, &key);
    scene_label(scene, 40, 36, 40, "across an edge", 6, false, ALIGN_START, COLOR_INK);
    assert_string_equal(fit(canvas, scene), "target");
    scene_clear(scene);
    scene_label(scene, 90, 10, 40, "out of sight", 6, false, ALIGN_START, COLOR_INK);
    assert_string_equal(fit(canvas, scene), "edge");
    scene_free(scene);
    front_bare_close(canvas, pictures);
    app.measure = (TextMeasure){0};
}

static void longer_texts_are_four_tenths_longer(void **state) {
    (void)state;
    Fail fail = {0};
    Texts *texts = texts_new("en");
    assert_true(texts_put(texts, "a", "Listen to the sound {name}", &fail));
    assert_true(texts_lengthen(texts, 0.4, &fail));
    const char *text = texts_get(texts, "a");
    int letters = 0;
    for (const char *c = text; *c != '\0'; c++) {
        letters += (*c & 0xC0) != 0x80;
    }
    assert_in_range(letters, 33, 38); /* of 26 signs, four of them spaces */
    assert_non_null(strstr(text, "L\xc3\xae"));
    texts_free(texts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_game_is_finished_by_taps_alone_and_by_two_switches),
        cmocka_unit_test(a_resting_palm_takes_no_success_away),
        cmocka_unit_test(nobody_is_left_failing),
        cmocka_unit_test(a_probe_of_any_game_helps_nobody),
        cmocka_unit_test(nothing_flashes_while_a_child_plays),
        cmocka_unit_test(one_thing_at_most_moves_while_nobody_touches),
        cmocka_unit_test(nothing_moves_where_the_profile_asks_for_stillness),
        cmocka_unit_test(texts_that_do_not_fit_are_told),
        cmocka_unit_test(longer_texts_are_four_tenths_longer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
