/* A tablet on a real store where a clinic may be set up, with a clock that the test turns: what is
 * secret, what is backed up, what a restart finds. */
#ifndef OTTERPAW_TESTS_CLINIC_FIXTURE_H
#define OTTERPAW_TESTS_CLINIC_FIXTURE_H

#include "app/children.h"
#include "app/keys.h"
#include "app/shell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char PASSPHRASE[] = "twelve otters swim";
static const char PIN[] = "472913";
enum { SMALL_MEMORY = 1 << 30 };

typedef struct {
    char folder[64], backups[80], recovery[VAULT_RECOVERY_TEXT];
    App app;
    Shell *shell; /* of a test with screens, which frees it */
    Mem *mem;     /* for what lasts as long as the test */
    int64_t wall_us;
    Fail fail;
} House;

static inline int64_t wall(void *self) {
    return ((House *)self)->wall_us;
}

static inline void open_again(House *house) {
    if (!app_open(&house->app, house->folder, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
    house->app.wall_us = wall;
    house->app.self = house;
    /* The cost of a small tablet, so that the test is quick. */
    keys_close(house->app.keys);
    house->app.keys = keys_open(house->app.store, wall, house, SMALL_MEMORY, &house->fail);
    assert_non_null(house->app.keys);
}

static inline void restart(House *house) {
    app_close(&house->app);
    open_again(house);
}

static inline int open_house(void **state) {
    House *house = calloc(1, sizeof *house);
    assert_non_null(house);
    snprintf(house->folder, sizeof house->folder, "/tmp/otterpaw-clinic-XXXXXX");
    if (mkdtemp(house->folder) == NULL) {
        return -1;
    }
    snprintf(house->backups, sizeof house->backups, "%s/backups", house->folder);
    house->wall_us = 1772532000000000; /* 3 March 2026, 10:00 */
    house->mem = mem_new(32 << 20);
    open_again(house);
    *state = house;
    return 0;
}

static inline int close_house(void **state) {
    House *house = *state;
    char command[96];
    app_close(&house->app);
    snprintf(command, sizeof command, "rm -r %s", house->folder);
    int rc = system(command);
    mem_free(house->mem);
    free(house);
    return rc;
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

/* Noa's clinic, with the keys open. */
static inline void set_up(House *house) {
    if (!keys_set_up(house->app.keys, "Noa", PASSPHRASE, house->recovery, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
}

static inline void set_up_with_pin(House *house) {
    set_up(house);
    if (!keys_set_pin(house->app.keys, PIN, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
}

/* name: sealed for the clinic; NULL: the child has a pseudonym alone. */
static inline ChildRecord named_child(House *house, const char *name) {
    ChildRecord child;
    Profile profile = profile_standard("5-6", "");
    if (!child_make(&house->app, house->mem, "cat", NULL, &profile, &child, &house->fail) ||
        (name != NULL && !keys_seal(house->app.keys, child.id, "name", name, &house->fail))) {
        fail_msg("%s", house->fail.text);
    }
    return child;
}

static inline bool file_holds(const char *path, const char *words) {
    size_t length = strlen(words), at = 0;
    FILE *file = fopen(path, "rb");
    bool found = false;
    assert_non_null(file);
    for (int c = getc(file); c != EOF && !found; c = getc(file)) {
        at = c == words[at] ? at + 1 : c == words[0] ? 1 : 0;
        found = at == length;
    }
    fclose(file);
    return found;
}

#endif
