/* Levels spoken clips by ITU-R BS.1770-4: reads lines "IN <tab> OUT" and writes each WAV again as
 * mono 16 bit, silence trimmed to 30 ms, at -20 LUFS with true peaks of at most -3 dBTP. `loudness
 * measure FILE...` prints "LUFS dBTP FILE" instead. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_MAX = 120 * 48000, PHASES = 4, TAPS = 24, ROUNDS_MAX = 12 };

static const double PI = 3.14159265358979323846;
static const double TARGET_LUFS = -20, PEAK_MOST_DBTP = -3.1, SILENCE = 0.004;
static const double KEEP_S = 0.030, EDGE_S = 0.008, LOOKAHEAD_S = 0.005;

typedef struct {
    int rate, count;
    double *pcm; /* -1..1, mono */
} Clip;

static double db(double x) {
    return 20 * log10(fmax(x, 1e-9));
}

static uint32_t get(const uint8_t *at, int bytes) {
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value |= (uint32_t)at[i] << 8 * i;
    }
    return value;
}

static void put(uint8_t *at, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> 8 * i);
    }
}

/* Reads 16-bit PCM, one or more channels (mixed to one). The caller frees clip->pcm. */
static int load(const char *path, Clip *clip) {
    static uint8_t bytes[SAMPLES_MAX * 4 + 4096];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 0;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file), at = 12;
    fclose(file);
    int channels = 0, bits = 0;
    if (size < 44 || memcmp(bytes, "RIFF", 4) != 0 || memcmp(bytes + 8, "WAVE", 4) != 0) {
        fprintf(stderr, "loudness: %s is not a WAV file\n", path);
        return 0;
    }
    while (at + 8 <= size) {
        size_t length = get(bytes + at + 4, 4);
        if (memcmp(bytes + at, "fmt ", 4) == 0 && at + 24 <= size) {
            channels = (int)get(bytes + at + 10, 2), clip->rate = (int)get(bytes + at + 12, 4);
            bits = (int)get(bytes + at + 22, 2);
        } else if (memcmp(bytes + at, "data", 4) == 0) {
            break;
        }
        at += 8 + length + (length & 1);
    }
    if (at + 8 > size || bits != 16 || channels < 1 || clip->rate < 8000 || clip->rate > 96000) {
        fprintf(stderr, "loudness: %s is not 16-bit PCM of 8 to 96 kHz\n", path);
        return 0;
    }
    /* A piped WAV states no length: what is there counts. */
    size_t there = size - at - 8, said = get(bytes + at + 4, 4), frame = 2 * (size_t)channels;
    clip->count = (int)((said < there ? said : there) / frame);
    clip->pcm = calloc((size_t)clip->count + 1, sizeof *clip->pcm);
    for (int i = 0; clip->pcm && i < clip->count; i++) {
        for (int c = 0; c < channels; c++) {
            const uint8_t *sample = bytes + at + 8 + frame * (size_t)i + 2 * (size_t)c;
            clip->pcm[i] += (int16_t)get(sample, 2) / 32768.0 / channels;
        }
    }
    return clip->pcm != NULL;
}

static int save(const char *path, const Clip *clip) {
    uint8_t head[44] = "RIFF....WAVEfmt ";
    uint32_t bytes = 2 * (uint32_t)clip->count, rate = (uint32_t)clip->rate;
    put(head + 4, 36 + bytes, 4), put(head + 16, 16, 4), put(head + 20, 1, 2), put(head + 22, 1, 2);
    put(head + 24, rate, 4), put(head + 28, rate * 2, 4), put(head + 32, 2, 2);
    put(head + 34, 16, 2), memcpy(head + 36, "data", 4), put(head + 40, bytes, 4);
    uint8_t *body = malloc(bytes + 1);
    FILE *file = body ? fopen(path, "wb") : NULL;
    if (!file) {
        perror(path);
        free(body);
        return 0;
    }
    for (int i = 0; i < clip->count; i++) {
        double limited = fmax(-1, fmin(1, clip->pcm[i]));
        put(body + 2 * i, (uint32_t)(int32_t)lround(limited * 32767), 2);
    }
    int ok = fwrite(head, sizeof head, 1, file) == 1 && fwrite(body, 1, bytes, file) == bytes;
    ok = fclose(file) == 0 && ok;
    free(body);
    if (!ok) {
        perror(path);
    }
    return ok;
}

typedef struct {
    double b0, b1, b2, a1, a2, s1, s2;
} Biquad;

static double through(Biquad *f, double x) {
    double y = f->b0 * x + f->s1;
    f->s1 = f->b1 * x - f->a1 * y + f->s2;
    f->s2 = f->b2 * x - f->a2 * y;
    return y;
}

/* The K-weighting of BS.1770 (head shelf, then high-pass), its 48 kHz filters redone for any rate.
 */
static void k_weighting(int rate, Biquad *shelf, Biquad *high) {
    double k = tan(PI * 1681.974450955533 / rate), q = 0.7071752369554196;
    double vh = pow(10, 3.999843853973347 / 20), vb = pow(vh, 0.4996667741545416);
    double a0 = 1 + k / q + k * k;
    *shelf = (Biquad){(vh + vb * k / q + k * k) / a0,
                      2 * (k * k - vh) / a0,
                      (vh - vb * k / q + k * k) / a0,
                      2 * (k * k - 1) / a0,
                      (1 - k / q + k * k) / a0,
                      0,
                      0};
    k = tan(PI * 38.13547087602444 / rate), q = 0.5003270373238773, a0 = 1 + k / q + k * k;
    *high = (Biquad){1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0, 0, 0};
}

/* Integrated loudness: 400 ms blocks, three quarters overlapping, gated at -70 LUFS and 10 LU below
 * what remains. A clip shorter than one block is one block. */
static double loudness(const Clip *clip) {
    int block = clip->rate * 2 / 5, step = clip->rate / 10;
    if (clip->count < block) {
        block = clip->count;
    }
    int blocks = block > 0 ? (clip->count - block) / step + 1 : 0;
    double *sums = malloc(sizeof *sums * ((size_t)clip->count + 1));
    double result = -100;
    if (!sums || blocks == 0) {
        free(sums);
        return result;
    }
    Biquad shelf, high;
    k_weighting(clip->rate, &shelf, &high);
    sums[0] = 0;
    for (int i = 0; i < clip->count; i++) {
        double y = through(&high, through(&shelf, clip->pcm[i]));
        sums[i + 1] = sums[i] + y * y;
    }
    double gate = pow(10, (-70 + 0.691) / 10);
    for (int pass = 0; pass < 2; pass++) {
        double total = 0;
        int counted = 0;
        for (int b = 0; b < blocks; b++) {
            double power = (sums[b * step + block] - sums[b * step]) / block;
            if (power > gate) {
                total += power, counted++;
            }
        }
        if (counted == 0) {
            break;
        }
        result = -0.691 + 10 * log10(total / counted);
        gate = total / counted / 10;
    }
    free(sums);
    return result;
}

/* Highest of the four interpolated values from sample i to the next (4x oversampling, BS.1770 annex
 * 2). */
static double peak_at(const Clip *clip, int i) {
    static double table[PHASES][TAPS];
    static int ready;
    for (int p = 0; !ready && p < PHASES; p++) {
        for (int t = 0; t < TAPS; t++) {
            double x = t - TAPS / 2 + 1 - (double)p / PHASES;
            double window = 0.5 + 0.5 * cos(2 * PI * x / TAPS);
            table[p][t] = window * (fabs(x) < 1e-9 ? 1 : sin(PI * x) / (PI * x));
        }
    }
    ready = 1;
    double most = 0;
    for (int p = 0; p < PHASES; p++) {
        double sum = 0;
        for (int t = 0; t < TAPS; t++) {
            int j = i + t - TAPS / 2 + 1;
            sum += j >= 0 && j < clip->count ? clip->pcm[j] * table[p][t] : 0;
        }
        most = fmax(most, fabs(sum));
    }
    return most;
}

static double true_peak(const Clip *clip) {
    double most = 0;
    for (int i = 0; i < clip->count; i++) {
        most = fmax(most, peak_at(clip, i));
    }
    return db(most);
}

/* Turns the gain down smoothly around every peak above the limit: least gain in a window, then its
 * mean over the same window, so the gain has always arrived when the peak does. */
static int limit(Clip *clip) {
    int half = (int)(clip->rate * LOOKAHEAD_S), n = clip->count;
    double most = pow(10, PEAK_MOST_DBTP / 20);
    double *need = malloc(sizeof *need * 2 * (size_t)(n + 1)), *least = need ? need + n + 1 : NULL;
    if (!need) {
        return 0;
    }
    for (int i = 0; i < n; i++) {
        double peak = peak_at(clip, i);
        need[i] = peak > most ? most / peak : 1;
    }
    for (int i = 0; i < n; i++) {
        least[i] = 1;
        for (int j = i - half < 0 ? 0 : i - half; j <= i + half && j < n; j++) {
            least[i] = fmin(least[i], need[j]);
        }
    }
    for (int i = 0; i < n; i++) {
        double sum = 0;
        int counted = 0;
        for (int j = i - half < 0 ? 0 : i - half; j <= i + half && j < n; j++) {
            sum += least[j], counted++;
        }
        need[i] = sum / counted;
    }
    for (int i = 0; i < n; i++) {
        clip->pcm[i] *= need[i];
    }
    free(need);
    return 1;
}

static void trim(Clip *clip) {
    int first = 0, last = clip->count - 1, keep = (int)(clip->rate * KEEP_S);
    while (first < last && fabs(clip->pcm[first]) < SILENCE) {
        first++;
    }
    while (last > first && fabs(clip->pcm[last]) < SILENCE) {
        last--;
    }
    first = first > keep ? first - keep : 0;
    last = last + keep < clip->count ? last + keep : clip->count - 1;
    clip->count = last - first + 1;
    memmove(clip->pcm, clip->pcm + first, sizeof *clip->pcm * (size_t)clip->count);
    int edge = (int)(clip->rate * EDGE_S);
    for (int i = 0; i < edge && i < clip->count; i++) {
        double share = 0.5 - 0.5 * cos(PI * i / edge);
        clip->pcm[i] *= share, clip->pcm[clip->count - 1 - i] *= share;
    }
}

/* Limiting takes loudness away, so gain and limit alternate until the clip is within 0.2 LU. */
static int level(Clip *clip) {
    trim(clip);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        double off = TARGET_LUFS - loudness(clip);
        if (off > 60) {
            return 0; /* silence */
        }
        if (round > 0 && fabs(off) < 0.2) {
            break;
        }
        for (int i = 0; i < clip->count; i++) {
            clip->pcm[i] *= pow(10, off / 20);
        }
        if (!limit(clip)) {
            return 0;
        }
    }
    return 1;
}

int main(int argc, char **argv) {
    int ok = 1;
    if (argc > 1 && strcmp(argv[1], "measure") == 0) {
        for (int i = 2; i < argc; i++) {
            Clip clip = {0};
            if (load(argv[i], &clip)) {
                printf("%.2f %.2f %s\n", loudness(&clip), true_peak(&clip), argv[i]);
            } else {
                ok = 0;
            }
            free(clip.pcm);
        }
        return ok ? 0 : 1;
    }
    char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        char *out = strchr(line, '\t');
        if (!out) {
            fprintf(stderr, "loudness: '%s' is not IN <tab> OUT\n", line);
            return 2;
        }
        *out++ = 0;
        Clip clip = {0};
        if (!load(line, &clip) || !level(&clip) || !save(out, &clip)) {
            fprintf(stderr, "loudness: %s gave no clip\n", line);
            ok = 0;
        }
        free(clip.pcm);
    }
    return ok ? 0 : 1;
}
