/* Opens any screen with what it needs behind it; see scenery.h. */
#include "app/scenery.h"

#include "app/files.h"
#include "app/home.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
static Screen *open_handover(Scenery *s) {
    Screen *screen = handover_new(s->app, s->sitting);
    sitting_free(s->sitting); /* it is over before this screen is */
    s->sitting = NULL;
    return screen;
}
static Screen *open_changeover(Scenery *s) {
    sitting_pass(s->sitting);
    return changeover_new(s->app, s->sitting);
}
static Screen *open_activity(Scenery *s) {
    Fail fail = {0};
    if (!sitting_start(s->sitting, 0, &fail)) {
        fprintf(stderr, "otterpaw: %s\n", fail.text);
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
    SceneryNeed need;
    Screen *(*open)(Scenery *scenery);
} OPENERS[] = {
    {"today", SCENERY_CHILD, open_today},
    {"settings", SCENERY_ALONE, open_settings},
    {"calibrate", SCENERY_ALONE, open_calibrate},
    {"about", SCENERY_ALONE, open_about},
    {"new_child", SCENERY_ALONE, open_new_child},
    {"touch_check", SCENERY_CHILD, open_touch_check},
    {"profile", SCENERY_CHILD, open_profile},
    {"plan", SCENERY_CHILD, open_plan},
    {"goals", SCENERY_CHILD, open_goals},
    {"goal", SCENERY_CHILD, open_goal},
    {"home_plan", SCENERY_CHILD, open_home_plan},
    {"ledger", SCENERY_SESSION, open_ledger},
    {"home", SCENERY_CHILD, open_home},
    {"home_rail", SCENERY_SITTING, open_home_rail},
    {"home_after", SCENERY_SESSION, open_home_after},
    {"home_pin", SCENERY_ALONE, open_home_pin},
    {"home_files", SCENERY_ALONE, open_home_files},
    {"clinic", SCENERY_ALONE, open_clinic},
    {"sessions", SCENERY_ALONE, open_sessions},
    {"trend", SCENERY_SESSION, open_trend},
    {"session_page", SCENERY_SESSION, open_session_page},
    {"summary", SCENERY_SESSION, open_summary},
    {"ink", SCENERY_SESSION, open_ink},
    {"hello", SCENERY_SITTING, open_hello},
    {"schedule", SCENERY_SITTING, open_schedule},
    {"activity", SCENERY_SITTING, open_activity},
    {"rail", SCENERY_SITTING, open_rail},
    {"changeover", SCENERY_SITTING, open_changeover},
    {"calm", SCENERY_SITTING, open_calm},
    {"reward", SCENERY_SITTING, open_reward},
    {"goodbye", SCENERY_SITTING, open_goodbye},
    {"handover", SCENERY_SITTING, open_handover},
};
enum { OPENER_COUNT = sizeof OPENERS / sizeof OPENERS[0] };

int scenery_count(void) {
    return OPENER_COUNT;
}

const char *scenery_name(int screen) {
    return OPENERS[screen].name;
}

SceneryNeed scenery_need(int screen) {
    return OPENERS[screen].need;
}

int scenery_find(const char *word, Fail *fail) {
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

static bool begin_sitting(Scenery *s, Fail *fail) {
    Profile profile;
    Plan plan;
    if (!child_profile(&s->child, &profile, fail)) {
        return false;
    }
    if (s->age != NULL) {
        profile = profile_standard(s->age, s->motor != NULL ? s->motor : "");
        profile.guard.hand = s->hand;
        profile.comfort.text_scale = 1;
    }
    profile.comfort.look = (Look)s->look;
    if (s->still) {
        profile.comfort.motion = MOTION_NONE;
    }
    if (s->locale != NULL) {
        snprintf(profile.locale, sizeof profile.locale, "%s", s->locale);
    }
    if (!child_save_profile(s->app, s->mem, &s->child, &profile, fail) ||
        !child_plan(s->app, &s->child, &plan, fail)) {
        return false;
    }
    plan.feelings = true;
    if (plan.then_picture[0] == '\0') {
        snprintf(plan.then_picture, sizeof plan.then_picture, "shoe");
    }
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

static bool prepare(Scenery *s, SceneryNeed need, const char *session, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (need == SCENERY_ALONE) {
        return true;
    }
    if (need == SCENERY_SESSION) {
        return history_find_session(s->app->store, s->mem, session != NULL ? session : "last",
                                    &s->session, fail);
    }
    if (!children_or_trial(s->app, s->mem, &children, &count, fail) ||
        !store_flush(s->app->store, fail)) {
        return false;
    }
    s->child = children[0];
    return need != SCENERY_SITTING || begin_sitting(s, fail);
}

bool scenery_open(Scenery *s, int screen, const char *session, Fail *fail) {
    if (!prepare(s, OPENERS[screen].need, session, fail)) {
        return false;
    }
    Screen *opened = OPENERS[screen].open(s);
    if (opened == NULL) {
        sitting_free(s->sitting);
        s->sitting = NULL;
        return fail_set(fail, FAIL_INPUT, "this screen cannot be opened");
    }
    shell_push(s->shell, opened);
    return true;
}

void scenery_remove(const char *folder) {
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
