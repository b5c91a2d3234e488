/* Makes the effect sounds: sounds OUT_DIR writes ID.wav and ID.calm.wav (attack doubled, 6 dB less)
 * for every row of RECIPES: 48 kHz, mono, 16 bit. Nothing startles: a raised-cosine attack, an
 * exponential decay, a 4 kHz low-pass, and peaks far below full scale. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 48000, NOTES_MAX = 4, LONGEST_S = 17 };

static const double PI = 3.14159265358979323846;
/* Voice clips lie at -20 LUFS. Between 300 and 1200 Hz BS.1770 weighs a tone by less than 1 dB, so
 * a tone of that many dB RMS is about as loud. */
static const double SPEECH_DB = -20, PEAK_MOST_DB = -9;
/* A raised cosine spends this share of its length between 10 and 90 %. */
static const double RISE_SHARE = 0.5903;

typedef struct {
    double hz, partial_db; /* pitch, and the level of its octave above the note (0: none) */
    double start_ms, decay_ms;
} Note;

typedef struct {
    const char *id;
    double attack_ms, length_ms, level_db; /* attack: 10 to 90 %; level: against speech */
    int note_count;
    Note notes[NOTES_MAX];
} Recipe;

/* The calm pad is made by pad(); every other sound is a row here. */
static const Recipe RECIPES[] = {
    {"tap", 30, 110, -14, 1, {{700, -14, 0, 70}}},
    {"pick", 30, 120, -14, 1, {{520, 0, 0, 60}}},
    {"place", 30, 180, -12, 2, {{392, 0, 0, 90}, {523.25, 0, 0, 90}}},
    {"ok", 30, 260, -10, 2, {{523.25, 0, 0, 70}, {659.26, 0, 90, 90}}},
    {"goHome", 30, 140, -14, 1, {{440, 0, 0, 70}}},
    {"token", 30, 220, -10, 1, {{659.26, -12, 0, 90}}},
    {"changeOver",
     60,
     900,
     -10,
     3,
     {{440, 0, 0, 220}, {554.37, 0, 240, 220}, {659.26, 0, 480, 220}}},
    {"goodbye", 60, 1200, -10, 3, {{659.26, 0, 0, 300}, {554.37, 0, 320, 300}, {440, 0, 640, 300}}},
};

typedef struct {
    double x1, x2, y1, y2, b0, b1, b2, a1, a2;
} Biquad;

/* Second-order Butterworth section, RBJ's bilinear design; high: pass what lies above. */
static Biquad biquad(double hz, double q, int high) {
    double w = 2 * PI * hz / RATE, alpha = sin(w) / (2 * q), c = cos(w), a0 = 1 + alpha;
    double edge = high ? (1 + c) / 2 : (1 - c) / 2;
    return (Biquad){.b0 = edge / a0,
                    .b1 = (high ? -2 : 2) * edge / a0,
                    .b2 = edge / a0,
                    .a1 = -2 * c / a0,
                    .a2 = (1 - alpha) / a0};
}

static double through(Biquad *f, double x) {
    double y = f->b0 * x + f->b1 * f->x1 + f->b2 * f->x2 - f->a1 * f->y1 - f->a2 * f->y2;
    f->x2 = f->x1, f->x1 = x, f->y2 = f->y1, f->y1 = y;
    return y;
}

/* 0..1: raised-cosine rise, then exponential decay that reaches silence smoothly at the end. */
static double envelope(double ms, double attack_ms, double decay_ms, double left_ms) {
    if (ms < 0 || left_ms <= 0) {
        return 0;
    }
    double rise = ms < attack_ms ? 0.5 - 0.5 * cos(PI * ms / attack_ms) : 1;
    double fall = ms < attack_ms ? 1 : exp(-(ms - attack_ms) / decay_ms);
    const double end_ms = 20;
    double close = left_ms < end_ms ? 0.5 - 0.5 * cos(PI * left_ms / end_ms) : 1;
    return rise * fall * close;
}

static void put(uint8_t *at, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> 8 * i);
    }
}

static int save(const char *folder, const char *id, const char *kind, const double *pcm,
                int count) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s.wav", folder, id, kind);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        return 0;
    }
    uint8_t head[44] = "RIFF....WAVEfmt ";
    put(head + 4, 36 + 2 * (uint32_t)count, 4), put(head + 16, 16, 4), put(head + 20, 1, 2);
    put(head + 22, 1, 2), put(head + 24, RATE, 4), put(head + 28, RATE * 2, 4);
    put(head + 32, 2, 2), put(head + 34, 16, 2);
    memcpy(head + 36, "data", 4), put(head + 40, 2 * (uint32_t)count, 4);
    int ok = fwrite(head, sizeof head, 1, file) == 1;
    for (int i = 0; ok && i < count; i++) {
        uint8_t two[2];
        put(two, (uint32_t)(int32_t)lround(pcm[i] * 32767), 2);
        ok = fwrite(two, 2, 1, file) == 1;
    }
    if (fclose(file) != 0) {
        ok = 0;
    }
    if (!ok) {
        perror(path);
    }
    return ok;
}

/* Scales so that the loudest 50 ms are level_db above speech, and no peak is above the limit. */
static void level(double *pcm, int count, double level_db) {
    enum { WINDOW = RATE / 20 };
    double peak = 1e-9, power = 0, most = 1e-9;
    for (int i = 0; i < count; i++) {
        peak = fmax(peak, fabs(pcm[i]));
        power += pcm[i] * pcm[i] - (i >= WINDOW ? pcm[i - WINDOW] * pcm[i - WINDOW] : 0);
        most = fmax(most, power / WINDOW);
    }
    double gain =
        fmin(pow(10, (SPEECH_DB + level_db) / 20) / sqrt(most), pow(10, PEAK_MOST_DB / 20) / peak);
    for (int i = 0; i < count; i++) {
        pcm[i] *= gain;
    }
}

static int make(const Recipe *recipe, const char *folder, int calm, double *pcm) {
    double attack_ms = recipe->attack_ms * (calm ? 2 : 1) / RISE_SHARE;
    int count = (int)((recipe->length_ms + (calm ? attack_ms / 2 : 0)) * RATE / 1000);
    Biquad first = biquad(4000, 0.5412, 0), second = biquad(4000, 1.3066, 0);
    for (int i = 0; i < count; i++) {
        double sum = 0;
        for (int n = 0; n < recipe->note_count; n++) {
            const Note *note = &recipe->notes[n];
            double ms = i * 1000.0 / RATE - note->start_ms, left_ms = (count - i) * 1000.0 / RATE;
            double tone = sin(2 * PI * note->hz * ms / 1000);
            if (note->partial_db < 0) {
                tone += pow(10, note->partial_db / 20) * sin(4 * PI * note->hz * ms / 1000);
            }
            sum += tone * envelope(ms, attack_ms, note->decay_ms, left_ms);
        }
        pcm[i] = through(&second, through(&first, sum));
    }
    level(pcm, count, recipe->level_db - (calm ? 6 : 0));
    return save(folder, recipe->id, calm ? ".calm" : "", pcm, count);
}

/* The calm pad: 220 and 330 Hz under noise of 300-1200 Hz that swells slowly; 16 s, seamless as a
 * loop because its last 1500 ms are cross-faded into its first. Its player fades it in and out. */
static int pad(const char *folder, double *pcm) {
    int count = 16 * RATE, fade = RATE * 3 / 2;
    uint32_t state = 2463534242u;
    Biquad low = biquad(1200, 0.5412, 0), lower = biquad(1200, 1.3066, 0),
           high = biquad(300, 0.7071, 1), end = biquad(4000, 0.7071, 0);
    double *raw = malloc(sizeof *raw * (size_t)(count + fade));
    if (!raw) {
        fputs("sounds: no memory for the calm pad\n", stderr);
        return 0;
    }
    for (int i = 0; i < count + fade; i++) {
        state ^= state << 13, state ^= state >> 17,
            state ^= state << 5; /* xorshift32: same on all machines */
        double noise = state / 2147483648.0 - 1, t = (double)i / RATE;
        double swell = 0.75 + 0.25 * sin(2 * PI * t / 8);
        double tones = 0.10 * sin(2 * PI * 220 * t) + 0.08 * sin(2 * PI * 330 * t);
        raw[i] = through(
            &end, (tones + 0.6 * through(&high, through(&lower, through(&low, noise)))) * swell);
    }
    for (int i = 0; i < count; i++) {
        double mix = i < fade ? 0.5 - 0.5 * cos(PI * i / fade) : 1;
        pcm[i] = raw[i] * sqrt(mix) + (i < fade ? raw[count + i] * sqrt(1 - mix) : 0);
    }
    free(raw);
    level(pcm, count, -20);
    return save(folder, "calmPad", "", pcm, count);
}

int main(int argc, char **argv) {
    static double pcm[LONGEST_S * RATE];
    if (argc != 2) {
        fputs("sounds: say sounds OUT_DIR\n", stderr);
        return 2;
    }
    int ok = pad(argv[1], pcm);
    for (size_t i = 0; i < sizeof RECIPES / sizeof *RECIPES; i++) {
        ok = make(&RECIPES[i], argv[1], 0, pcm) && make(&RECIPES[i], argv[1], 1, pcm) && ok;
    }
    return ok ? 0 : 1;
}
