/* Reads command lines; see options.h. */
#include "app/options.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 32 };

static const Option *find(const Option *options, size_t count, const char *word, size_t length,
                          Fail *fail) {
    const char *names[OPTIONS_MAX + 2];
    size_t n = 0;
    for (size_t i = 0; i < count && n < OPTIONS_MAX; i++) {
        if (strlen(options[i].name) == length && strncmp(options[i].name, word, length) == 0) {
            return &options[i];
        }
        names[n++] = options[i].name;
    }
    names[n++] = "--help";
    names[n] = NULL;
    char plain[64];
    snprintf(plain, sizeof plain, "%.*s", (int)length, word);
    const char *near = fail_nearest_word(plain, names);
    fail_set(fail, FAIL_INPUT, "there is no option %s%s%s%s", plain,
             near != NULL ? "; did you mean " : "", near != NULL ? near : "",
             near != NULL ? "?" : "");
    return NULL;
}

bool options_read(int argc, char **argv, const Option *options, size_t count,
                  const char *words[WORDS_MAX], size_t *word_count, Fail *fail) {
    *word_count = 0;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (word[0] != '-' || word[1] != '-') {
            if (*word_count == WORDS_MAX) {
                return fail_set(fail, FAIL_INPUT, "there are more than %d words", WORDS_MAX);
            }
            words[(*word_count)++] = word;
            continue;
        }
        const char *equals = strchr(word, '=');
        size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
        const Option *option = find(options, count, word, length, fail);
        if (option == NULL) {
            return false;
        }
        if (option->value_name == NULL) {
            if (equals != NULL) {
                return fail_set(fail, FAIL_INPUT, "%s takes no value", option->name);
            }
            *option->flag = true;
        } else if (equals != NULL) {
            *option->value = equals + 1;
        } else if (i + 1 < argc) {
            *option->value = argv[++i];
        } else {
            return fail_set(fail, FAIL_INPUT, "%s wants a value: %s %s", option->name, option->name,
                            option->value_name);
        }
    }
    return true;
}

void options_print(FILE *out, const Option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char left[64];
        snprintf(left, sizeof left, "%s%s%s", options[i].name,
                 options[i].value_name != NULL ? " " : "",
                 options[i].value_name != NULL ? options[i].value_name : "");
        fprintf(out, "  %-24s %s\n", left, options[i].help);
    }
}

bool option_number(const char *name, const char *text, double least, double most, double *number,
                   Fail *fail) {
    char *end;
    errno = 0;
    double read = strtod(text, &end);
    if (end == text || *end != '\0' || errno != 0 || !isfinite(read) || read < least ||
        read > most) {
        return fail_set(fail, FAIL_INPUT, "%s is \"%.40s\", but must be a number from %g to %g",
                        name, text, least, most);
    }
    *number = read;
    return true;
}

bool option_int(const char *name, const char *text, long least, long most, long *number,
                Fail *fail) {
    double read;
    if (!option_number(name, text, (double)least, (double)most, &read, fail)) {
        return false;
    }
    if (read != floor(read)) {
        return fail_set(fail, FAIL_INPUT, "%s is \"%.40s\", but must be a whole number", name,
                        text);
    }
    *number = (long)read;
    return true;
}

bool option_size(const char *name, const char *text, int *width, int *height, Fail *fail) {
    int length = 0;
    if (sscanf(text, "%5dx%5d%n", width, height, &length) != 2 || text[length] != '\0' ||
        *width < 320 || *height < 240 || *width > 16384 || *height > 16384) {
        return fail_set(fail, FAIL_INPUT, "%s is \"%.40s\", but must be like 1280x800", name, text);
    }
    return true;
}
