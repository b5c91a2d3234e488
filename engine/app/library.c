/* Games, texts and themes from the program's folders; see library.h. */
#include "app/library.h"

#include "app/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAMES_MAX = 256, LOCALES_MAX = 16 };

typedef struct {
    const char *id;
    Script *script; /* NULL: not asked for, or broken */
    Fail broken;    /* kind FAIL_NONE: not */
    struct {
        Texts *texts;
        const char *locale;
    } own[LOCALES_MAX];
} Shelf;

struct Library {
    Places places;
    Mem *mem;
    Shelf games[GAMES_MAX];
    size_t count;
    Texts *shared[LOCALES_MAX];
    const char *locales[LOCALES_MAX + 1];
    size_t locale_count;
    const char *themes; /* themes.json */
    size_t themes_length;
    double longer; /* texts are that much longer than written: for tests of layout */
    Fail trouble;  /* the first thing that was wrong and was gone around */
};

/* ---- a game's files, from its folder and scripts/lib ---- */

typedef struct {
    const char *root, *id;
} Folder;

static const char *read_script_file(void *self, Mem *mem, const char *name, size_t *length,
                                    Fail *fail) {
    const Folder *folder = self;
    char path[PLACE_MAX];
    bool shared = strncmp(name, "lib/", 4) == 0;
    int n = shared ? snprintf(path, sizeof path, "%s/scripts/%s", folder->root, name)
                   : snprintf(path, sizeof path, "%s/games/%s/%s", folder->root, folder->id, name);
    if (n < 0 || n >= (int)sizeof path || strstr(name, "..") != NULL) {
        fail_set(fail, FAIL_INPUT, "games/%s: \"%.80s\" is no name of a game's file", folder->id,
                 name);
        return NULL;
    }
    char *bytes = file_read(mem, path, length, fail);
    if (bytes == NULL) {
        return NULL;
    }
    return bytes;
}

Script *library_fresh(const Library *library, const char *id, Fail *fail) {
    char place[128];
    snprintf(place, sizeof place, "games/%.100s", id);
    Folder folder = {library->places.root, id};
    ScriptFiles files = {&folder, read_script_file};
    return script_open(&files, place, fail);
}

static void keep_trouble(Library *library, const Fail *fail) {
    if (fail->kind != FAIL_NONE && library->trouble.kind == FAIL_NONE) {
        library->trouble = *fail;
        fprintf(stderr, "otterpaw: %s\n", fail->text);
    }
}

const char *library_trouble(const Library *library) {
    return library->trouble.text;
}

static Shelf *find(Library *library, const char *id, Fail *fail) {
    const char *names[GAMES_MAX + 1];
    for (size_t i = 0; i < library->count; i++) {
        if (strcmp(library->games[i].id, id) == 0) {
            return &library->games[i];
        }
        names[i] = library->games[i].id;
    }
    names[library->count] = NULL;
    const char *near = fail_nearest_word(id, names);
    fail_set(fail, FAIL_INPUT, "there is no game \"%.60s\" in games/%s%s%s", id,
             near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
             near != NULL ? "\"?" : "");
    return NULL;
}

Script *library_script(Library *library, const char *id, Fail *fail) {
    Shelf *shelf = find(library, id, fail);
    if (shelf == NULL) {
        return NULL;
    }
    if (shelf->script == NULL && shelf->broken.kind == FAIL_NONE) {
        shelf->script = library_fresh(library, id, &shelf->broken);
        keep_trouble(library, &shelf->broken);
    }
    if (shelf->script == NULL && fail != NULL) {
        *fail = shelf->broken;
    }
    return shelf->script;
}

Game library_game_of(Script *script) {
    return (Game){.manifest = script_manifest(script),
                  .levels = script_levels(script),
                  .ops = script_ops(script),
                  .self = script,
                  .hash = script_hash(script)};
}

bool library_game(Library *library, const char *id, Game *game, Fail *fail) {
    Script *script = library_script(library, id, fail);
    if (script == NULL) {
        return false;
    }
    *game = library_game_of(script);
    return true;
}

Script *library_changed(Library *library, const char *id, Fail *fail) {
    Shelf *shelf = find(library, id, fail);
    Script *fresh = shelf != NULL ? library_fresh(library, id, fail) : NULL;
    if (fresh != NULL && shelf->script != NULL &&
        strcmp(script_hash(shelf->script), script_hash(fresh)) == 0) {
        script_close(fresh);
        return NULL;
    }
    return fresh;
}

void library_adopt(Library *library, const char *id, Script *script) {
    Shelf *shelf = find(library, id, NULL);
    script_close(shelf->script);
    shelf->script = script;
    fail_clear(&shelf->broken);
    /* Its texts may have changed with it. */
    for (size_t l = 0; l < LOCALES_MAX; l++) {
        texts_free(shelf->own[l].texts);
        shelf->own[l].texts = NULL;
    }
}

size_t library_count(const Library *library) {
    return library->count;
}

const char *library_id(const Library *library, size_t index) {
    return library->games[index].id;
}

/* ---- texts ---- */

static bool add_table(Library *library, Texts *texts, const char *path, Fail *fail) {
    size_t length;
    char *table = file_read(library->mem, path, &length, fail);
    return table != NULL && texts_add(texts, table, length, "", path, fail);
}

/* Column of the words of a locale in pictures/list.txt. */
static int picture_column(const char *locale) {
    static const char *const columns[] = {"en", "es", "he"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(columns[i], locale) == 0) {
            return 2 + i;
        }
    }
    return 2;
}

static bool add_picture_words(Library *library, Texts *texts, Fail *fail) {
    char path[PLACE_MAX];
    size_t length;
    if (!place_join(path, library->places.root, "assets/pictures/list.txt", fail)) {
        return false;
    }
    char *list = file_read(library->mem, path, &length, fail);
    if (list == NULL) {
        return false;
    }
    int wanted = picture_column(texts_locale(texts));
    for (char *line = list; line != NULL && *line != '\0';) {
        char *next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        char *fields[6] = {line};
        int n = 1;
        for (char *at = line; *at != '\0' && n < 6; at++) {
            if (*at == '\t') {
                *at = '\0';
                fields[n++] = at + 1;
            }
        }
        char key[TEXT_KEY_MAX];
        if (line[0] != '#' && n > wanted &&
            snprintf(key, sizeof key, "picture.%s", fields[0]) < (int)sizeof key &&
            !texts_put(texts, key, fields[wanted], fail)) {
            return false;
        }
        line = next;
    }
    return true;
}

static Texts *make_texts(Library *library, const char *locale, const char *game, Fail *fail) {
    Texts *texts = texts_new(locale);
    char path[PLACE_MAX], name[160];
    snprintf(name, sizeof name, "assets/text/%.20s.txt", locale);
    bool ok = texts != NULL && add_picture_words(library, texts, fail) &&
              place_join(path, library->places.root, name, fail) &&
              add_table(library, texts, path, fail);
    if (ok && game != NULL) {
        snprintf(name, sizeof name, "games/%.60s/text/%.20s.txt", game, locale);
        ok = place_join(path, library->places.root, name, fail) &&
             (!file_exists(path) || add_table(library, texts, path, fail));
    }
    if (!ok || (library->longer > 0 && !texts_lengthen(texts, library->longer, fail))) {
        texts_free(texts);
        return NULL;
    }
    return texts;
}

static size_t locale_index(const Library *library, const char *locale) {
    size_t english = 0;
    for (size_t i = 0; i < library->locale_count; i++) {
        if (strcmp(library->locales[i], locale) == 0) {
            return i;
        }
        if (strcmp(library->locales[i], "en") == 0) {
            english = i;
        }
    }
    return english;
}

const Texts *library_texts(Library *library, const char *locale) {
    return library->shared[locale_index(library, locale)];
}

const Texts *library_game_texts(Library *library, const char *locale, const char *game) {
    Shelf *shelf = find(library, game, NULL);
    size_t at = locale_index(library, locale);
    if (shelf == NULL) {
        return library->shared[at];
    }
    if (shelf->own[at].texts == NULL) {
        Fail broken = {0};
        shelf->own[at].texts = make_texts(library, library->locales[at], game, &broken);
        keep_trouble(library, &broken);
    }
    return shelf->own[at].texts != NULL ? shelf->own[at].texts : library->shared[at];
}

bool library_lengthen(Library *library, double share, Fail *fail) {
    library->longer = share;
    for (size_t l = 0; l < library->locale_count; l++) {
        for (size_t i = 0; i < library->count; i++) {
            texts_free(library->games[i].own[l].texts);
            library->games[i].own[l].texts = NULL;
        }
        Texts *texts = make_texts(library, library->locales[l], NULL, fail);
        if (texts == NULL) {
            return false;
        }
        texts_free(library->shared[l]);
        library->shared[l] = texts;
    }
    return true;
}

const char *const *library_locales(const Library *library) {
    return library->locales;
}

static bool read_locales(Library *library, Fail *fail) {
    char path[PLACE_MAX];
    char **names;
    size_t count;
    if (!place_join(path, library->places.root, "assets/text", fail) ||
        !file_names(library->mem, path, &names, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count && library->locale_count < LOCALES_MAX; i++) {
        char *dot = strrchr(names[i], '.');
        if (dot == NULL || strcmp(dot, ".txt") != 0) {
            continue;
        }
        *dot = '\0';
        Fail broken = {0};
        Texts *texts = make_texts(library, names[i], NULL, &broken);
        if (texts == NULL) {
            keep_trouble(library, &broken); /* the other languages are still there */
            *fail = broken;
            continue;
        }
        library->locales[library->locale_count] = names[i];
        library->shared[library->locale_count++] = texts;
    }
    return library->locale_count > 0 || library->trouble.kind != FAIL_NONE
               ? library->locale_count > 0
               : fail_set(fail, FAIL_SYSTEM, "%s holds no text tables", path);
}

/* ---- themes, pictures, sounds, voice ---- */

bool library_theme(Library *library, const char *name, Theme *theme, Fail *fail) {
    Fail broken = {0};
    (void)fail;
    if (!theme_read(library->themes, library->themes_length, name, theme, &broken)) {
        keep_trouble(library, &broken);
        theme_plain(theme);
    }
    return true;
}

static bool built_file(char path[PLACE_MAX], const char *folder, const char *format, const char *a,
                       const char *b, const char *c) {
    char name[PLACE_MAX];
    int n = snprintf(name, sizeof name, format, a, b, c);
    return n > 0 && n < (int)sizeof name && place_join(path, folder, name, NULL) &&
           file_exists(path);
}

bool library_picture(const Library *library, const char *game, const char *picture,
                     char path[PLACE_MAX]) {
    if (strchr(picture, '/') != NULL || picture[0] == '.' || picture[0] == '\0') {
        return false;
    }
    const char *root = library->places.root;
    return (game != NULL &&
            (built_file(path, root, "games/%s/assets/%s.svg%s", game, picture, "") ||
             built_file(path, root, "games/%s/assets/%s.png%s", game, picture, ""))) ||
           built_file(path, library->places.assets, "pictures/%s.svg%s%s", picture, "", "") ||
           built_file(path, root, "assets/pictures/own/%s.svg%s%s", picture, "", "");
}

bool library_sound(const Library *library, const char *sound, bool calm, char path[PLACE_MAX]) {
    return built_file(path, library->places.assets, "sounds/%s%s.wav%s", sound, calm ? ".calm" : "",
                      "") ||
           built_file(path, library->places.assets, "sounds/%s.wav%s%s", sound, "", "");
}

bool library_voice(const Library *library, const char *locale, const char *game, const char *key,
                   char path[PLACE_MAX]) {
    const char *assets = library->places.assets;
    return (game != NULL && built_file(path, assets, "voice/%s/%s/%s.wav", locale, game, key)) ||
           built_file(path, assets, "voice/%s/%s.wav%s", locale, key, "");
}

/* ---- opening ---- */

static bool read_games(Library *library, Fail *fail) {
    char path[PLACE_MAX], manifest[PLACE_MAX];
    char **names;
    size_t count;
    if (!place_join(path, library->places.root, "games", fail) ||
        !file_names(library->mem, path, &names, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count && library->count < GAMES_MAX; i++) {
        int n = snprintf(manifest, sizeof manifest, "%.500s/%.200s/game.lua", path, names[i]);
        if (n > 0 && n < (int)sizeof manifest && file_exists(manifest)) {
            library->games[library->count++].id = names[i];
        }
    }
    return true;
}

Library *library_open(const Places *places, Fail *fail) {
    Library *library = calloc(1, sizeof *library);
    Mem *mem = mem_new(64 << 20);
    if (library == NULL || mem == NULL) {
        free(library);
        mem_free(mem);
        fail_set(fail, FAIL_MEMORY, "there is no memory for the list of games");
        return NULL;
    }
    library->places = *places;
    library->mem = mem;
    char path[PLACE_MAX];
    bool ok = place_join(path, places->root, "assets/themes.json", fail) &&
              (library->themes = file_read(mem, path, &library->themes_length, fail)) != NULL &&
              read_games(library, fail) && read_locales(library, fail);
    if (!ok) {
        library_close(library);
        return NULL;
    }
    return library;
}

void library_close(Library *library) {
    if (library == NULL) {
        return;
    }
    for (size_t i = 0; i < library->count; i++) {
        script_close(library->games[i].script);
        for (size_t l = 0; l < LOCALES_MAX; l++) {
            texts_free(library->games[i].own[l].texts);
        }
    }
    for (size_t i = 0; i < library->locale_count; i++) {
        texts_free(library->shared[i]);
    }
    mem_free(library->mem);
    free(library);
}
