/* UUIDv7 (RFC 9562) made from a time and random bytes handed in: no clock and no random source
 * here. */
#ifndef OTTERPAW_BASE_ID_H
#define OTTERPAW_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint8_t bytes[16];
} Id;

enum { ID_TEXT_SIZE = 37 }; /* 36 characters and the ending 0 */

/* unix_ms: milliseconds since 1970 UTC; random: ten bytes from a good source. */
Id id_make(uint64_t unix_ms, const uint8_t random[10]);

/* Makes ids that sort in the order in which they were made, also when the clock jumps backwards.
 * Start from {0}, or from the newest time that is stored. */
typedef struct {
    uint64_t seen_ms; /* the latest the clock ever said */
    uint64_t used_ms; /* of the last id */
    uint16_t counter; /* within used_ms; the twelve bits behind the time */
} IdClock;

/* *doubt (may be NULL): the clock is earlier than it was. */
Id id_next(IdClock *clock, uint64_t unix_ms, const uint8_t random[10], bool *doubt);
void id_text(Id id, char text[ID_TEXT_SIZE]);
bool id_parse(const char *text, Id *id); /* accepts upper and lower case; false if not a UUID */
bool id_equal(Id a, Id b);
bool id_is_nil(Id id);

#endif
