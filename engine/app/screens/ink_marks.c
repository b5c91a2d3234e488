/* See ink_marks.h. */
#include "app/screens/ink_marks.h"

#include "measure/kinematics.h"

#include <stdlib.h>

/* Speed is taken over this long before and after a reading: a single pair is mostly noise. */
static const int64_t REACH_US = 60000;

static Point place(const Sample *sample) {
    return (Point){sample->x_mm, sample->y_mm};
}

/* The reading before of the same contact, or i itself at its beginning. */
static size_t before(const Sample *samples, size_t i) {
    if (samples[i].phase == SAMPLE_DOWN) {
        return i;
    }
    for (size_t j = i; j > 0; j--) {
        if (samples[j - 1].finger == samples[i].finger) {
            return samples[j - 1].phase == SAMPLE_UP ? i : j - 1;
        }
    }
    return i;
}

static size_t after(const TrialInk *ink, size_t i) {
    const Sample *samples = ink->samples;
    if (samples[i].phase == SAMPLE_UP) {
        return i;
    }
    for (size_t j = i + 1; j < ink->count; j++) {
        if (samples[j].finger == samples[i].finger) {
            return samples[j].phase == SAMPLE_DOWN ? i : j;
        }
    }
    return i;
}

static double speed_at(const TrialInk *ink, size_t i) {
    const Sample *samples = ink->samples;
    int64_t time_us = samples[i].time_us;
    double way = 0;
    size_t a = i, b = i;
    for (size_t j = before(samples, a); j != a && samples[a].time_us > time_us - REACH_US;
         j = before(samples, a)) {
        way += point_distance(place(&samples[j]), place(&samples[a]));
        a = j;
    }
    for (size_t j = after(ink, b); j != b && samples[b].time_us < time_us + REACH_US;
         j = after(ink, b)) {
        way += point_distance(place(&samples[j]), place(&samples[b]));
        b = j;
    }
    double took_s = (double)(samples[b].time_us - samples[a].time_us) / 1e6;
    return took_s > 0 ? way / took_s : 0;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void find_paces(const TrialInk *ink, double *speeds, double *sorted, uint8_t *pace) {
    for (size_t i = 0; i < ink->count; i++) {
        sorted[i] = speeds[i] = speed_at(ink, i);
    }
    qsort(sorted, ink->count, sizeof *sorted, by_value);
    double median = ink->count > 0 ? sorted[ink->count / 2] : 0;
    for (size_t i = 0; i < ink->count; i++) {
        double share = median > 0 ? speeds[i] / median : 1;
        pace[i] = share < 0.4 ? 3 : share < 0.8 ? 2 : share < 1.5 ? 1 : 0;
    }
}

static void add_pause(InkMarks *marks, const Sample *from, int64_t to_us, bool lifted) {
    if (to_us - from->time_us >= INK_PAUSE_US && marks->pause_count < INK_PAUSES_MAX) {
        marks->pauses[marks->pause_count++] = (InkPause){from->time_us, to_us, place(from), lifted};
    }
}

/* A device is silent while a finger rests, so a pause ends with the first reading that moved. */
static void find_pauses(const TrialInk *ink, InkMarks *marks) {
    const Sample *samples = ink->samples;
    int down = 0;
    for (size_t i = 0; i < ink->count;) {
        down += (samples[i].phase == SAMPLE_DOWN) - (samples[i].phase == SAMPLE_UP);
        if (samples[i].phase == SAMPLE_UP) {
            if (down <= 0 && i + 1 < ink->count) {
                add_pause(marks, &samples[i], samples[i + 1].time_us, true);
            }
            i++;
            continue;
        }
        size_t still = i, next = after(ink, i);
        while (next != still &&
               point_distance(place(&samples[i]), place(&samples[next])) <= KINEMATICS_PAUSE_MM &&
               samples[next].phase != SAMPLE_UP) {
            still = next;
            next = after(ink, still);
        }
        int64_t to_us = samples[next].time_us;
        if (to_us - samples[i].time_us >= INK_PAUSE_US) {
            add_pause(marks, &samples[i], to_us, false);
            for (size_t j = i + 1; j <= still; j++) {
                down += (samples[j].phase == SAMPLE_DOWN) - (samples[j].phase == SAMPLE_UP);
            }
            i = still + 1;
        } else {
            i++;
        }
    }
}

bool ink_marks(Mem *mem, const TrialInk *ink, InkMarks *marks) {
    *marks = (InkMarks){0};
    bool *outside = mem_alloc_array(mem, ink->count + 1, sizeof *outside);
    uint8_t *pace = mem_alloc_array(mem, ink->count + 1, sizeof *pace);
    double *speeds = mem_alloc_array(mem, 2 * (ink->count + 1), sizeof *speeds);
    if (outside == NULL || pace == NULL || speeds == NULL) {
        return false;
    }
    for (size_t i = 0; i < ink->count && ink->road_mm > 0; i++) {
        PathPlace at = path_locate(&ink->road, place(&ink->samples[i]));
        outside[i] = at.off_mm > ink->road_mm / 2;
    }
    find_paces(ink, speeds, speeds + ink->count + 1, pace);
    find_pauses(ink, marks);
    marks->outside = outside;
    marks->pace = pace;
    return true;
}
