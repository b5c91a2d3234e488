/* The touch check: twenty bubbles, one after the other, on a grid that is balanced left and right;
 * what the readings say about this hand on this glass, and which touch settings follow from it.
 *
 * Effective width 4.13 SD: MacKenzie, Hum-Comput Interact 7:91, 1992. A mean offset is only used
 * when it lowers the error by more than a tenth, after at least 20 touches (Mott & Wobbrock, CHI
 * 2019, take 20). Edge rules: under TOUCHFIT_LEAST popped bubbles nothing is proposed. */
#ifndef OTTERPAW_MEASURE_TOUCHFIT_H
#define OTTERPAW_MEASURE_TOUCHFIT_H

#include "measure/sample.h"

#include <stdbool.h>

enum { TOUCHFIT_COLUMNS = 5, TOUCHFIT_ROWS = 4, TOUCHFIT_BUBBLES = 20, TOUCHFIT_LEAST = 12 };

/* One bubble and how it went. */
typedef struct {
    int cell; /* of the grid: row * TOUCHFIT_COLUMNS + column */
    Point middle;
    bool popped; /* false: given up after TOUCHFIT_TRIES far touches */
    Point down, up;
    double contact_s, travel_mm; /* of the touch that popped it; travel: farthest from its down */
    int extra;                   /* other contacts meanwhile */
    double bounce_s;             /* a second down within 25 mm, this soon after it; 0: none */
} TouchBubble;

enum { TOUCHFIT_TRIES = 3 };

/* The check as it is lived. Open, so that a screen can show it; changed by its functions only. */
typedef struct {
    double left, top, width, height, size_mm; /* of the field; size of a bubble */
    int order[TOUCHFIT_BUBBLES];              /* cells */
    int at, tries;
    int64_t since_us;
    TouchBubble bubbles[TOUCHFIT_BUBBLES];
    struct {
        bool down;
        int64_t at_us;
        Point from;
        double travel_mm;
    } fingers[SAMPLE_FINGERS_MAX];
    Point last_up;
    int64_t last_up_us; /* of the last pop; 0: none */
} TouchCheck;

/* Bubbles of size_mm whose middles lie in the field; every seed visits every cell once and changes
 * sides as often as it can. */
void touchcheck_begin(TouchCheck *check, double left, double top, double width, double height,
                      double size_mm, uint64_t seed);
bool touchcheck_over(const TouchCheck *check);
Point touchcheck_middle(const TouchCheck *check); /* of the bubble that is there now */
/* Takes a raw reading in screen millimetres; true when a bubble went (popped or passed over). */
bool touchcheck_take(TouchCheck *check, const Sample *raw);

typedef enum { TOUCHFIT_PRESS, TOUCHFIT_SLIDE } TouchfitAccept;

typedef struct {
    int popped, missed;
    Point offset_mm;         /* mean of landing minus middle */
    double sd_mm;            /* of landings round their mean, pooled over both directions */
    double land_mm, lift_mm; /* median distance to the middle where it landed and lifted */
    double contact_s;        /* median */
    double travel_p90_mm;
    double extra;                   /* contacts per bubble */
    double bounce_p90_s;            /* 0: none bounced */
    bool reached[TOUCHFIT_BUBBLES]; /* by cell */

    bool proposed; /* enough touches to propose what follows */
    double target_mm, slop_mm, move_tolerance_mm, repeat_s;
    TouchfitAccept accept;
    bool use_offset;
    Point correction_mm; /* to be added to every contact; 0, 0 without use_offset */
} TouchFit;

/* floor_mm: the age's least target. */
void touchfit_make(const TouchBubble *bubbles, int count, double floor_mm, TouchFit *fit);

#endif
