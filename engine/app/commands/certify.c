/* otterpaw certify GAME: every pretend child plays every level, and the figures say whether the
 * levels do what levels must. */
#include "play/certify.h"
#include "app/commands/commands.h"

/* A game for adults' eyes only (hidden) is certified when it is named, not with all. */
static int certify(App *app, const char *id, const CertifySetup *setup, bool named) {
    Fail fail = {0};
    Game game;
    Certificate certificate;
    if (!library_game(app->library, id, &game, &fail)) {
        printf("%s\n", fail.text);
        return 1;
    }
    if (game.manifest->hidden && !named) {
        return 0;
    }
    if (!certify_game(&game, setup, &certificate, &fail)) {
        printf("%s: %s\n", id, fail.text);
        return 1;
    }
    Buffer out = {0};
    if (certify_report(&certificate, game.manifest, &out)) {
        fwrite(out.bytes, 1, out.length, stdout);
        fflush(stdout);
    }
    buffer_free(&out);
    return certificate.passes ? 0 : 1;
}

static bool read_setup(const char *trials, const char *seed, CertifySetup *setup, Fail *fail) {
    long count = setup->trials, number = (long)setup->seed;
    bool ok = (trials == NULL || option_int("--trials", trials, 1, RUN_TRIALS_MAX, &count, fail)) &&
              (seed == NULL || option_int("--seed", seed, 0, 1L << 40, &number, fail));
    setup->trials = (int)count;
    setup->seed = (uint64_t)number;
    return ok;
}

static int run(int argc, char **argv) {
    const char *data = NULL, *trials = NULL, *seed = NULL, *words[WORDS_MAX];
    const Option options[] = {
        {"--trials", "N", "of each child on each level (20)", &trials, NULL},
        {"--seed", "S", "of games and children (1)", &seed, NULL},
        {"--data", "DIR", "where the database is (else the XDG data home)", &data, NULL}};
    size_t count;
    int status = STATUS_WELL, failed = 0;
    App app = {0};
    Fail fail = {0};
    CertifySetup setup = certify_setup();
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        return status;
    }
    /* No database is needed: games are only played. */
    if (!read_setup(trials, seed, &setup, &fail) || !places_find(&app.places, data, &fail) ||
        (app.library = library_open(&app.places, &fail)) == NULL) {
        return command_fail("certify", &fail);
    }
    for (size_t i = 0; i < count; i++) {
        failed += certify(&app, words[i], &setup, true);
    }
    for (size_t i = 0; count == 0 && i < library_count(app.library); i++) {
        failed += certify(&app, library_id(app.library, i), &setup, false);
    }
    library_close(app.library);
    return failed == 0 ? STATUS_WELL : STATUS_FAILED;
}

const Command command_certify = {"certify", "[GAME...]",
                                 "every pretend child plays every level (all games)", run};
