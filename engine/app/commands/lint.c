/* otterpaw lint GAME: loads a game as a child's session would, plays each level, and says what is
 * wrong with it. */
#include "app/commands/commands.h"
#include "app/commands/lint_layout.h"
#include "app/commands/listen.h"
#include "app/files.h"

#include <ctype.h>
#include <string.h>

enum { LEVELS_LEAST = 10, PARAMETERS_LEAST = 5 };

/* Everything a child is told in one locale has its text. */
static int missing_texts(Library *library, const Manifest *manifest, const char *locale) {
    const Texts *texts = library_game_texts(library, locale, manifest->id);
    int missing = 0;
    const char *head[] = {manifest->title, manifest->word};
    for (int i = 0; i < 2; i++) {
        if (!texts_has(texts, head[i])) {
            printf("games/%s: text \"%s\" is missing in %s\n", manifest->id, head[i], locale);
            missing++;
        }
    }
    for (int i = 0; manifest->voice[i] != NULL; i++) {
        if (!texts_has(texts, manifest->voice[i])) {
            printf("games/%s: text \"%s\" is missing in %s\n", manifest->id, manifest->voice[i],
                   locale);
            missing++;
        }
    }
    return missing;
}

/* ---- texts that play.lua names as they are ---- */

/* The text between two quotes that looks like a key and is not the beginning of a longer one;
 * returns where to read on, NULL at the end of the line. */
static const char *next_key(const char *at, char key[TEXT_KEY_MAX]) {
    const char *open = strchr(at, '"'), *close = open != NULL ? strchr(open + 1, '"') : NULL;
    if (close == NULL) {
        return NULL;
    }
    size_t length = (size_t)(close - open - 1);
    bool is_key = length > 0 && length < TEXT_KEY_MAX && islower((unsigned char)open[1]) &&
                  memchr(open + 1, '.', length) != NULL && close[-1] != '.' &&
                  strncmp(close + 1, " ..", 3) != 0;
    snprintf(key, TEXT_KEY_MAX, "%.*s", is_key ? (int)length : 0, open + 1);
    return close + 1;
}

static int lint_line(App *app, const char *id, const char *line, int number) {
    static const char *const says[] = {":say(", ":text(", ":words(", "voice = \"", " key = \""};
    const char *at = NULL;
    char key[TEXT_KEY_MAX];
    int wrong = 0;
    for (size_t i = 0; i < sizeof says / sizeof says[0] && at == NULL; i++) {
        at = strstr(line, says[i]);
    }
    while (at != NULL && (at = next_key(at, key)) != NULL) {
        for (const char *const *locale = library_locales(app->library);
             key[0] != '\0' && *locale != NULL; locale++) {
            if (!texts_has(library_game_texts(app->library, *locale, id), key)) {
                printf("games/%s/play.lua:%d: says \"%s\", which games/%s/text/%s.txt lacks\n", id,
                       number, key, id, *locale);
                wrong++;
            }
        }
    }
    return wrong;
}

static int lint_words(App *app, const char *id) {
    Fail fail = {0};
    char path[PLACE_MAX], line[1024];
    size_t length;
    int wrong = 0, number = 0;
    Mem *mem = mem_new((size_t)8 << 20);
    snprintf(path, sizeof path, "%.800s/games/%.100s/play.lua", app->places.root, id);
    const char *text = mem != NULL ? file_read(mem, path, &length, &fail) : NULL;
    for (const char *at = text; at != NULL && *at != '\0';) {
        size_t n = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)n, at);
        char *comment = strstr(line, "--");
        if (comment != NULL) {
            *comment = '\0';
        }
        wrong += lint_line(app, id, line, ++number);
        at += n + (at[n] != '\0');
    }
    mem_free(mem);
    return wrong;
}

/* ---- what it says and shows as it is played ---- */

static int lint_heard(App *app, const Game *game) {
    static Heard heard;
    const char *id = game->manifest->id;
    char path[PLACE_MAX];
    int wrong = 0;
    listen(game, &heard);
    for (int i = 0; i < heard.fault_count; i++) {
        printf("games/%s: %s\n", id, heard.faults[i]);
        wrong++;
    }
    for (int i = 0; i < heard.words.count; i++) {
        const HeardName *word = &heard.words.names[i];
        for (const char *const *locale = library_locales(app->library); *locale != NULL; locale++) {
            if (!texts_has(library_game_texts(app->library, *locale, id), word->name)) {
                printf("games/%s/text/%s.txt: the key \"%s\" is missing; level %d says it\n", id,
                       *locale, word->name, word->level);
                wrong++;
            }
        }
    }
    for (int i = 0; i < heard.pictures.count; i++) {
        const HeardName *picture = &heard.pictures.names[i];
        if (!library_picture(app->library, id, picture->name, path)) {
            printf("games/%s: there is no picture \"%s\"; level %d shows it\n", id, picture->name,
                   picture->level);
            wrong++;
        }
    }
    if (!game->manifest->hidden && !game->manifest->no_score && !heard.held_back) {
        printf("games/%s/play.lua: a probe shows nothing that practice does not; hold items back\n",
               id);
        wrong++;
    }
    return wrong;
}

/* What a game for children has at least. */
static int lint_size(const Game *game) {
    const Manifest *manifest = game->manifest;
    int wrong = 0;
    if (manifest->hidden) {
        return 0;
    }
    if (game->levels->count < LEVELS_LEAST) {
        printf("games/%s/levels.lua: %d levels; a game for children has at least %d\n",
               manifest->id, game->levels->count, LEVELS_LEAST);
        wrong++;
    }
    if (manifest->param_count < PARAMETERS_LEAST) {
        printf("games/%s/game.lua: %d parameters; a game for children has at least %d\n",
               manifest->id, manifest->param_count, PARAMETERS_LEAST);
        wrong++;
    }
    if (game->ops->help == NULL) {
        printf("games/%s/play.lua: there is no help; a game for children has help(trial, rung)\n",
               manifest->id);
        wrong++;
    }
    return wrong;
}

static int lint(App *app, const char *id) {
    Fail fail = {0};
    Game game;
    if (!library_game(app->library, id, &game, &fail)) {
        printf("%s\n", fail.text);
        return 1;
    }
    int wrong = 0;
    char path[PLACE_MAX];
    for (const char *const *locale = library_locales(app->library); *locale != NULL; locale++) {
        wrong += missing_texts(app->library, game.manifest, *locale);
    }
    if (!library_picture(app->library, id, game.manifest->picture, path)) {
        printf("games/%s/game.lua: there is no picture \"%s\"\n", id, game.manifest->picture);
        wrong++;
    }
    wrong += lint_size(&game) + lint_words(app, id) + lint_heard(app, &game);
    if (wrong == 0) {
        printf("%s %s: well; %d levels, %d parameters, %d measures\n", id, game.manifest->version,
               game.levels->count, game.manifest->param_count, game.manifest->measure_count);
    }
    return wrong;
}

static int run(int argc, char **argv) {
    const char *data = NULL, *words[WORDS_MAX];
    LintLayout what = {0};
    bool layout = false;
    const Option options[] = {
        {"--data", "DIR", "where the database is (else the XDG data home)", &data, NULL},
        {"--layout", NULL, "looks at the layout of every level and screen", NULL, &layout},
        {"--dump-layout", "FILE", "writes what lies where, millimetres, as JSON", &what.dump, NULL},
    };
    size_t count;
    int status = STATUS_WELL, wrong = 0;
    App app = {0};
    Fail fail = {0};
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        return status;
    }
    if (layout || what.dump != NULL) {
        what.games = words;
        what.game_count = count;
        wrong = lint_layout(&what, &fail);
        return wrong < 0 ? command_fail("lint", &fail) : wrong > 0 ? STATUS_FAILED : STATUS_WELL;
    }
    /* No database is needed: games are only read. */
    if (!places_find(&app.places, data, &fail) ||
        (app.library = library_open(&app.places, &fail)) == NULL) {
        return command_fail("lint", &fail);
    }
    for (size_t i = 0; i < count; i++) {
        wrong += lint(&app, words[i]);
    }
    for (size_t i = 0; count == 0 && i < library_count(app.library); i++) {
        wrong += lint(&app, library_id(app.library, i));
    }
    library_close(app.library);
    return wrong == 0 ? STATUS_WELL : STATUS_FAILED;
}

const Command command_lint = {"lint", "[GAME...]", "says what is wrong with games (all of them)",
                              run};
