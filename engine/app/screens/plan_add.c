/* Choosing an activity for the plan: every game by its picture and title, by domain. */
#include "app/screens/plan_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 4, ROWS = 4, GAMES_MAX = 200 };

#define DOMAINS(X)                                                                                 \
    X("", "All")                                                                                   \
    X("fine_motor", "Hand")                                                                        \
    X("cognitive", "Thinking")                                                                     \
    X("self_care", "Self-care")                                                                    \
    X("sensory", "Senses")                                                                         \
    X("play", "Play")                                                                              \
    X("gross_motor", "Body")

#define X(word, label) word,
static const char *const DOMAIN_WORDS[] = {DOMAINS(X)};
#undef X
#define X(word, label) label,
static const char *const DOMAIN_LABELS[] = {DOMAINS(X)};
#undef X
enum { DOMAIN_COUNT = sizeof DOMAIN_WORDS / sizeof DOMAIN_WORDS[0] };

typedef struct {
    Screen screen;
    Draft *draft;
    int domain;
    size_t page;
    const Manifest *games[GAMES_MAX]; /* NULL: the calm break */
    size_t count;
} Add;

static void list_games(Add *add) {
    Library *library = add->screen.app->library;
    const char *domain = DOMAIN_WORDS[add->domain];
    add->count = 0;
    for (size_t i = 0; i < library_count(library) && add->count + 1 < GAMES_MAX; i++) {
        Script *script = library_script(library, library_id(library, i), NULL);
        const Manifest *manifest = script != NULL ? script_manifest(script) : NULL;
        if (manifest != NULL && !manifest->hidden &&
            (domain[0] == '\0' || strcmp(manifest->domain, domain) == 0)) {
            add->games[add->count++] = manifest;
        }
    }
    if (domain[0] == '\0') {
        add->games[add->count++] = NULL;
    }
}

static size_t pages(const Add *add) {
    return add->count == 0 ? 1 : (add->count + COLUMNS * ROWS - 1) / (COLUMNS * ROWS);
}

static void draw_tile(Add *add, Scene *scene, int slot, size_t index) {
    const Manifest *manifest = add->games[index];
    App *app = add->screen.app;
    double w = (scene_width_mm(scene) - 16 - 3 * 3.0) / COLUMNS;
    double h = (scene_height_mm(scene) - 38 - 15 - 3 * 3.0) / ROWS;
    Box box = box_of(8 + slot % COLUMNS * (w + 3), 38 + slot / COLUMNS * (h + 3.0), w, h - 1.4);
    char name[64];
    snprintf(name, sizeof name, "add:%s", manifest != NULL ? manifest->id : "");
    const char *title =
        manifest == NULL
            ? "Calm break"
            : texts_get(library_game_texts(app->library, app->tablet.adult_locale, manifest->id),
                        manifest->title);
    adult_card(scene, add->screen.shell, name, box, 5, title);
    double side = h - 6 < 15 ? h - 6 : 15;
    part_panel(scene, box_of(box.left + 2, box.top + (h - 1.4 - side) / 2, side, side),
               manifest != NULL ? manifest->picture : "bubbles", COLOR_HONEY_SOFT);
    adult_words(scene, add->screen.shell,
                box_of(box.left + side + 4, box.top, w - side - 6, h - 1.4), title, EM_BODY, false,
                COLOR_INK);
}

static bool add_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Add *add = (Add *)screen;
    double w = scene_width_mm(scene), y = scene_height_mm(scene) - 13.5;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 40, "Add an activity");
    double key = (w - 16 - 2.0 * (DOMAIN_COUNT - 1)) / DOMAIN_COUNT;
    for (int i = 0; i < DOMAIN_COUNT; i++) {
        char name[24];
        snprintf(name, sizeof name, "domain:%d", i);
        part_key(scene, screen->shell, name, box_of(8 + i * (key + 2), 22, key, 12),
                 DOMAIN_LABELS[i], i == add->domain ? KEY_SOFT : KEY_QUIET,
                 i == add->domain ? TARGET_PICKED : 0);
    }
    for (size_t i = 0; i < COLUMNS * ROWS && add->page * COLUMNS * ROWS + i < add->count; i++) {
        draw_tile(add, scene, (int)i, add->page * COLUMNS * ROWS + i);
    }
    if (add->count == 0) {
        part_text(scene, 10, 60, w - 20, "There is no activity of this kind yet.", COLOR_INK2);
    }
    adult_pages(scene, screen->shell, y, add->page, pages(add));
    return true;
}

static void add_tap(Screen *screen, const char *target) {
    Add *add = (Add *)screen;
    int domain;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (sscanf(target, "domain:%d", &domain) == 1 && domain < DOMAIN_COUNT) {
        add->domain = domain;
        add->page = 0;
        list_games(add);
    } else if (strcmp(target, "after") == 0) {
        add->page++;
    } else if (strcmp(target, "before") == 0) {
        add->page--;
    } else if (strncmp(target, "add:", 4) == 0) {
        draft_add(add->draft, target[4] != '\0' ? target + 4 : NULL);
        shell_pop(screen->shell);
    }
}

static void add_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {
    .name = "plan_add", .close = add_close, .draw = add_draw, .tap = add_tap};

Screen *plan_add_new(Draft *draft) {
    Add *add = calloc(1, sizeof *add);
    if (add == NULL) {
        return NULL;
    }
    add->screen = (Screen){.ops = &OPS, .app = draft->app};
    add->draft = draft;
    list_games(add);
    return &add->screen;
}
