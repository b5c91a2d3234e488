/* Feeds a fuzz target every input of a folder, and each of them cut short and with single bits
 * turned: what once broke is looked at in every test run, without libFuzzer.
 *
 * fuzz_NAME FOLDER */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1 << 20, TURNS = 8 };

/* Exactly as long as the input, so that the sanitizers notice one byte too far. */
static void feed(const uint8_t *bytes, size_t length) {
    uint8_t *copy = malloc(length > 0 ? length : 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void feed_around(uint8_t *bytes, size_t length) {
    feed(bytes, length);
    for (size_t i = 1; i <= TURNS; i++) {
        size_t at = length * i / (TURNS + 1);
        feed(bytes, at);
        bytes[at] ^= (uint8_t)(1u << (i % 8));
        feed(bytes, length);
        bytes[at] ^= (uint8_t)(1u << (i % 8));
    }
}

int main(int count, char **words) {
    static uint8_t bytes[INPUT_MAX];
    DIR *folder = count == 2 ? opendir(words[1]) : NULL;
    int inputs = 0;
    if (folder == NULL) {
        fprintf(stderr, "%s: give it a folder of inputs\n", words[0]);
        return 2;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", words[1], entry->d_name);
        FILE *file = entry->d_name[0] != '.' ? fopen(path, "rb") : NULL;
        if (file != NULL) {
            size_t length = fread(bytes, 1, sizeof bytes, file);
            fclose(file);
            if (length > 0) {
                feed_around(bytes, length);
                inputs++;
            }
        }
    }
    closedir(folder);
    printf("%d inputs of %s, and %d changes of each\n", inputs, words[1], 2 * TURNS);
    return inputs > 0 ? 0 : 1;
}
