/* The touch check's figures and proposal; see touchfit.h. */
#include "measure/touchfit.h"

#include "base/rng.h"
#include "measure/series.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const double NEAR_MM = 12; /* a touch this far outside a bubble still means it */
static const double BOUNCE_MM = 25, BOUNCE_S = 1.0;

/* ---- the check ---- */

static void shuffle(Rng *rng, int *cells, int count) {
    for (int i = count - 1; i > 0; i--) {
        int other = (int)rng_between(rng, 0, i), kept = cells[i];
        cells[i] = cells[other];
        cells[other] = kept;
    }
}

/* Left, right, left, right; the middle column's cells lie between them. */
static void make_order(int order[TOUCHFIT_BUBBLES], uint64_t seed) {
    enum { SIDE = 2 * TOUCHFIT_ROWS };
    int left[SIDE], right[SIDE], middle[TOUCHFIT_ROWS];
    int lefts = 0, rights = 0, middles = 0, count = 0;
    Rng rng = rng_stream(seed, "touchcheck", 0);
    for (int cell = 0; cell < TOUCHFIT_BUBBLES; cell++) {
        int column = cell % TOUCHFIT_COLUMNS;
        if (column < 2) {
            left[lefts++] = cell;
        } else if (column > 2) {
            right[rights++] = cell;
        } else {
            middle[middles++] = cell;
        }
    }
    shuffle(&rng, left, lefts);
    shuffle(&rng, right, rights);
    shuffle(&rng, middle, middles);
    for (int i = 0; i < SIDE; i++) {
        order[count++] = left[i];
        order[count++] = right[i];
        if (i % 2 == 1) {
            order[count++] = middle[i / 2];
        }
    }
}

void touchcheck_begin(TouchCheck *check, double left, double top, double width, double height,
                      double size_mm, uint64_t seed) {
    *check = (TouchCheck){
        .left = left, .top = top, .width = width, .height = height, .size_mm = size_mm};
    make_order(check->order, seed);
    check->bubbles[0] = (TouchBubble){.cell = check->order[0]};
}

bool touchcheck_over(const TouchCheck *check) {
    return check->at >= TOUCHFIT_BUBBLES;
}

Point touchcheck_middle(const TouchCheck *check) {
    int cell = check->order[touchcheck_over(check) ? TOUCHFIT_BUBBLES - 1 : check->at];
    double column = cell % TOUCHFIT_COLUMNS, row = (double)(cell / TOUCHFIT_COLUMNS);
    return (Point){check->left + column / (TOUCHFIT_COLUMNS - 1) * check->width,
                   check->top + row / (TOUCHFIT_ROWS - 1) * check->height};
}

static void next_bubble(TouchCheck *check) {
    check->at++;
    check->tries = 0;
    if (!touchcheck_over(check)) {
        check->bubbles[check->at] = (TouchBubble){.cell = check->order[check->at]};
    }
}

static void take_down(TouchCheck *check, const Sample *raw) {
    Point at = {raw->x_mm, raw->y_mm};
    check->fingers[raw->finger].down = true;
    check->fingers[raw->finger].at_us = raw->time_us;
    check->fingers[raw->finger].from = at;
    check->fingers[raw->finger].travel_mm = 0;
    if (check->last_up_us > 0 && check->at > 0 && point_distance(at, check->last_up) < BOUNCE_MM) {
        double gap_s = (double)(raw->time_us - check->last_up_us) / 1e6;
        TouchBubble *before = &check->bubbles[check->at - 1];
        Point now = touchcheck_middle(check);
        /* A touch of the next bubble is none, however soon it comes. */
        if (gap_s < BOUNCE_S && before->bounce_s == 0 &&
            (touchcheck_over(check) || point_distance(at, now) > check->size_mm / 2)) {
            before->bounce_s = gap_s;
        }
    }
}

static bool take_up(TouchCheck *check, const Sample *raw) {
    TouchBubble *bubble = &check->bubbles[check->at];
    Point up = {raw->x_mm, raw->y_mm}, middle = touchcheck_middle(check);
    Point down = check->fingers[raw->finger].from;
    double reach = check->size_mm / 2 + NEAR_MM;
    check->fingers[raw->finger].down = false;
    if (point_distance(down, middle) > reach && point_distance(up, middle) > reach) {
        bubble->extra++;
        if (++check->tries < TOUCHFIT_TRIES) {
            return false;
        }
        bubble->middle = middle;
        next_bubble(check);
        return true;
    }
    bubble->popped = true;
    bubble->middle = middle;
    bubble->down = down;
    bubble->up = up;
    bubble->contact_s = (double)(raw->time_us - check->fingers[raw->finger].at_us) / 1e6;
    bubble->travel_mm = check->fingers[raw->finger].travel_mm;
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        bubble->extra += check->fingers[i].down;
        check->fingers[i].down = false; /* what still lies there is not the next bubble's */
    }
    check->last_up = up;
    check->last_up_us = raw->time_us > 0 ? raw->time_us : 1;
    next_bubble(check);
    return true;
}

bool touchcheck_take(TouchCheck *check, const Sample *raw) {
    if (raw->finger < 0 || raw->finger >= SAMPLE_FINGERS_MAX) {
        return false;
    }
    if (raw->phase == SAMPLE_DOWN) {
        take_down(check, raw);
        return false;
    }
    if (!check->fingers[raw->finger].down || touchcheck_over(check)) {
        return false;
    }
    double away = point_distance(check->fingers[raw->finger].from, (Point){raw->x_mm, raw->y_mm});
    check->fingers[raw->finger].travel_mm = fmax(check->fingers[raw->finger].travel_mm, away);
    return raw->phase == SAMPLE_UP && take_up(check, raw);
}

/* ---- figures ---- */

typedef struct {
    double land[TOUCHFIT_BUBBLES], lift[TOUCHFIT_BUBBLES], corrected[TOUCHFIT_BUBBLES];
    double contact[TOUCHFIT_BUBBLES], travel[TOUCHFIT_BUBBLES], bounce[TOUCHFIT_BUBBLES];
    double x[TOUCHFIT_BUBBLES], y[TOUCHFIT_BUBBLES];
    size_t count, bounces;
} Series;

static void gather(const TouchBubble *bubbles, int count, Series *all, TouchFit *fit) {
    for (int i = 0; i < count && i < TOUCHFIT_BUBBLES; i++) {
        const TouchBubble *bubble = &bubbles[i];
        fit->extra += (double)bubble->extra / count;
        if (!bubble->popped) {
            fit->missed++;
            continue;
        }
        fit->popped++;
        fit->reached[bubble->cell] = true;
        all->x[all->count] = bubble->down.x - bubble->middle.x;
        all->y[all->count] = bubble->down.y - bubble->middle.y;
        all->land[all->count] = point_distance(bubble->down, bubble->middle);
        all->lift[all->count] = point_distance(bubble->up, bubble->middle);
        all->contact[all->count] = bubble->contact_s;
        all->travel[all->count++] = bubble->travel_mm;
        if (bubble->bounce_s > 0) {
            all->bounce[all->bounces++] = bubble->bounce_s;
        }
    }
}

static double p90(double *values, size_t count) {
    series_sort(values, count);
    return series_quantile(values, count, 0.9);
}

static void propose(TouchFit *fit, double floor_mm, double corrected_mm) {
    fit->proposed = true;
    fit->target_mm = fmax(floor_mm, 4.13 * fit->sd_mm);
    fit->slop_mm = 1.5 * fit->sd_mm;
    fit->move_tolerance_mm = fit->travel_p90_mm + 2;
    fit->repeat_s = fit->bounce_p90_s > 0 ? fmin(1, fit->bounce_p90_s + 0.1) : 0.5;
    fit->accept = fit->lift_mm < 0.7 * fit->land_mm ? TOUCHFIT_SLIDE : TOUCHFIT_PRESS;
    fit->use_offset = fit->popped >= TOUCHFIT_BUBBLES && corrected_mm < 0.9 * fit->land_mm;
    if (fit->use_offset) {
        fit->correction_mm = (Point){-fit->offset_mm.x, -fit->offset_mm.y};
    }
}

void touchfit_make(const TouchBubble *bubbles, int count, double floor_mm, TouchFit *fit) {
    Series all = {0};
    *fit = (TouchFit){0};
    gather(bubbles, count, &all, fit);
    if (all.count < 2) {
        return;
    }
    fit->offset_mm = (Point){series_mean(all.x, all.count), series_mean(all.y, all.count)};
    double sd_x = series_sd(all.x, all.count), sd_y = series_sd(all.y, all.count);
    fit->sd_mm = sqrt((sd_x * sd_x + sd_y * sd_y) / 2);
    for (size_t i = 0; i < all.count; i++) {
        all.corrected[i] = hypot(all.x[i] - fit->offset_mm.x, all.y[i] - fit->offset_mm.y);
    }
    double corrected_mm = series_median(all.corrected, all.count);
    fit->land_mm = series_median(all.land, all.count);
    fit->lift_mm = series_median(all.lift, all.count);
    fit->contact_s = series_median(all.contact, all.count);
    fit->travel_p90_mm = p90(all.travel, all.count);
    fit->bounce_p90_s = all.bounces > 0 ? p90(all.bounce, all.bounces) : 0;
    if (fit->popped >= TOUCHFIT_LEAST) {
        propose(fit, floor_mm, corrected_mm);
    }
}
