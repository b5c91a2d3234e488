/* Forgetting a child in all files; see forget.h. */
#include "app/forget.h"

#include "app/audit.h"
#include "app/backups.h"
#include "app/files.h"
#include "app/keys.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool ends_in(const char *name, const char *end) {
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

typedef struct {
    App *app;
    Id child;
    bool records;
    Seal seal;
    Forgotten *forgotten;
} Cleaning;

/* Opened, cleaned and sealed anew under the same name. False: it cannot be opened now. */
static bool clean_sealed(Cleaning *cleaning, const char *path, Fail *fail) {
    char plain[PLACE_MAX + 16], sealed[PLACE_MAX + 16];
    BackupWay way = seal_way(&cleaning->seal, NULL);
    snprintf(plain, sizeof plain, "%s.making", path);
    snprintf(sealed, sizeof sealed, "%s.making-sealed", path);
    bool ok = way.seal != NULL && keys_open_backup(cleaning->app->keys, path, plain, fail) &&
              store_forget_in_file(plain, cleaning->child, cleaning->records,
                                   app_wall_us(cleaning->app), fail) &&
              backup_check(plain, fail) && way.seal(way.self, plain, sealed, fail) &&
              (rename(sealed, path) == 0 ||
               fail_set(fail, FAIL_SYSTEM, "%.400s cannot be replaced", path));
    unlink(plain);
    unlink(sealed);
    return ok;
}

static bool clean_file(Cleaning *cleaning, const char *path, const char *name, Fail *fail) {
    Forgotten *forgotten = cleaning->forgotten;
    bool half =
        strstr(name, ".making") != NULL || ends_in(name, ".restoring") || ends_in(name, ".opening");
    bool sealed = strstr(name, ".db.") != NULL && ends_in(name, SEAL_SUFFIX);
    Fail why = {0};
    if (half) {
        unlink(path); /* left by a copy that was interrupted */
        return true;
    }
    if (!sealed && !ends_in(name, ".db")) {
        return true;
    }
    bool cleaned = sealed ? clean_sealed(cleaning, path, &why)
                          : store_forget_in_file(path, cleaning->child, cleaning->records,
                                                 app_wall_us(cleaning->app), &why);
    if (cleaned) {
        forgotten->copies++;
        return true;
    }
    /* What is broken cannot be cleaned, nor what is sealed while the keys are closed: neither may
     * stay. */
    if (!sealed && why.kind != FAIL_CORRUPT) {
        *fail = why;
        return false;
    }
    forgotten->removed++;
    return unlink(path) == 0 ||
           fail_set(fail, FAIL_SYSTEM, "the copy %.400s cannot be removed", path);
}

/* Every copy in the folder but the living database, whose writer has done it already. */
static bool clean_folder(Cleaning *cleaning, const char *folder, Fail *fail) {
    Mem *mem = mem_new(4 << 20);
    char **names, path[PLACE_MAX];
    size_t count = 0;
    bool ok = mem != NULL || fail_set(fail, FAIL_MEMORY, "there is no memory to forget a child");
    /* The whole list first: what is replaced meanwhile is not met twice. */
    if (ok && file_is_folder(folder)) {
        ok = file_names(mem, folder, &names, &count, fail);
    }
    for (size_t i = 0; ok && i < count; i++) {
        bool ours = strncmp(names[i], "otterpaw", 8) == 0 && strcmp(names[i], "otterpaw.db") != 0;
        ok = !ours || (place_join(path, folder, names[i], fail) &&
                       clean_file(cleaning, path, names[i], fail));
    }
    mem_free(mem);
    return ok;
}

/* Sealed ones that had to go leave a gap: today's is made at once. */
static bool fill_gap(App *app, const Forgotten *forgotten, Fail *fail) {
    char path[BACKUP_PATH_MAX];
    bool sealed;
    return forgotten->removed == 0 || backups_make(app, NULL, path, &sealed, fail);
}

bool child_forget(App *app, Id child, bool records, Forgotten *forgotten, Fail *fail) {
    char backups[PLACE_MAX];
    Cleaning cleaning = {.app = app, .child = child, .records = records, .forgotten = forgotten};
    *forgotten = (Forgotten){0};
    backups_stop(app); /* it would hold the log, and copies the child */
    bool ok =
        seal_read(app->store, &cleaning.seal, fail) &&
        store_forget(app->store, child, records, app_wall_us(app), NULL, NULL, fail) &&
        store_flush(app->store, fail) && clean_folder(&cleaning, app->places.data, fail) &&
        backups_folder(app, backups, fail) && clean_folder(&cleaning, backups, fail) &&
        fill_gap(app, forgotten, fail) &&
        audit_add(app->store, app_wall_us(app), keys_who(app->keys), AUDIT_FORGET, &child, fail);
    seal_free(&cleaning.seal);
    return ok;
}
