/* Pages as one PDF: text is tagged as headings and paragraphs in the order of the scene, the title
 * is shown by the reader, the language is named. Cairo cannot name a document's language, does
 * not say that it is tagged and writes the time of day. All is mended afterwards: the time is
 * blanked out, the rest comes with an incremental update as ISO 32000-1, 7.5.6 describes it. */
#include "paint/page.h"

#include <cairo-pdf.h>
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double POINTS_PER_MM = 72 / 25.4;

/* The heading of a page: its first bold text that no other text is larger than. */
static const SceneItem *heading_of(const Scene *scene) {
    const SceneItem *heading = NULL;
    double largest = 0;
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (item->kind == SCENE_TEXT && item->em_mm > largest) {
            largest = item->em_mm;
            heading = item;
        }
    }
    return heading != NULL && heading->bold ? heading : NULL;
}

static void tag_text(void *self, cairo_t *cr, const SceneItem *item, bool begins) {
    if (item->kind != SCENE_TEXT || item->text == NULL || item->text[0] == 0) {
        return; /* what is not text only adorns: it has no place in the reading order */
    }
    const char *tag = item == self ? "H1" : "P";
    if (begins) {
        cairo_tag_begin(cr, tag, NULL);
    } else {
        cairo_tag_end(cr, tag);
    }
}

static const char *find(const Buffer *pdf, const char *text, bool last) {
    const char *found = NULL, *start = (const char *)pdf->bytes;
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= pdf->length; i++) {
        if (memcmp(start + i, text, length) == 0) {
            found = start + i;
            if (!last) {
                break;
            }
        }
    }
    return found;
}

static void blank_date(Buffer *pdf, const char *key) {
    const char *found = find(pdf, key, true);
    if (found != NULL) {
        unsigned char *at = pdf->bytes + (found - (const char *)pdf->bytes);
        while (*at != ')' && *at != 0) {
            *at++ = ' ';
        }
        *at = ' ';
    }
}

static long number_after(const char *at, const char *key) {
    const char *found = at == NULL ? NULL : strstr(at, key);
    return found == NULL ? -1 : strtol(found + strlen(key), NULL, 10);
}

/* The dictionary of object `number`, from behind "<<" up to its last ">>"; false if not found. */
static bool object_body(const Buffer *pdf, long number, const char **from, const char **to) {
    char head[48];
    snprintf(head, sizeof head, "\n%ld 0 obj", number);
    const char *object = find(pdf, head, true);
    const char *open = object == NULL ? NULL : strstr(object, "<<");
    const char *end = open == NULL ? NULL : strstr(open, "endobj");
    if (end == NULL) {
        return false;
    }
    *from = open + 2;
    while (end > *from && strncmp(end, ">>", 2) != 0) {
        end--;
    }
    *to = end;
    return end > *from;
}

/* Appends the catalogue once more, with the language in it. */
static bool add_language(Buffer *pdf, const char *language) {
    const char *trailer = find(pdf, "trailer", true), *from, *to;
    long root = number_after(trailer, "/Root "), size = number_after(trailer, "/Size ");
    long info = number_after(trailer, "/Info "), xref = number_after(trailer, "startxref\n");
    if (root < 0 || size < 0 || info < 0 || xref < 0 || !object_body(pdf, root, &from, &to)) {
        return false;
    }
    Buffer more = {0};
    bool ok = buffer_format(&more, "%ld 0 obj\n<<", root);
    size_t at = pdf->length;
    ok = ok && buffer_add(&more, from, (size_t)(to - from)) &&
         buffer_format(&more,
                       "   /MarkInfo << /Marked true >>\n   /Lang (%s)\n"
                       "   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
                       language);
    size_t table = at + more.length;
    ok = ok &&
         buffer_format(&more,
                       "xref\n%ld 1\n%010zu 00000 n \ntrailer\n<< /Size %ld\n   /Root %ld 0 R\n"
                       "   /Info %ld 0 R\n   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
                       root, at, size, root, info, xref, table) &&
         buffer_add(pdf, more.bytes, more.length);
    buffer_free(&more);
    return ok;
}

static bool language_is_plain(const char *language) {
    for (const char *at = language; *at != 0; at++) {
        if (!isalnum((unsigned char)*at) && *at != '-') {
            return false;
        }
    }
    return language[0] != 0 && strlen(language) < 36;
}

static cairo_status_t draw_pages(Canvas *canvas, cairo_surface_t *surface,
                                 const Scene *const *pages, size_t count) {
    cairo_t *cr = cairo_create(surface);
    cairo_tag_begin(cr, "Document", NULL);
    for (size_t i = 0; i < count; i++) {
        cairo_pdf_surface_set_size(surface, scene_width_mm(pages[i]) * POINTS_PER_MM,
                                   scene_height_mm(pages[i]) * POINTS_PER_MM);
        page_draw(canvas, cr, pages[i], tag_text, (void *)(uintptr_t)heading_of(pages[i]));
        cairo_show_page(cr);
    }
    cairo_tag_end(cr, "Document");
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    return status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface) : status;
}

bool canvas_pdf(Canvas *canvas, const Scene *const *pages, size_t count, const char *title,
                const char *language, Buffer *out, Fail *fail) {
    if (count == 0) {
        return fail_set(fail, FAIL_INPUT, "a PDF needs at least one page");
    }
    if (!language_is_plain(language)) {
        return fail_set(fail, FAIL_INPUT, "a PDF's language must be like \"en\" or \"he\", not %s",
                        language);
    }
    Buffer pdf = {0};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        page_write, &pdf, 100 * POINTS_PER_MM, 100 * POINTS_PER_MM);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Otterpaw");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00");
    cairo_status_t status = draw_pages(canvas, surface, pages, count);
    cairo_surface_destroy(surface);
    bool ok = page_status(status, "PDF", fail);
    if (ok) {
        blank_date(&pdf, "/CreationDate (");
        if (!add_language(&pdf, language)) {
            ok = fail_set(fail, FAIL_SYSTEM, "the PDF could not be given its language");
        } else if (!buffer_add(out, pdf.bytes, pdf.length)) {
            ok = fail_set(fail, FAIL_MEMORY, "no memory for a PDF of %zu bytes", pdf.length);
        }
    }
    buffer_free(&pdf);
    return ok;
}
