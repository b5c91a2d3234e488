/* What reaches the screen of a real X server, for the commands of fingers.c. */
#ifndef OTTERPAW_TESTS_FINGERS_H
#define OTTERPAW_TESTS_FINGERS_H

#include <stdbool.h>
#include <stdint.h>

/* As inputtest numbers them. */
enum { TOUCH_BEGIN = 18, TOUCH_UPDATE = 19, TOUCH_END = 20 };

/* CLOCK_MONOTONIC, microseconds. */
int64_t now_us(void);
void sleep_until(int64_t us);

/* Finger `id` at screen pixels; returns the time just before the server had it. A server that is
 * gone ends the program. */
int64_t send_touch(int kind, int id, double x, double y);
void lift(int id);
/* An X key code goes down or up. */
void send_key(int code, bool pressed);

/* drum SEED INPUTS HZ WIDTH HEIGHT [X Y W H ...]: that many touches and key presses of drumming
 * hands, HZ of them a second on the average, a third on the given boxes; see drum.c. Prints what
 * it did. */
void drum(const char *words);

#endif
