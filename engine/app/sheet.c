/* The pieces of a printed page; see sheet.h. */
#include "app/sheet.h"

#include "app/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 512 };
static const double LEADING = 1.35;

double sheet_width(const Sheet *sheet) {
    return scene_width_mm(sheet->scene) - 2 * SHEET_MARGIN_MM;
}

double sheet_text_width(const Sheet *sheet, const char *text, double em, bool bold) {
    const TextMeasure *measure = &sheet->app->measure;
    return measure->width_mm != NULL ? measure->width_mm(measure->self, text, em, bold)
                                     : 0.55 * em * (double)strlen(text);
}

int sheet_lines(const Sheet *sheet, const char *text, double width, double em) {
    char line[LINE_BYTES] = "";
    int lines = 1;
    size_t used = 0;
    for (const char *at = text; *at != '\0';) {
        size_t word = strcspn(at, " ");
        size_t begin = used;
        int n =
            snprintf(line + used, sizeof line - used, "%s%.*s", used > 0 ? " " : "", (int)word, at);
        used += n > 0 ? (size_t)n : 0;
        if (used >= sizeof line - 1) {
            return lines + 1;
        }
        if (begin > 0 && sheet_text_width(sheet, line, em, false) > width) {
            lines++;
            snprintf(line, sizeof line, "%.*s", (int)word, at);
            used = strlen(line);
        }
        at += word + strspn(at + word, " ");
    }
    return lines;
}

void sheet_label(const Sheet *sheet, double x, double y, double w, const char *text, double em,
                 bool bold, Align align, Color color) {
    char cut[LINE_BYTES];
    snprintf(cut, sizeof cut, "%s", text);
    size_t length = strlen(cut);
    while (length > 1 && sheet_text_width(sheet, cut, em, bold) > w) {
        do { /* not inside a character */
            length--;
        } while (length > 1 && ((unsigned char)text[length] & 0xC0) == 0x80);
        snprintf(cut, sizeof cut, "%.*s\xe2\x80\xa6", (int)length, text);
    }
    scene_label(sheet->scene, x, y, w, cut, em, bold, align, color);
}

double sheet_words(const Sheet *sheet, double x, double y, double w, const char *text, double em,
                   Color color, int lines_max) {
    int lines = sheet_lines(sheet, text, w, em);
    lines = lines > lines_max ? lines_max : lines;
    double height = lines * em * LEADING;
    if (lines == 1) {
        sheet_label(sheet, x, y + height / 2, w, text, em, false, ALIGN_START, color);
        return height;
    }
    scene_add(sheet->scene, &(SceneItem){.kind = SCENE_TEXT,
                                         .box = box_of(x, y, w, height),
                                         .text = text,
                                         .em_mm = em,
                                         .leading_em = LEADING,
                                         .lines_max = lines,
                                         .align = ALIGN_START,
                                         .line = color});
    return height;
}

void sheet_rule(const Sheet *sheet, double y, Color color, double width) {
    Point points[] = {{SHEET_MARGIN_MM, y}, {SHEET_MARGIN_MM + sheet_width(sheet), y}};
    scene_line(sheet->scene, points, 2, width, color);
}

void sheet_top(Sheet *sheet, const char *title, const char *subtitle) {
    double w = sheet_width(sheet);
    scene_rect(sheet->scene, 0, 0, scene_width_mm(sheet->scene), 5, 0, COLOR_PRIMARY, COLOR_NONE,
               0);
    sheet_label(sheet, SHEET_MARGIN_MM, 19, w - 34, title, SHEET_TITLE, true, ALIGN_START,
                COLOR_INK);
    sheet_label(sheet, SHEET_MARGIN_MM + w - 30, 19, 30, "Otterpaw", SHEET_BODY, true, ALIGN_END,
                COLOR_PRIMARY);
    if (subtitle[0] != '\0') {
        sheet_label(sheet, SHEET_MARGIN_MM, 26.5, w, subtitle, SHEET_BODY, false, ALIGN_START,
                    COLOR_INK2);
    }
    sheet_rule(sheet, 31, COLOR_EDGE, 0.3);
    sheet->y = 36;
}

void sheet_heading(Sheet *sheet, const char *text) {
    sheet_label(sheet, SHEET_MARGIN_MM, sheet->y + SHEET_HEAD / 2, sheet_width(sheet), text,
                SHEET_HEAD, true, ALIGN_START, COLOR_PRIMARY_DEEP);
    sheet->y += SHEET_HEAD + 3;
}

void sheet_fact(const Sheet *sheet, double x, double y, double w, const char *name,
                const char *value) {
    sheet_label(sheet, x, y, w, name, SHEET_SMALL, false, ALIGN_START, COLOR_INK2);
    sheet_label(sheet, x, y + 5, w, value, SHEET_BODY, false, ALIGN_START, COLOR_INK);
}

void sheet_blank(const Sheet *sheet, double x, double y, double w, const char *word) {
    double begin = x;
    if (word[0] != '\0') {
        double width = sheet_text_width(sheet, word, SHEET_SMALL, false) + 0.5;
        sheet_label(sheet, x, y - 1.2, width, word, SHEET_SMALL, false, ALIGN_START, COLOR_INK2);
        begin = x + width + 2;
    }
    Point points[] = {{begin, y}, {x + w, y}};
    scene_dashes(sheet->scene, points, 2, 0.25, 0.3, 1.1, COLOR_EDGE);
}

void sheet_foot(const Sheet *sheet, const char *text) {
    double y = scene_height_mm(sheet->scene) - 15;
    sheet_rule(sheet, y - 2, COLOR_SUNK, 0.3);
    sheet_words(sheet, SHEET_MARGIN_MM, y, sheet_width(sheet), text, SHEET_SMALL, COLOR_INK2, 2);
}
