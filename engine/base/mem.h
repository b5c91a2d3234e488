/* Memory with stated limits: an arena whose blocks are freed together, and a growing byte buffer.
 * Allocation failure is a value here, never an abort. */
#ifndef OTTERPAW_BASE_MEM_H
#define OTTERPAW_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

/* An arena: everything allocated from it lives until mem_free. Not thread-safe. */
typedef struct Mem Mem;

/* limit_bytes: the most it may ever hold. NULL if there is no memory for the arena itself. */
Mem *mem_new(size_t limit_bytes);
void mem_free(Mem *mem); /* NULL is allowed */

/* Zeroed memory aligned for any type; NULL when the limit or the machine's memory is reached. */
void *mem_alloc(Mem *mem, size_t bytes);
void *mem_alloc_array(Mem *mem, size_t count, size_t bytes_each); /* checks the product */
void *mem_copy(Mem *mem, const void *bytes, size_t count);
char *mem_text(Mem *mem, const char *text);                  /* copy of a string */
char *mem_text_n(Mem *mem, const char *text, size_t length); /* first `length` bytes */
size_t mem_used(const Mem *mem);
/* Forgets everything allocated but keeps the blocks for the next use. */
void mem_reset(Mem *mem);

/* A growing run of bytes, always 0-ended after `length`. Start from {0} with a limit. */
typedef struct {
    unsigned char *bytes; /* owned */
    size_t length;
    size_t room;
    size_t limit; /* the most `length` may reach; 0 means BUFFER_LIMIT_DEFAULT */
} Buffer;

enum { BUFFER_LIMIT_DEFAULT = 256 << 20 };

bool buffer_add(Buffer *buffer, const void *bytes, size_t count); /* false: limit or no memory */
bool buffer_add_text(Buffer *buffer, const char *text);
bool buffer_format(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_free(Buffer *buffer);

/* Makes *items (count used, *room allocated, bytes_each) hold one more; returns the array or NULL.
 * For growing arrays of plain structs: `if (!grow_array(...)) return fail_set(...)`. */
void *grow_array(void *items, size_t count, size_t *room, size_t bytes_each, size_t limit_count);

/* Test seam: the Nth allocation from now on (1 = the next) made by this module fails once;
 * 0 switches it off. Returns how many allocations were made since the last call. */
long mem_fail_after(long n);

#endif
