/* Backups by themselves and by hand; see backups.h. */
#define _GNU_SOURCE /* gettid */
#include "app/backups.h"

#include "app/files.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { END_TRIES = 50, END_TRY_MS = 100, NICENESS = 10 };

struct Backups {
    App *app;
    pthread_t thread;
    bool started; /* the thread is to be joined */
    atomic_bool stop, again, done;
    /* the thread's own until it is done */
    Seal seal;
    int64_t wall_us;
    char folder[PLACE_MAX];
    Fail fail;
};

bool backups_folder(const App *app, char folder[PLACE_MAX], Fail *fail) {
    return place_join(folder, app->places.data, "backups", fail);
}

static void *make_one(void *self) {
    Backups *backups = self;
    /* Behind the frames, whose thread is not so nice; yet not the last of all: on a busy machine it
     * would then never come to its end, and holds a snapshot of the database all that time. On
     * Linux a thread's niceness is its own. */
    setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS);
    BackupWay way = seal_way(&backups->seal, &backups->stop);
    do {
        fail_clear(&backups->fail);
        backup_make(backups->app->store, backups->folder, backups->wall_us, &way, NULL,
                    &backups->fail);
    } while (atomic_exchange(&backups->again, false) && !atomic_load(&backups->stop));
    atomic_store(&backups->done, true);
    return NULL;
}

static void join(Backups *backups) {
    if (backups->started) {
        pthread_join(backups->thread, NULL);
        backups->started = false;
        if (atomic_load(&backups->stop)) {
            fail_clear(&backups->fail); /* it was told to end */
        }
        seal_free(&backups->seal);
    }
}

static void start(Backups *backups) {
    if (backups->started && !atomic_load(&backups->done)) {
        atomic_store(&backups->again, true); /* the screen waits for none */
        return;
    }
    join(backups);
    fail_clear(&backups->fail);
    if (!backups_folder(backups->app, backups->folder, &backups->fail) ||
        !seal_read(backups->app->store, &backups->seal, &backups->fail)) {
        return;
    }
    atomic_store(&backups->stop, false);
    atomic_store(&backups->again, false);
    atomic_store(&backups->done, false);
    backups->wall_us = app_wall_us(backups->app);
    int rc = pthread_create(&backups->thread, NULL, make_one, backups);
    backups->started = rc == 0;
    if (rc != 0) {
        fail_set(&backups->fail, FAIL_SYSTEM, "the backup thread cannot be started: %s",
                 strerror(rc));
        seal_free(&backups->seal);
    }
}

void backups_begin(App *app) {
    BackupNews news;
    StoreState state;
    if (app->backups == NULL && (app->backups = calloc(1, sizeof *app->backups)) == NULL) {
        return;
    }
    app->backups->app = app;
    backups_news(app, &news);
    store_state(app->store, &state);
    if ((!news.any || news.days_old != 0) && !state.fresh && !state.read_only) {
        start(app->backups);
    }
}

void backups_after_session(App *app) {
    if (app->backups != NULL) {
        start(app->backups);
    }
}

void backups_wait(App *app) {
    if (app->backups != NULL) {
        join(app->backups);
    }
}

void backups_stop(App *app) {
    if (app->backups != NULL) {
        atomic_store(&app->backups->stop, true);
        join(app->backups);
    }
}

void backups_end(Backups *backups) {
    if (backups == NULL) {
        return;
    }
    struct timespec while_ending = {.tv_nsec = END_TRY_MS * 1000000L};
    for (int i = 0; i < END_TRIES && backups->started && !atomic_load(&backups->done); i++) {
        nanosleep(&while_ending, NULL);
    }
    atomic_store(&backups->stop, true);
    join(backups);
    free(backups);
}

/* ---- by hand ---- */

static bool make_at(App *app, const char *to, Seal *seal, char path[BACKUP_PATH_MAX], Fail *fail) {
    BackupWay way = seal_way(seal, NULL);
    char date[16], name[64];
    time_t seconds = (time_t)(app_wall_us(app) / 1000000);
    struct tm utc = {0};
    if (strlen(to) >= BACKUP_PATH_MAX - 64) {
        return fail_set(fail, FAIL_INPUT, "the name is too long: %.200s", to);
    }
    if (file_is_folder(to)) {
        gmtime_r(&seconds, &utc);
        strftime(date, sizeof date, "%Y%m%d", &utc);
        snprintf(name, sizeof name, "otterpaw-%s.db%s", date, way.suffix);
        if (!place_join(path, to, name, fail)) {
            return false;
        }
    } else if (access(to, F_OK) == 0) {
        return fail_set(fail, FAIL_INPUT, "%s is there already: name another file, or a folder",
                        to);
    } else {
        snprintf(path, BACKUP_PATH_MAX, "%s", to);
    }
    return backup_write(app->store, path, &way, fail);
}

bool backups_make(App *app, const char *to, char path[BACKUP_PATH_MAX], bool *sealed, Fail *fail) {
    char folder[PLACE_MAX];
    Seal seal;
    backups_stop(app);
    if (!seal_read(app->store, &seal, fail)) {
        return false;
    }
    *sealed = seal.sealed;
    bool ok;
    if (to != NULL) {
        ok = make_at(app, to, &seal, path, fail);
    } else {
        BackupWay way = seal_way(&seal, NULL);
        ok = backups_folder(app, folder, fail) &&
             backup_make(app->store, folder, app_wall_us(app), &way, path, fail);
    }
    seal_free(&seal);
    return ok;
}

/* ---- news ---- */

void backups_news(App *app, BackupNews *news) {
    char folder[PLACE_MAX];
    BackupFile *files = malloc(BACKUPS_MAX * sizeof *files);
    *news = (BackupNews){0};
    Backups *own = app->backups;
    if (own != NULL && (!own->started || atomic_load(&own->done))) {
        join(own);
        snprintf(news->trouble, sizeof news->trouble, "%s", own->fail.text);
    }
    int count = files != NULL && backups_folder(app, folder, NULL) ? backup_list(folder, files) : 0;
    long today = backup_day(app_wall_us(app));
    int newest = 0;
    while (newest < count - 1 && files[newest].day > today) {
        newest++; /* a date to come tells nothing of how old it is */
    }
    if (count > 0) {
        const char *digits = files[newest].name + strlen("otterpaw-");
        news->any = true;
        news->days_old = today - files[newest].day;
        news->sealed = strstr(files[newest].name, SEAL_SUFFIX) != NULL;
        snprintf(news->date, sizeof news->date, "%.4s-%.2s-%.2s", digits, digits + 4, digits + 6);
    }
    free(files);
}
