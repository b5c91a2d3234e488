/* How the program is for one child: who it is, touch, access, comfort; each a row with its next
 * choice. Every change is stored at once. */
#include "app/audit.h"
#include "app/children.h"
#include "app/screens/adult.h"
#include "app/screens/typing.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { TAB_CHILD, TAB_TOUCH, TAB_ACCESS, TAB_COMFORT, TAB_COUNT } Tab;
static const char *const TAB_NAMES[TAB_COUNT] = {"Child", "Touch", "Access", "Comfort"};

typedef enum { KIND_WORD, KIND_FLAG, KIND_NUMBER, KIND_TIME, KIND_INT, KIND_OWN, KIND_SEALED } Kind;

typedef struct {
    Tab tab;
    Kind kind;
    const char *name, *label;
    size_t offset;
    double least, most, step; /* in what is shown: seconds for a time, percent for a share */
    const char *unit;         /* after the number; "%": 0..1 is shown as percent */
    const char *const *words; /* KIND_WORD: as people say them, NULL-ended */
} Row;

#define WORDS(NAME, ...) static const char *const NAME[] = {__VA_ARGS__, NULL}
WORDS(HANDS, "right", "left", "both", "not sure");
WORDS(ACCEPTS, "when it lands", "when it lifts", "where it slides", "where it began", "when held");
WORDS(MODES, "touch", "two switches", "one switch", "dwell");
WORDS(MOTIONS, "full", "soft", "none");
WORDS(CELEBRATES, "off", "quiet", "normal");
WORDS(LOOKS, "calm", "high contrast", "dusk");
#undef WORDS

#define GUARD(member)   offsetof(Profile, guard.member)
#define ACCESS(member)  offsetof(Profile, access.member)
#define COMFORT(member) offsetof(Profile, comfort.member)
static const Row ROWS[] = {
    {TAB_CHILD, KIND_OWN, "age", "Age", 0, 0, 0, 0, NULL, NULL},
    {TAB_CHILD, KIND_OWN, "motor", "Motor profile", 0, 0, 0, 0, NULL, NULL},
    {TAB_CHILD, KIND_WORD, "hand", "Hand", GUARD(hand), 0, 0, 0, NULL, HANDS},
    {TAB_CHILD, KIND_OWN, "locale", "Language", 0, 0, 0, 0, NULL, NULL},
    {TAB_CHILD, KIND_SEALED, "name", "First name, sealed", 0, 0, 0, 0, NULL, NULL},
    {TAB_CHILD, KIND_SEALED, "birth", "Birth date, sealed", 0, 0, 0, 0, NULL, NULL},
    {TAB_CHILD, KIND_SEALED, "notes", "Notes, sealed", 0, 0, 0, 0, NULL, NULL},

    {TAB_TOUCH, KIND_WORD, "accept", "A touch counts", GUARD(accept), 0, 0, 0, NULL, ACCEPTS},
    {TAB_TOUCH, KIND_TIME, "hold", "Held this long", GUARD(hold_us), 0.1, 2, 0.1, "s", NULL},
    {TAB_TOUCH, KIND_NUMBER, "wander", "A tap may wander", GUARD(move_tolerance_mm), 3, 40, 1, "mm",
     NULL},
    {TAB_TOUCH, KIND_NUMBER, "slop", "Round a target counts", GUARD(slop_mm), 0, 20, 0.5, "mm",
     NULL},
    {TAB_TOUCH, KIND_TIME, "repeat", "Repeats ignored for", GUARD(repeat_us), 0, 3, 0.1, "s", NULL},
    {TAB_TOUCH, KIND_NUMBER, "repeat_mm", "Repeats this near", GUARD(repeat_mm), 0, 100, 5, "mm",
     NULL},
    {TAB_TOUCH, KIND_NUMBER, "wrist", "Wrist zone at the edge", GUARD(wrist_mm), 0, 25, 1, "mm",
     NULL},
    {TAB_TOUCH, KIND_TIME, "rest", "Resting finger after", GUARD(rest_us), 0.3, 2, 0.1, "s", NULL},
    {TAB_TOUCH, KIND_FLAG, "speech_first", "Answers wait for the first prompt",
     GUARD(hold_before_speech_ends), 0, 0, 0, NULL, NULL},
    {TAB_TOUCH, KIND_OWN, "offset", "Correction of every touch", 0, 0, 0, 0, NULL, NULL},

    {TAB_ACCESS, KIND_WORD, "mode", "The child answers by", ACCESS(mode), 0, 0, 0, NULL, MODES},
    {TAB_ACCESS, KIND_TIME, "scan", "Scan moves on after", ACCESS(scan_step_us), 0.5, 10, 0.5, "s",
     NULL},
    {TAB_ACCESS, KIND_TIME, "first", "Pause before the scan", ACCESS(first_pause_us), 0, 30, 1, "s",
     NULL},
    {TAB_ACCESS, KIND_INT, "loops", "Rounds of the scan", ACCESS(scan_loops), 1, 20, 1, NULL, NULL},
    {TAB_ACCESS, KIND_TIME, "dwell", "Dwell before it counts", ACCESS(dwell_us), 0.2, 4, 0.2, "s",
     NULL},
    {TAB_ACCESS, KIND_TIME, "press", "Switch held at least", ACCESS(accept_us), 0, 2, 0.05, "s",
     NULL},
    {TAB_ACCESS, KIND_TIME, "debounce", "Second press ignored for", ACCESS(debounce_us), 0, 3, 0.1,
     "s", NULL},
    {TAB_ACCESS, KIND_FLAG, "see_it", "Dragged things ride above the finger", ACCESS(see_it), 0, 0,
     0, NULL, NULL},
    {TAB_ACCESS, KIND_NUMBER, "snap", "Dropped things snap within", ACCESS(snap_mm), 0, 60, 2, "mm",
     NULL},

    {TAB_COMFORT, KIND_FLAG, "calm", "Calm switch: all turned down", COMFORT(calm_switch), 0, 0, 0,
     NULL, NULL},
    {TAB_COMFORT, KIND_WORD, "motion", "Motion", COMFORT(motion), 0, 0, 0, NULL, MOTIONS},
    {TAB_COMFORT, KIND_WORD, "celebrate", "Celebration", COMFORT(celebrate), 0, 0, 0, NULL,
     CELEBRATES},
    {TAB_COMFORT, KIND_WORD, "look", "Colours", COMFORT(look), 0, 0, 0, NULL, LOOKS},
    {TAB_COMFORT, KIND_NUMBER, "speech", "Speech", COMFORT(speech), 0, 100, 20, "%", NULL},
    {TAB_COMFORT, KIND_NUMBER, "effects", "Sounds", COMFORT(effects), 0, 100, 10, "%", NULL},
    {TAB_COMFORT, KIND_NUMBER, "speed", "Speed of speech", COMFORT(speech_speed), 70, 130, 10, "%",
     NULL},
    {TAB_COMFORT, KIND_FLAG, "arrival", "Speaks by itself, not only on the ear",
     COMFORT(speak_on_arrival), 0, 0, 0, NULL, NULL},
    {TAB_COMFORT, KIND_FLAG, "right", "Sound when right", COMFORT(sound_when_right), 0, 0, 0, NULL,
     NULL},
    {TAB_COMFORT, KIND_FLAG, "captions", "Words under the picture", COMFORT(captions), 0, 0, 0,
     NULL, NULL},
    {TAB_COMFORT, KIND_NUMBER, "text", "Size of words", COMFORT(text_scale), 100, 140, 20, "%",
     NULL},
    {TAB_COMFORT, KIND_INT, "choices", "Most choices (0: as the level)", COMFORT(choices_most), 0,
     8, 1, NULL, NULL},
    {TAB_COMFORT, KIND_NUMBER, "idle", "Asks again after (0: never)", COMFORT(idle_s), 0, 60, 2,
     "s", NULL},
    {TAB_COMFORT, KIND_NUMBER, "pause", "Pause between trials", COMFORT(pause_s), 0.5, 5, 0.5, "s",
     NULL},
    {TAB_COMFORT, KIND_FLAG, "limits", "Time limits of levels", COMFORT(time_limits), 0, 0, 0, NULL,
     NULL},
    {TAB_COMFORT, KIND_FLAG, "schedule", "Shows the plan", COMFORT(schedule), 0, 0, 0, NULL, NULL},
    {TAB_COMFORT, KIND_FLAG, "timer", "Shows the time", COMFORT(timer), 0, 0, 0, NULL, NULL},
    {TAB_COMFORT, KIND_FLAG, "tokens", "Shows stars", COMFORT(tokens), 0, 0, 0, NULL, NULL},
    {TAB_COMFORT, KIND_FLAG, "companion", "Shows the otter", COMFORT(companion), 0, 0, 0, NULL,
     NULL},
    {TAB_COMFORT, KIND_FLAG, "scenery", "Scenery at hello and goodbye", COMFORT(scenery), 0, 0, 0,
     NULL, NULL},
    {TAB_COMFORT, KIND_FLAG, "corner", "Calm corner at any time", COMFORT(calm_corner), 0, 0, 0,
     NULL, NULL},
};
enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0], VALUE_TEXT_MAX = 48 };

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord record;
    Profile profile;
    Tab tab;
    size_t page;
    const Row *typing; /* the sealed row whose text is being typed */
    char trouble[FAIL_TEXT_MAX];
} ProfileScreen;

/* ---- a row's value ---- */

static void *member(ProfileScreen *profile, const Row *row) {
    return (char *)&profile->profile + row->offset;
}

static double shown(ProfileScreen *profile, const Row *row) {
    if (row->kind == KIND_TIME) {
        return (double)*(int64_t *)member(profile, row) / 1e6;
    }
    if (row->kind == KIND_INT) {
        return *(int *)member(profile, row);
    }
    return *(double *)member(profile, row) * (strcmp(row->unit, "%") == 0 ? 100 : 1);
}

static void own_words(const ProfileScreen *profile, const Row *row, char words[VALUE_TEXT_MAX]) {
    const Profile *at = &profile->profile;
    if (strcmp(row->name, "age") == 0) {
        snprintf(words, VALUE_TEXT_MAX, "%s years", at->age_band);
    } else if (strcmp(row->name, "motor") == 0) {
        snprintf(words, VALUE_TEXT_MAX, "%s",
                 at->motor[0] == '\0'           ? "usual"
                 : strcmp(at->motor, "M1") == 0 ? "M1, mild"
                                                : "M2, severe");
    } else if (strcmp(row->name, "locale") == 0) {
        snprintf(words, VALUE_TEXT_MAX, "%s", at->locale);
    } else if (at->guard.offset_mm.x == 0 && at->guard.offset_mm.y == 0) {
        snprintf(words, VALUE_TEXT_MAX, "none");
    } else {
        snprintf(words, VALUE_TEXT_MAX, "%.1f, %.1f mm", at->guard.offset_mm.x,
                 at->guard.offset_mm.y);
    }
}

static void sealed_words(const ProfileScreen *profile, const Row *row, char words[VALUE_TEXT_MAX]) {
    char text[KEYS_TEXT_MAX];
    Keys *keys = profile->screen.app->keys;
    if (keys_state(keys) == KEYS_NONE) {
        snprintf(words, VALUE_TEXT_MAX, "needs a clinic");
    } else if (keys_read(keys, profile->record.id, row->name, text, NULL)) {
        snprintf(words, VALUE_TEXT_MAX, "%.40s", text[0] != '\0' ? text : "\xe2\x80\x93");
    } else {
        snprintf(words, VALUE_TEXT_MAX, "locked");
    }
}

static void row_words(ProfileScreen *profile, const Row *row, char words[VALUE_TEXT_MAX]) {
    switch (row->kind) {
    case KIND_WORD:
        snprintf(words, VALUE_TEXT_MAX, "%s", row->words[*(int *)member(profile, row)]);
        break;
    case KIND_FLAG:
        snprintf(words, VALUE_TEXT_MAX, "%s", *(bool *)member(profile, row) ? "on" : "off");
        break;
    case KIND_OWN:
        own_words(profile, row, words);
        break;
    case KIND_SEALED:
        sealed_words(profile, row, words);
        break;
    default:
        snprintf(words, VALUE_TEXT_MAX, "%.4g%s%s", shown(profile, row), row->unit ? " " : "",
                 row->unit != NULL ? row->unit : "");
    }
}

/* ---- changing ---- */

/* The defaults of the age and motor profile anew; what the family chose stays. */
static void begin_anew(ProfileScreen *profile, const char *age, const char *motor) {
    Profile before = profile->profile;
    profile->profile = profile_standard(age, motor);
    profile->profile.guard.hand = before.guard.hand;
    profile->profile.guard.offset_mm = before.guard.offset_mm;
    profile->profile.access.mode = before.access.mode;
    profile->profile.comfort = before.comfort;
    memcpy(profile->profile.locale, before.locale, sizeof before.locale);
}

static const char *next_of(const char *const *words, const char *now) {
    int at = -1, count = 0;
    for (; words[count] != NULL; count++) {
        at = strcmp(words[count], now) == 0 ? count : at;
    }
    return words[(at + 1) % count];
}

static void change_own(ProfileScreen *profile, const Row *row) {
    static const char *const ages[] = {"3-4", "5-6", "7-9", "10-12", NULL};
    static const char *const motors[] = {"", "M1", "M2", NULL};
    Profile *at = &profile->profile;
    char age[8], motor[4];
    snprintf(age, sizeof age, "%s", at->age_band);
    snprintf(motor, sizeof motor, "%s", at->motor);
    if (strcmp(row->name, "age") == 0) {
        begin_anew(profile, next_of(ages, age), motor);
    } else if (strcmp(row->name, "motor") == 0) {
        begin_anew(profile, age, next_of(motors, motor));
    } else if (strcmp(row->name, "locale") == 0) {
        const char *next = next_of(library_locales(profile->screen.app->library), at->locale);
        snprintf(at->locale, sizeof at->locale, "%s", next);
    } else {
        at->guard.offset_mm = (Point){0, 0};
    }
}

static void change_number(ProfileScreen *profile, const Row *row, int step) {
    double wanted = round(shown(profile, row) / row->step + step) * row->step;
    wanted = fmax(row->least, fmin(row->most, wanted));
    if (row->kind == KIND_TIME) {
        *(int64_t *)member(profile, row) = llround(wanted * 1e6);
    } else if (row->kind == KIND_INT) {
        *(int *)member(profile, row) = (int)lround(wanted);
    } else {
        *(double *)member(profile, row) = strcmp(row->unit, "%") == 0 ? wanted / 100 : wanted;
    }
}

static void sealed_typed(Screen *below, const char *text) {
    ProfileScreen *profile = (ProfileScreen *)below;
    App *app = below->app;
    Fail fail = {0};
    if (!keys_seal(app->keys, profile->record.id, profile->typing->name, text, &fail) ||
        !audit_add(app->store, app_wall_us(app), keys_who(app->keys), AUDIT_NAME,
                   &profile->record.id, &fail)) {
        snprintf(profile->trouble, sizeof profile->trouble, "%s", fail.text);
    }
}

static void type_sealed(ProfileScreen *profile, const Row *row) {
    char text[KEYS_TEXT_MAX];
    App *app = profile->screen.app;
    if (keys_state(app->keys) == KEYS_NONE) {
        shell_push(profile->screen.shell, clinic_new(app));
        return;
    }
    if (!unlock_passed(profile->screen.shell)) {
        return;
    }
    keys_read(app->keys, profile->record.id, row->name, text, NULL);
    Typing typing = {.title = row->label,
                     .hint = "Kept under the child's own key; seen only while names are open.",
                     .start = text,
                     .most = strcmp(row->name, "notes") == 0 ? TYPING_MAX : CHILD_NAME_MAX - 8,
                     .below = &profile->screen,
                     .typed = sealed_typed};
    profile->typing = row;
    shell_push(profile->screen.shell, typing_new(app, &typing));
}

static void change(ProfileScreen *profile, const Row *row, int step) {
    Fail fail = {0};
    if (row->kind == KIND_SEALED) {
        type_sealed(profile, row);
        return;
    }
    if (row->kind == KIND_OWN) {
        change_own(profile, row);
    } else if (row->kind == KIND_FLAG) {
        *(bool *)member(profile, row) = !*(bool *)member(profile, row);
    } else if (row->kind == KIND_WORD) {
        int *word = member(profile, row);
        *word = row->words[*word + 1] != NULL ? *word + 1 : 0;
    } else if (step != 0) {
        change_number(profile, row, step);
    }
    if (!child_save_profile(profile->screen.app, profile->mem, &profile->record, &profile->profile,
                            &fail) ||
        !store_flush(profile->screen.app->store, &fail)) {
        snprintf(profile->trouble, sizeof profile->trouble, "%s", fail.text);
    }
}

/* ---- drawing ---- */

static const double TOP_MM = 25, PITCH_MM = 13.6;

static size_t tab_rows(const ProfileScreen *profile, const Row *rows[ROW_COUNT]) {
    size_t count = 0;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (ROWS[i].tab == profile->tab) {
            rows[count++] = &ROWS[i];
        }
    }
    return count;
}

static size_t page_size(const App *app) {
    return 2 * (size_t)fmax(1, floor((app->height_mm - TOP_MM - 15) / PITCH_MM));
}

static void draw_row(ProfileScreen *profile, Scene *scene, const Row *row, Box box) {
    char words[VALUE_TEXT_MAX];
    row_words(profile, row, words);
    if (row->kind == KIND_WORD || row->kind == KIND_FLAG || row->kind == KIND_OWN ||
        row->kind == KIND_SEALED) {
        adult_choice(scene, profile->screen.shell, row->name, box, row->label, words);
        return;
    }
    double now = shown(profile, row);
    adult_row(scene, profile->screen.shell, row->name, box, row->label, words,
              now <= row->least + 1e-9 ? TARGET_DISABLED : 0,
              now >= row->most - 1e-9 ? TARGET_DISABLED : 0);
}

static void draw_head(ProfileScreen *profile, Scene *scene) {
    double w = scene_width_mm(scene);
    char name[CHILD_NAME_MAX];
    part_back(scene, profile->screen.shell);
    part_panel(scene, box_of(26, 4, 15, 15), profile->record.symbol, COLOR_SKY_SOFT);
    part_title(scene, 45, 11, w - 45 - 126,
               child_name(profile->screen.app, &profile->record, name));
    for (int i = 0; i < TAB_COUNT; i++) {
        char target[16];
        snprintf(target, sizeof target, "tab:%d", i);
        part_key(scene, profile->screen.shell, target,
                 box_of(w - 8 - (TAB_COUNT - i) * 29, 5, 27, 12), TAB_NAMES[i],
                 i == (int)profile->tab ? KEY_SOFT : KEY_QUIET,
                 i == (int)profile->tab ? TARGET_PICKED : 0);
    }
}

static bool profile_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    ProfileScreen *profile = (ProfileScreen *)screen;
    const Row *rows[ROW_COUNT];
    size_t count = tab_rows(profile, rows), size = page_size(screen->app);
    double w = scene_width_mm(scene), half = (w - 19) / 2, y = scene_height_mm(scene) - 13.5;
    part_ground(scene, false);
    draw_head(profile, scene);
    for (size_t i = 0; i < size && profile->page * size + i < count; i++) {
        Box box = box_of(8 + (double)(i % 2) * (half + 3), TOP_MM + (double)(i / 2) * PITCH_MM,
                         half, 12.4);
        draw_row(profile, scene, rows[profile->page * size + i], box);
    }
    part_key(scene, screen->shell, "check", box_of(8, y, 40, 11), "Touch check", KEY_QUIET, 0);
    part_key(scene, screen->shell, "goals", box_of(51, y, 28, 11), "Goals", KEY_QUIET, 0);
    part_key(scene, screen->shell, "home", box_of(82, y, 36, 11), "Home plan", KEY_QUIET, 0);
    if (profile->tab == TAB_CHILD) {
        part_key(scene, screen->shell, "forget", box_of(w - 56, y, 48, 11), "Forget child",
                 KEY_QUIET, 0);
    }
    part_small(scene, 8, y - 4, w - 16, profile->trouble, ALIGN_START);
    adult_pages(scene, screen->shell, y, profile->page, (count + size - 1) / size);
    return true;
}

/* ---- taps ---- */

static void profile_tap(Screen *screen, const char *target) {
    ProfileScreen *profile = (ProfileScreen *)screen;
    const char *name = target;
    int tab, step = adult_step(target, &name);
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (sscanf(target, "tab:%d", &tab) == 1 && tab < TAB_COUNT) {
        profile->tab = (Tab)tab;
        profile->page = 0;
    } else if (strcmp(target, "after") == 0) {
        profile->page++;
    } else if (strcmp(target, "before") == 0) {
        profile->page--;
    } else if (strcmp(target, "goals") == 0) {
        shell_push(screen->shell, goals_new(screen->app, profile->record.id));
    } else if (strcmp(target, "home") == 0) {
        shell_push(screen->shell, home_plan_new(screen->app, profile->record.id, NULL));
    } else if (strcmp(target, "forget") == 0) {
        shell_push(screen->shell, forgetting_new(screen->app, &profile->record));
    } else if (strcmp(target, "check") == 0) {
        shell_push(screen->shell, touch_check_new(screen->app, profile->record.id));
    } else {
        for (size_t i = 0; i < ROW_COUNT; i++) {
            if (ROWS[i].tab == profile->tab && strcmp(ROWS[i].name, name) == 0) {
                change(profile, &ROWS[i], step);
                break;
            }
        }
    }
}

static bool load(ProfileScreen *profile, Id child, Fail *fail) {
    mem_reset(profile->mem);
    return child_find(profile->screen.app, profile->mem, child, &profile->record, fail) &&
           child_profile(&profile->record, &profile->profile, fail);
}

static void profile_again(Screen *screen) {
    ProfileScreen *profile = (ProfileScreen *)screen;
    Fail fail = {0};
    Id child = profile->record.id;
    if (!load(profile, child, &fail)) {
        snprintf(profile->trouble, sizeof profile->trouble, "%s", fail.text);
    }
}

static void profile_close(Screen *screen) {
    mem_free(((ProfileScreen *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {.name = "profile",
                              .close = profile_close,
                              .draw = profile_draw,
                              .tap = profile_tap,
                              .shown_again = profile_again};

Screen *profile_new(App *app, Id child) {
    ProfileScreen *profile = calloc(1, sizeof *profile);
    Mem *mem = mem_new(32 << 20);
    Fail fail = {0};
    if (profile == NULL || mem == NULL) {
        free(profile);
        mem_free(mem);
        return NULL;
    }
    profile->screen = (Screen){.ops = &OPS, .app = app};
    profile->mem = mem;
    if (!load(profile, child, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
        profile_close(&profile->screen);
        return NULL;
    }
    return &profile->screen;
}
