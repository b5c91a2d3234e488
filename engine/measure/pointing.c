/* Throughput and tap errors; see pointing.h. */
#include "measure/pointing.h"

#include <math.h>

static const double WIDTH_OF_SD = 4.1327313541224929; /* sqrt(2 pi e): 96 % of a normal spread */
static const double DOUBLE_TAP_S = 0.3, ANTICIPATION_S = 0.15;

/* A running mean and variance (Welford). */
typedef struct {
    double mean, squares;
    size_t count;
} Spread;

static void spread_add(Spread *spread, double value) {
    double step = value - spread->mean;
    spread->count++;
    spread->mean += step / (double)spread->count;
    spread->squares += step * (value - spread->mean);
}

static double spread_mean(const Spread *spread) {
    return spread->count > 0 ? spread->mean : NAN;
}

static double spread_sd(const Spread *spread) {
    return spread->count > 1 ? sqrt(spread->squares / (double)(spread->count - 1)) : NAN;
}

Throughput pointing_throughput(const Aim *aims, size_t count, bool serial) {
    Spread dx_spread = {0}, ae_spread = {0}, mt_spread = {0};
    double previous = 0;
    for (size_t i = 0; i < count; i++) {
        double a = point_distance(aims[i].from, aims[i].target);
        double b = point_distance(aims[i].landed, aims[i].target);
        double c = point_distance(aims[i].landed, aims[i].from);
        double dx = (c * c - b * b - a * a) / (2 * a);
        spread_add(&dx_spread, dx);
        spread_add(&ae_spread, a + dx + (serial ? previous : 0));
        spread_add(&mt_spread, aims[i].movement_s);
        previous = dx;
    }
    Throughput out = {NAN, spread_mean(&ae_spread), NAN,
                      NAN, spread_sd(&dx_spread),   spread_mean(&mt_spread)};
    if (count >= POINTING_TAPS_LEAST && out.sdx > 1e-12 * fabs(out.ae)) {
        out.we = WIDTH_OF_SD * out.sdx;
        out.ide_bits = log2(out.ae / out.we + 1);
        out.throughput_bits_s = out.movement_s > 0 ? out.ide_bits / out.movement_s : NAN;
    }
    return out;
}

TapWay pointing_way(const Sample *samples, size_t count, const Tap *tap) {
    TapWay way = {NAN, {NAN, NAN}, NAN};
    bool placed = isfinite(tap->target.x) && isfinite(tap->target.y) && tap->radius > 0;
    double entries = 0, readings = 0;
    bool inside = false;
    for (size_t i = 0; i < count; i++) {
        double at_s = (double)samples[i].time_us / 1e6;
        if (!(at_s >= tap->shown_s && at_s <= tap->down_s)) {
            continue;
        }
        Point at = {samples[i].x_mm, samples[i].y_mm};
        bool now = point_distance(at, tap->target) <= tap->radius;
        readings++;
        entries += now && !inside;
        inside = now;
        if (samples[i].phase == SAMPLE_UP && at_s < tap->down_s) {
            way.left_s = at_s, way.left = at;
        }
    }
    way.reentries = placed && readings > 0 ? fmax(0, entries - 1) : NAN;
    return way;
}

typedef struct {
    Spread x, y, radial, reaction, movement, interval;
    size_t taps, hits, doubles;
    Aim aims[256]; /* one sequence; later taps still count in everything else */
    size_t aim_count;
} TapSums;

static void add_tap(TapSums *sums, const Tap *tap) {
    sums->taps++;
    sums->hits += tap->hit;
    double x = tap->landed.x - tap->target.x, y = tap->landed.y - tap->target.y;
    if (isfinite(x) && isfinite(y)) {
        spread_add(&sums->x, x);
        spread_add(&sums->y, y);
        spread_add(&sums->radial, sqrt(x * x + y * y));
    }
    double reaction = tap->down_s - tap->shown_s - (tap->movement_s > 0 ? tap->movement_s : 0);
    if (reaction >= ANTICIPATION_S && isfinite(reaction)) {
        spread_add(&sums->reaction, reaction);
    }
    if (tap->movement_s > 0 && isfinite(tap->movement_s)) {
        spread_add(&sums->movement, tap->movement_s);
        Aim aim = {tap->from, tap->target, tap->landed, tap->movement_s};
        bool known = isfinite(aim.from.x) && isfinite(aim.from.y) && isfinite(x) && isfinite(y);
        if (known && sums->aim_count < sizeof sums->aims / sizeof sums->aims[0]) {
            sums->aims[sums->aim_count++] = aim;
        }
    }
}

static void put_errors(const TapSums *sums, Measures *measures) {
    double x = spread_mean(&sums->x), y = spread_mean(&sums->y);
    double sd_x = spread_sd(&sums->x), sd_y = spread_sd(&sums->y);
    bool enough = sums->x.count >= POINTING_TAPS_LEAST;
    measures_put(measures, MEASURE_ERROR_CONSTANT_X_MM, x);
    measures_put(measures, MEASURE_ERROR_CONSTANT_Y_MM, y);
    measures_put(measures, MEASURE_ERROR_CONSTANT_MM, sqrt(x * x + y * y));
    measures_put(measures, MEASURE_ERROR_VARIABLE_MM,
                 enough ? sqrt(sd_x * sd_x + sd_y * sd_y) : NAN);
    measures_put(measures, MEASURE_ERROR_MEAN_MM, spread_mean(&sums->radial));
}

void pointing_measure(const Tap *taps, size_t count, Measures *measures) {
    TapSums sums = {0};
    for (size_t i = 0; i < count; i++) {
        double interval = i > 0 ? taps[i].down_s - taps[i - 1].down_s : NAN;
        if (i > 0 && interval < DOUBLE_TAP_S &&
            point_distance(taps[i].landed, taps[i - 1].landed) <= taps[i].radius) {
            sums.doubles++;
            continue;
        }
        if (interval >= 0 && isfinite(interval)) {
            spread_add(&sums.interval, interval);
        }
        add_tap(&sums, &taps[i]);
    }
    double n = (double)sums.taps, hits = (double)sums.hits;
    measures_put(measures, MEASURE_SCORE, n > 0 ? 100 * hits / n : NAN);
    measures_put(measures, MEASURE_HIT_PERCENT, n > 0 ? 100 * hits / n : NAN);
    measures_put(measures, MEASURE_HITS, hits);
    measures_put(measures, MEASURE_MISSES, n - hits);
    measures_put(measures, MEASURE_DOUBLE_TAPS, (double)sums.doubles);
    put_errors(&sums, measures);
    measures_put(measures, MEASURE_REACTION_S, spread_mean(&sums.reaction));
    measures_put(measures, MEASURE_MOVEMENT_S, spread_mean(&sums.movement));
    double between = spread_mean(&sums.interval);
    measures_put(measures, MEASURE_TAP_RATE_HZ, between > 0 ? 1 / between : NAN);
    measures_put(measures, MEASURE_TAP_INTERVAL_CV,
                 between > 0 ? spread_sd(&sums.interval) / between : NAN);
    Throughput through = pointing_throughput(sums.aims, sums.aim_count, false);
    measures_put(measures, MEASURE_THROUGHPUT_BITS_S, through.throughput_bits_s);
    measures_put(measures, MEASURE_AE_MM, through.ae);
    measures_put(measures, MEASURE_WE_MM, through.we);
    measures_put(measures, MEASURE_IDE_BITS, through.ide_bits);
}
