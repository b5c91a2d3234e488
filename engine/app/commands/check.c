/* otterpaw check: reads every row of the database and its check; of the backups too. */
#include "app/audit.h"
#include "app/backups.h"
#include "app/commands/reading.h"
#include "app/commands/secret.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* False: the trail was changed, or cannot be read. */
static bool tell_audit(App *app, Fail *fail) {
    AuditVerdict verdict;
    if (!audit_verify(app->store, &verdict, fail)) {
        printf("the audit cannot be read: %s\n", fail->text);
        return false;
    }
    if (verdict.whole) {
        printf("the audit is whole: %d entries\n", verdict.entries);
    } else {
        printf("the audit was changed: %s\n", verdict.why);
    }
    return verdict.whole;
}

static bool tell_quarantine(App *app, Fail *fail) {
    Mem *mem = mem_new(64 << 20);
    QuarantineLine *lines;
    size_t count = 0;
    bool ok = mem != NULL && store_flush(app->store, fail) &&
              history_quarantine(app->store, mem, &lines, &count, fail);
    for (size_t i = 0; ok && i < count; i++) {
        time_t seconds = (time_t)(lines[i].found_us / 1000000);
        struct tm utc = {0};
        char date[24];
        gmtime_r(&seconds, &utc);
        strftime(date, sizeof date, "%Y-%m-%d", &utc);
        printf("in quarantine: %s, %s, found %s, %zu bytes kept\n", lines[i].name, lines[i].reason,
               date, lines[i].length);
    }
    mem_free(mem);
    return ok;
}

static int check_rows(App *app) {
    Buffer report = {0};
    Fail fail = {0};
    int damaged = 0, status;
    if (history_check(app->store, &report, &damaged, &fail)) {
        if (report.length > 0) {
            fwrite(report.bytes, 1, report.length, stdout);
        }
        printf(damaged == 0 ? "the database is whole\n" : "%d rows are damaged\n", damaged);
        status = damaged == 0 ? STATUS_WELL : STATUS_FAILED;
        if (!tell_quarantine(app, &fail)) {
            printf("the quarantine cannot be read: %s\n", fail.text);
            status = STATUS_FAILED;
        }
        if (!tell_audit(app, &fail)) {
            status = STATUS_FAILED;
        }
    } else {
        status = command_fail("check", &fail);
    }
    buffer_free(&report);
    return status;
}

/* ---- backups ---- */

/* secret NULL: a sealed one is only compared with what was written. */
static bool check_backup(App *app, const char *path, const SealSecret *secret) {
    char plain[PLACE_MAX];
    Buffer head = {0};
    Fail fail = {0};
    bool sealed = seal_is(path, &head, &fail);
    bool ok = sealed || fail.kind == FAIL_NONE;
    if (ok && !sealed) {
        ok = backup_check(path, &fail);
    } else if (ok && secret != NULL) {
        ok = place_join(plain, app->places.data, "otterpaw.db.opening", &fail) &&
             seal_open(path, (const char *)head.bytes, secret, plain, &fail);
        if (ok) {
            ok = backup_check(plain, &fail);
            unlink(plain);
        }
    }
    printf("%s: %s\n", path,
           !ok                        ? fail.text
           : sealed && secret == NULL ? "as it was made, sealed (--key opens it to read every row)"
                                      : "whole");
    buffer_free(&head);
    return ok;
}

static int check_backups(App *app, const char *key) {
    char folder[PLACE_MAX];
    SealSecret secret = {.recovery = key};
    Fail fail = {0};
    BackupFile *files = malloc(BACKUPS_MAX * sizeof *files);
    if (files == NULL || !backups_folder(app, folder, &fail)) {
        free(files);
        return STATUS_FAILED;
    }
    int count = backup_list(folder, files), whole = 0;
    for (int i = 0; i < count; i++) {
        char path[PLACE_MAX + 80];
        snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        whole += check_backup(app, path, key != NULL ? &secret : NULL);
    }
    printf("%d of %d backups are whole\n", whole, count);
    free(files);
    return whole == count ? STATUS_WELL : STATUS_FAILED;
}

static int run(int argc, char **argv) {
    const char *data = NULL, *key = NULL, *words[WORDS_MAX];
    bool backups = false;
    const Option options[] = {
        DATA_OPTION(data),
        {"--backups", NULL, "every backup of the tablet too", NULL, &backups},
        {"--key", "WORDS", "the recovery key: reads every row of sealed ones", &key, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, options, 3, words, &count, &status) ||
        !command_words("check", count, 0, &status)) {
        return status;
    }
    App app;
    Fail fail = {0};
    if (!app_open(&app, data, &fail)) {
        return command_fail("check", &fail);
    }
    if (app.notice[0] != '\0') {
        printf("%s\n", app.notice);
    }
    status = check_rows(&app);
    if (backups) {
        int of_backups = check_backups(&app, key);
        status = status != STATUS_WELL ? status : of_backups;
    }
    app_close(&app);
    return status;
}

const Command command_check = {"check", "[--backups [--key WORDS]] [--data DIR]",
                               "checks every row of the database", run};
