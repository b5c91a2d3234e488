/* A tablet in a family's hands; see home.h. */
#include "app/files.h"
#include "app/home_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 64, FOLDERS_MAX = 64 };

/* ---- its use at home ---- */

bool home_begin(App *app, Fail *fail) {
    if (keys_state(app->keys) != KEYS_NONE) {
        return fail_set(fail, FAIL_REFUSED,
                        "this tablet keeps a clinic's names; use another one at home");
    }
    app->tablet.home = true;
    return tablet_save(app->store, &app->tablet, app_wall_us(app), fail) &&
           store_flush(app->store, fail);
}

bool home_end(App *app, Fail *fail) {
    app->tablet.home = false;
    app->tablet.home_pin[0] = '\0';
    return tablet_save(app->store, &app->tablet, app_wall_us(app), fail) &&
           store_flush(app->store, fail);
}

bool home_children(App *app, Mem *mem, ChildRecord **children, Plan **plans, size_t *count,
                   Fail *fail) {
    ChildRecord *all;
    size_t every;
    *count = 0;
    if (!history_children(app->store, mem, &all, &every, fail)) {
        return false;
    }
    *children = mem_alloc_array(mem, every + 1, sizeof **children);
    *plans = mem_alloc_array(mem, every + 1, sizeof **plans);
    if (*children == NULL || *plans == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for the children");
    }
    for (size_t i = 0; i < every; i++) {
        char key[ID_TEXT_SIZE];
        const char *text;
        id_text(all[i].id, key);
        if (!history_note(app->store, mem, "home_plan", key, &text, fail)) {
            return false;
        }
        if (text != NULL && !child_is_forgotten(&all[i])) {
            (*children)[*count] = all[i];
            if (!home_plan_read(app, &all[i], &(*plans)[(*count)++], fail)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- how it went ---- */

/* The first place after the notes of the session that is free. */
static bool free_place(App *app, Mem *mem, const char *session, int *place, Fail *fail) {
    const char *text = "";
    for (*place = 0; *place < HOME_EVENTS_MAX; (*place)++) {
        char key[ID_TEXT_SIZE + 24];
        snprintf(key, sizeof key, "%s/%03d", session, *place);
        if (!history_note(app->store, mem, "event", key, &text, fail)) {
            return false;
        }
        if (text == NULL) {
            return true;
        }
    }
    return fail_set(fail, FAIL_LIMIT, "there are too many notes with this session");
}

static bool put_event(App *app, const char *session, int place, const char *kind, const char *value,
                      Fail *fail) {
    char key[ID_TEXT_SIZE + 24], text[128];
    snprintf(key, sizeof key, "%s/%03d", session, place);
    snprintf(text, sizeof text, "{\"kind\":\"%.20s\",\"value\":\"%.20s\"}", kind, value);
    return store_note(app->store, "event", key, text, app_wall_us(app), NULL, NULL, fail);
}

bool home_tell(App *app, Id child, Id session, const char *went, const char *helped,
               char path[PLACE_MAX], Fail *fail) {
    Mem *mem = mem_new(16 << 20);
    ChildRecord record;
    char id[ID_TEXT_SIZE], words[VAULT_RECOVERY_TEXT];
    int place;
    id_text(session, id);
    path[0] = '\0';
    bool ok = (mem != NULL || fail_set(fail, FAIL_MEMORY, "there is no memory for a note")) &&
              store_flush(app->store, fail) && free_place(app, mem, id, &place, fail);
    if (ok && went[0] != '\0') {
        ok = put_event(app, id, place++, "home_went", went, fail);
    }
    if (ok && helped[0] != '\0') {
        ok = put_event(app, id, place, "home_helped", helped, fail);
    }
    ok = ok && store_flush(app->store, fail) && child_find(app, mem, child, &record, fail) &&
         home_path(app, &record, path, fail) && home_export(app, &record, path, words, fail);
    mem_free(mem);
    return ok;
}

/* ---- files ---- */

typedef struct {
    App *app;
    Mem *mem;
    const char **paths;
    size_t count;
} Finder;

static void look_in(Finder *finder, const char *folder) {
    char **names;
    size_t count;
    Fail fail = {0};
    if (!file_is_folder(folder) || !file_names(finder->mem, folder, &names, &count, &fail)) {
        return; /* a stick that is gone is no news */
    }
    char own[PLACE_MAX] = "";
    for (size_t i = 0; i < count && finder->count < FILES_MAX; i++) {
        size_t length = strlen(names[i]);
        bool results = strstr(names[i], "-results.otterhome") != NULL;
        bool ours = length > 10 && strcmp(names[i] + length - 10, ".otterhome") == 0;
        /* What this tablet wrote itself is no news to it. */
        bool mine = strcmp(folder, finder->app->places.data) != 0 &&
                    place_join(own, finder->app->places.data, "home", &fail) &&
                    strcmp(own, folder) == 0 && results == finder->app->tablet.home;
        char path[PLACE_MAX];
        if (ours && !mine && place_join(path, folder, names[i], &fail)) {
            finder->paths[finder->count++] = mem_text(finder->mem, path);
        }
    }
}

/* Every folder two below: /media/PERSON/STICK. */
static void look_below(Finder *finder, const char *top, int depth) {
    char **names, path[PLACE_MAX];
    size_t count;
    Fail fail = {0};
    look_in(finder, top);
    if (depth == 0 || !file_is_folder(top) ||
        !file_names(finder->mem, top, &names, &count, &fail)) {
        return;
    }
    for (size_t i = 0; i < count && i < FOLDERS_MAX; i++) {
        if (place_join(path, top, names[i], &fail)) {
            look_below(finder, path, depth - 1);
        }
    }
}

bool home_files(App *app, Mem *mem, const char ***paths, size_t *count, Fail *fail) {
    Finder finder = {.app = app, .mem = mem};
    char path[PLACE_MAX];
    const char *person = getenv("HOME");
    finder.paths = mem_alloc_array(mem, FILES_MAX, sizeof *finder.paths);
    if (finder.paths == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory to look for files");
    }
    look_in(&finder, app->places.data);
    if (place_join(path, app->places.data, "home", fail)) {
        look_in(&finder, path);
    }
    look_below(&finder, "/media", 2);
    look_below(&finder, "/run/media", 2);
    if (person != NULL && place_join(path, person, "Downloads", fail)) {
        look_in(&finder, path);
    }
    *paths = finder.paths;
    *count = finder.count;
    return true;
}
