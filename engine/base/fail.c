/* Errors as values; see fail.h. */
#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool fail_set(Fail *fail, FailKind kind, const char *format, ...) {
    if (fail != NULL) {
        va_list args;
        va_start(args, format);
        vsnprintf(fail->text, sizeof fail->text, format, args);
        va_end(args);
        fail->kind = kind;
    }
    return false;
}

bool fail_prefix(Fail *fail, const char *format, ...) {
    if (fail != NULL) {
        char context[FAIL_TEXT_MAX];
        va_list args;
        va_start(args, format);
        vsnprintf(context, sizeof context, format, args);
        va_end(args);
        char joined[2 * FAIL_TEXT_MAX + 4];
        snprintf(joined, sizeof joined, "%s: %s", context, fail->text);
        joined[FAIL_TEXT_MAX - 1] = '\0';
        memcpy(fail->text, joined, strlen(joined) + 1);
    }
    return false;
}

void fail_clear(Fail *fail) {
    if (fail != NULL) {
        fail->kind = FAIL_NONE;
        fail->text[0] = '\0';
    }
}

enum { WORD_MAX = 64 };

/* Levenshtein distance of two words of at most WORD_MAX characters. */
static int edit_distance(const char *a, const char *b) {
    size_t a_length = strlen(a), b_length = strlen(b);
    int row[WORD_MAX + 1];
    for (size_t j = 0; j <= b_length; j++) {
        row[j] = (int)j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int substituted = diagonal + (a[i - 1] != b[j - 1]);
            int best = substituted;
            diagonal = row[j];
            if (row[j] + 1 < best) {
                best = row[j] + 1;
            }
            if (row[j - 1] + 1 < best) {
                best = row[j - 1] + 1;
            }
            row[j] = best;
        }
    }
    return row[b_length];
}

const char *fail_nearest_word(const char *word, const char *const *words) {
    const char *nearest = NULL;
    size_t length = strlen(word);
    if (length > WORD_MAX) {
        return NULL;
    }
    int limit = length <= 3 ? 1 : (int)length / 2;
    int nearest_distance = limit + 1;
    for (; *words != NULL; words++) {
        if (strlen(*words) > WORD_MAX) {
            continue;
        }
        int distance = edit_distance(word, *words);
        if (distance < nearest_distance) {
            nearest = *words;
            nearest_distance = distance;
        }
    }
    return nearest;
}
