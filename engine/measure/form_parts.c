/* Corners and meetings of a form; see form_parts.h. */
#include "measure/form_parts.h"

#include <math.h>

enum { N = FORM_POINTS, REACH = 3 };
static const double RADIAN = 3.14159265358979323846 / 180;
static const double GO_ON = 0.2, ONE_PLACE = 0.25;

/* The turn of the line at point i of a stroke from .. to, in radians; 0 too near its ends. */
static double turn_at(const Form *form, int from, int to, int i) {
    int before = i - REACH, after = i + REACH, count = to - from;
    if (form->closed && count > 2 * REACH) {
        before = from + (before - from + count) % count;
        after = from + (after - from) % count;
    } else if (before < from || after >= to) {
        return 0;
    }
    Point a = form->points[before], b = form->points[i], c = form->points[after];
    double ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    return fabs(atan2(ux * vy - uy * vx, ux * vx + uy * vy));
}

int form_corners(const Form *form) {
    int corners = 0;
    for (int s = 0; s < form->strokes; s++) {
        int from = form->starts[s], to = form->starts[s + 1], count = to - from;
        for (int i = from; i < to; i++) {
            double here = turn_at(form, from, to, i);
            bool sharpest = here >= FORM_CORNER_DEG * RADIAN;
            for (int k = -REACH; k <= REACH && sharpest; k++) {
                int other = form->closed ? from + (i - from + k + count) % count : i + k;
                if (k != 0 && other >= from && other < to) {
                    double there = turn_at(form, from, to, other);
                    sharpest = k < 0 ? here > there : here >= there;
                }
            }
            corners += sharpest;
        }
    }
    return corners;
}

/* A piece of line from point i to the next; the first and last of a stroke go on a little. */
static bool piece(const Form *form, int i, Point *a, Point *b) {
    for (int s = 0; s < form->strokes; s++) {
        if (i + 1 == form->starts[s + 1]) {
            return false; /* the finger was lifted after it */
        }
    }
    *a = form->points[i], *b = form->points[i + 1];
    double length = point_distance(*a, *b);
    double x = length > 0 ? GO_ON * (b->x - a->x) / length : 0;
    double y = length > 0 ? GO_ON * (b->y - a->y) / length : 0;
    for (int s = 0; s < form->strokes; s++) {
        if (i == form->starts[s]) {
            *a = (Point){a->x - x, a->y - y};
        }
        if (i + 2 == form->starts[s + 1]) {
            *b = (Point){b->x + x, b->y + y};
        }
    }
    return true;
}

static bool meet(Point a, Point b, Point c, Point d, Point *at) {
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y;
    double cross = ux * vy - uy * vx;
    double t = ((c.x - a.x) * vy - (c.y - a.y) * vx) / cross;
    double u = ((c.x - a.x) * uy - (c.y - a.y) * ux) / cross;
    *at = (Point){a.x + t * ux, a.y + t * uy};
    return cross != 0 && t >= 0 && t <= 1 && u >= 0 && u <= 1;
}

int form_meetings(const Form *form) {
    Point places[FORM_MEETINGS_MAX], a, b, c, d, at;
    int count = 0;
    for (int i = 0; form->strokes > 0 && i + 1 < N; i++) {
        for (int k = i + 2; k + 1 < N && count < FORM_MEETINGS_MAX; k++) {
            if (!piece(form, i, &a, &b) || !piece(form, k, &c, &d) || !meet(a, b, c, d, &at)) {
                continue;
            }
            bool known = false;
            for (int p = 0; p < count; p++) {
                known = known || point_distance(places[p], at) < ONE_PLACE;
            }
            if (!known) {
                places[count++] = at;
            }
        }
    }
    return count;
}
