/* Settings of the tablet: one row each, a tap goes to the next choice. */
#include "app/backups.h"
#include "app/screens/parts.h"
#include "app/screens/screens.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    char trouble[FAIL_TEXT_MAX];
} Settings;

enum { ROWS = 8, ROW_TEXT = 96 };
static const char *const NAMES[ROWS] = {"measure", "language", "look",   "scheme",
                                        "volume",  "author",   "clinic", "about"};
static const char *const LABELS[ROWS] = {"Size of this screen",
                                         "Language for adults",
                                         "Colours",
                                         "Words for assistance",
                                         "Volume",
                                         "Author mode",
                                         "Clinic and names",
                                         "About, licences"};

static const char *clinic_words(const App *app) {
    switch (keys_state(app->keys)) {
    case KEYS_NONE:
        return "none set up";
    case KEYS_OPEN:
        return "names are open";
    default:
        return "names are locked";
    }
}

static void row_value(const App *app, int row, char text[ROW_TEXT]) {
    static const char *const looks[] = {"calm", "high contrast", "dusk"};
    const Tablet *tablet = &app->tablet;
    switch (row) {
    case 0:
        snprintf(text, ROW_TEXT, "%.2f px/mm, %s", app->px_per_mm,
                 tablet->calibrated ? "measured" : "a guess");
        break;
    case 1:
        snprintf(text, ROW_TEXT, "%s", tablet->adult_locale);
        break;
    case 2:
        snprintf(text, ROW_TEXT, "%s", looks[tablet->look]);
        break;
    case 3:
        snprintf(text, ROW_TEXT, "%s",
                 tablet->scheme == SCHEME_CUE ? "cues: word, point, show, hand"
                                              : "assist: min, mod, max");
        break;
    case 4:
        snprintf(text, ROW_TEXT, "%.0f %%", tablet->volume * 100);
        break;
    case 5:
        snprintf(text, ROW_TEXT, "%s", tablet->author ? "on" : "off");
        break;
    case 6:
        snprintf(text, ROW_TEXT, "%s", clinic_words(app));
        break;
    default:
        snprintf(text, ROW_TEXT, "Otterpaw %s", OTTERPAW_VERSION);
    }
}

/* What went wrong last; else how old the last good backup is. */
static void draw_foot(Scene *scene, const Settings *settings) {
    App *app = settings->screen.app;
    BackupNews news;
    char words[FAIL_TEXT_MAX];
    backups_news(app, &news);
    bool late = !news.any || news.days_old >= BACKUPS_LATE_DAYS || news.days_old < 0;
    if (settings->trouble[0] != '\0' || news.trouble[0] != '\0') {
        snprintf(words, sizeof words, "%s",
                 settings->trouble[0] != '\0' ? settings->trouble : news.trouble);
        late = true;
    } else if (!news.any) {
        snprintf(words, sizeof words, "There is no backup yet: one is made after each session.");
    } else {
        snprintf(words, sizeof words, "Last good backup: %s%s%s", news.date,
                 news.sealed ? ", sealed" : "",
                 news.days_old < 0 ? ", a date still to come: is the clock right?"
                 : late            ? ", more than a week ago"
                                   : "");
    }
    scene_words(scene, 10, app->height_mm - 6.4, app->width_mm - 20, 6, words, EM_SMALL,
                ALIGN_START, late ? COLOR_CORAL : COLOR_INK2, 1);
}

static bool settings_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Settings *settings = (const Settings *)screen;
    double w = screen->app->width_mm;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 40, "Settings");
    for (int i = 0; i < ROWS; i++) {
        char value[ROW_TEXT];
        double y = 21 + i * 13.6;
        row_value(screen->app, i, value);
        part_card(scene, box_of(8, y, w - 16, 11.8), 4);
        part_text(scene, 13, y + 5.9, 80, LABELS[i], COLOR_INK);
        part_key(scene, screen->shell, NAMES[i], box_of(w - 104, y + 0.7, 94, 10.4), value,
                 KEY_QUIET, 0);
    }
    draw_foot(scene, settings);
    return true;
}

static void next_locale(App *app) {
    const char *const *locales = library_locales(app->library);
    int at = 0, count = 0;
    while (locales[count] != NULL) {
        at = strcmp(locales[count], app->tablet.adult_locale) == 0 ? count : at;
        count++;
    }
    snprintf(app->tablet.adult_locale, sizeof app->tablet.adult_locale, "%s",
             locales[(at + 1) % count]);
}

static void settings_tap(Screen *screen, const char *target) {
    Settings *settings = (Settings *)screen;
    App *app = screen->app;
    Tablet *tablet = &app->tablet;
    Fail fail = {0};
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
        return;
    }
    if (strcmp(target, "measure") == 0) {
        shell_push(screen->shell, calibrate_new(app));
        return;
    }
    if (strcmp(target, "clinic") == 0) {
        shell_push(screen->shell, clinic_new(app));
        return;
    }
    if (strcmp(target, "about") == 0) {
        shell_push(screen->shell, about_new(app));
        return;
    }
    if (strcmp(target, "language") == 0) {
        next_locale(app);
    } else if (strcmp(target, "look") == 0) {
        tablet->look = (tablet->look + 1) % 3;
    } else if (strcmp(target, "scheme") == 0) {
        tablet->scheme = tablet->scheme == SCHEME_CUE ? SCHEME_ASSIST : SCHEME_CUE;
    } else if (strcmp(target, "volume") == 0) {
        tablet->volume = tablet->volume > 0.95 ? 0 : fmin(1, round(tablet->volume * 5 + 1) / 5);
    } else if (strcmp(target, "author") == 0) {
        tablet->author = !tablet->author;
    }
    if (!tablet_save(app->store, tablet, app_wall_us(app), &fail)) {
        snprintf(settings->trouble, sizeof settings->trouble, "%s", fail.text);
    }
}

static void settings_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {
    .name = "settings", .close = settings_close, .draw = settings_draw, .tap = settings_tap};

Screen *settings_new(App *app) {
    Settings *settings = calloc(1, sizeof *settings);
    if (settings == NULL) {
        return NULL;
    }
    settings->screen = (Screen){.ops = &OPS, .app = app};
    return &settings->screen;
}
