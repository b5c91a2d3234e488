/* Forgetting a child in all files; see forget.h. */
#include "app/forget.h"

#include "app/audit.h"
#include "app/keys.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

static bool ends_in(const char *name, const char *end) {
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

/* Every copy in the folder but the living database, whose writer has done it already. */
static bool clean_folder(App *app, const char *folder, Id child, bool records, Forgotten *forgotten,
                         Fail *fail) {
    DIR *list = opendir(folder);
    bool ok = true;
    if (list == NULL) {
        return true;
    }
    for (struct dirent *entry = readdir(list); ok && entry != NULL; entry = readdir(list)) {
        char path[PLACE_MAX];
        const char *name = entry->d_name;
        bool ours = strncmp(name, "otterpaw", 8) == 0 && strcmp(name, "otterpaw.db") != 0;
        if (!ours || !place_join(path, folder, name, fail)) {
            continue;
        }
        if (ends_in(name, ".db")) {
            ok = store_forget_in_file(path, child, records, app_wall_us(app), fail);
            if (!ok && fail->kind == FAIL_CORRUPT) {
                /* What was set aside because it is broken cannot be cleaned, so it cannot stay. */
                ok = unlink(path) == 0;
                forgotten->removed++;
            } else {
                forgotten->copies++;
            }
        } else if (strstr(name, ".db.") != NULL && ends_in(name, ".sealed")) {
            ok = unlink(path) == 0 ||
                 fail_set(fail, FAIL_SYSTEM, "the sealed backup %.400s cannot be removed", path);
            forgotten->removed++;
        }
    }
    closedir(list);
    return ok;
}

bool child_forget(App *app, Id child, bool records, Forgotten *forgotten, Fail *fail) {
    char backups[PLACE_MAX];
    *forgotten = (Forgotten){0};
    return store_forget(app->store, child, records, app_wall_us(app), NULL, NULL, fail) &&
           store_flush(app->store, fail) &&
           clean_folder(app, app->places.data, child, records, forgotten, fail) &&
           place_join(backups, app->places.data, "backups", fail) &&
           clean_folder(app, backups, child, records, forgotten, fail) &&
           audit_add(app->store, app_wall_us(app), keys_who(app->keys), AUDIT_FORGET, &child, fail);
}
