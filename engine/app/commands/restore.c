/* otterpaw restore FILE: a backup becomes the database; what was there is set aside. */
#include "app/audit.h"
#include "app/commands/reading.h"
#include "app/commands/secret.h"

#include <string.h>
#include <unistd.h>

/* A plain copy of a sealed backup, for as long as it is needed. */
static bool unseal(const char *path, const char *head, const SealSecret *secret, const App *app,
                   char plain[PLACE_MAX], Fail *fail) {
    return place_join(plain, app->places.data, "otterpaw.db.opening", fail) &&
           seal_open(path, head, secret, plain, fail);
}

/* The trail of the database that is there now says that it was brought back. */
static bool tell_trail(const App *app, const char *who, Fail *fail) {
    Store *store = store_open(app->places.data, app_wall_us(app), NULL, fail);
    bool ok = store != NULL &&
              audit_add(store, app_wall_us(app), who != NULL ? who : "", AUDIT_RESTORE, NULL, fail);
    if (store != NULL) {
        store_close(store);
    }
    return ok;
}

static bool restore(App *app, const char *path, const char *key, const char *therapist,
                    char set_aside[BACKUP_PATH_MAX], Fail *fail) {
    char line[SECRET_MAX] = "", plain[PLACE_MAX];
    Buffer head = {0};
    SealSecret secret;
    bool sealed = seal_is(path, &head, fail);
    bool ok = sealed || fail->kind == FAIL_NONE;
    if (ok && sealed) {
        ok = secret_ask(key, therapist, line, &secret, fail) &&
             unseal(path, (const char *)head.bytes, &secret, app, plain, fail);
    }
    if (ok) {
        ok = backup_restore(app->places.data, sealed ? plain : path, app_wall_us(app), set_aside,
                            fail);
        if (sealed) {
            unlink(plain);
        }
    }
    memset(line, 0, sizeof line);
    buffer_free(&head);
    return ok;
}

static int run(int argc, char **argv) {
    const char *data = NULL, *key = NULL, *therapist = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data), SECRET_OPTIONS(key, therapist)};
    size_t count;
    int status = STATUS_WELL;
    char set_aside[BACKUP_PATH_MAX];
    App app = {0};
    Fail fail = {0};
    if (!command_begin(argc, argv, options, 3, words, &count, &status) ||
        !command_words("restore", count, 1, &status)) {
        return status;
    }
    app_own_clock(&app);
    if (!vault_begin(&fail) || !places_find(&app.places, data, &fail) ||
        !restore(&app, words[0], key, therapist, set_aside, &fail) ||
        !tell_trail(&app, therapist, &fail)) {
        return command_fail("restore", &fail);
    }
    printf("%s is now the database in %s\n", words[0], app.places.data);
    if (set_aside[0] != '\0') {
        printf("what was there is kept as %s\n", set_aside);
    }
    return status;
}

const Command command_restore = {"restore", "FILE [--key WORDS | --therapist NAME] [--data DIR]",
                                 "brings a backup back; what was there is kept", run};
