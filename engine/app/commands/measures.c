/* otterpaw measures: the documentation's chapter of measures, made from the table. */
#include "app/commands/commands.h"

static int run(int argc, char **argv) {
    const char *words[WORDS_MAX];
    size_t count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, NULL, 0, words, &count, &status) ||
        !command_words("measures", count, 0, &status)) {
        return status;
    }
    Buffer text = {0};
    if (measures_document(&text)) {
        fwrite(text.bytes, 1, text.length, stdout);
    } else {
        status = STATUS_FAILED;
    }
    buffer_free(&text);
    return status;
}

const Command command_measures = {"measures", "", "prints the table of measures (Markdown)", run};
