/* The single-case chart of a trendline, for the screen and for paper: it only adds to a scene.
 * Baseline: open points on a band from least to most; phases apart by solid lines, conditions by
 * dashed ones; the path broken at both; probes as diamonds; the middle of each phase as a thin
 * line. Nothing is told by colour alone. */
#ifndef OTTERPAW_APP_CHART_H
#define OTTERPAW_APP_CHART_H

#include "care/trendline.h"
#include "play/scene.h"

typedef struct {
    Box box;             /* all of it: axis numbers, plot, names of phases, key */
    double em_mm;        /* of every text */
    bool small;          /* a small picture of it: no key, no condition's words */
    int picked;          /* index of a point with a ring around it; -1: none */
    TextMeasure measure; /* zeroed: a guess is used */
} ChartPlace;

/* targets: adds a passive-looking key "point:N" for each point (index into line->points), at
 * least 10 mm wide where there is room. */
void chart_draw(Scene *scene, const Trendline *line, const ChartPlace *place, bool targets);

#endif
