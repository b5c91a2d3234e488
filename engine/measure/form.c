/* Likeness of forms; see form.h. */
#include "measure/form.h"

#include "measure/form_parts.h"
#include "measure/resemblance.h"

#include <math.h>
#include <string.h>

enum { N = FORM_POINTS, COARSE = 4, SHIFTS = 16 };
static const double PI = 3.14159265358979323846;
static const double CLOSED_GAP =
    0.35; /* of the larger side: a start may lie anywhere on such a shape */
/* Calibration, see form.h; test_form holds it to its two anchors. */
static const double SCORE_SCALE = 0.25, SCORE_POWER = 1.7;

double form_score(double distance) {
    return 100 * exp(-pow(distance / SCORE_SCALE, SCORE_POWER));
}

/* The stroke boundaries of the evenly spaced points. */
static void find_strokes(const Path *ink, Form *form) {
    double length = path_length(ink);
    form->strokes = 0;
    for (size_t i = 0; i < ink->count; i++) {
        if (!ink->begins[i]) {
            continue;
        }
        int start = (int)ceil(ink->along_mm[i] / length * (N - 1) - 1e-9);
        int before = form->strokes > 0 ? form->starts[form->strokes - 1] : -1;
        if (start <= before || start >= N) {
            continue; /* a dot, too short to hold a point of its own */
        }
        if (form->strokes == FORM_STROKES_MAX) {
            form->strokes = 1;
            break;
        }
        form->starts[form->strokes] = form->strokes == 0 ? 0 : start;
        form->strokes++;
    }
    form->starts[form->strokes] = N;
}

bool form_make(const Path *ink, Form *form) {
    *form = (Form){.box = path_box(ink)};
    form->size_mm = fmax(form->box.right - form->box.left, form->box.bottom - form->box.top);
    if (!(path_length(ink) > 0)) {
        return false;
    }
    path_resample(ink, form->points, N);
    find_strokes(ink, form);
    form->first = ink->points[0];
    Point centre = {0, 0};
    for (int i = 0; i < N; i++) {
        centre.x += form->points[i].x / N, centre.y += form->points[i].y / N;
    }
    double squares = 0;
    for (int i = 0; i < N; i++) {
        Point *p = &form->points[i];
        *p = (Point){p->x - centre.x, p->y - centre.y};
        squares += (p->x * p->x + p->y * p->y) / N;
    }
    double radius = sqrt(squares);
    if (!(radius > 0) || !isfinite(radius)) {
        return false;
    }
    for (int i = 0; i < N; i++) {
        form->points[i].x /= radius, form->points[i].y /= radius;
    }
    form->gap = point_distance(ink->points[0], ink->points[ink->count - 1]) / form->size_mm;
    form->closed =
        form->strokes == 1 && form->gap <= CLOSED_GAP && path_length(ink) > 2 * form->size_mm;
    return true;
}

/* One way to run through the copy's points. */
typedef struct {
    int order[FORM_STROKES_MAX];
    bool reversed[FORM_STROKES_MAX];
    int shift; /* of a closed stroke's start */
    double cost;
} Way;

/* Which point of the copy comes at each place. */
static void run_through(const Form *copy, const Way *way, int places[N]) {
    int n = 0;
    for (int k = 0; k < copy->strokes; k++) {
        int s = way->order[k], from = copy->starts[s], to = copy->starts[s + 1];
        for (int i = from; i < to; i++) {
            places[n++] = way->reversed[k] ? to - 1 - (i - from) : i;
        }
    }
    if (way->shift > 0) {
        int turned[N];
        for (int i = 0; i < N; i++) {
            turned[i] = places[(i + way->shift) % N];
        }
        memcpy(places, turned, sizeof turned);
    }
}

static void try_way(const Form *copy, const Form *model, Way *way, Way *best) {
    int places[N];
    run_through(copy, way, places);
    double sum = 0;
    for (int i = COARSE / 2; i < N; i += COARSE) {
        double dx = copy->points[places[i]].x - model->points[i].x;
        double dy = copy->points[places[i]].y - model->points[i].y;
        sum += dx * dx + dy * dy;
    }
    way->cost = sum;
    if (sum < best->cost) {
        *best = *way;
    }
}

static void try_directions(const Form *copy, const Form *model, Way *way, Way *best) {
    for (unsigned bits = 0; bits < 1U << copy->strokes; bits++) {
        for (int k = 0; k < copy->strokes; k++) {
            way->reversed[k] = (bits >> k & 1U) != 0;
        }
        try_way(copy, model, way, best);
    }
}

/* Every order of the strokes from place `from` on. */
static void try_orders(const Form *copy, const Form *model, Way *way, int from, Way *best) {
    if (from == copy->strokes) {
        try_directions(copy, model, way, best);
        return;
    }
    for (int k = from; k < copy->strokes; k++) {
        int held = way->order[from];
        way->order[from] = way->order[k], way->order[k] = held;
        try_orders(copy, model, way, from + 1, best);
        held = way->order[from];
        way->order[from] = way->order[k], way->order[k] = held;
    }
}

/* Many strokes: each goes where its points lie on the model, in the direction they run there. */
static void order_by_model(const Form *copy, const Form *model, Way *way) {
    double middle[FORM_STROKES_MAX];
    bool back[FORM_STROKES_MAX];
    for (int s = 0; s < copy->strokes; s++) {
        int from = copy->starts[s], to = copy->starts[s + 1];
        double sum = 0, slope = 0;
        for (int i = from; i < to; i++) {
            int nearest = 0;
            for (int j = 1; j < N; j++) {
                if (point_distance(copy->points[i], model->points[j]) <
                    point_distance(copy->points[i], model->points[nearest])) {
                    nearest = j;
                }
            }
            sum += nearest;
            slope += nearest * (i - (from + to - 1) / 2.0);
        }
        middle[s] = sum / (to - from);
        back[s] = slope < 0;
    }
    for (int k = 0; k < copy->strokes; k++) {
        int place = k;
        for (; place > 0 && middle[way->order[place - 1]] > middle[k]; place--) {
            way->order[place] = way->order[place - 1];
            way->reversed[place] = way->reversed[place - 1];
        }
        way->order[place] = k, way->reversed[place] = back[k];
    }
}

static Way best_way(const Form *copy, const Form *model) {
    Way way = {.cost = INFINITY}, best;
    for (int k = 0; k < copy->strokes; k++) {
        way.order[k] = k;
    }
    best = way;
    if (copy->strokes > FORM_STROKES_ORDERED) {
        try_way(copy, model, &way, &best);
        order_by_model(copy, model, &way);
        try_way(copy, model, &way, &best);
        return best;
    }
    try_orders(copy, model, &way, 0, &best);
    for (int shift = 1; copy->closed && shift < SHIFTS; shift++) {
        way.shift = shift * N / SHIFTS;
        try_directions(copy, model, &way, &best);
    }
    return best;
}

FormMatch form_match(const Form *copy, const Form *model) {
    FormMatch out = {.distance = NAN, .strokes = copy->strokes};
    if (copy->strokes == 0 || model->strokes == 0) {
        return out;
    }
    Way way = best_way(copy, model);
    memcpy(out.order, way.order, sizeof out.order);
    memcpy(out.reversed, way.reversed, sizeof out.reversed);
    int places[N];
    run_through(copy, &way, places);
    Point run[N];
    for (int i = 0; i < N; i++) {
        run[i] = copy->points[places[i]];
    }
    Resemblance like = resemblance_of(run, model->points);
    out.distance = like.distance;
    out.turn_rad = like.turn_rad;
    return out;
}

/* The form seen in a mirror that stands upright. */
static Form mirrored(const Form *form) {
    Form out = *form;
    for (int i = 0; i < N; i++) {
        out.points[i].x = -out.points[i].x;
    }
    return out;
}

static void put_strokes(const Form *copy, const Form *model, const FormMatch *match, Measures *m) {
    bool same = copy->strokes == model->strokes;
    int reversed = 0, misplaced = 0;
    for (int k = 0; k < match->strokes; k++) {
        reversed += match->reversed[k];
        misplaced += match->order[k] != k;
    }
    measures_put(m, MEASURE_STROKE_COUNT, copy->strokes);
    measures_put(m, MEASURE_STROKE_COUNT_OK, same);
    measures_put(m, MEASURE_STROKE_ORDER_OK, same ? misplaced == 0 : NAN);
    measures_put(m, MEASURE_STROKES_OUT_OF_ORDER, same ? misplaced : NAN);
    measures_put(m, MEASURE_DIRECTION_OK, same ? reversed == 0 : NAN);
    measures_put(m, MEASURE_STROKES_REVERSED, same ? reversed : NAN);
}

/* The nearest model of shape 0, or of any other shape; NULL: there is none. */
static const Form *nearest(const Form *copy, const Form *models, size_t count, bool own,
                           FormMatch *best) {
    const Form *model = NULL;
    *best = (FormMatch){.distance = NAN};
    for (size_t i = 0; i < count; i++) {
        if ((models[i].shape == 0) != own) {
            continue;
        }
        FormMatch match = form_match(copy, &models[i]);
        if (model == NULL || match.distance < best->distance) {
            *best = match, model = &models[i];
        }
    }
    return model;
}

static void put_class(const Form *other, double others, double own, Measures *m) {
    bool known = other != NULL && others + own > 0;
    measures_put(m, MEASURE_FORM_CLASS, known ? (others < own ? other->shape : 0) : NAN);
    measures_put(m, MEASURE_FORM_CLASS_CORRECT, known ? own <= others : NAN);
    measures_put(m, MEASURE_FORM_MARGIN, known ? (others - own) / (others + own) : NAN);
}

void form_measure(const Form *copy, const Form *models, size_t count, Measures *m) {
    FormMatch best, of_others;
    const Form *model = nearest(copy, models, count, true, &best);
    const Form *other = nearest(copy, models, count, false, &of_others);
    measures_put(m, MEASURE_SCORE, form_score(best.distance));
    measures_put(m, MEASURE_FORM_DISTANCE, best.distance);
    if (model == NULL || isnan(best.distance)) {
        return;
    }
    put_class(other, of_others.distance, best.distance, m);
    put_strokes(copy, model, &best, m);
    measures_put(m, MEASURE_BASELINE_MM, fabs(copy->box.bottom - model->box.bottom));
    double wide = copy->box.right - copy->box.left, high = copy->box.bottom - copy->box.top;
    double model_wide = model->box.right - model->box.left;
    double model_high = model->box.bottom - model->box.top;
    double far = point_distance(copy->points[0], model->points[0]); /* in radii */
    bool thin = fmin(model_wide, model_high) < 0.1 * model->size_mm;
    measures_put(m, MEASURE_START_OK, far <= 0.5);
    measures_put(m, MEASURE_SIZE_RATIO, copy->size_mm / model->size_mm);
    measures_put(m, MEASURE_ASPECT_RATIO,
                 thin || !(high > 0) ? NAN : wide / high / (model_wide / model_high));
    measures_put(m, MEASURE_TILT_DEG, -best.turn_rad * 180 / PI);
    measures_put(m, MEASURE_CLOSURE_MM, model->closed ? copy->gap * copy->size_mm : NAN);
    measures_put(m, MEASURE_CLOSURE_OK, model->closed ? copy->gap <= 0.15 : NAN);
    int corners = form_corners(copy);
    measures_put(m, MEASURE_CORNERS, corners);
    measures_put(m, MEASURE_CORNERS_OK, corners == form_corners(model));
    measures_put(m, MEASURE_INTERSECTIONS_OK, form_meetings(copy) == form_meetings(model));
    Form mirror = mirrored(copy);
    double mirror_distance = form_match(&mirror, model).distance;
    measures_put(m, MEASURE_REVERSAL, mirror_distance < 0.6 * best.distance);
}
