/* otterpaw backup: a whole, checked copy of the database, sealed when there is a clinic. */
#include "app/backups.h"
#include "app/commands/reading.h"

static int run(int argc, char **argv) {
    const char *data = NULL, *to = NULL, *words[WORDS_MAX];
    const Option options[] = {
        DATA_OPTION(data),
        {"--to", "FILE|DIR", "there, instead of among the tablet's own backups", &to, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    char path[BACKUP_PATH_MAX];
    bool sealed;
    App app;
    Fail fail = {0};
    if (!command_begin(argc, argv, options, 2, words, &count, &status) ||
        !command_words("backup", count, 0, &status)) {
        return status;
    }
    if (!app_open(&app, data, &fail)) {
        return command_fail("backup", &fail);
    }
    if (backups_make(&app, to, path, &sealed, &fail)) {
        printf("%s: whole%s\n", path,
               sealed ? ", sealed: it opens with a therapist's passphrase or the recovery key"
                      : ", not sealed: this tablet has no clinic");
    } else {
        status = command_fail("backup", &fail);
    }
    app_close(&app);
    return status;
}

const Command command_backup = {"backup", "[--to FILE|DIR] [--data DIR]",
                                "makes a backup and checks it", run};
