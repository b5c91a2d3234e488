/* How one skill of one child went over its sessions, read from the store: what the goal trend, the
 * reports and their sentences are made of. The figures are those of care/summary. */
#ifndef OTTERPAW_APP_COURSE_H
#define OTTERPAW_APP_COURSE_H

#include "app/goals.h"
#include "care/trendline.h"
#include "store/history.h"

typedef struct {
    ChildRecord child;
    const char *game, *title; /* title in the adult's language; the id if the game is gone */
    MeasureId main_id;
    bool has_goal;
    GoalLine goal;         /* when has_goal */
    LineSession *sessions; /* oldest first; a probe follows what else its session held */
    size_t count;
} Course;

/* The child of that id, or of that pseudonym. False with a sentence when there is none. */
bool course_child(App *app, Mem *mem, const char *words, ChildRecord *child, Fail *fail);
/* newest: of the sessions that hold the game, those of the baseline and so many of the newest; 0:
 * as many as a chart shows. until_us: only sessions that started by then; 0: all. Everything lives
 * in mem. */
bool course_read(App *app, Mem *mem, const ChildRecord *child, const char *game, size_t newest,
                 int64_t until_us, Course *course, Fail *fail);
/* Games the child played in the newest sessions, by how often, most often first. */
bool course_games(App *app, Mem *mem, Id child, const char ***games, size_t *count, Fail *fail);
/* The line that the metric's goal draws: the mastery rule's share for % on own, the attainment
 * scale's level 0 for its measure; NaN: none. */
double course_goal(const Course *course, LineMetric metric);
bool course_line(Mem *mem, const Course *course, LineMetric metric, Trendline *line, Fail *fail);
/* "Drawn line inside the road", "Trials on own", "Score" */
const char *course_metric(const Course *course, LineMetric metric);

#endif
