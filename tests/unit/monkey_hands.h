/* The hands of a child who drums on the glass and on a keyboard: single taps, slow presses,
 * strokes, palms of several contacts, drumming with all fingers, keys one by one and leant on.
 * Which inputs come is decided by a seed; the time between them is theirs. */
#ifndef OTTERPAW_TESTS_MONKEY_HANDS_H
#define OTTERPAW_TESTS_MONKEY_HANDS_H

#include "app/shell.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

enum { HANDS_KEYS_MAX = 8 };

typedef struct {
    bool down;
    Point at;
    double drift_mm; /* a reading */
    int64_t next_us, up_us;
} MonkeyFinger;

typedef struct {
    const char *word;
    int64_t up_us;
} MonkeyKey;

typedef struct {
    Rng rng;
    Shell *shell;
    MonkeyFinger fingers[SAMPLE_FINGERS_MAX];
    MonkeyKey keys[HANDS_KEYS_MAX];
    int64_t next_us;
    int drumming; /* contacts still to come of a drum roll */
    long touches, keys_pressed, on_targets, in_corners, f10;
} Hands;

/* As a keyboard has them side by side, the adult's among them. */
static const char *const HANDS_KEYBOARD[] = {
    "Escape", "F1",  "F2",   "F3",    "F4",     "F5",        "F6",   "F7",  "F8",   "F9",     "F10",
    "F11",    "F12", "1",    "2",     "3",      "4",         "5",    "6",   "7",    "8",      "9",
    "0",      "-",   "=",    "+",     "Tab",    "Q",         "W",    "E",   "R",    "T",      "Y",
    "U",      "I",   "O",    "P",     "Return", "Backspace", "A",    "S",   "D",    "F",      "G",
    "H",      "J",   "K",    "L",     "Z",      "X",         "C",    "V",   "B",    "N",      "M",
    "Left",   "Up",  "Down", "Right", "Space",  "Left Alt",  "Home", "End", "Menu", "AC Back"};
enum { HANDS_KEYBOARD_SIZE = sizeof HANDS_KEYBOARD / sizeof HANDS_KEYBOARD[0] };

/* Log-normal. */
static inline int64_t hands_us(Hands *hands, double median_ms, double spread) {
    return (int64_t)(1000 * median_ms * exp(spread * rng_normal(&hands->rng)));
}

static inline bool hands_one_in(Hands *hands, int n) {
    return rng_between(&hands->rng, 1, n) == 1;
}

/* Anywhere; where a thumb goes that holds the tablet; or on something that can be touched. */
static inline Point hands_somewhere(Hands *hands) {
    const Scene *now, *before;
    App *app = shell_app(hands->shell);
    Fail fail;
    if (hands_one_in(hands, 12)) {
        double x = 20 * rng_unit(&hands->rng);
        return (Point){hands_one_in(hands, 2) ? x : app->width_mm - x, 20 * rng_unit(&hands->rng)};
    }
    if (hands_one_in(hands, 3) && shell_scene(hands->shell, &now, &before, &fail) &&
        scene_target_count(now) > 0) {
        size_t i = (size_t)rng_between(&hands->rng, 0, (int64_t)scene_target_count(now) - 1);
        Box box = scene_target_at(now, i)->box;
        hands->on_targets++;
        return (Point){box.left + (box.right - box.left) * rng_unit(&hands->rng),
                       box.top + (box.bottom - box.top) * rng_unit(&hands->rng)};
    }
    return (Point){app->width_mm * rng_unit(&hands->rng), app->height_mm * rng_unit(&hands->rng)};
}

static inline void hands_send(Hands *hands, int finger, SamplePhase phase, int64_t now_us) {
    const MonkeyFinger *f = &hands->fingers[finger];
    Sample raw = {now_us, f->at.x, f->at.y, finger, phase};
    shell_touch(hands->shell, &raw);
}

static inline void hands_land(Hands *hands, Point at, double median_ms, double drift_mm,
                              int64_t now_us) {
    App *app = shell_app(hands->shell);
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        MonkeyFinger *f = &hands->fingers[i];
        if (!f->down) {
            *f = (MonkeyFinger){
                .down = true,
                .at = {fmin(app->width_mm, fmax(0, at.x)), fmin(app->height_mm, fmax(0, at.y))},
                .drift_mm = drift_mm,
                .next_us = now_us + 40000,
                .up_us = now_us + 10000 + hands_us(hands, median_ms, 0.6)};
            hands->touches++;
            hands->in_corners += at.y < 18 && (at.x < 18 || at.x > app->width_mm - 18);
            hands_send(hands, i, SAMPLE_DOWN, now_us);
            return;
        }
    }
}

static inline void hands_touch(Hands *hands, int64_t now_us) {
    Point at = hands_somewhere(hands);
    if (hands->drumming > 0) {
        hands->drumming--;
        hands_land(hands, at, 50, 0.3, now_us);
    } else if (hands_one_in(hands, 6)) {
        for (int64_t i = rng_between(&hands->rng, 3, 6); i > 0; i--) {
            Point spread = {20 * rng_normal(&hands->rng), 20 * rng_normal(&hands->rng)};
            hands_land(hands, (Point){at.x + spread.x, at.y + spread.y}, 1200, 0.4, now_us);
        }
    } else {
        double slow_ms = hands_one_in(hands, 8) ? 600 : 130;
        hands_land(hands, at, slow_ms, hands_one_in(hands, 2) ? 0.3 : 3, now_us);
        hands->drumming = hands_one_in(hands, 10) ? (int)rng_between(&hands->rng, 10, 60) : 0;
    }
}

static inline void hands_press(Hands *hands, size_t at, double median_ms, int64_t now_us) {
    for (int i = 0; i < HANDS_KEYS_MAX; i++) {
        MonkeyKey *key = &hands->keys[i];
        if (key->word == NULL) {
            *key = (MonkeyKey){HANDS_KEYBOARD[at % HANDS_KEYBOARD_SIZE],
                               now_us + 10000 + hands_us(hands, median_ms, 0.6)};
            hands->keys_pressed++;
            hands->f10 += strcmp(key->word, "F10") == 0;
            shell_key(hands->shell, key->word, true, now_us);
            return;
        }
    }
}

/* One key, or an arm across several that lie side by side. */
static inline void hands_keys(Hands *hands, int64_t now_us) {
    size_t at = (size_t)rng_between(&hands->rng, 0, HANDS_KEYBOARD_SIZE - 1);
    int64_t wide = hands_one_in(hands, 8) ? rng_between(&hands->rng, 2, 5) : 1;
    for (int64_t i = 0; i < wide; i++) {
        hands_press(hands, at + (size_t)i, wide > 1 ? 1000 : 110, now_us);
    }
}

/* What the hands do at this moment; returns when they will do more. */
static inline int64_t hands_step(Hands *hands, int64_t now_us) {
    int64_t wake_us = INT64_MAX;
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        MonkeyFinger *f = &hands->fingers[i];
        if (f->down && now_us >= f->next_us) {
            f->at.x += f->drift_mm * rng_normal(&hands->rng);
            f->at.y += f->drift_mm * rng_normal(&hands->rng);
            f->next_us = now_us + 40000 < f->up_us ? now_us + 40000 : f->up_us;
            f->down = now_us < f->up_us;
            hands_send(hands, i, f->down ? SAMPLE_MOVE : SAMPLE_UP, now_us);
        }
        wake_us = f->down && f->next_us < wake_us ? f->next_us : wake_us;
    }
    for (int i = 0; i < HANDS_KEYS_MAX; i++) {
        MonkeyKey *key = &hands->keys[i];
        if (key->word != NULL && now_us >= key->up_us) {
            shell_key(hands->shell, key->word, false, now_us);
            key->word = NULL;
        }
        wake_us = key->word != NULL && key->up_us < wake_us ? key->up_us : wake_us;
    }
    if (now_us >= hands->next_us) {
        if (hands_one_in(hands, 5)) {
            hands_keys(hands, now_us);
        } else {
            hands_touch(hands, now_us);
        }
        double pause_ms = hands->drumming > 0 ? 45 : hands_one_in(hands, 40) ? 1500 : 180;
        hands->next_us = now_us + 1000 + hands_us(hands, pause_ms, 0.7);
    }
    return hands->next_us < wake_us ? hands->next_us : wake_us;
}

/* Everything is lifted: between two sessions. */
static inline void hands_lift(Hands *hands, int64_t now_us) {
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        if (hands->fingers[i].down) {
            hands->fingers[i].down = false;
            hands_send(hands, i, SAMPLE_UP, now_us);
        }
    }
    for (int i = 0; i < HANDS_KEYS_MAX; i++) {
        if (hands->keys[i].word != NULL) {
            shell_key(hands->shell, hands->keys[i].word, false, now_us);
            hands->keys[i].word = NULL;
        }
    }
    hands->drumming = 0;
}

#endif
