/* One line of JSON a change: {"screen","child","targets":{name:[x,y,w,h] in pixels},"play":[x,y] in
 * mm}; see watch.h. */
#include "app/commands/watch.h"

#include "app/screens/screens.h"
#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Watch {
    FILE *file;
    Shell *shell;
    Buffer last;
};

static bool line_of(Shell *shell, const Scene *scene, Buffer *line) {
    double scale = shell_app(shell)->px_per_mm;
    Sitting *sitting = flow_sitting(shell);
    bool ok = buffer_format(line, "{\"screen\":\"%s\",\"child\":%s,\"targets\":{",
                            shell_top_name(shell), shell_top(shell)->ops->child ? "true" : "false");
    for (size_t i = 0, shown = 0; ok && i < scene_target_count(scene); i++) {
        const SceneTarget *target = scene_target_at(scene, i);
        if ((target->state & TARGET_DISABLED) == 0 && strpbrk(target->name, "\"\\") == NULL) {
            ok = buffer_format(line, "%s\"%s\":[%.1f,%.1f,%.1f,%.1f]", shown++ > 0 ? "," : "",
                               target->name, target->box.left * scale, target->box.top * scale,
                               (target->box.right - target->box.left) * scale,
                               (target->box.bottom - target->box.top) * scale);
        }
    }
    ok = ok && buffer_format(line, "}");
    if (ok && sitting != NULL && sitting_run(sitting) != NULL) {
        Box play = sitting_place(sitting).play;
        ok =
            buffer_format(line, ",\"play\":[%.4f,%.4f,%.4f,%.4f],\"trials\":%d", play.left,
                          play.top, play.right, play.bottom, run_trials_done(sitting_run(sitting)));
    }
    return ok && buffer_format(line, "}\n");
}

/* Only what is on the glass is told: a scene that is still to be drawn is told after it. */
static int64_t step(void *self, int64_t now_us) {
    Watch *watch = self;
    (void)now_us;
    if (shell_top(watch->shell) == NULL || shell_needs_drawing(watch->shell)) {
        return INT64_MAX;
    }
    const Scene *now, *before;
    Fail fail = {0};
    Buffer line = {0};
    if (shell_scene(watch->shell, &now, &before, &fail) && line_of(watch->shell, now, &line) &&
        (line.length != watch->last.length ||
         memcmp(line.bytes, watch->last.bytes, line.length) != 0)) {
        fwrite(line.bytes, 1, line.length, watch->file);
        fflush(watch->file);
        Buffer old = watch->last;
        watch->last = line;
        line = old;
    }
    buffer_free(&line);
    return INT64_MAX;
}

Watch *watch_open(const char *path, Front *front, Shell *shell, Fail *fail) {
    Watch *watch = calloc(1, sizeof *watch);
    FILE *file = watch != NULL ? fopen(path, "ab") : NULL;
    if (file == NULL) {
        fail_set(fail, watch == NULL ? FAIL_MEMORY : FAIL_SYSTEM, "%s cannot be written: %s", path,
                 strerror(errno));
        free(watch);
        return NULL;
    }
    *watch = (Watch){.file = file, .shell = shell};
    front_step(front, step, watch);
    return watch;
}

void watch_close(Watch *watch) {
    if (watch != NULL) {
        fclose(watch->file);
        buffer_free(&watch->last);
        free(watch);
    }
}
