/* Whole files: read at once, written so that a power cut leaves the old or the new one, never half.
 */
#ifndef OTTERPAW_APP_FILES_H
#define OTTERPAW_APP_FILES_H

#include "base/fail.h"
#include "base/mem.h"

#include <stdbool.h>

enum { FILE_BYTES_MAX = 64 << 20 };

bool file_exists(const char *path);
bool file_is_folder(const char *path);
bool file_make_folder(const char *path, Fail *fail); /* with those above it */

/* The file's bytes, 0-ended, in mem; NULL and a sentence. */
char *file_read(Mem *mem, const char *path, size_t *length, Fail *fail);
/* Writes to a temporary name, syncs, reads it back, renames, syncs the folder. */
bool file_write(const char *path, const void *bytes, size_t length, Fail *fail);

/* Names in a folder (not . and ..), sorted by byte; in mem. */
bool file_names(Mem *mem, const char *folder, char ***names, size_t *count, Fail *fail);

#endif
