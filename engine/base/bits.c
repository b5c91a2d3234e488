/* Numbers as bytes and bits; see bits.h. */
#include "base/bits.h"

enum {
    RICE_MEMORY = 16, /* codes after which old magnitudes count half */
    RICE_UNARY_MAX = 20,
};

/* ---- bytes and bits ---- */

uint64_t bits_zigzag(int64_t number) {
    return ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0);
}

int64_t bits_unzigzag(uint64_t code) {
    return (int64_t)((code >> 1) ^ (0 - (code & 1)));
}

bool bits_add_varint(Buffer *out, uint64_t number) {
    uint8_t bytes[10];
    size_t count = 0;
    do {
        bytes[count++] = (uint8_t)((number & 127) | (number > 127 ? 128 : 0));
        number >>= 7;
    } while (number != 0);
    return buffer_add(out, bytes, count);
}

bool bits_take_varint(BitReader *in, uint64_t *number) {
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

void bits_put(BitWriter *writer, uint64_t bits, int count) {
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

bool bits_take(BitReader *in, int count, uint64_t *bits) {
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

const Rice RICE_START = {16, 1};

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

void rice_put(Rice *rice, BitWriter *writer, uint64_t code) {
    int k = rice_k(rice);
    if ((code >> k) < RICE_UNARY_MAX) {
        int ones = (int)(code >> k);
        bits_put(writer, ((uint64_t)1 << (ones + 1)) - 2, ones + 1);
        bits_put(writer, code & (((uint64_t)1 << k) - 1), k);
    } else {
        bits_put(writer, ((uint64_t)1 << RICE_UNARY_MAX) - 1, RICE_UNARY_MAX);
        bits_put(writer, code, 64);
    }
    rice_learn(rice, code);
}

bool rice_take(Rice *rice, BitReader *in, uint64_t *code) {
    int k = rice_k(rice), ones = 0;
    uint64_t bit = 1, low = 0;
    while (ones < RICE_UNARY_MAX && bit == 1) {
        if (!bits_take(in, 1, &bit)) {
            return false;
        }
        ones += (int)bit;
    }
    bool escaped = ones == RICE_UNARY_MAX;
    if (!bits_take(in, escaped ? 64 : k, &low)) {
        return false;
    }
    *code = escaped ? low : (uint64_t)ones << k | low;
    rice_learn(rice, *code);
    return true;
}
