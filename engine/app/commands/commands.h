/* The commands beside the window: one file each, one line in the table of commands.c. */
#ifndef OTTERPAW_APP_COMMANDS_COMMANDS_H
#define OTTERPAW_APP_COMMANDS_COMMANDS_H

#include "app/app.h"
#include "app/options.h"

/* Exit statuses: 0 well, 1 it found something wrong or failed, 2 the command line is wrong. */
enum { STATUS_WELL = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

/* argv[0] is the command's name. */
typedef int (*CommandRun)(int argc, char **argv);

typedef struct {
    const char *name;
    const char *usage;   /* what follows the name: "SESSION --csv DIR" */
    const char *summary; /* one line */
    CommandRun run;
} Command;

const Command *command_find(const char *name); /* NULL: none */
/* Runs what the line says: a command, or the window when there is none. */
int commands_main(int argc, char **argv);

/* Reads the options of the command argv[0]; answers --help. False: *status is the program's exit.
 */
bool command_begin(int argc, char **argv, const Option *options, size_t count,
                   const char *words[WORDS_MAX], size_t *word_count, int *status);
/* Prints "otterpaw NAME: sentence" and returns the status that fits its kind. */
int command_fail(const char *name, const Fail *fail);
/* Exactly `wanted` words, else a sentence on stderr and false. */
bool command_words(const char *name, size_t word_count, size_t wanted, int *status);

#define COMMANDS(X)                                                                                \
    X(adapt)                                                                                       \
    X(backup)                                                                                      \
    X(certify)                                                                                     \
    X(check)                                                                                       \
    X(demo)                                                                                        \
    X(export)                                                                                      \
    X(fixture)                                                                                     \
    X(home)                                                                                        \
    X(lint)                                                                                        \
    X(measures)                                                                                    \
    X(picture)                                                                                     \
    X(play)                                                                                        \
    X(replay)                                                                                      \
    X(report)                                                                                      \
    X(rescore)                                                                                     \
    X(restore)                                                                                     \
    X(score)                                                                                       \
    X(sessions)                                                                                    \
    X(show)                                                                                        \
    X(simulate)

#define X(NAME) extern const Command command_##NAME;
COMMANDS(X)
#undef X

#endif
