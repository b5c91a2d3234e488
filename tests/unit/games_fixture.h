/* The shipped games, for tests that play them. After cmocka's header. */
#ifndef OTTERPAW_TESTS_GAMES_FIXTURE_H
#define OTTERPAW_TESTS_GAMES_FIXTURE_H

#include "app/library.h"

static Library *library;

static int set_up(void **state) {
    (void)state;
    Places places = {.root = ".", .assets = "build/assets", .data = "."};
    Fail fail = {0};
    library = library_open(&places, &fail);
    if (library == NULL) {
        print_error("%s\n", fail.text);
    }
    return library != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    library_close(library);
    return 0;
}

#endif
