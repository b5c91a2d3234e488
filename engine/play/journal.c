/* The journal's bytes; see journal.h. A chunk is: version, number of entries, five columns (what,
 * time, finger, x, y), the values of the entries that are no samples, CRC-32 (little end first).
 * "What" and "finger" hardly ever change, so they are runs of varints; time and place are residuals
 * of a prediction in adaptive Rice codes (Weinberger, Seroussi & Sapiro 2000, the k of JPEG-LS).
 * Each such column names the prediction that suited it best. */
#include "play/journal.h"

#include "base/bits.h"
#include "base/hash.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SYMBOL_PHASES = 3, /* symbols 0-2: a sample's phase; from 3 on: the other kinds */
    LANES = 16,        /* fingers are predicted apart; lane = finger modulo LANES */
    MEAN_WEIGHT = 16,
    CRC_BYTES = 4,
};
static const int64_t TIME_QUANTA_MAX = (int64_t)1 << 50;
static const int64_t LENGTH_QUANTA_MAX = (int64_t)1 << 40;

static int64_t round_div(int64_t number, int64_t by) {
    return number >= 0 ? (number + by / 2) / by : -((-number + by / 2) / by);
}

int64_t journal_time(int64_t time_us) {
    return round_div(time_us, JOURNAL_TIME_US) * JOURNAL_TIME_US;
}

static int64_t length_quanta(double mm) {
    assert(isfinite(mm));
    double quanta = round(mm * (1.0 / JOURNAL_LENGTH_MM));
    double most = (double)LENGTH_QUANTA_MAX;
    return (int64_t)(quanta < -most ? -most : quanta > most ? most : quanta);
}

/* A whole number over a whole number: the double nearest to the decimal, and never -0. */
static double length_mm(int64_t quanta) {
    return (double)quanta / (1.0 / JOURNAL_LENGTH_MM);
}

double journal_length(double mm) {
    return length_mm(length_quanta(mm));
}

/* Fields that the kind does not have are 0, so that equal chunks are equal bytes. */
static Entry tidy(const Entry *entry) {
    Entry tidied = {.kind = entry->kind, .time_us = journal_time(entry->time_us)};
    if (entry->kind == ENTRY_SAMPLE) {
        tidied.phase = entry->phase;
        tidied.finger = entry->finger;
        tidied.x_mm = journal_length(entry->x_mm);
        tidied.y_mm = journal_length(entry->y_mm);
    } else {
        tidied.value = entry->value;
    }
    return tidied;
}

bool journal_append(Journal *journal, const Entry *entry) {
    assert(entry->kind >= 0 && entry->kind < ENTRY_COUNT);
    Entry tidied = tidy(entry);
    assert(journal->count == 0 || journal->entries[journal->count - 1].time_us <= tidied.time_us);
    Entry *entries = grow_array(journal->entries, journal->count, &journal->room, sizeof *entries,
                                JOURNAL_ENTRIES_MAX);
    if (entries == NULL) {
        return false;
    }
    journal->entries = entries;
    journal->entries[journal->count++] = tidied;
    return true;
}

void journal_clear(Journal *journal) {
    journal->count = 0;
}

void journal_free(Journal *journal) {
    free(journal->entries);
    *journal = (Journal){0};
}

/* ---- prediction ---- */

typedef enum {
    PREDICT_LAST,   /* first differences */
    PREDICT_LINE,   /* second differences: smooth lines */
    PREDICT_STEADY, /* the mean step goes on: time stamps that jitter about a rate */
    PREDICT_COUNT,
} Prediction;

typedef struct {
    int64_t last, step, steps_sum; /* steps_sum: MEAN_WEIGHT times the running mean step */
} Lane;

static int64_t predict(const Lane *lane, Prediction how) {
    switch (how) {
    case PREDICT_LINE:
        return lane->last + lane->step;
    case PREDICT_STEADY:
        return lane->last + lane->steps_sum / MEAN_WEIGHT;
    default:
        return lane->last;
    }
}

static void lane_learn(Lane *lane, int64_t number) {
    lane->step = number - lane->last;
    lane->steps_sum += lane->step - lane->steps_sum / MEAN_WEIGHT;
    lane->last = number;
}

typedef enum { COLUMN_TIME, COLUMN_X, COLUMN_Y } Column;

static bool column_has(Column column, const Entry *entry) {
    return column == COLUMN_TIME || entry->kind == ENTRY_SAMPLE;
}

static int64_t column_get(Column column, const Entry *entry) {
    return column == COLUMN_TIME ? round_div(entry->time_us, JOURNAL_TIME_US)
                                 : length_quanta(column == COLUMN_X ? entry->x_mm : entry->y_mm);
}

/* The lane that predicts this entry; a finger that comes down comes from where it left, at rest. */
static Lane *column_lane(Column column, Lane lanes[LANES], const Entry *entry) {
    if (column == COLUMN_TIME) {
        return &lanes[0];
    }
    Lane *lane = &lanes[(uint32_t)entry->finger % LANES];
    if (entry->phase == SAMPLE_DOWN) {
        lane->step = lane->steps_sum = 0;
    }
    return lane;
}

static void column_put(Column column, Prediction how, const Entry *entries, size_t count,
                       BitWriter *writer) {
    Lane lanes[LANES] = {0};
    Rice rice = RICE_START;
    for (size_t i = 0; i < count; i++) {
        if (column_has(column, &entries[i])) {
            Lane *lane = column_lane(column, lanes, &entries[i]);
            int64_t number = column_get(column, &entries[i]);
            rice_put(&rice, writer, bits_zigzag(number - predict(lane, how)));
            lane_learn(lane, number);
        }
    }
}

static bool column_encode(Column column, const Entry *entries, size_t count, Buffer *out) {
    Prediction best = PREDICT_LAST;
    uint64_t least = UINT64_MAX;
    for (int how = 0; how < PREDICT_COUNT; how++) {
        BitWriter counter = {.ok = true};
        column_put(column, (Prediction)how, entries, count, &counter);
        if (counter.count < least) {
            least = counter.count;
            best = (Prediction)how;
        }
    }
    BitWriter writer = {.out = out, .ok = bits_add_varint(out, (uint64_t)best)};
    column_put(column, best, entries, count, &writer);
    bits_put(&writer, 0, (int)((8 - writer.count % 8) % 8));
    return writer.ok;
}

static bool column_decode(Column column, BitReader *in, Entry *entries, size_t count) {
    uint64_t how, code;
    Lane lanes[LANES] = {0};
    Rice rice = RICE_START;
    int64_t most = column == COLUMN_TIME ? TIME_QUANTA_MAX : LENGTH_QUANTA_MAX;
    if (!bits_take_varint(in, &how) || how >= PREDICT_COUNT) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!column_has(column, &entries[i])) {
            continue;
        }
        if (!rice_take(&rice, in, &code) || code > (uint64_t)8 * (uint64_t)TIME_QUANTA_MAX) {
            return false;
        }
        Lane *lane = column_lane(column, lanes, &entries[i]);
        int64_t before = lane->last;
        int64_t number = predict(lane, (Prediction)how) + bits_unzigzag(code);
        if (number > most || number < -most) {
            return false;
        }
        lane_learn(lane, number);
        if (column == COLUMN_TIME) {
            entries[i].time_us = number * JOURNAL_TIME_US;
            if (number < 0 || (i > 0 && number < before)) {
                return false;
            }
        } else {
            *(column == COLUMN_X ? &entries[i].x_mm : &entries[i].y_mm) = length_mm(number);
        }
    }
    if (in->bit != 0) {
        in->bit = 0;
        in->at++;
    }
    return true;
}

/* ---- runs ---- */

static uint64_t symbol(const Entry *entry) {
    return entry->kind == ENTRY_SAMPLE ? (uint64_t)entry->phase
                                       : (uint64_t)entry->kind + SYMBOL_PHASES - 1;
}

static bool encode_symbols(const Entry *entries, size_t count, Buffer *out) {
    bool ok = true;
    for (size_t i = 0, end; i < count && ok; i = end) {
        for (end = i + 1; end < count && symbol(&entries[end]) == symbol(&entries[i]);) {
            end++;
        }
        ok = bits_add_varint(out, symbol(&entries[i])) && bits_add_varint(out, end - i - 1);
    }
    return ok;
}

static bool decode_symbols(BitReader *in, Entry *entries, size_t count) {
    for (size_t i = 0; i < count;) {
        uint64_t what, more;
        if (!bits_take_varint(in, &what) || !bits_take_varint(in, &more) || more >= count - i ||
            what >= ENTRY_COUNT + SYMBOL_PHASES - 1) {
            return false;
        }
        for (size_t end = i + (size_t)more; i <= end; i++) {
            entries[i] = what < SYMBOL_PHASES
                             ? (Entry){.kind = ENTRY_SAMPLE, .phase = (SamplePhase)what}
                             : (Entry){.kind = (EntryKind)(what - SYMBOL_PHASES + 1)};
        }
    }
    return true;
}

/* Fingers: how many samples in a row have the same one. */
static bool encode_fingers(const Entry *entries, size_t count, Buffer *out) {
    uint64_t run = 0;
    int32_t finger = 0;
    bool ok = true;
    for (size_t i = 0; i <= count && ok; i++) {
        bool end = i == count;
        if (!end && entries[i].kind != ENTRY_SAMPLE) {
            continue;
        }
        if (run > 0 && (end || entries[i].finger != finger)) {
            ok = bits_add_varint(out, bits_zigzag(finger)) && bits_add_varint(out, run - 1);
            run = 0;
        }
        if (!end) {
            finger = entries[i].finger;
            run++;
        }
    }
    return ok;
}

static bool decode_fingers(BitReader *in, Entry *entries, size_t count) {
    uint64_t code = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind != ENTRY_SAMPLE) {
            continue;
        }
        if (left == 0) {
            if (!bits_take_varint(in, &code) || !bits_take_varint(in, &left) || code > UINT32_MAX ||
                left >= count) {
                return false;
            }
            left++;
        }
        entries[i].finger = (int32_t)bits_unzigzag(code);
        left--;
    }
    return left == 0;
}

/* ---- the chunk ---- */

bool journal_encode(const Entry *entries, size_t count, Buffer *out) {
    assert(count <= JOURNAL_ENTRIES_MAX);
    size_t start = out->length;
    uint8_t version = JOURNAL_VERSION;
    bool ok = buffer_add(out, &version, 1) && bits_add_varint(out, count) &&
              encode_symbols(entries, count, out) && encode_fingers(entries, count, out) &&
              column_encode(COLUMN_TIME, entries, count, out) &&
              column_encode(COLUMN_X, entries, count, out) &&
              column_encode(COLUMN_Y, entries, count, out);
    for (size_t i = 0; i < count && ok; i++) {
        ok = entries[i].kind == ENTRY_SAMPLE || bits_add_varint(out, bits_zigzag(entries[i].value));
    }
    if (ok) {
        uint32_t crc = crc32_add(0, out->bytes + start, out->length - start);
        uint8_t bytes[CRC_BYTES] = {(uint8_t)crc, (uint8_t)(crc >> 8), (uint8_t)(crc >> 16),
                                    (uint8_t)(crc >> 24)};
        ok = buffer_add(out, bytes, CRC_BYTES);
    }
    if (!ok) {
        out->length = start;
    }
    return ok;
}

static bool decode_columns(BitReader *in, Entry *entries, size_t count) {
    bool ok = decode_symbols(in, entries, count) && decode_fingers(in, entries, count) &&
              column_decode(COLUMN_TIME, in, entries, count) &&
              column_decode(COLUMN_X, in, entries, count) &&
              column_decode(COLUMN_Y, in, entries, count);
    for (size_t i = 0; i < count && ok; i++) {
        uint64_t code;
        if (entries[i].kind != ENTRY_SAMPLE) {
            ok = bits_take_varint(in, &code);
            entries[i].value = ok ? bits_unzigzag(code) : 0;
        }
    }
    return ok && in->at == in->length;
}

static bool chunk_open(const uint8_t *bytes, size_t length, BitReader *in, Fail *fail) {
    if (length < 1 + 1 + CRC_BYTES) {
        return fail_set(fail, FAIL_CORRUPT, "the recording is cut short: %zu bytes", length);
    }
    const uint8_t *c = bytes + length - CRC_BYTES;
    uint32_t kept =
        (uint32_t)c[0] | (uint32_t)c[1] << 8 | (uint32_t)c[2] << 16 | (uint32_t)c[3] << 24;
    if (crc32_add(0, bytes, length - CRC_BYTES) != kept) {
        return fail_set(fail, FAIL_CORRUPT,
                        "the recording is damaged: its bytes do not carry their own check sum");
    }
    if (bytes[0] != JOURNAL_VERSION) {
        return fail_set(fail, FAIL_CORRUPT,
                        "the recording is of version %d, but this program reads version %d",
                        bytes[0], JOURNAL_VERSION);
    }
    *in = (BitReader){.bytes = bytes, .length = length - CRC_BYTES, .at = 1};
    return true;
}

bool journal_decode(const uint8_t *bytes, size_t length, Journal *journal, Fail *fail) {
    BitReader in;
    uint64_t count;
    if (!chunk_open(bytes, length, &in, fail)) {
        return false;
    }
    /* Every entry takes at least a bit of the time column, so a short chunk holds few. */
    if (!bits_take_varint(&in, &count) || count > 8 * (uint64_t)length) {
        return fail_set(fail, FAIL_CORRUPT, "the recording's number of entries makes no sense");
    }
    size_t before = journal->count;
    if (count > JOURNAL_ENTRIES_MAX - before) {
        return fail_set(fail, FAIL_LIMIT, "the recording holds more than %d entries",
                        JOURNAL_ENTRIES_MAX);
    }
    if (before + count > journal->room) {
        Entry *grown = realloc(journal->entries, (before + count) * sizeof *grown);
        if (grown == NULL) {
            return fail_set(fail, FAIL_MEMORY, "no memory for a recording of %" PRIu64 " entries",
                            count);
        }
        journal->entries = grown;
        journal->room = before + count;
    }
    /* A recording of nothing needs no room, and may have none. */
    Entry *first = journal->entries != NULL ? journal->entries + before : NULL;
    if (!decode_columns(&in, first, (size_t)count)) {
        return fail_set(fail, FAIL_CORRUPT, "the recording's columns do not fit together");
    }
    journal->count = before + (size_t)count;
    return true;
}

/* ---- for people ---- */

const char *entry_word(EntryKind kind) {
    static const char *const words[] = {
#define X(ID, word) word,
        ENTRY_KINDS(X)
#undef X
    };
    assert(kind >= 0 && kind < ENTRY_COUNT);
    return words[kind];
}

static bool dump_mm(Buffer *out, double mm) {
    int64_t hundredths = length_quanta(mm) * 2;
    uint64_t size = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    return buffer_format(out, " %s%" PRIu64 ".%02" PRIu64, hundredths < 0 ? "-" : "", size / 100,
                         size % 100);
}

bool journal_dump(const Journal *journal, Buffer *out) {
    static const char *const phases[] = {"down", "move", "up"};
    bool ok = true;
    for (size_t i = 0; i < journal->count && ok; i++) {
        const Entry *entry = &journal->entries[i];
        int64_t time = entry->time_us / JOURNAL_TIME_US;
        ok = buffer_format(out, "%" PRId64 ".%04" PRId64 " ", time / 10000, time % 10000);
        if (entry->kind == ENTRY_SAMPLE) {
            ok = ok && buffer_format(out, "%s %" PRId32, phases[entry->phase], entry->finger) &&
                 dump_mm(out, entry->x_mm) && dump_mm(out, entry->y_mm);
        } else {
            ok = ok && buffer_format(out, "%s %" PRId64, entry_word(entry->kind), entry->value);
        }
        ok = ok && buffer_add_text(out, "\n");
    }
    return ok;
}
