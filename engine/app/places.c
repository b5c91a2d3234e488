/* Finds the program's files and the data folder; see places.h. */
#include "app/places.h"

#include "app/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool place_join(char out[PLACE_MAX], const char *folder, const char *name, Fail *fail) {
    int length = snprintf(out, PLACE_MAX, "%s/%s", folder, name);
    if (length < 0 || length >= PLACE_MAX) {
        return fail_set(fail, FAIL_LIMIT,
                        "%s/%s: this name is longer than %d bytes; use a shorter folder", folder,
                        name, PLACE_MAX - 1);
    }
    return true;
}

static bool is_root(const char *folder) {
    char path[PLACE_MAX];
    return place_join(path, folder, "games", NULL) && file_is_folder(path) &&
           place_join(path, folder, "assets/themes.json", NULL) && file_exists(path);
}

static bool copy_place(char out[PLACE_MAX], const char *place, Fail *fail) {
    if (strlen(place) >= PLACE_MAX) {
        return fail_set(fail, FAIL_LIMIT, "%s: this name is longer than %d bytes", place,
                        PLACE_MAX - 1);
    }
    strcpy(out, place);
    return true;
}

static bool find_root(char root[PLACE_MAX], Fail *fail) {
    const char *told = getenv("OTTERPAW_ROOT");
    if (told != NULL && told[0] != '\0') {
        if (!is_root(told)) {
            return fail_set(fail, FAIL_INPUT,
                            "OTTERPAW_ROOT is %s, but games/ and assets/themes.json are not there",
                            told);
        }
        return copy_place(root, told, fail);
    }
    ssize_t length = readlink("/proc/self/exe", root, PLACE_MAX - 1);
    if (length > 0) {
        root[length] = '\0';
        char *slash;
        while ((slash = strrchr(root, '/')) != NULL && slash != root) {
            *slash = '\0';
            if (is_root(root)) {
                return true;
            }
        }
    }
    if (is_root(".")) {
        return copy_place(root, ".", fail);
    }
    return fail_set(fail, FAIL_SYSTEM,
                    "the folders games/ and assets/ are not near this program; say where they are "
                    "in OTTERPAW_ROOT");
}

static bool find_data(char data[PLACE_MAX], Fail *fail) {
    const char *xdg = getenv("XDG_DATA_HOME");
    if (xdg != NULL && xdg[0] == '/') {
        return place_join(data, xdg, "otterpaw", fail);
    }
    const char *home = getenv("HOME");
    if (home == NULL || home[0] == '\0') {
        return fail_set(
            fail, FAIL_SYSTEM,
            "neither XDG_DATA_HOME nor HOME is set; say where data goes with --data DIR");
    }
    return place_join(data, home, ".local/share/otterpaw", fail);
}

bool places_find(Places *places, const char *data, Fail *fail) {
    if (!find_root(places->root, fail)) {
        return false;
    }
    const char *assets = getenv("OTTERPAW_ASSETS_OUT");
    bool found = assets != NULL && assets[0] != '\0'
                     ? copy_place(places->assets, assets, fail)
                     : place_join(places->assets, places->root, "build/assets", fail);
    if (!found) {
        return false;
    }
    if (!(data != NULL ? copy_place(places->data, data, fail) : find_data(places->data, fail))) {
        return false;
    }
    return file_make_folder(places->data, fail);
}
