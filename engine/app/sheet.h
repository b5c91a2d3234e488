/* A sheet of paper that is filled from the top: texts, facts, rules and headings on a fixed margin.
 * What the pages of app/report share. */
#ifndef OTTERPAW_APP_SHEET_H
#define OTTERPAW_APP_SHEET_H

#include "app/app.h"
#include "play/scene.h"

typedef struct {
    const App *app;
    Scene *scene;
    double y; /* where the next thing goes */
} Sheet;

static const double SHEET_MARGIN_MM = 18, SHEET_TITLE = 7.2, SHEET_HEAD = 4.5, SHEET_BODY = 3.7,
                    SHEET_SMALL = 3.1;

double sheet_width(const Sheet *sheet); /* between the margins */
double sheet_text_width(const Sheet *sheet, const char *text, double em, bool bold);
int sheet_lines(const Sheet *sheet, const char *text, double width, double em);
/* One line whose middle is y; cut short with an ellipsis when it does not fit. */
void sheet_label(const Sheet *sheet, double x, double y, double w, const char *text, double em,
                 bool bold, Align align, Color color);
/* Wrapped from y down; returns the height it took. */
double sheet_words(const Sheet *sheet, double x, double y, double w, const char *text, double em,
                   Color color, int lines_max);
void sheet_rule(const Sheet *sheet, double y, Color color, double width);
/* Title, subtitle, the program's name at the end side. */
void sheet_top(Sheet *sheet, const char *title, const char *subtitle);
void sheet_heading(Sheet *sheet, const char *text);
/* A small name with its value under it. */
void sheet_fact(const Sheet *sheet, double x, double y, double w, const char *name,
                const char *value);
/* A dotted line to write on, from x to x + w, with a small word before it; "" for none. */
void sheet_blank(const Sheet *sheet, double x, double y, double w, const char *word);
void sheet_foot(const Sheet *sheet, const char *text);

#endif
