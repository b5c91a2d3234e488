/* An error as a value: a kind, and one sentence that says what failed, on what, and what to do.
 * Functions that can fail because of the world return false and fill a Fail the caller owns. */
#ifndef OTTERPAW_BASE_FAIL_H
#define OTTERPAW_BASE_FAIL_H

#include <stdbool.h>

typedef enum {
    FAIL_NONE = 0,
    FAIL_INPUT,   /* what a person or a file said is wrong; the sentence says where */
    FAIL_SYSTEM,  /* disk, device, library */
    FAIL_LIMIT,   /* a stated limit was reached */
    FAIL_MEMORY,  /* no memory */
    FAIL_SCRIPT,  /* a game's script went wrong */
    FAIL_CORRUPT, /* stored data does not carry its own check */
    FAIL_REFUSED, /* not allowed now (locked, newer schema, second process) */
} FailKind;

enum { FAIL_TEXT_MAX = 1024 };

typedef struct {
    FailKind kind;
    char text[FAIL_TEXT_MAX]; /* one sentence, no newline at the end */
} Fail;

/* Fills *fail (which may be NULL) and returns false, so that callers can `return fail_set(...)`. */
bool fail_set(Fail *fail, FailKind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "context: " before the sentence already there; returns false. */
bool fail_prefix(Fail *fail, const char *format, ...) __attribute__((format(printf, 2, 3)));

void fail_clear(Fail *fail);

/* The word in `words` (NULL-ended) nearest to `word` by edit distance, or NULL if none is near.
 * For "did you mean" sentences. */
const char *fail_nearest_word(const char *word, const char *const *words);

#endif
