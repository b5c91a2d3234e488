/* Area enclosed by lines; see enclosed.h. The lines are cut at their crossings into edges between
 * nodes. The drawing is connected, so what it encloses is what its outermost contour encloses: that
 * contour is walked from the leftmost node, always taking the sharpest turn outwards; dead ends
 * count twice with opposite signs and so not at all. */
#include "measure/enclosed.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    Point a, b;
    double left, right; /* extent in x */
} Side;

/* A cut of side `side` at part t. */
typedef struct {
    size_t side;
    double t;
    Point point;
} Cut;

typedef struct {
    Side *sides;
    size_t side_count;
    Cut *cuts;
    size_t cut_count, cut_room;
    Point *nodes;
    size_t node_count;
    size_t (*edges)[2]; /* half edges: from node, to node; both ways */
    size_t edge_count;
    double grain; /* points nearer than this are one */
} Sketch;

static void add_side(Sketch *sketch, Point a, Point b) {
    if (a.x != b.x || a.y != b.y) {
        sketch->sides[sketch->side_count++] = (Side){a, b, fmin(a.x, b.x), fmax(a.x, b.x)};
    }
}

static int by_left(const void *a, const void *b) {
    double x = ((const Side *)a)->left, y = ((const Side *)b)->left;
    return (x > y) - (x < y);
}

static int by_place(const void *a, const void *b) {
    const Cut *x = a, *y = b;
    if (x->side != y->side) {
        return x->side < y->side ? -1 : 1;
    }
    return (x->t > y->t) - (x->t < y->t);
}

static int by_position(const void *a, const void *b) {
    const Point *p = a, *q = b;
    if (p->x != q->x) {
        return p->x < q->x ? -1 : 1;
    }
    return (p->y > q->y) - (p->y < q->y);
}

static Point snapped(const Sketch *sketch, Point p) {
    /* adding 0.0 turns a negative zero into zero */
    return (Point){round(p.x / sketch->grain) * sketch->grain + 0.0,
                   round(p.y / sketch->grain) * sketch->grain + 0.0};
}

static bool add_cut(Mem *mem, Sketch *sketch, size_t side, double t) {
    if (sketch->cut_count == sketch->cut_room) {
        size_t room = sketch->cut_room * 2;
        Cut *grown = mem_alloc_array(mem, room, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        for (size_t i = 0; i < sketch->cut_count; i++) {
            grown[i] = sketch->cuts[i];
        }
        sketch->cuts = grown, sketch->cut_room = room;
    }
    const Side *s = &sketch->sides[side];
    Point at = {s->a.x + t * (s->b.x - s->a.x), s->a.y + t * (s->b.y - s->a.y)};
    sketch->cuts[sketch->cut_count++] = (Cut){side, t, snapped(sketch, at)};
    return true;
}

static bool in_side(double t) {
    return t >= 0 && t <= 1;
}

/* Where p lies on side s as a part of it, if it is on it at all. */
static bool part_of(const Sketch *sketch, const Side *s, Point p, double *t) {
    double dx = s->b.x - s->a.x, dy = s->b.y - s->a.y, length = sqrt(dx * dx + dy * dy);
    *t = ((p.x - s->a.x) * dx + (p.y - s->a.y) * dy) / (length * length);
    double off = ((p.x - s->a.x) * dy - (p.y - s->a.y) * dx) / length;
    return in_side(*t) && fabs(off) <= sketch->grain;
}

/* Cuts of two sides that cross, touch or overlap. */
static bool cut_pair(Mem *mem, Sketch *sketch, size_t i, size_t j) {
    const Side *p = &sketch->sides[i], *q = &sketch->sides[j];
    double px = p->b.x - p->a.x, py = p->b.y - p->a.y, qx = q->b.x - q->a.x, qy = q->b.y - q->a.y;
    double cross = px * qy - py * qx, scale = sqrt((px * px + py * py) * (qx * qx + qy * qy));
    if (fabs(cross) > 1e-12 * scale) {
        double rx = q->a.x - p->a.x, ry = q->a.y - p->a.y;
        double t = (rx * qy - ry * qx) / cross, u = (rx * py - ry * px) / cross;
        return !in_side(t) || !in_side(u) ||
               (add_cut(mem, sketch, i, t) && add_cut(mem, sketch, j, u));
    }
    double t;
    return (!part_of(sketch, p, q->a, &t) || add_cut(mem, sketch, i, t)) &&
           (!part_of(sketch, p, q->b, &t) || add_cut(mem, sketch, i, t)) &&
           (!part_of(sketch, q, p->a, &t) || add_cut(mem, sketch, j, t)) &&
           (!part_of(sketch, q, p->b, &t) || add_cut(mem, sketch, j, t));
}

static bool apart(const Side *p, const Side *q) {
    return fmax(p->a.y, p->b.y) < fmin(q->a.y, q->b.y) ||
           fmax(q->a.y, q->b.y) < fmin(p->a.y, p->b.y);
}

static bool cut_all(Mem *mem, Sketch *sketch) {
    qsort(sketch->sides, sketch->side_count, sizeof *sketch->sides, by_left);
    for (size_t i = 0; i < sketch->side_count; i++) {
        if (!add_cut(mem, sketch, i, 0) || !add_cut(mem, sketch, i, 1)) {
            return false;
        }
        for (size_t j = i + 1; j < sketch->side_count; j++) {
            if (sketch->sides[j].left > sketch->sides[i].right) {
                break;
            }
            if (sketch->cut_count > ENCLOSED_CROSSINGS_MAX) {
                return true;
            }
            if (!apart(&sketch->sides[i], &sketch->sides[j]) && !cut_pair(mem, sketch, i, j)) {
                return false;
            }
        }
    }
    qsort(sketch->cuts, sketch->cut_count, sizeof *sketch->cuts, by_place);
    return true;
}

static size_t node_of(const Sketch *sketch, Point p) {
    const Point *found = bsearch(&p, sketch->nodes, sketch->node_count, sizeof p, by_position);
    return (size_t)(found - sketch->nodes);
}

static int by_nodes(const void *a, const void *b) {
    const size_t *p = a, *q = b;
    if (p[0] != q[0]) {
        return p[0] < q[0] ? -1 : 1;
    }
    return (p[1] > q[1]) - (p[1] < q[1]);
}

static bool make_edges(Mem *mem, Sketch *sketch) {
    size_t n = sketch->cut_count;
    sketch->nodes = mem_alloc_array(mem, n, sizeof *sketch->nodes);
    sketch->edges = mem_alloc_array(mem, 2 * n, sizeof *sketch->edges);
    if (sketch->nodes == NULL || sketch->edges == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        sketch->nodes[i] = sketch->cuts[i].point;
    }
    qsort(sketch->nodes, n, sizeof *sketch->nodes, by_position);
    for (size_t i = 0; i < n; i++) {
        if (sketch->node_count == 0 ||
            by_position(&sketch->nodes[i], &sketch->nodes[sketch->node_count - 1]) != 0) {
            sketch->nodes[sketch->node_count++] = sketch->nodes[i];
        }
    }
    size_t edges = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        size_t a = node_of(sketch, sketch->cuts[i].point),
               b = node_of(sketch, sketch->cuts[i + 1].point);
        if (sketch->cuts[i].side == sketch->cuts[i + 1].side && a != b) {
            sketch->edges[edges][0] = a, sketch->edges[edges++][1] = b;
            sketch->edges[edges][0] = b, sketch->edges[edges++][1] = a;
        }
    }
    qsort(sketch->edges, edges, sizeof *sketch->edges, by_nodes);
    for (size_t i = 0; i < edges; i++) {
        if (i == 0 || by_nodes(sketch->edges[i], sketch->edges[i - 1]) != 0) {
            size_t *kept = sketch->edges[sketch->edge_count++];
            kept[0] = sketch->edges[i][0], kept[1] = sketch->edges[i][1];
        }
    }
    return true;
}

static size_t first_edge(const Sketch *sketch, size_t node) {
    size_t low = 0, high = sketch->edge_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sketch->edges[middle][0] < node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Arrived at `node` from direction `back`: the next node is the first one turning from there, one
 * way round, back itself last. */
static size_t next_node(const Sketch *sketch, size_t node, Point back) {
    Point here = sketch->nodes[node];
    double from = atan2(back.y - here.y, back.x - here.x), least = INFINITY;
    size_t next = node;
    for (size_t e = first_edge(sketch, node); e < sketch->edge_count && sketch->edges[e][0] == node;
         e++) {
        Point to = sketch->nodes[sketch->edges[e][1]];
        double turn = atan2(to.y - here.y, to.x - here.x) - from;
        turn = turn <= 1e-12 ? turn + 2 * 3.14159265358979323846 : turn;
        if (turn < least) {
            least = turn, next = sketch->edges[e][1];
        }
    }
    return next;
}

static double walk_outside(const Sketch *sketch) {
    if (sketch->edge_count == 0) {
        return 0;
    }
    size_t start = sketch->edges[0][0]; /* the leftmost node that has an edge */
    Point origin = sketch->nodes[start], outside = {origin.x - 1, origin.y};
    size_t first = next_node(sketch, start, outside), here = start, next = first;
    double twice = 0;
    for (size_t steps = 0; steps <= sketch->edge_count; steps++) {
        Point p = sketch->nodes[here], q = sketch->nodes[next];
        twice += (p.x - origin.x) * (q.y - origin.y) - (q.x - origin.x) * (p.y - origin.y);
        size_t after = next_node(sketch, next, p);
        here = next, next = after;
        if (here == start && next == first) {
            return fabs(twice) / 2;
        }
    }
    return NAN;
}

bool enclosed_area(Mem *mem, const Path *a, const Path *b, double *area) {
    *area = NAN;
    if (a->count == 0 || b->count == 0 || a->count + b->count > ENCLOSED_POINTS_MAX) {
        return true;
    }
    Sketch sketch = {.cut_room = 4 * (a->count + b->count) + 16};
    sketch.sides = mem_alloc_array(mem, a->count + b->count + 2, sizeof *sketch.sides);
    sketch.cuts = mem_alloc_array(mem, sketch.cut_room, sizeof *sketch.cuts);
    if (sketch.sides == NULL || sketch.cuts == NULL) {
        return false;
    }
    PathBox p = path_box(a), q = path_box(b);
    double width = fmax(p.right, q.right) - fmin(p.left, q.left);
    double height = fmax(p.bottom, q.bottom) - fmin(p.top, q.top);
    double reach = fmax(fmax(fabs(p.left), fabs(p.right)), fmax(fabs(p.top), fabs(p.bottom)));
    sketch.grain = fmax(fmax(width, height) * 1e-9, reach * 1e-13);
    if (!(sketch.grain > 0)) {
        *area = 0;
        return true;
    }
    for (size_t i = 1; i < a->count; i++) {
        add_side(&sketch, snapped(&sketch, a->points[i - 1]), snapped(&sketch, a->points[i]));
    }
    for (size_t i = 1; i < b->count; i++) {
        add_side(&sketch, snapped(&sketch, b->points[i - 1]), snapped(&sketch, b->points[i]));
    }
    add_side(&sketch, snapped(&sketch, a->points[0]), snapped(&sketch, b->points[0]));
    add_side(&sketch, snapped(&sketch, a->points[a->count - 1]),
             snapped(&sketch, b->points[b->count - 1]));
    if (!cut_all(mem, &sketch)) {
        return false;
    }
    if (sketch.cut_count > ENCLOSED_CROSSINGS_MAX) {
        return true;
    }
    if (!make_edges(mem, &sketch)) {
        return false;
    }
    *area = walk_outside(&sketch);
    return true;
}
