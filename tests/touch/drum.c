/* Hands that drum on the glass and on the keys: single taps, bursts of near fingers, palms that
 * come to rest and drift, fingers that stay in a corner, and keys that are held while others come.
 * A third of what is not a palm goes to boxes that are known to do something. Bursts come with
 * pauses between them, as hands do; HZ is the average. The same words give the same hands. */
#include "fingers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { HANDS = 9, KEYS = 3, BOXES = 64, CORNER_PX = 170, KEY_FIRST = 9, KEY_LAST = 119 };

/* Of the time, and how long one is. */
static const double PAUSES = 0.3, PAUSE_S = 0.4;

typedef struct {
    double x, y, w, h;
} Area;

typedef struct {
    bool down;
    double x, y;
    int64_t until_us;
} Hand;

typedef struct {
    uint64_t chance;
    Area screen, boxes[BOXES];
    int box_count;
    Hand hands[HANDS];
    int held[KEYS]; /* key codes that are down; 0: none */
    int64_t held_until_us[KEYS];
    int touches, keys, moves;
} Drum;

/* 0 <= it < 1 (splitmix64). */
static double unit(Drum *drum) {
    uint64_t z = drum->chance += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static double normal(Drum *drum) {
    return sqrt(-2 * log(1 - unit(drum))) * cos(6.283185307179586 * unit(drum));
}

static int below(Drum *drum, int limit) {
    return (int)(unit(drum) * limit);
}

static double within(double value, double from, double length) {
    return fmin(from + length - 1, fmax(from, value));
}

static Hand *free_hand(Drum *drum) {
    Hand *oldest = &drum->hands[0];
    for (int i = 0; i < HANDS; i++) {
        Hand *hand = &drum->hands[i];
        if (!hand->down) {
            return hand;
        }
        oldest = hand->until_us < oldest->until_us ? hand : oldest;
    }
    lift((int)(oldest - drum->hands) + 1);
    oldest->down = false;
    return oldest;
}

static void land(Drum *drum, double x, double y, double median_s) {
    Hand *hand = free_hand(drum);
    hand->down = true;
    hand->x = within(x, drum->screen.x, drum->screen.w);
    hand->y = within(y, drum->screen.y, drum->screen.h);
    hand->until_us = now_us() + (int64_t)(1e6 * median_s * exp(0.7 * normal(drum)));
    send_touch(TOUCH_BEGIN, (int)(hand - drum->hands) + 1, hand->x, hand->y);
    drum->touches++;
}

static void anywhere(Drum *drum, double *x, double *y) {
    Area area = drum->screen;
    double which = unit(drum);
    if (which < 0.33 && drum->box_count > 0) {
        area = drum->boxes[below(drum, drum->box_count)];
    } else if (which < 0.40) {
        bool right = unit(drum) < 0.5;
        area = (Area){right ? drum->screen.w - CORNER_PX : 0, 0, CORNER_PX, CORNER_PX};
    }
    *x = area.x + area.w * unit(drum);
    *y = area.y + area.h * unit(drum);
}

/* Several fingers about one place, for about so long each. */
static void several(Drum *drum, int count, double spread_px, double median_s) {
    double x, y;
    anywhere(drum, &x, &y);
    for (int i = 0; i < count; i++) {
        land(drum, x + spread_px * normal(drum), y + spread_px * normal(drum), median_s);
    }
}

static void press_a_key(Drum *drum) {
    int slot = below(drum, KEYS);
    if (drum->held[slot] != 0) {
        send_key(drum->held[slot], false);
        drum->held[slot] = 0;
    }
    int code = KEY_FIRST + below(drum, KEY_LAST - KEY_FIRST + 1);
    for (int i = 0; i < KEYS; i++) {
        if (drum->held[i] == code) {
            return; /* it is down already */
        }
    }
    send_key(code, true);
    drum->held[slot] = code;
    drum->held_until_us[slot] = now_us() + (int64_t)(1e6 * 0.06 * exp(1.2 * normal(drum)));
    drum->keys++;
}

static void drift(Drum *drum) {
    int64_t now = now_us();
    for (int i = 0; i < HANDS; i++) {
        Hand *hand = &drum->hands[i];
        if (hand->down && now >= hand->until_us) {
            lift(i + 1);
            hand->down = false;
        } else if (hand->down && unit(drum) < 0.2) {
            hand->x = within(hand->x + 12 * normal(drum), drum->screen.x, drum->screen.w);
            hand->y = within(hand->y + 12 * normal(drum), drum->screen.y, drum->screen.h);
            send_touch(TOUCH_UPDATE, i + 1, hand->x, hand->y);
            drum->moves++;
        }
    }
    for (int i = 0; i < KEYS; i++) {
        if (drum->held[i] != 0 && now >= drum->held_until_us[i]) {
            send_key(drum->held[i], false);
            drum->held[i] = 0;
        }
    }
}

/* Hands that are down drift and lift meanwhile. */
static void wait_until(Drum *drum, int64_t until_us) {
    const int64_t STEP_US = 8000;
    do {
        drift(drum);
        int64_t now = now_us();
        sleep_until(until_us < now + STEP_US ? until_us : now + STEP_US);
    } while (now_us() < until_us);
}

static void one_input(Drum *drum) {
    double what = unit(drum);
    if (what < 0.30) {
        press_a_key(drum);
    } else if (what < 0.36) {
        several(drum, 3 + below(drum, 4), 170, 0.06);
    } else if (what < 0.39) {
        several(drum, 4, 45, 0.9); /* a palm and its finger balls */
    } else {
        double x, y;
        anywhere(drum, &x, &y);
        land(drum, x, y, 0.11);
    }
}

static void let_go(Drum *drum) {
    for (int i = 0; i < HANDS; i++) {
        if (drum->hands[i].down) {
            lift(i + 1);
        }
    }
    for (int i = 0; i < KEYS; i++) {
        if (drum->held[i] != 0) {
            send_key(drum->held[i], false);
        }
    }
}

static bool read_words(const char *words, Drum *drum, int *inputs, double *hz) {
    unsigned long seed;
    int used;
    if (sscanf(words, "%lu %d %lf %lf %lf%n", &seed, inputs, hz, &drum->screen.w, &drum->screen.h,
               &used) != 5 ||
        *hz <= 0) {
        return false;
    }
    drum->chance = seed;
    words += used;
    Area box;
    while (drum->box_count < BOXES &&
           sscanf(words, "%lf %lf %lf %lf%n", &box.x, &box.y, &box.w, &box.h, &used) == 4) {
        drum->boxes[drum->box_count++] = box;
        words += used;
    }
    return true;
}

void drum(const char *words) {
    Drum drum = {.box_count = 0};
    int inputs;
    double hz;
    if (!read_words(words, &drum, &inputs, &hz)) {
        printf("{\"error\":\"drum SEED INPUTS HZ WIDTH HEIGHT [X Y W H ...]\"}\n");
        return;
    }
    int64_t next_us = now_us();
    while (drum.touches + drum.keys < inputs) {
        int before = drum.touches + drum.keys;
        one_input(&drum);
        double beats = drum.touches + drum.keys - before;
        double pause_s = unit(&drum) < PAUSES / (PAUSE_S * hz) ? PAUSE_S : 0;
        next_us += (int64_t)(1e6 * (beats * (1 - PAUSES) / hz + pause_s));
        wait_until(&drum, next_us);
    }
    let_go(&drum);
    printf("{\"touches\":%d,\"keys\":%d,\"moves\":%d}\n", drum.touches, drum.keys, drum.moves);
}
