/* otterpaw check: reads every row of the database and its check. */
#include "app/audit.h"
#include "app/commands/reading.h"

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

static int run(int argc, char **argv) {
    const char *data = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data)};
    size_t count;
    int status = STATUS_WELL, damaged = 0;
    if (!command_begin(argc, argv, options, 1, words, &count, &status) ||
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
    Buffer report = {0};
    if (history_check(app.store, &report, &damaged, &fail)) {
        if (report.length > 0) {
            fwrite(report.bytes, 1, report.length, stdout);
        }
        printf(damaged == 0 ? "the database is whole\n" : "%d rows are damaged\n", damaged);
        status = damaged == 0 ? STATUS_WELL : STATUS_FAILED;
        if (!tell_audit(&app, &fail)) {
            status = STATUS_FAILED;
        }
    } else {
        status = command_fail("check", &fail);
    }
    buffer_free(&report);
    app_close(&app);
    return status;
}

const Command command_check = {"check", "[--data DIR]", "checks every row of the database", run};
