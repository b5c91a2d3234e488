/* Reads a stream to its end; see input.h. */
#include "app/input.h"

#include <errno.h>
#include <string.h>

bool input_read(FILE *in, Buffer *out, Fail *fail) {
    char part[65536];
    size_t got;
    while ((got = fread(part, 1, sizeof part, in)) > 0) {
        if (!buffer_add(out, part, got)) {
            return fail_set(fail, FAIL_LIMIT, "the input is larger than %d MB",
                            BUFFER_LIMIT_DEFAULT >> 20);
        }
    }
    return ferror(in) == 0 ||
           fail_set(fail, FAIL_SYSTEM, "the input cannot be read: %s", strerror(errno));
}
