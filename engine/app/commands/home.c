/* otterpaw home: the home plan of a child out of this tablet, and what was played at home back. */
#include "app/home.h"
#include "app/commands/commands.h"

#include <string.h>

static bool find(App *app, Mem *mem, const char *words, ChildRecord *child, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (!history_children(app->store, mem, &children, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        char id[ID_TEXT_SIZE];
        id_text(children[i].id, id);
        if (strcmp(children[i].pseudonym, words) == 0 || strcmp(id, words) == 0) {
            *child = children[i];
            return true;
        }
    }
    return fail_set(fail, FAIL_INPUT, "there is no child \"%s\" on this tablet", words);
}

static bool send(App *app, Mem *mem, const char *who, const char *path, Fail *fail) {
    ChildRecord child;
    char words[VAULT_RECOVERY_TEXT];
    if (!find(app, mem, who, &child, fail) || !home_export(app, &child, path, words, fail)) {
        return false;
    }
    printf("%s: the plan of %s and what was played at home\nkey: %s\n", path, child.pseudonym,
           words);
    return true;
}

static bool take(App *app, Mem *mem, const char *path, const char *key, Fail *fail) {
    HomeTaken taken;
    if (!home_import(app, mem, path, key, &taken, fail)) {
        return false;
    }
    printf("%s: %s, %d new sessions with %d trials\n", taken.child.pseudonym,
           taken.child_made ? "now on this tablet" : "was here already", taken.sessions,
           taken.trials);
    return true;
}

static int run(int argc, char **argv) {
    const char *data = NULL, *key = NULL, *words[WORDS_MAX];
    const Option options[] = {
        {"--data", "DIR", "where the database is (else the XDG data home)", &data, NULL},
        {"--key", "WORDS", "import: the key that export printed", &key, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        return status;
    }
    bool out = count == 3 && strcmp(words[0], "export") == 0;
    bool in = count == 2 && strcmp(words[0], "import") == 0;
    bool begin = count == 1 && strcmp(words[0], "begin") == 0;
    bool end = count == 1 && strcmp(words[0], "end") == 0;
    if (!out && !in && !begin && !end) {
        fprintf(stderr, "otterpaw home: say `home export CHILD FILE`, `home import FILE`, `home "
                        "begin` or `home end`\n");
        return STATUS_USAGE;
    }
    App app;
    Fail fail = {0};
    if (!app_open(&app, data, &fail)) {
        return command_fail("home", &fail);
    }
    Mem *mem = mem_new((size_t)512 << 20);
    bool ok = mem != NULL && (begin ? home_begin(&app, &fail)
                              : end ? home_end(&app, &fail)
                              : out ? send(&app, mem, words[1], words[2], &fail)
                                    : take(&app, mem, words[1], key, &fail));
    if (!ok) {
        status = command_fail("home", &fail);
    }
    mem_free(mem);
    app_close(&app);
    return status;
}

const Command command_home = {"home", "export CHILD FILE | import FILE [--key WORDS] | begin | end",
                              "a sealed file to and from a family's tablet", run};
