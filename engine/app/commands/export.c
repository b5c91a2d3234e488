/* otterpaw export SESSION --csv DIR: trials, samples and a dictionary of their columns. */
#include "app/audit.h"
#include "app/commands/reading.h"
#include "app/files.h"
#include "app/ledger.h"
#include "app/table.h"

static bool write_table(const char *folder, const char *name, const Buffer *table, Fail *fail) {
    char path[PLACE_MAX];
    return place_join(path, folder, name, fail) &&
           file_write(path, table->bytes, table->length, fail);
}

static bool export_to(App *app, const Log *log, const char *folder, Fail *fail) {
    Buffer trials = {0}, samples = {0}, dictionary = {0};
    bool ok = file_make_folder(folder, fail);
    if (ok && !(table_trials(app, log, &trials) && table_dictionary(log, &dictionary))) {
        ok = fail_set(fail, FAIL_MEMORY, "there is no memory for the tables");
    }
    ok = ok && table_samples(log, &samples, fail) &&
         write_table(folder, "trials.csv", &trials, fail) &&
         write_table(folder, "samples.csv", &samples, fail) &&
         write_table(folder, "dictionary.csv", &dictionary, fail);
    buffer_free(&trials);
    buffer_free(&samples);
    buffer_free(&dictionary);
    return ok;
}

/* The cells of the ledger of a child, over all its sessions. */
static int write_ledger(App *app, const char *who, const char *folder) {
    Fail fail = {0};
    Mem *mem = mem_new((size_t)256 << 20);
    ChildRecord child;
    Ledger ledger;
    Buffer table = {0};
    bool ok = mem != NULL || fail_set(&fail, FAIL_MEMORY, "there is no memory for the ledger");
    ok = ok && course_child(app, mem, who, &child, &fail) &&
         ledger_read(app, mem, &child, NULL, &ledger, &fail) &&
         (ledger_table(&ledger, child.pseudonym, &table) ||
          fail_set(&fail, FAIL_MEMORY, "there is no memory for the table")) &&
         file_make_folder(folder, &fail) && write_table(folder, "ledger.csv", &table, &fail) &&
         audit_add(app->store, app_wall_us(app), "", AUDIT_EXPORT, &child.id, &fail);
    if (ok) {
        printf("%zu cells in %s/ledger.csv\n", ledger.count, folder);
    }
    buffer_free(&table);
    mem_free(mem);
    return ok ? STATUS_WELL : command_fail("export", &fail);
}

static int run(int argc, char **argv) {
    const char *data = NULL, *csv = NULL, *ledger = NULL, *words[WORDS_MAX];
    const Option options[] = {
        DATA_OPTION(data),
        {"--csv", "DIR", "the folder for the tables", &csv, NULL},
        {"--ledger", "CHILD", "instead: where which skill of a child holds", &ledger, NULL}};
    size_t count;
    int status = STATUS_WELL;
    App app;
    Mem *mem;
    SessionLine line;
    Fail fail = {0};
    if (!command_begin(argc, argv, options, 3, words, &count, &status) ||
        !command_words("export", count, ledger != NULL ? 0 : 1, &status)) {
        return status;
    }
    if (csv == NULL) {
        fail_set(&fail, FAIL_INPUT, "say where the tables go: --csv DIR");
        return command_fail("export", &fail);
    }
    if (ledger != NULL) {
        if (!app_open(&app, data, &fail)) {
            return command_fail("export", &fail);
        }
        status = write_ledger(&app, ledger, csv);
        app_close(&app);
        return status;
    }
    if (!reading_open("export", data, words[0], &app, &mem, &line, &status)) {
        return status;
    }
    Log log;
    if (log_read(&app, mem, &line, true, &log, &fail) && export_to(&app, &log, csv, &fail) &&
        audit_add(app.store, app_wall_us(&app), "", AUDIT_EXPORT, &line.session.child, &fail)) {
        printf("%d trials in %s/trials.csv, their finger readings in samples.csv, the columns in "
               "dictionary.csv\n",
               log.trials, csv);
    } else {
        status = command_fail("export", &fail);
    }
    reading_close(&app, mem);
    return status;
}

const Command command_export = {"export", "SESSION | --ledger CHILD --csv DIR",
                                "writes a session's trials and samples as tables", run};
