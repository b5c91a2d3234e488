/* The words of a command line: options with or without a value, and the rest. A wrong option gets
 * the nearest right one. */
#ifndef OTTERPAW_APP_OPTIONS_H
#define OTTERPAW_APP_OPTIONS_H

#include "base/fail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One option: value_name NULL: a flag, and *flag becomes true; else *value gets the next word (or
 * what follows "="). An unset *value stays as it is. */
typedef struct {
    const char *name;       /* "--data" */
    const char *value_name; /* "DIR" */
    const char *help;
    const char **value;
    bool *flag;
} Option;

enum { WORDS_MAX = 16 };

/* argv[0] is the command's own name. words: what is no option, in order. False with a sentence. */
bool options_read(int argc, char **argv, const Option *options, size_t count,
                  const char *words[WORDS_MAX], size_t *word_count, Fail *fail);
void options_print(FILE *out, const Option *options, size_t count);

/* A whole number or number in a range; false with a sentence naming the option. */
bool option_int(const char *name, const char *text, long least, long most, long *number,
                Fail *fail);
bool option_number(const char *name, const char *text, double least, double most, double *number,
                   Fail *fail);
bool option_size(const char *name, const char *text, int *width, int *height, Fail *fail); /* WxH */

#endif
