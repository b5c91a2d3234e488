/* libFuzzer: any bytes as what a home file holds, and as the sealed file itself. The tablet refuses
 * with a sentence or keeps what it says; taken twice nothing is doubled, and the database stays
 * whole. First byte: sealed or not. */
#include "app/home.h"
#include "store/history.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUTS_A_TABLET = 500 };

static App app;
static char folder[64];
static int inputs;

static void run(const char *command) {
    if (system(command) != 0) {
        abort();
    }
}

/* A tablet of its own in memory; a fresh one from time to time, so that it does not grow. */
static void open_tablet(void) {
    char command[128];
    Fail fail;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (inputs > 0) {
        app_close(&app);
        run(command);
    }
    snprintf(folder, sizeof folder, "%s/otterpaw-fuzz-XXXXXX",
             getenv("FUZZ_TMP") != NULL ? getenv("FUZZ_TMP") : "/dev/shm");
    if (mkdtemp(folder) == NULL || !app_open(&app, folder, &fail)) {
        abort();
    }
}

static size_t session_count(Mem *mem, Id child) {
    SessionLine *lines;
    size_t count;
    Fail fail;
    if (!history_sessions(app.store, mem, &child, 0, &lines, &count, &fail)) {
        abort();
    }
    return count;
}

static void take(const uint8_t *text, size_t length) {
    HomeTaken taken, again;
    Fail fail = {FAIL_NONE, ""};
    Mem *mem = mem_new((size_t)256 << 20);
    if (mem == NULL) {
        return;
    }
    if (!home_take(&app, mem, text, length, "KEY", &taken, &fail)) {
        if (fail.text[0] == '\0') {
            abort();
        }
    } else {
        size_t count = session_count(mem, taken.child.id);
        if (!home_take(&app, mem, text, length, "KEY", &again, &fail) || again.child_made ||
            again.sessions != 0 || again.trials != 0 ||
            session_count(mem, taken.child.id) != count) {
            abort();
        }
    }
    mem_free(mem);
}

static void open_sealed(const uint8_t *bytes, size_t length) {
    static VaultKey *key;
    Fail fail = {FAIL_NONE, ""};
    Buffer plain = {0};
    if (key == NULL) {
        key = vault_key_random(&fail);
    }
    if (key != NULL && vault_open_file(key, bytes, length, &plain, &fail)) {
        abort(); /* nobody guesses a key */
    }
    buffer_free(&plain);
    VaultKey *read = NULL;
    char words[VAULT_RECOVERY_TEXT];
    snprintf(words, sizeof words, "%.*s", (int)length, (const char *)bytes);
    read = vault_recovery_read(words, &fail);
    vault_key_free(read);
}

static void look_whole(void) {
    Buffer report = {0};
    int damaged;
    Fail fail;
    if (!history_check(app.store, &report, &damaged, &fail) || damaged > 0) {
        abort();
    }
    buffer_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (inputs % INPUTS_A_TABLET == 0) {
        open_tablet();
    }
    inputs++;
    if (size > 0 && data[0] == '!') {
        open_sealed(data + 1, size - 1);
    } else {
        take(data, size);
    }
    if (inputs % INPUTS_A_TABLET == 0) {
        look_whole();
    }
    return 0;
}
