/* otterpaw lint GAME: loads a game as a child's session would and says what is wrong with it. */
#include "app/commands/commands.h"
#include "app/commands/lint_layout.h"

#include <string.h>

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
    if (!game.manifest->hidden && !game.manifest->no_score && game.levels->count < 10) {
        printf("games/%s/levels.lua: %d levels; a game for children has at least 10\n", id,
               game.levels->count);
        wrong++;
    }
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
