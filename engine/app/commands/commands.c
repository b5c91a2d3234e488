/* The table of commands, help, and what all commands share; see commands.h. */
#include "app/commands/commands.h"

#include <string.h>

static const Command *const TABLE[] = {
#define X(NAME) &command_##NAME,
    COMMANDS(X)
#undef X
};
enum { COUNT = sizeof TABLE / sizeof TABLE[0] };

const Command *command_find(const char *name) {
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(TABLE[i]->name, name) == 0) {
            return TABLE[i];
        }
    }
    return NULL;
}

static void print_help(FILE *out) {
    fprintf(out, "Otterpaw %s: therapy activities on a touch tablet.\n\n", OTTERPAW_VERSION);
    fprintf(out, "otterpaw [OPTIONS]            opens the window: otterpaw play --help\n");
    fprintf(out, "otterpaw COMMAND [OPTIONS]    otterpaw COMMAND --help tells more\n\n");
    for (size_t i = 0; i < COUNT; i++) {
        fprintf(out, "  %-10s %s\n", TABLE[i]->name, TABLE[i]->summary);
    }
}

bool command_begin(int argc, char **argv, const Option *options, size_t count,
                   const char *words[WORDS_MAX], size_t *word_count, int *status) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            const Command *command = command_find(argv[0]);
            printf("otterpaw %s %s\n%s\n", argv[0], command->usage, command->summary);
            options_print(stdout, options, count);
            *status = STATUS_WELL;
            return false;
        }
    }
    Fail fail = {0};
    if (!options_read(argc, argv, options, count, words, word_count, &fail)) {
        *status = command_fail(argv[0], &fail);
        return false;
    }
    return true;
}

int command_fail(const char *name, const Fail *fail) {
    fprintf(stderr, "otterpaw %s: %s\n", name, fail->text);
    return fail->kind == FAIL_INPUT ? STATUS_USAGE : STATUS_FAILED;
}

bool command_words(const char *name, size_t word_count, size_t wanted, int *status) {
    if (word_count == wanted) {
        return true;
    }
    fprintf(stderr, "otterpaw %s: wants %zu word%s, but there are %zu. Usage: otterpaw %s %s\n",
            name, wanted, wanted == 1 ? "" : "s", word_count, name, command_find(name)->usage);
    *status = STATUS_USAGE;
    return false;
}

static int unknown(const char *word) {
    const char *names[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++) {
        names[i] = TABLE[i]->name;
    }
    names[COUNT] = NULL;
    const char *near = fail_nearest_word(word, names);
    fprintf(stderr, "otterpaw: there is no command \"%s\"", word);
    if (near != NULL) {
        fprintf(stderr, "; did you mean \"%s\"?\n", near);
    } else {
        fprintf(stderr, "; otterpaw --help lists them\n");
    }
    return STATUS_USAGE;
}

int commands_main(int argc, char **argv) {
    static char play[] = "play";
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        print_help(stdout);
        return STATUS_WELL;
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("otterpaw %s\n", OTTERPAW_VERSION);
        return STATUS_WELL;
    }
    if (argc > 1 && argv[1][0] != '-') {
        const Command *command = command_find(argv[1]);
        return command != NULL ? command->run(argc - 1, argv + 1) : unknown(argv[1]);
    }
    argv[0] = play;
    return command_play.run(argc, argv);
}
