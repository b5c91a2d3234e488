/* Common to the child's screens; see child.h. */
#include "app/screens/child.h"

#include "play/widget.h"

#include <math.h>
#include <stdlib.h>

Frame child_frame(const ChildScreen *child) {
    const App *app = child->screen.app;
    return frame_of(app->width_mm, app->height_mm, sitting_profile(child->sitting)->guard.hand,
                    child_mirrored(child), sitting_plan(child->sitting)->home);
}

Comfort child_comfort(const ChildScreen *child) {
    return profile_comfort(sitting_profile(child->sitting));
}

bool child_mirrored(const ChildScreen *child) {
    return texts_is_mirrored(sitting_texts(child->sitting));
}

int64_t child_now_us(const ChildScreen *child) {
    return shell_now_us(child->screen.shell);
}

Look child_look(const Screen *screen) {
    return child_comfort((const ChildScreen *)screen).look;
}

const char *child_locale(const Screen *screen) {
    return sitting_profile(((const ChildScreen *)screen)->sitting)->locale;
}

const char *child_text(const ChildScreen *child, const char *key) {
    return texts_get(sitting_texts(child->sitting), key);
}

int64_t child_say(const ChildScreen *child, const char *key) {
    const Voice *voice = &child->screen.app->voice;
    Comfort comfort = child_comfort(child);
    if (voice->say == NULL) {
        return 0;
    }
    return voice->say(voice->self, sitting_profile(child->sitting)->locale,
                      sitting_game_id(child->sitting), key,
                      comfort.speech * child->screen.app->tablet.volume);
}

void child_sound(const ChildScreen *child, const char *sound) {
    Comfort comfort = child_comfort(child);
    shell_sound(child->screen.shell, sound, comfort.calm_switch, comfort.effects);
}

void child_frame_draw(const ChildScreen *child, Scene *scene, int step, bool hills) {
    Frame frame = child_frame(child);
    Comfort comfort = child_comfort(child);
    part_ground(scene, hills && comfort.scenery);
    if (comfort.schedule) {
        part_strip(scene, &frame, child->sitting, step);
    }
    if (comfort.timer) {
        double share = sitting_seconds_left(child->sitting, child_now_us(child)) /
                       (sitting_plan(child->sitting)->minutes * 60);
        part_disc(scene, &frame, floor(share * 72) / 72);
    }
    part_ear(scene, &frame, child->screen.shell);
}

void child_companion(const ChildScreen *child, Scene *scene, double size) {
    if (child_comfort(child).companion) {
        Point at = child_frame(child).companion;
        scene_picture(scene, "otter", at.x, at.y + 12 - size / 2, size, 1);
    }
}

Box child_box(const ChildScreen *child, double x, double y, double w, double h) {
    Box box = box_of(x, y, w, h);
    return child_mirrored(child) ? frame_mirror(box, child->screen.app->width_mm) : box;
}

void child_tile(const ChildScreen *child, Scene *scene, const char *name, Box box,
                const char *picture, const char *label, Color tint, unsigned state) {
    Widget widget = {.name = name,
                     .role = ROLE_CHOICE,
                     .box = box,
                     .state = state | shell_target_state(child->screen.shell, name),
                     .picture = picture,
                     .label = label,
                     .tint = tint,
                     .em_mm = EM_LABEL,
                     .mirrored = child_mirrored(child)};
    widget_draw(scene, &widget);
}

void child_close(Screen *screen) {
    free(screen);
}

void child_adult(Screen *screen) {
    ChildScreen *child = (ChildScreen *)screen;
    const Voice *voice = &screen->app->voice;
    if (voice->hush != NULL) {
        voice->hush(voice->self);
    }
    sitting_pause(child->sitting, true, child_now_us(child));
    shell_push(screen->shell, screen->app->tablet.home
                                  ? home_rail_new(screen->app, child->sitting, screen)
                                  : rail_new(screen->app, child->sitting, screen));
}
