/* otterpaw picture: any screen as a picture, without a window; a contact sheet of a folder. */
#include "app/commands/commands.h"
#include "app/contact.h"
#include "app/front.h"
#include "app/scenery.h"
#include "app/visitor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *data, *session, *size, *look, *locale, *after, *out, *sheet;
} PictureOptions;

/* ---- the picture ---- */

/* Lets a careful child play on for so long: roads half drawn say more than empty ones. */
static void play_on(Shell *shell, double seconds) {
    Visitor *visitor = visitor_new(shell, pretend_named("careful"), 7);
    bool arrived;
    if (visitor != NULL) {
        visitor_play(visitor, 0, "", seconds, NULL, NULL, &arrived);
    }
    visitor_free(visitor);
}

/* "tracing:5" */
static bool read_game(Scenery *s, const char *words, Fail *fail) {
    const char *colon = strchr(words, ':');
    long level = 0;
    if (colon != NULL && !option_int("GAME:LEVEL", colon + 1, 1, LEVELS_MAX, &level, fail)) {
        return false;
    }
    s->level = (int)level;
    snprintf(s->game, sizeof s->game, "%.*s",
             (int)(colon != NULL ? (size_t)(colon - words) : strlen(words)), words);
    return true;
}

static bool draw(App *app, const PictureOptions *o, const char *const *words, size_t count,
                 double after_s, Fail *fail) {
    static const char *const looks[] = {"calm", "contrast", "dusk"};
    int opener = scenery_find(words[0], fail);
    Scenery s = {.app = app,
                 .mem = mem_new((size_t)256 << 20),
                 .look = app->tablet.look,
                 .locale = o->locale};
    void *pictures = NULL;
    Canvas *canvas = s.mem != NULL ? front_bare_canvas(app, looks[s.look], &pictures, fail) : NULL;
    s.shell = canvas != NULL ? shell_new(app) : NULL;
    bool ok = opener >= 0 && s.shell != NULL && (count < 2 || read_game(&s, words[1], fail)) &&
              scenery_open(&s, opener, o->session, fail);
    if (ok) {
        play_on(s.shell, after_s);
        canvas_language(canvas, o->locale != NULL ? o->locale : app->tablet.adult_locale);
        ok = front_screenshot(canvas, s.shell, o->out, fail);
    }
    Sitting *open = s.shell != NULL ? flow_sitting(s.shell) : NULL;
    shell_free(s.shell);
    sitting_free(open);
    front_bare_close(canvas, pictures);
    app->measure = (TextMeasure){0};
    mem_free(s.mem);
    return ok;
}

static bool read_options(const PictureOptions *o, App *app, double *after_s, Fail *fail) {
    int width = 1280, height = 800;
    static const char *const looks[] = {"calm", "contrast", "dusk"};
    if ((o->size != NULL && !option_size("--size", o->size, &width, &height, fail)) ||
        (o->after != NULL && !option_number("--after", o->after, 0, 600, after_s, fail))) {
        return false;
    }
    app_screen(app, width, height, 0, 0);
    for (int i = 0; o->look != NULL && i < 3; i++) {
        if (strcmp(looks[i], o->look) == 0) {
            app->tablet.look = i;
            return true;
        }
    }
    return o->look == NULL ||
           fail_set(fail, FAIL_INPUT, "--look is calm, contrast or dusk, not \"%.40s\"", o->look);
}

static int run(int argc, char **argv) {
    PictureOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--out", "FILE", "the PNG file", &o.out, NULL},
        {"--data", "DIR", "the adult's screens: where the database is", &o.data, NULL},
        {"--session", "S", "which session (last)", &o.session, NULL},
        {"--size", "WxH", "pixels (1280x800)", &o.size, NULL},
        {"--look", "THEME", "calm, contrast or dusk", &o.look, NULL},
        {"--locale", "L", "the child's language (en)", &o.locale, NULL},
        {"--after", "S", "seconds of play before the picture (1)", &o.after, NULL},
        {"--sheet", "DIR", "instead: all pictures of DIR on one sheet", &o.sheet, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    App app;
    Fail fail = {0};
    double after_s = 1;
    char folder[] = "/tmp/otterpaw-picture-XXXXXX";
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        return status;
    }
    if (o.out == NULL || (o.sheet == NULL) == (count == 0)) {
        fail_set(&fail, FAIL_INPUT, "wants a screen (or --sheet DIR) and --out FILE");
        return command_fail("picture", &fail);
    }
    int opener = o.sheet == NULL ? scenery_find(words[0], &fail) : 0;
    if (opener < 0) {
        return command_fail("picture", &fail);
    }
    bool passing = o.sheet != NULL || scenery_need(opener) == SCENERY_SITTING || o.data == NULL;
    if (passing && mkdtemp(folder) == NULL) {
        fail_set(&fail, FAIL_SYSTEM, "%s cannot be made", folder);
        return command_fail("picture", &fail);
    }
    bool opened = app_open(&app, passing ? folder : o.data, &fail);
    if (!opened || !read_options(&o, &app, &after_s, &fail) ||
        !(o.sheet != NULL ? contact_sheet(&app, o.sheet, o.out, &fail)
                          : draw(&app, &o, words, count, after_s, &fail))) {
        status = command_fail("picture", &fail);
    }
    if (opened) {
        app_close(&app);
    }
    if (passing) {
        scenery_remove(folder);
    }
    return status;
}

const Command command_picture = {"picture", "SCREEN [GAME[:LEVEL]] --out FILE [--data DIR]",
                                 "draws a screen into a picture, without a window", run};
