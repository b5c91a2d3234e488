/* otterpaw export SESSION --csv DIR: trials, samples and a dictionary of their columns. */
#include "app/audit.h"
#include "app/commands/reading.h"
#include "app/files.h"
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

static int run(int argc, char **argv) {
    const char *data = NULL, *csv = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data),
                              {"--csv", "DIR", "the folder for the tables", &csv, NULL}};
    size_t count;
    int status = STATUS_WELL;
    App app;
    Mem *mem;
    SessionLine line;
    Fail fail = {0};
    if (!command_begin(argc, argv, options, 2, words, &count, &status) ||
        !command_words("export", count, 1, &status)) {
        return status;
    }
    if (csv == NULL) {
        fail_set(&fail, FAIL_INPUT, "say where the tables go: --csv DIR");
        return command_fail("export", &fail);
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

const Command command_export = {"export", "SESSION --csv DIR [--data DIR]",
                                "writes a session's trials and samples as tables", run};
