/* Text by pango; see type.h. Layouts live in a small cache, the least recently used one leaves. */
#include "paint/type.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

/* Andika is the typeface; the others only give what it lacks, in an order that does not depend on
 * what else is installed. */
static const char FAMILIES[] = "Andika,Noto Sans,Noto Sans Hebrew,Noto Sans Symbols2";
static const double REFERENCE_EM = 64; /* layout units per em */
static const double CAP_EM = 0.725;    /* Andika's cap height */
static const double LEADING_EM = 1.3, SHRINK_LEAST = 0.8;

typedef struct {
    uint64_t hash;
    char *text; /* owned */
    int width;  /* pango units to wrap or cut in; -1: one line as wide as it is */
    int lines_max;
    bool bold;
    PangoLayout *layout; /* owned; NULL: a free slot */
    int natural_width;   /* pango units */
    int unknown;
    bool cut; /* the layout shows less than the text */
    uint64_t used, told;
} Shaped;

struct Type {
    PangoContext *context;
    PangoFontDescription *regular, *bold;
    Shaped shaped[TYPE_LAYOUTS_MAX];
    uint64_t clock, pass;
    int unknown, clipped;
};

void type_free(Type *type) {
    if (type == NULL) {
        return;
    }
    for (size_t i = 0; i < TYPE_LAYOUTS_MAX; i++) {
        if (type->shaped[i].layout != NULL) {
            g_object_unref(type->shaped[i].layout);
            free(type->shaped[i].text);
        }
    }
    if (type->regular != NULL) {
        pango_font_description_free(type->regular);
        pango_font_description_free(type->bold);
    }
    if (type->context != NULL) {
        g_object_unref(type->context);
    }
    free(type);
}

static PangoFontDescription *describe(PangoWeight weight) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, FAMILIES);
    pango_font_description_set_weight(font, weight);
    pango_font_description_set_absolute_size(font, REFERENCE_EM * PANGO_SCALE);
    return font;
}

Type *type_new(void) {
    Type *type = calloc(1, sizeof *type);
    PangoFontMap *map = pango_cairo_font_map_new();
    cairo_font_options_t *options = cairo_font_options_create();
    if (type == NULL || map == NULL) {
        free(type);
        type = NULL;
    } else {
        type->context = pango_font_map_create_context(map);
        type->regular = describe(PANGO_WEIGHT_NORMAL);
        type->bold = describe(PANGO_WEIGHT_BOLD);
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(type->context, options);
        pango_cairo_context_set_resolution(type->context, 72);
        pango_context_set_round_glyph_positions(type->context, FALSE);
        type->pass = 1;
        type_language(type, "en");
    }
    cairo_font_options_destroy(options);
    if (map != NULL) {
        g_object_unref(map);
    }
    return type;
}

static void forget(Shaped *shaped) {
    if (shaped->layout != NULL) {
        g_object_unref(shaped->layout);
        free(shaped->text);
    }
    *shaped = (Shaped){0};
}

void type_language(Type *type, const char *language) {
    bool mirrored = strcmp(language, "he") == 0 || strcmp(language, "ar") == 0;
    pango_context_set_language(type->context, pango_language_from_string(language));
    pango_context_set_base_dir(type->context, mirrored ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    for (size_t i = 0; i < TYPE_LAYOUTS_MAX; i++) {
        forget(&type->shaped[i]);
    }
}

static uint64_t hash_of(const char *text, size_t length, int width, int lines_max, bool bold) {
    uint64_t hash = 14695981039346656037u ^ (uint64_t)(unsigned)width;
    hash = (hash ^ (uint64_t)(unsigned)lines_max << 1 ^ bold) * 1099511628211u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    }
    return hash;
}

static void shape(Type *type, Shaped *shaped) {
    PangoLayout *layout = pango_layout_new(type->context);
    pango_layout_set_font_description(layout, shaped->bold ? type->bold : type->regular);
    pango_layout_set_auto_dir(layout, TRUE);
    pango_layout_set_text(layout, shaped->text, -1);
    if (shaped->lines_max <= 1) {
        pango_layout_set_single_paragraph_mode(layout, TRUE);
    } else {
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    if (shaped->width >= 0) {
        pango_layout_set_width(layout, shaped->width);
        if (shaped->lines_max < TYPE_TEXT_BYTES_MAX) {
            pango_layout_set_height(layout, -shaped->lines_max);
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        }
    }
    pango_layout_get_size(layout, &shaped->natural_width, NULL);
    shaped->unknown = pango_layout_get_unknown_glyphs_count(layout);
    shaped->cut =
        pango_layout_is_ellipsized(layout) != 0 ||
        (shaped->lines_max > 1 && pango_layout_get_line_count(layout) > shaped->lines_max);
    shaped->layout = layout;
}

/* The text as a layout, from the cache or made now; NULL: no memory. */
static Shaped *shaped_text(Type *type, const char *text, int width, int lines_max, bool bold) {
    size_t length = strlen(text);
    if (length > TYPE_TEXT_BYTES_MAX) {
        length = TYPE_TEXT_BYTES_MAX;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--; /* not inside a character */
        }
    }
    uint64_t hash = hash_of(text, length, width, lines_max, bold);
    Shaped *oldest = &type->shaped[0];
    for (size_t i = 0; i < TYPE_LAYOUTS_MAX; i++) {
        Shaped *shaped = &type->shaped[i];
        if (shaped->hash == hash && shaped->layout != NULL && shaped->width == width &&
            shaped->lines_max == lines_max && shaped->bold == bold &&
            strncmp(shaped->text, text, length) == 0 && shaped->text[length] == 0) {
            shaped->used = ++type->clock;
            return shaped;
        }
        oldest = shaped->used < oldest->used ? shaped : oldest;
    }
    forget(oldest);
    char *copy = malloc(length + 1);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, text, length);
    copy[length] = 0;
    *oldest = (Shaped){.hash = hash,
                       .text = copy,
                       .width = width,
                       .lines_max = lines_max,
                       .bold = bold,
                       .used = ++type->clock};
    shape(type, oldest);
    oldest->cut = oldest->cut || text[length] != 0;
    return oldest;
}

static int units_of(double mm, double em_mm) {
    double units = mm / em_mm * REFERENCE_EM * PANGO_SCALE;
    return (int)fmin(fmax(units, 1), 1 << 30);
}

double type_width_mm(Type *type, const char *text, double em_mm, bool bold) {
    const Shaped *shaped = shaped_text(type, text, -1, 1, bold);
    return shaped == NULL ? 0 : shaped->natural_width * em_mm / (REFERENCE_EM * PANGO_SCALE);
}

int type_lines(Type *type, const char *text, double width_mm, double em_mm, bool bold) {
    if (em_mm <= 0 || text[0] == 0) {
        return 0;
    }
    const Shaped *shaped =
        shaped_text(type, text, units_of(width_mm, em_mm), TYPE_TEXT_BYTES_MAX, bold);
    return shaped == NULL ? 0 : pango_layout_get_line_count(shaped->layout);
}

/* Where a text goes: on a surface; or, without one, into the box of its ink. */
typedef struct {
    cairo_t *cr;
    Box ink;
    bool clipped;
} Pen;

static void tell(Type *type, Pen *pen, Shaped *shaped, bool clipped) {
    pen->clipped = pen->clipped || clipped;
    if (pen->cr != NULL && shaped->told != type->pass) {
        shaped->told = type->pass;
        type->unknown += shaped->unknown;
        type->clipped += clipped;
    }
}

/* Where a line of that width begins. Wrapped words follow the direction of their own paragraph; a
 * label follows the language of the screen, so that a name in another script stays beside its
 * picture. */
static double line_left(const SceneItem *item, bool mirrored, double width_mm) {
    Align align = item->align;
    if (mirrored && align != ALIGN_MIDDLE) {
        align = align == ALIGN_START ? ALIGN_END : ALIGN_START;
    }
    double spare = item->box.right - item->box.left - width_mm;
    return item->box.left + (align == ALIGN_START ? 0 : align == ALIGN_END ? spare : spare / 2);
}

static void draw_line(Pen *pen, const SceneItem *item, PangoLayoutLine *line, double em_mm,
                      double middle_mm) {
    PangoRectangle ink, logical;
    cairo_t *cr = pen->cr;
    pango_layout_line_get_extents(line, cr == NULL ? &ink : NULL, &logical);
    double unit = em_mm / REFERENCE_EM;
    double width_mm = unit * logical.width / PANGO_SCALE;
    bool mirrored = pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL;
    if (item->lines_max <= 1) {
        PangoContext *context = pango_layout_get_context(line->layout);
        mirrored = pango_context_get_base_dir(context) == PANGO_DIRECTION_RTL;
    }
    double left = line_left(item, mirrored, width_mm), base = middle_mm + CAP_EM * em_mm / 2;
    if (cr == NULL) {
        double mm = unit / PANGO_SCALE;
        Box box = box_of(left + ink.x * mm, base + ink.y * mm, ink.width * mm, ink.height * mm);
        pen->ink = box_is_empty(pen->ink) ? box : box_join(pen->ink, box);
        return;
    }
    cairo_save(cr);
    cairo_translate(cr, left, base);
    cairo_scale(cr, unit, unit);
    cairo_move_to(cr, 0, 0);
    pango_cairo_show_layout_line(cr, line);
    cairo_restore(cr);
    cairo_new_path(cr); /* the next shape must not begin at this text */
}

static void draw_one_line(Type *type, Pen *pen, const SceneItem *item) {
    double room = item->box.right - item->box.left, em_mm = item->em_mm;
    Shaped *shaped = shaped_text(type, item->text, -1, 1, item->bold);
    if (shaped == NULL) {
        return;
    }
    double width_mm = shaped->natural_width * em_mm / (REFERENCE_EM * PANGO_SCALE);
    /* Half a hundredth of a millimetre is rounding, not overflow: a box may be as wide as its text
     * was measured. */
    bool fits = width_mm * SHRINK_LEAST <= room + 0.005;
    if (width_mm > room + 0.005) {
        em_mm *= fits ? room / width_mm : SHRINK_LEAST;
    }
    if (!fits) {
        shaped = shaped_text(type, item->text, units_of(room, em_mm), 1, item->bold);
        if (shaped == NULL) {
            return;
        }
    }
    tell(type, pen, shaped, !fits || shaped->cut);
    draw_line(pen, item, pango_layout_get_line_readonly(shaped->layout, 0), em_mm,
              (item->box.top + item->box.bottom) / 2);
}

static void draw_wrapped(Type *type, Pen *pen, const SceneItem *item) {
    double leading_mm = item->em_mm * (item->leading_em > 0 ? item->leading_em : LEADING_EM);
    Shaped *shaped =
        shaped_text(type, item->text, units_of(item->box.right - item->box.left, item->em_mm),
                    item->lines_max, item->bold);
    if (shaped == NULL) {
        return;
    }
    int count = pango_layout_get_line_count(shaped->layout);
    count = count < item->lines_max ? count : item->lines_max;
    double height_mm = item->box.bottom - item->box.top;
    tell(type, pen, shaped, shaped->cut || count * leading_mm > height_mm + 0.005 + leading_mm / 4);
    for (int i = 0; i < count; i++) {
        draw_line(pen, item, pango_layout_get_line_readonly(shaped->layout, i), item->em_mm,
                  item->box.top + (i + 0.5) * leading_mm);
    }
}

static void put(Type *type, Pen *pen, const SceneItem *item) {
    if (item->text == NULL || item->text[0] == 0 || item->em_mm <= 0) {
        return;
    }
    if (item->lines_max > 1) {
        draw_wrapped(type, pen, item);
    } else {
        draw_one_line(type, pen, item);
    }
}

void type_draw(Type *type, cairo_t *cr, const SceneItem *item) {
    put(type, &(Pen){.cr = cr}, item);
}

Box type_ink(Type *type, const SceneItem *item, bool *clipped) {
    Pen pen = {.ink = box_empty()};
    put(type, &pen, item);
    *clipped = pen.clipped;
    return pen.ink;
}

void type_count_anew(Type *type) {
    type->pass++;
}

int type_unknown(const Type *type) {
    return type->unknown;
}

int type_clipped(Type *type) {
    int clipped = type->clipped;
    type->clipped = 0;
    return clipped;
}
