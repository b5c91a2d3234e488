/* Arenas and growing buffers; see mem.h. */
#include "base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 16 * 1024 };

typedef struct Block {
    struct Block *next;
    size_t room, used;
    alignas(max_align_t) unsigned char bytes[];
} Block;

struct Mem {
    Block *blocks; /* newest first; allocation happens in the first */
    Block *spare;  /* kept by mem_reset */
    size_t used, limit;
};

/* The one piece of shared state of the floors below: a test's fault counter, never read by logic.
 */
static _Thread_local long fail_countdown;
static _Thread_local long allocations;

static bool allocation_refused(void) {
    allocations++;
    return fail_countdown > 0 && --fail_countdown == 0;
}

long mem_fail_after(long n) {
    long made = allocations;
    allocations = 0;
    fail_countdown = n;
    return made;
}

Mem *mem_new(size_t limit_bytes) {
    Mem *mem = allocation_refused() ? NULL : calloc(1, sizeof *mem);
    if (mem != NULL) {
        mem->limit = limit_bytes;
    }
    return mem;
}

static void free_blocks(Block *block) {
    while (block != NULL) {
        Block *next = block->next;
        free(block);
        block = next;
    }
}

void mem_free(Mem *mem) {
    if (mem != NULL) {
        free_blocks(mem->blocks);
        free_blocks(mem->spare);
        free(mem);
    }
}

static Block *take_block(Mem *mem, size_t bytes) {
    if (mem->spare != NULL && mem->spare->room >= bytes) {
        Block *block = mem->spare;
        mem->spare = block->next;
        block->used = 0;
        return block;
    }
    size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    Block *block = allocation_refused() ? NULL : malloc(sizeof *block + room);
    if (block != NULL) {
        block->room = room;
        block->used = 0;
    }
    return block;
}

void *mem_alloc(Mem *mem, size_t bytes) {
    size_t align = alignof(max_align_t);
    if (bytes > SIZE_MAX - align) {
        return NULL;
    }
    bytes = bytes == 0 ? align : (bytes + align - 1) / align * align;
    if (bytes > mem->limit || mem->used > mem->limit - bytes) {
        return NULL;
    }
    if (mem->blocks == NULL || mem->blocks->room - mem->blocks->used < bytes) {
        Block *block = take_block(mem, bytes);
        if (block == NULL) {
            return NULL;
        }
        block->next = mem->blocks;
        mem->blocks = block;
    }
    void *start = mem->blocks->bytes + mem->blocks->used;
    mem->blocks->used += bytes;
    mem->used += bytes;
    memset(start, 0, bytes);
    return start;
}

void *mem_alloc_array(Mem *mem, size_t count, size_t bytes_each) {
    if (bytes_each != 0 && count > SIZE_MAX / bytes_each) {
        return NULL;
    }
    return mem_alloc(mem, count * bytes_each);
}

void *mem_copy(Mem *mem, const void *bytes, size_t count) {
    void *copy = mem_alloc(mem, count);
    if (copy != NULL && count > 0) {
        memcpy(copy, bytes, count);
    }
    return copy;
}

char *mem_text_n(Mem *mem, const char *text, size_t length) {
    if (length == SIZE_MAX) {
        return NULL;
    }
    char *copy = mem_alloc(mem, length + 1);
    if (copy != NULL && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *mem_text(Mem *mem, const char *text) {
    return mem_text_n(mem, text, strlen(text));
}

size_t mem_used(const Mem *mem) {
    return mem->used;
}

void mem_reset(Mem *mem) {
    while (mem->blocks != NULL) {
        Block *block = mem->blocks;
        mem->blocks = block->next;
        block->next = mem->spare;
        mem->spare = block;
    }
    mem->used = 0;
}

static bool buffer_reserve(Buffer *buffer, size_t more) {
    size_t limit = buffer->limit != 0 ? buffer->limit : BUFFER_LIMIT_DEFAULT;
    if (more > limit || buffer->length > limit - more) {
        return false;
    }
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->room) {
        return true;
    }
    size_t room = buffer->room < 64 ? 64 : buffer->room;
    while (room < needed) {
        room *= 2;
    }
    unsigned char *bytes = allocation_refused() ? NULL : realloc(buffer->bytes, room);
    if (bytes == NULL) {
        return false;
    }
    buffer->bytes = bytes;
    buffer->room = room;
    return true;
}

bool buffer_add(Buffer *buffer, const void *bytes, size_t count) {
    if (!buffer_reserve(buffer, count)) {
        return false;
    }
    if (count > 0) {
        memcpy(buffer->bytes + buffer->length, bytes, count);
    }
    buffer->length += count;
    buffer->bytes[buffer->length] = 0;
    return true;
}

bool buffer_add_text(Buffer *buffer, const char *text) {
    return buffer_add(buffer, text, strlen(text));
}

bool buffer_format(Buffer *buffer, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    bool ok = length >= 0 && buffer_reserve(buffer, (size_t)length);
    if (ok) {
        vsnprintf((char *)buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
    return ok;
}

void buffer_free(Buffer *buffer) {
    free(buffer->bytes);
    *buffer = (Buffer){.limit = buffer->limit};
}

void *grow_array(void *items, size_t count, size_t *room, size_t bytes_each, size_t limit_count) {
    if (count < *room) {
        return items;
    }
    if (count >= limit_count) {
        return NULL;
    }
    size_t wanted = *room < 8 ? 8 : *room * 2;
    if (wanted > limit_count) {
        wanted = limit_count;
    }
    if (wanted > SIZE_MAX / bytes_each || allocation_refused()) {
        return NULL;
    }
    void *grown = realloc(items, wanted * bytes_each);
    if (grown != NULL) {
        *room = wanted;
    }
    return grown;
}
