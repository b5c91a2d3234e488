/* The journal's bytes; see journal.h. A chunk is: version, number of entries, five columns (what,
 * time, finger, x, y), the values of the entries that are no samples, CRC-32 (little end first).
 * "What" and "finger" hardly ever change, so they are runs of varints; time and place are residuals
 * of a prediction in adaptive Rice codes (Weinberger, Seroussi & Sapiro 2000, the k of JPEG-LS).
 * Each such column names the prediction that suited it best. */
#include "play/journal.h"

#include "base/hash.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SYMBOL_PHASES = 3, /* symbols 0-2: a sample's phase; from 3 on: the other kinds */
    LANES = 16,        /* fingers are predicted apart; lane = finger modulo LANES */
    RICE_MEMORY = 16,  /* symbols after which old magnitudes count half */
    RICE_UNARY_MAX = 20,
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

/* ---- bytes and bits ---- */

static uint64_t zigzag(int64_t number) {
    return ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t code) {
    return (int64_t)((code >> 1) ^ (0 - (code & 1)));
}

static bool add_varint(Buffer *out, uint64_t number) {
    uint8_t bytes[10];
    size_t count = 0;
    do {
        bytes[count++] = (uint8_t)((number & 127) | (number > 127 ? 128 : 0));
        number >>= 7;
    } while (number != 0);
    return buffer_add(out, bytes, count);
}

typedef struct {
    const uint8_t *bytes;
    size_t length, at;
    int bit; /* of bytes[at], highest first */
} Reader;

static bool take_varint(Reader *in, uint64_t *number) {
    *number = 0;
    for (int shift = 0; shift < 64 && in->at < in->length; shift += 7) {
        uint8_t byte = in->bytes[in->at++];
        *number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            return shift < 63 || byte <= 1;
        }
    }
    return false;
}

typedef struct {
    Buffer *out; /* NULL: only count */
    uint64_t count;
    uint8_t pending;
    bool ok;
} BitWriter;

static void put_bits(BitWriter *writer, uint64_t bits, int count) {
    if (writer->out == NULL) {
        writer->count += (uint64_t)count;
        return;
    }
    for (int i = count - 1; i >= 0; i--) {
        writer->pending = (uint8_t)(writer->pending << 1 | ((bits >> i) & 1));
        if (++writer->count % 8 == 0) {
            writer->ok = writer->ok && buffer_add(writer->out, &writer->pending, 1);
        }
    }
}

static bool take_bits(Reader *in, int count, uint64_t *bits) {
    *bits = 0;
    for (int i = 0; i < count; i++) {
        if (in->at >= in->length) {
            return false;
        }
        *bits = *bits << 1 | ((in->bytes[in->at] >> (7 - in->bit)) & 1);
        if (++in->bit == 8) {
            in->bit = 0;
            in->at++;
        }
    }
    return true;
}

/* ---- adaptive Rice codes ---- */

typedef struct {
    uint64_t sum, count; /* of the latest codes */
} Rice;

static const Rice RICE_START = {16, 1};

static int rice_k(const Rice *rice) {
    int k = 0;
    while (k < 40 && (rice->count << k) < rice->sum) {
        k++;
    }
    return k;
}

static void rice_learn(Rice *rice, uint64_t code) {
    rice->sum += code < ((uint64_t)1 << 40) ? code : (uint64_t)1 << 40;
    if (++rice->count >= RICE_MEMORY) {
        rice->sum /= 2;
        rice->count /= 2;
    }
}

static void rice_put(Rice *rice, BitWriter *writer, uint64_t code) {
    int k = rice_k(rice);
    if ((code >> k) < RICE_UNARY_MAX) {
        int ones = (int)(code >> k);
        put_bits(writer, ((uint64_t)1 << (ones + 1)) - 2, ones + 1);
        put_bits(writer, code & (((uint64_t)1 << k) - 1), k);
    } else {
        put_bits(writer, ((uint64_t)1 << RICE_UNARY_MAX) - 1, RICE_UNARY_MAX);
        put_bits(writer, code, 64);
    }
    rice_learn(rice, code);
}

static bool rice_take(Rice *rice, Reader *in, uint64_t *code) {
    int k = rice_k(rice), ones = 0;
    uint64_t bit = 1, low = 0;
    while (ones < RICE_UNARY_MAX && bit == 1) {
        if (!take_bits(in, 1, &bit)) {
            return false;
        }
        ones += (int)bit;
    }
    bool escaped = ones == RICE_UNARY_MAX;
    if (!take_bits(in, escaped ? 64 : k, &low)) {
        return false;
    }
    *code = escaped ? low : (uint64_t)ones << k | low;
    rice_learn(rice, *code);
    return true;
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
            rice_put(&rice, writer, zigzag(number - predict(lane, how)));
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
    BitWriter writer = {.out = out, .ok = add_varint(out, (uint64_t)best)};
    column_put(column, best, entries, count, &writer);
    put_bits(&writer, 0, (int)((8 - writer.count % 8) % 8));
    return writer.ok;
}

static bool column_decode(Column column, Reader *in, Entry *entries, size_t count) {
    uint64_t how, code;
    Lane lanes[LANES] = {0};
    Rice rice = RICE_START;
    int64_t most = column == COLUMN_TIME ? TIME_QUANTA_MAX : LENGTH_QUANTA_MAX;
    if (!take_varint(in, &how) || how >= PREDICT_COUNT) {
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
        int64_t number = predict(lane, (Prediction)how) + unzigzag(code);
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
        ok = add_varint(out, symbol(&entries[i])) && add_varint(out, end - i - 1);
    }
    return ok;
}

static bool decode_symbols(Reader *in, Entry *entries, size_t count) {
    for (size_t i = 0; i < count;) {
        uint64_t what, more;
        if (!take_varint(in, &what) || !take_varint(in, &more) || more >= count - i ||
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
            ok = add_varint(out, zigzag(finger)) && add_varint(out, run - 1);
            run = 0;
        }
        if (!end) {
            finger = entries[i].finger;
            run++;
        }
    }
    return ok;
}

static bool decode_fingers(Reader *in, Entry *entries, size_t count) {
    uint64_t code = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind != ENTRY_SAMPLE) {
            continue;
        }
        if (left == 0) {
            if (!take_varint(in, &code) || !take_varint(in, &left) || code > UINT32_MAX ||
                left >= count) {
                return false;
            }
            left++;
        }
        entries[i].finger = (int32_t)unzigzag(code);
        left--;
    }
    return left == 0;
}

/* ---- the chunk ---- */

bool journal_encode(const Entry *entries, size_t count, Buffer *out) {
    assert(count <= JOURNAL_ENTRIES_MAX);
    size_t start = out->length;
    uint8_t version = JOURNAL_VERSION;
    bool ok = buffer_add(out, &version, 1) && add_varint(out, count) &&
              encode_symbols(entries, count, out) && encode_fingers(entries, count, out) &&
              column_encode(COLUMN_TIME, entries, count, out) &&
              column_encode(COLUMN_X, entries, count, out) &&
              column_encode(COLUMN_Y, entries, count, out);
    for (size_t i = 0; i < count && ok; i++) {
        ok = entries[i].kind == ENTRY_SAMPLE || add_varint(out, zigzag(entries[i].value));
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

static bool decode_columns(Reader *in, Entry *entries, size_t count) {
    bool ok = decode_symbols(in, entries, count) && decode_fingers(in, entries, count) &&
              column_decode(COLUMN_TIME, in, entries, count) &&
              column_decode(COLUMN_X, in, entries, count) &&
              column_decode(COLUMN_Y, in, entries, count);
    for (size_t i = 0; i < count && ok; i++) {
        uint64_t code;
        if (entries[i].kind != ENTRY_SAMPLE) {
            ok = take_varint(in, &code);
            entries[i].value = ok ? unzigzag(code) : 0;
        }
    }
    return ok && in->at == in->length;
}

static bool chunk_open(const uint8_t *bytes, size_t length, Reader *in, Fail *fail) {
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
    *in = (Reader){.bytes = bytes, .length = length - CRC_BYTES, .at = 1};
    return true;
}

bool journal_decode(const uint8_t *bytes, size_t length, Journal *journal, Fail *fail) {
    Reader in;
    uint64_t count;
    if (!chunk_open(bytes, length, &in, fail)) {
        return false;
    }
    /* Every entry takes at least a bit of the time column, so a short chunk holds few. */
    if (!take_varint(&in, &count) || count > 8 * (uint64_t)length) {
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
