/* otterpaw picture: any screen as a picture, without a window; a contact sheet of a folder. */
#include "app/children.h"
#include "app/commands/commands.h"
#include "app/contact.h"
#include "app/files.h"
#include "app/front.h"
#include "app/home.h"
#include "app/screens/screens.h"
#include "app/visitor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *data, *session, *size, *look, *locale, *after, *out, *sheet;
} PictureOptions;

/* What an opener may use. */
typedef struct {
    App *app;
    Shell *shell;
    Mem *mem;
    ChildRecord child;
    SessionLine session; /* when the opener needs one */
    Sitting *sitting;    /* of a child's screen; NULL once the session is over */
    char game[PLAN_NAME_MAX];
    int level, look;
    const char *locale;
} Scenery;

typedef enum { NEEDS_NOTHING, NEEDS_CHILD, NEEDS_SESSION, NEEDS_SITTING } Need;

/* ---- a table of openers ---- */

static Screen *open_today(Scenery *s) {
    return today_new(s->app);
}
static Screen *open_settings(Scenery *s) {
    return settings_new(s->app);
}
static Screen *open_calibrate(Scenery *s) {
    return calibrate_new(s->app);
}
static Screen *open_about(Scenery *s) {
    return about_new(s->app);
}
static Screen *open_new_child(Scenery *s) {
    return new_child_new(s->app);
}
static Screen *open_touch_check(Scenery *s) {
    return touch_check_new(s->app, s->child.id);
}
static Screen *open_profile(Scenery *s) {
    return profile_new(s->app, s->child.id);
}
static Screen *open_plan(Scenery *s) {
    return plan_new(s->app, s->child.id);
}
static Screen *open_goals(Scenery *s) {
    return goals_new(s->app, s->child.id);
}
static Screen *open_goal(Scenery *s) {
    return goal_new(s->app, s->child.id, NULL);
}
static Screen *open_home_plan(Scenery *s) {
    return home_plan_new(s->app, s->child.id, NULL);
}
static Screen *open_ledger(Scenery *s) {
    return ledger_new(s->app, s->session.session.child);
}
static Screen *open_home(Scenery *s) {
    Fail fail = {0};
    Plan plan;
    s->app->tablet.home = true;
    if (home_plan_read(s->app, &s->child, &plan, &fail)) {
        home_plan_keep(s->app, &s->child, &plan, &fail);
    }
    return home_new(s->app);
}
static Screen *open_home_pin(Scenery *s) {
    return home_pin_new(s->app, true, NULL, NULL);
}
static Screen *open_home_files(Scenery *s) {
    return home_files_new(s->app);
}
static Screen *open_home_after(Scenery *s) {
    return home_after_new(s->app, s->session.session.child, s->session.session.id);
}
static Screen *open_clinic(Scenery *s) {
    return clinic_new(s->app);
}
static Screen *open_sessions(Scenery *s) {
    return sessions_new(s->app, NULL);
}
static Screen *open_trend(Scenery *s) {
    return trend_new(s->app, s->session.session.child, s->game[0] != '\0' ? s->game : NULL);
}
static Screen *open_session_page(Scenery *s) {
    return session_page_new(s->app, s->session.session.id);
}
static Screen *open_summary(Scenery *s) {
    return summary_new(s->app, s->session.session.id, false);
}
static Screen *open_ink(Scenery *s) {
    return ink_new(s->app, s->session.session.id, 0);
}
static Screen *open_hello(Scenery *s) {
    return hello_new(s->app, s->sitting, false);
}
static Screen *open_goodbye(Scenery *s) {
    return hello_new(s->app, s->sitting, true);
}
static Screen *open_schedule(Scenery *s) {
    return schedule_new(s->app, s->sitting);
}
static Screen *open_calm(Scenery *s) {
    return calm_new(s->app, s->sitting, 0);
}
static Screen *open_reward(Scenery *s) {
    return reward_new(s->app, s->sitting);
}
static Screen *open_changeover(Scenery *s) {
    sitting_pass(s->sitting);
    return changeover_new(s->app, s->sitting);
}
static Screen *open_activity(Scenery *s) {
    Fail fail = {0};
    if (!sitting_start(s->sitting, 0, &fail)) {
        fprintf(stderr, "otterpaw picture: %s\n", fail.text);
        return NULL;
    }
    return activity_new(s->app, s->sitting);
}
static Screen *open_rail(Scenery *s) {
    Screen *below = open_activity(s);
    shell_push(s->shell, below);
    return below != NULL ? rail_new(s->app, s->sitting, below) : NULL;
}

static Screen *open_home_rail(Scenery *s) {
    Screen *below = open_activity(s);
    shell_push(s->shell, below);
    return below != NULL ? home_rail_new(s->app, s->sitting, below) : NULL;
}

static const struct {
    const char *name;
    Need need;
    Screen *(*open)(Scenery *scenery);
} OPENERS[] = {
    {"today", NEEDS_CHILD, open_today},
    {"settings", NEEDS_NOTHING, open_settings},
    {"calibrate", NEEDS_NOTHING, open_calibrate},
    {"about", NEEDS_NOTHING, open_about},
    {"new_child", NEEDS_NOTHING, open_new_child},
    {"touch_check", NEEDS_CHILD, open_touch_check},
    {"profile", NEEDS_CHILD, open_profile},
    {"plan", NEEDS_CHILD, open_plan},
    {"goals", NEEDS_CHILD, open_goals},
    {"goal", NEEDS_CHILD, open_goal},
    {"home_plan", NEEDS_CHILD, open_home_plan},
    {"ledger", NEEDS_SESSION, open_ledger},
    {"home", NEEDS_CHILD, open_home},
    {"home_rail", NEEDS_SITTING, open_home_rail},
    {"home_after", NEEDS_SESSION, open_home_after},
    {"home_pin", NEEDS_NOTHING, open_home_pin},
    {"home_files", NEEDS_NOTHING, open_home_files},
    {"clinic", NEEDS_NOTHING, open_clinic},
    {"sessions", NEEDS_NOTHING, open_sessions},
    {"trend", NEEDS_SESSION, open_trend},
    {"session_page", NEEDS_SESSION, open_session_page},
    {"summary", NEEDS_SESSION, open_summary},
    {"ink", NEEDS_SESSION, open_ink},
    {"hello", NEEDS_SITTING, open_hello},
    {"schedule", NEEDS_SITTING, open_schedule},
    {"activity", NEEDS_SITTING, open_activity},
    {"rail", NEEDS_SITTING, open_rail},
    {"changeover", NEEDS_SITTING, open_changeover},
    {"calm", NEEDS_SITTING, open_calm},
    {"reward", NEEDS_SITTING, open_reward},
    {"goodbye", NEEDS_SITTING, open_goodbye},
};
enum { OPENER_COUNT = sizeof OPENERS / sizeof OPENERS[0] };

static int find_opener(const char *word, Fail *fail) {
    const char *names[OPENER_COUNT + 1];
    for (int i = 0; i < OPENER_COUNT; i++) {
        if (strcmp(OPENERS[i].name, word) == 0) {
            return i;
        }
        names[i] = OPENERS[i].name;
    }
    names[OPENER_COUNT] = NULL;
    const char *near = fail_nearest_word(word, names);
    fail_set(fail, FAIL_INPUT, "there is no screen \"%.40s\"%s%s%s", word,
             near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
             near != NULL ? "\"?" : "");
    return -1;
}

/* ---- a child's screens: a session that nobody keeps ---- */

static void remove_folder(const char *folder) {
    Mem *mem = mem_new(1 << 20);
    char **names, path[PLACE_MAX];
    size_t count = 0;
    Fail fail;
    if (mem != NULL && file_names(mem, folder, &names, &count, &fail)) {
        for (size_t i = 0; i < count; i++) {
            if (place_join(path, folder, names[i], &fail)) {
                remove(path);
            }
        }
    }
    mem_free(mem);
    rmdir(folder);
}

static bool begin_sitting(Scenery *s, Fail *fail) {
    Profile profile;
    Plan plan;
    if (!child_profile(&s->child, &profile, fail)) {
        return false;
    }
    profile.comfort.look = (Look)s->look;
    if (s->locale != NULL) {
        snprintf(profile.locale, sizeof profile.locale, "%s", s->locale);
    }
    if (!child_save_profile(s->app, s->mem, &s->child, &profile, fail) ||
        !child_plan(s->app, &s->child, &plan, fail)) {
        return false;
    }
    plan.feelings = true;
    plan.tokens = plan.count < 5 ? plan.count : 5;
    if (s->game[0] != '\0') {
        Game game;
        if (!library_game(s->app->library, s->game, &game, fail)) {
            return false;
        }
        if (s->level > game.levels->count) {
            return fail_set(fail, FAIL_INPUT, "%s has %d levels, not %d", s->game,
                            game.levels->count, s->level);
        }
        for (int i = 0; i < plan.count; i++) { /* each picture of the strip once */
            if (strcmp(plan.items[i].game, s->game) == 0) {
                plan.items[i] = plan.items[0];
            }
        }
        plan.items[0] = plan_item(s->game);
        plan.items[0].rule = LEVEL_FIXED;
        plan.items[0].level = s->level > 0 ? s->level : 1;
        plan.count = plan.count > 0 ? plan.count : 1;
    }
    s->sitting = sitting_begin(s->app, &s->child, &plan, 0, fail);
    return s->sitting != NULL;
}

/* "tracing:5" */
static bool read_game(Scenery *s, const char *words, Fail *fail) {
    const char *colon = strchr(words, ':');
    long level = 0;
    if (colon != NULL && !option_int("GAME:LEVEL", colon + 1, 1, LEVELS_MAX, &level, fail)) {
        return false;
    }
    s->level = (int)level;
    snprintf(s->game, sizeof s->game, "%.*s",
             (int)(colon != NULL ? (size_t)(colon - words) : strlen(words)), words);
    return true;
}

static bool prepare(Scenery *s, const PictureOptions *o, Need need, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (need == NEEDS_NOTHING) {
        return true;
    }
    if (need == NEEDS_SESSION) {
        return history_find_session(s->app->store, s->mem, o->session != NULL ? o->session : "last",
                                    &s->session, fail);
    }
    if (!children_or_trial(s->app, s->mem, &children, &count, fail) ||
        !store_flush(s->app->store, fail)) {
        return false;
    }
    s->child = children[0];
    return need != NEEDS_SITTING || begin_sitting(s, fail);
}

/* ---- the picture ---- */

/* Lets a careful child play on for so long: roads half drawn say more than empty ones. */
static void play_on(Shell *shell, double seconds) {
    Visitor *visitor = visitor_new(shell, pretend_named("careful"), 7);
    bool arrived;
    if (visitor != NULL) {
        visitor_play(visitor, 0, "", seconds, NULL, NULL, &arrived);
    }
    visitor_free(visitor);
}

static bool draw(App *app, const PictureOptions *o, const char *const *words, size_t count,
                 double after_s, Fail *fail) {
    static const char *const looks[] = {"calm", "contrast", "dusk"};
    int opener = find_opener(words[0], fail);
    Scenery s = {.app = app,
                 .mem = mem_new((size_t)256 << 20),
                 .look = app->tablet.look,
                 .locale = o->locale};
    void *pictures = NULL;
    Canvas *canvas = s.mem != NULL ? front_bare_canvas(app, looks[s.look], &pictures, fail) : NULL;
    s.shell = canvas != NULL ? shell_new(app) : NULL;
    bool ok = opener >= 0 && s.shell != NULL && (count < 2 || read_game(&s, words[1], fail)) &&
              prepare(&s, o, OPENERS[opener].need, fail);
    if (ok) {
        Screen *screen = OPENERS[opener].open(&s);
        shell_push(s.shell, screen);
        ok = screen != NULL || fail_set(fail, FAIL_INPUT, "this screen cannot be opened");
        play_on(s.shell, after_s);
        s.sitting = screen != NULL ? flow_sitting(s.shell) : s.sitting; /* play may have ended it */
        canvas_language(canvas, o->locale != NULL ? o->locale : app->tablet.adult_locale);
        ok = ok && front_screenshot(canvas, s.shell, o->out, fail);
    }
    shell_free(s.shell);
    sitting_free(s.sitting);
    front_bare_close(canvas, pictures);
    app->measure = (TextMeasure){0};
    mem_free(s.mem);
    return ok;
}

static bool read_options(const PictureOptions *o, App *app, double *after_s, Fail *fail) {
    int width = 1280, height = 800;
    static const char *const looks[] = {"calm", "contrast", "dusk"};
    if ((o->size != NULL && !option_size("--size", o->size, &width, &height, fail)) ||
        (o->after != NULL && !option_number("--after", o->after, 0, 600, after_s, fail))) {
        return false;
    }
    app_screen(app, width, height, 0, 0);
    for (int i = 0; o->look != NULL && i < 3; i++) {
        if (strcmp(looks[i], o->look) == 0) {
            app->tablet.look = i;
            return true;
        }
    }
    return o->look == NULL ||
           fail_set(fail, FAIL_INPUT, "--look is calm, contrast or dusk, not \"%.40s\"", o->look);
}

static int run(int argc, char **argv) {
    PictureOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--out", "FILE", "the PNG file", &o.out, NULL},
        {"--data", "DIR", "the adult's screens: where the database is", &o.data, NULL},
        {"--session", "S", "which session (last)", &o.session, NULL},
        {"--size", "WxH", "pixels (1280x800)", &o.size, NULL},
        {"--look", "THEME", "calm, contrast or dusk", &o.look, NULL},
        {"--locale", "L", "the child's language (en)", &o.locale, NULL},
        {"--after", "S", "seconds of play before the picture (1)", &o.after, NULL},
        {"--sheet", "DIR", "instead: all pictures of DIR on one sheet", &o.sheet, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    App app;
    Fail fail = {0};
    double after_s = 1;
    char folder[] = "/tmp/otterpaw-picture-XXXXXX";
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        return status;
    }
    if (o.out == NULL || (o.sheet == NULL) == (count == 0)) {
        fail_set(&fail, FAIL_INPUT, "wants a screen (or --sheet DIR) and --out FILE");
        return command_fail("picture", &fail);
    }
    int opener = o.sheet == NULL ? find_opener(words[0], &fail) : 0;
    if (opener < 0) {
        return command_fail("picture", &fail);
    }
    bool passing = o.sheet != NULL || OPENERS[opener].need == NEEDS_SITTING || o.data == NULL;
    if (passing && mkdtemp(folder) == NULL) {
        fail_set(&fail, FAIL_SYSTEM, "%s cannot be made", folder);
        return command_fail("picture", &fail);
    }
    bool opened = app_open(&app, passing ? folder : o.data, &fail);
    if (!opened || !read_options(&o, &app, &after_s, &fail) ||
        !(o.sheet != NULL ? contact_sheet(&app, o.sheet, o.out, &fail)
                          : draw(&app, &o, words, count, after_s, &fail))) {
        status = command_fail("picture", &fail);
    }
    if (opened) {
        app_close(&app);
    }
    if (passing) {
        remove_folder(folder);
    }
    return status;
}

const Command command_picture = {"picture", "SCREEN [GAME[:LEVEL]] --out FILE [--data DIR]",
                                 "draws a screen into a picture, without a window", run};
