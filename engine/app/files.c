/* Reading and writing whole files; see files.h. */
#include "app/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_exists(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool file_is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool file_make_folder(const char *path, Fail *fail) {
    char part[4096];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part) {
        return fail_set(fail, FAIL_INPUT, "\"%.100s\" is no usable name of a folder", path);
    }
    memcpy(part, path, length + 1);
    for (char *at = part + 1;; at++) {
        if (*at == '/' || *at == '\0') {
            char kept = *at;
            *at = '\0';
            if (mkdir(part, 0700) != 0 && errno != EEXIST) {
                return fail_set(fail, FAIL_SYSTEM, "%s: the folder cannot be made: %s", part,
                                strerror(errno));
            }
            *at = kept;
            if (kept == '\0') {
                break;
            }
        }
    }
    return file_is_folder(path) ||
           fail_set(fail, FAIL_SYSTEM, "%s is there already and is no folder", path);
}

static bool read_all(int file, char *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t got = read(file, bytes + done, length - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

char *file_read(Mem *mem, const char *path, size_t *length, Fail *fail) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    char *bytes = NULL;
    if (file < 0 || fstat(file, &about) != 0) {
        fail_set(fail, FAIL_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
    } else if (!S_ISREG(about.st_mode) || about.st_size > FILE_BYTES_MAX) {
        fail_set(fail, FAIL_INPUT, "%s is not a file of at most %d bytes", path, FILE_BYTES_MAX);
    } else if ((bytes = mem_alloc(mem, (size_t)about.st_size + 1)) == NULL) {
        fail_set(fail, FAIL_MEMORY, "%s: there is no memory to read it", path);
    } else if (!read_all(file, bytes, (size_t)about.st_size)) {
        fail_set(fail, FAIL_SYSTEM, "%s cannot be read to its end", path);
        bytes = NULL;
    } else {
        *length = (size_t)about.st_size;
    }
    if (file >= 0) {
        close(file);
    }
    return bytes;
}

static bool write_all(int file, const char *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t put = write(file, bytes + done, length - done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        done += (size_t)put;
    }
    return true;
}

static bool same_as(const char *path, const char *bytes, size_t length) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    bool same = file >= 0 && fstat(file, &about) == 0 && (size_t)about.st_size == length;
    char part[4096];
    for (size_t done = 0; same && done < length;) {
        size_t now = length - done < sizeof part ? length - done : sizeof part;
        same = read_all(file, part, now) && memcmp(part, bytes + done, now) == 0;
        done += now;
    }
    if (file >= 0) {
        close(file);
    }
    return same;
}

static void sync_folder_of(const char *path) {
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path);
    if (length >= sizeof folder) {
        return;
    }
    memcpy(folder, path, length);
    folder[length] = '\0';
    int at = open(slash == NULL ? "." : length == 0 ? "/" : folder, O_RDONLY | O_CLOEXEC);
    if (at >= 0) {
        fsync(at);
        close(at);
    }
}

bool file_write(const char *path, const void *bytes, size_t length, Fail *fail) {
    char temporary[4096];
    int named = snprintf(temporary, sizeof temporary, "%s.new", path);
    if (named < 0 || (size_t)named >= sizeof temporary) {
        return fail_set(fail, FAIL_LIMIT, "%.200s...: this name is too long", path);
    }
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = file >= 0 && write_all(file, bytes, length) && fsync(file) == 0;
    int why = errno;
    if (file >= 0) {
        ok = close(file) == 0 && ok;
    }
    if (ok && !same_as(temporary, bytes, length)) {
        ok = false;
        why = EIO;
    }
    if (ok && rename(temporary, path) != 0) {
        ok = false;
        why = errno;
    }
    if (!ok) {
        unlink(temporary);
        return fail_set(fail, FAIL_SYSTEM,
                        "%s cannot be written: %s; the old one, if any, is as it was", path,
                        strerror(why));
    }
    sync_folder_of(path);
    return true;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool file_names(Mem *mem, const char *folder, char ***names, size_t *count, Fail *fail) {
    DIR *open_folder = opendir(folder);
    if (open_folder == NULL) {
        return fail_set(fail, FAIL_SYSTEM, "%s: the folder cannot be read: %s", folder,
                        strerror(errno));
    }
    enum { NAMES_MAX = 4096 };
    char **list = mem_alloc_array(mem, NAMES_MAX, sizeof *list);
    size_t n = 0;
    bool ok = list != NULL;
    struct dirent *entry;
    while (ok && n < NAMES_MAX && (entry = readdir(open_folder)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            list[n] = mem_text(mem, entry->d_name);
            ok = list[n++] != NULL;
        }
    }
    closedir(open_folder);
    if (!ok) {
        return fail_set(fail, FAIL_MEMORY, "%s: there is no memory to list it", folder);
    }
    qsort(list, n, sizeof *list, by_bytes);
    *names = list;
    *count = n;
    return true;
}
