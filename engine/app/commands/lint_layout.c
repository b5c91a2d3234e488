/* The layout of everything a child or an adult can see: sizes, gaps, edges, counts, empty space and
 * text by profile, on five tablets, in each language, with longer texts, and mirrored. */
#include "app/commands/lint_layout.h"

#include "app/commands/lint_mirror.h"
#include "app/fit.h"
#include "app/fixture.h"
#include "app/front.h"
#include "app/scenery.h"
#include "app/tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *age, *motor;
} PROFILES[] = {{"3-4", ""},   {"5-6", ""},   {"7-9", ""},   {"10-12", ""},
                {"3-4", "M1"}, {"5-6", "M1"}, {"7-9", "M1"}, {"10-12", "M1"},
                {"3-4", "M2"}, {"5-6", "M2"}, {"7-9", "M2"}, {"10-12", "M2"}};
enum { PROFILE_COUNT = sizeof PROFILES / sizeof PROFILES[0], FOUND_MAX = 4000, AT_ONCE = 60 };

#define LONGER 0.4

typedef struct {
    char place[96], sentence[LAYOUT_SENTENCE_BYTES];
} Found;

typedef struct {
    const LintLayout *what;
    App *app;
    Canvas *canvas;
    const TourHow *how;
    char pass[96]; /* "5-6, 10.1 inch 1280x800, he, 40 % longer" */
    char session[ID_TEXT_SIZE];
    Found *found; /* each is told once */
    size_t count, stops;
    FILE *dump;
    MirrorSide *mirror; /* of this pass; NULL: not compared */
} Lint;

static void tell(Lint *lint, const char *place, const LayoutFinding *what) {
    for (size_t i = 0; i < lint->count; i++) {
        if (strcmp(lint->found[i].place, place) == 0 &&
            strcmp(lint->found[i].sentence, what->sentence) == 0) {
            return;
        }
    }
    if (lint->count < FOUND_MAX) {
        Found *found = &lint->found[lint->count++];
        snprintf(found->place, sizeof found->place, "%s", place);
        snprintf(found->sentence, sizeof found->sentence, "%s", what->sentence);
        printf("%s (%s): %s: %s\n", place, lint->pass, what->rule, what->sentence);
    }
}

/* ---- what is passed over ---- */

/* What an adult touches beside or below the keys: it lies under all of them on purpose. */
static bool is_backdrop(const Scene *scene, const LayoutFinding *finding) {
    const SceneTarget *under = scene_target_named(scene, finding->target);
    const SceneTarget *over = scene_target_named(scene, finding->other);
    return under != NULL && over != NULL && under < over &&
           (under->state & over->state & TARGET_ADULT) != 0 && under->box.left <= over->box.left &&
           under->box.right >= over->box.right && under->box.top <= over->box.top &&
           under->box.bottom >= over->box.bottom;
}

/* The ear has one size on every screen for everybody: it must always be where it was. */
static bool is_ear(const LayoutFinding *finding) {
    return strcmp(finding->rule, "size") == 0 && strcmp(finding->target, "ear") == 0;
}

/* ---- one scene ---- */

static void check_layout(Lint *lint, const TourStop *stop) {
    LayoutFinding findings[AT_ONCE];
    LayoutRules rules =
        stop->child ? layout_rules(lint->how->age, lint->how->motor) : layout_rules("", "");
    rules.choices *= stop->players; /* each child has its own */
    size_t count =
        layout_check(stop->scene, &rules, &stop->frame, &lint->app->measure, findings, AT_ONCE);
    for (size_t i = 0; i < count && i < AT_ONCE; i++) {
        if (!is_backdrop(stop->scene, &findings[i]) && !is_ear(&findings[i])) {
            tell(lint, stop->place, &findings[i]);
        }
    }
}

static void check_fit(Lint *lint, const TourStop *stop) {
    LayoutFinding findings[AT_ONCE];
    canvas_language(lint->canvas, shell_locale(stop->shell));
    size_t count = fit_check(lint->canvas, stop->scene, findings, AT_ONCE);
    for (size_t i = 0; i < count && i < AT_ONCE; i++) {
        tell(lint, stop->place, &findings[i]);
    }
}

static void dump_texts(Lint *lint, const TourStop *stop) {
    const char *between = "";
    for (size_t i = 0; i < scene_item_count(stop->scene); i++) {
        const SceneItem *item = scene_item(stop->scene, i);
        bool clipped;
        Box ink =
            item->kind == SCENE_TEXT ? canvas_text_ink(lint->canvas, item, &clipped) : box_empty();
        if (!box_is_empty(ink)) {
            Buffer words = {0};
            Value text = value_text(item->text);
            value_write(&words, &text);
            fprintf(lint->dump, "%s{\"text\":%.*s,\"em\":%.2f,\"box\":[%.2f,%.2f,%.2f,%.2f]}",
                    between, (int)words.length, (const char *)words.bytes, item->em_mm, ink.left,
                    ink.top, ink.right, ink.bottom);
            buffer_free(&words);
            between = ",";
        }
    }
}

/* One line of JSON. */
static void dump(Lint *lint, const TourStop *stop) {
    static const char *const roles[] = {"none", "choice", "source", "zone", "slot", "key"};
    fprintf(lint->dump,
            "{\"pass\":\"%s\",\"place\":\"%s\",\"width\":%.2f,\"height\":%.2f,\"targets\":[",
            lint->pass, stop->place, scene_width_mm(stop->scene), scene_height_mm(stop->scene));
    for (size_t i = 0; i < scene_target_count(stop->scene); i++) {
        const SceneTarget *t = scene_target_at(stop->scene, i);
        fprintf(lint->dump,
                "%s{\"name\":\"%s\",\"role\":\"%s\",\"adult\":%s,\"active\":%s,"
                "\"box\":[%.2f,%.2f,%.2f,%.2f]}",
                i > 0 ? "," : "", t->name, roles[t->role],
                (t->state & TARGET_ADULT) != 0 ? "true" : "false",
                t->role != ROLE_NONE && (t->state & (TARGET_DONE | TARGET_DISABLED)) == 0 ? "true"
                                                                                          : "false",
                t->box.left, t->box.top, t->box.right, t->box.bottom);
    }
    fprintf(lint->dump, "],\"texts\":[");
    dump_texts(lint, stop);
    fprintf(lint->dump, "]}\n");
}

static void see(void *self, const TourStop *stop) {
    Lint *lint = self;
    lint->stops++;
    check_layout(lint, stop);
    check_fit(lint, stop);
    if (lint->mirror != NULL && stop->child) {
        mirror_keep(lint->mirror, stop);
    }
    if (lint->dump != NULL) {
        dump(lint, stop);
    }
}

/* ---- passes ---- */

static bool is_wanted(const LintLayout *what, const char *id) {
    bool wanted = what->game_count == 0;
    for (size_t i = 0; i < what->game_count; i++) {
        wanted = wanted || strcmp(what->games[i], id) == 0;
    }
    return wanted;
}

static bool pass(Lint *lint, const TourHow *how, const char *words, Fail *fail) {
    Library *library = lint->app->library;
    lint->how = how;
    snprintf(lint->pass, sizeof lint->pass, "%s %s, %s, %s%s", how->age, how->motor,
             how->tablet->name, how->locale, words);
    bool ok = lint->what->game_count > 0 || tour_screens(lint->app, how, see, lint, fail);
    for (size_t g = 0; ok && g < library_count(library); g++) {
        const char *id = library_id(library, g);
        Game game;
        if (is_wanted(lint->what, id)) {
            ok = library_game(library, id, &game, fail);
            for (int level = 1; ok && level <= game.levels->count; level++) {
                ok = tour_level(lint->app, how, id, level, see, lint, fail);
            }
        }
    }
    return ok;
}

static TourHow usual(const Lint *lint) {
    TourHow how = tour_usual();
    how.session = lint->session;
    return how;
}

/* Every profile on the tablet with the least room, the usual child on the others. */
static bool pass_children(Lint *lint, Fail *fail) {
    TourHow how = usual(lint);
    bool ok = true;
    how.tablet = &TOUR_TABLET[1];
    for (int i = 0; ok && i < PROFILE_COUNT; i++) {
        how.age = PROFILES[i].age;
        how.motor = PROFILES[i].motor;
        how.child_only = i > 0;
        ok = pass(lint, &how, "", fail);
    }
    how = usual(lint);
    for (int t = 2; ok && t < TOUR_TABLETS; t++) {
        how.tablet = &TOUR_TABLET[t];
        ok = pass(lint, &how, "", fail);
    }
    return ok;
}

static void tell_mirror(void *self, const char *place, const char *sentence) {
    LayoutFinding finding = {.rule = "mirror"};
    snprintf(finding.sentence, sizeof finding.sentence, "%s", sentence);
    tell(self, place, &finding);
}

/* Every language; from right to left all lies the other way round; then with longer texts. */
static bool pass_languages(Lint *lint, Fail *fail) {
    MirrorSide *left = mirror_new(), *right = mirror_new();
    TourHow how = usual(lint);
    bool ok = (left != NULL && right != NULL) ||
              fail_set(fail, FAIL_MEMORY, "there is no memory to compare screens");
    lint->mirror = left;
    ok = ok && pass(lint, &how, "", fail);
    for (const char *const *l = library_locales(lint->app->library); ok && *l != NULL; l++) {
        bool mirrored = texts_is_mirrored(library_texts(lint->app->library, *l));
        how.locale = *l;
        lint->mirror = mirrored ? right : NULL;
        ok = strcmp(*l, "en") == 0 || pass(lint, &how, "", fail);
        if (ok && mirrored) {
            mirror_compare(left, right, tell_mirror, lint);
        }
    }
    lint->mirror = NULL;
    mirror_free(left);
    mirror_free(right);
    ok = ok && library_lengthen(lint->app->library, LONGER, fail);
    how.locale = "en";
    ok = ok && pass(lint, &how, ", 40 % longer", fail);
    how.locale = "he";
    return ok && pass(lint, &how, ", 40 % longer", fail);
}

static bool prepare(Lint *lint, Fail *fail) {
    FixtureSetup setup = fixture_usual();
    FixtureCount made;
    Mem *mem = mem_new(16 << 20);
    SessionLine line;
    setup.children = 1;
    setup.sessions = 2;
    setup.trials = 2;
    bool ok = mem != NULL && fixture_make(lint->app, &setup, &made, fail) &&
              history_find_session(lint->app->store, mem, "last", &line, fail);
    if (ok) {
        id_text(line.session.id, lint->session);
    }
    mem_free(mem);
    return ok;
}

static bool run(Lint *lint, const char *folder, Fail *fail) {
    void *pictures = NULL;
    if (lint->what->dump != NULL && (lint->dump = fopen(lint->what->dump, "w")) == NULL) {
        return fail_set(fail, FAIL_SYSTEM, "%s cannot be written", lint->what->dump);
    }
    bool opened = app_open(lint->app, folder, fail);
    bool ok = opened && prepare(lint, fail) &&
              (lint->canvas = front_bare_canvas(lint->app, "calm", &pictures, fail)) != NULL &&
              pass_children(lint, fail) && pass_languages(lint, fail);
    front_bare_close(lint->canvas, pictures);
    if (opened) {
        app_close(lint->app);
    }
    if (lint->dump != NULL && fclose(lint->dump) != 0 && ok) {
        ok = fail_set(fail, FAIL_SYSTEM, "%s cannot be written", lint->what->dump);
    }
    return ok;
}

int lint_layout(const LintLayout *what, Fail *fail) {
    /* In memory, if the machine has such a place: a sitting writes much and waits for the disk. */
    char memory[] = "/dev/shm/otterpaw-lint-XXXXXX", disk[] = "/tmp/otterpaw-lint-XXXXXX";
    char *folder = mkdtemp(memory) != NULL ? memory : mkdtemp(disk);
    App app = {0};
    Lint lint = {.what = what, .app = &app, .found = calloc(FOUND_MAX, sizeof(Found))};
    if (lint.found == NULL || folder == NULL) {
        free(lint.found);
        fail_set(fail, FAIL_SYSTEM, "%s cannot be made", disk);
        return -1;
    }
    bool ok = run(&lint, folder, fail);
    scenery_remove(folder);
    free(lint.found);
    printf("layout: %zu scenes by %d profiles on %d tablets: %zu faults\n", lint.stops,
           PROFILE_COUNT, TOUR_TABLETS, lint.count);
    return ok ? (int)lint.count : -1;
}
