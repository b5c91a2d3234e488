/* The window and the fingers, with SDL's own events on the driver that shows nothing. */
#include "stage/touch.h"
#include "stage/window.h"

#include <SDL.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 1920, HEIGHT = 1200 };

static Window *open_window(void) {
    Fail fail = {0};
    WindowConfig config = {
        .title = "test", .width_px = WIDTH, .height_px = HEIGHT, .headless = true};
    Window *window = window_open(&config, &fail);
    if (window == NULL) {
        fail_msg("window_open: %s", fail.text);
    }
    WindowEvent event;
    while (window_wait(window, 0, &event)) {}
    return window;
}

static void push_finger(Uint32 type, int64_t device, int64_t id, double x, double y) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = type;
    event.tfinger.timestamp = 777;
    event.tfinger.touchId = device;
    event.tfinger.fingerId = id;
    event.tfinger.x = (float)x;
    event.tfinger.y = (float)y;
    assert_int_equal(SDL_PeepEvents(&event, 1, SDL_ADDEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT), 1);
}

static void push_window(Uint8 what) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = SDL_WINDOWEVENT;
    event.window.event = what;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static WindowEvent next(Window *window) {
    WindowEvent event;
    assert_true(window_wait(window, 1000000, &event));
    return event;
}

static void expect_finger(Window *window, int finger, SamplePhase phase, double x, double y) {
    WindowEvent event = next(window);
    assert_int_equal(event.kind, WINDOW_FINGER);
    assert_int_equal(event.touch.finger, finger);
    assert_int_equal(event.touch.phase, phase);
    assert_float_equal(event.touch.x_px, x, 0.01);
    assert_float_equal(event.touch.y_px, y, 0.01);
    assert_int_equal(event.touch.time_us, event.time_us);
}

static void expect_nothing(Window *window) {
    WindowEvent event;
    assert_false(window_wait(window, 0, &event));
    assert_int_equal(event.kind, WINDOW_NONE);
}

static void odd_finger_ids_become_small_numbers_that_are_used_again(void **state) {
    (void)state;
    Window *window = open_window();
    push_finger(SDL_FINGERDOWN, 9, 1234567890123, 0.5, 0.5);
    push_finger(SDL_FINGERDOWN, 8, 1234567890123, 0.25, 0.25);
    push_finger(SDL_FINGERMOTION, 9, 1234567890123, 0.75, 0.5);
    push_finger(SDL_FINGERUP, 9, 1234567890123, 0.75, 0.5);
    push_finger(SDL_FINGERDOWN, 9, -5, 0, 0);
    push_finger(SDL_FINGERUP, 8, 1234567890123, 0.25, 0.25);
    expect_finger(window, 0, SAMPLE_DOWN, 960, 600);
    expect_finger(window, 1, SAMPLE_DOWN, 480, 300);
    expect_finger(window, 0, SAMPLE_MOVE, 1440, 600);
    expect_finger(window, 0, SAMPLE_UP, 1440, 600);
    expect_finger(window, 0, SAMPLE_DOWN, 0, 0);
    expect_finger(window, 1, SAMPLE_UP, 480, 300);
    expect_nothing(window);
    window_close(window);
}

static void second_down_of_a_finger_that_never_left_is_a_move(void **state) {
    (void)state;
    Window *window = open_window();
    push_finger(SDL_FINGERDOWN, 1, 7, 0.1, 0.1);
    push_finger(SDL_FINGERDOWN, 1, 7, 0.2, 0.2);
    push_finger(SDL_FINGERUP, 1, 7, 0.9, 0.9);
    expect_finger(window, 0, SAMPLE_DOWN, 192, 120);
    expect_finger(window, 0, SAMPLE_MOVE, 384, 240);
    expect_finger(window, 0, SAMPLE_UP, 384, 240); /* an up repeats the last position */
    window_close(window);
}

static void coordinates_outside_the_window_are_clamped_to_it(void **state) {
    (void)state;
    Window *window = open_window();
    push_finger(SDL_FINGERDOWN, 1, 7, -0.3, 1.2);
    push_finger(SDL_FINGERMOTION, 1, 7, (double)NAN, 0.5);
    expect_finger(window, 0, SAMPLE_DOWN, 0, HEIGHT);
    expect_finger(window, 0, SAMPLE_MOVE, 0, 600);
    window_close(window);
}

static void losing_the_input_lifts_every_finger_until_its_next_down(void **state) {
    (void)state;
    Window *window = open_window();
    push_finger(SDL_FINGERDOWN, 1, 7, 0.1, 0.1);
    push_finger(SDL_FINGERDOWN, 1, 8, 0.5, 0.5);
    push_finger(SDL_FINGERMOTION, 1, 7, 0.2, 0.1);
    for (int i = 0; i < 3; i++) {
        next(window);
    }
    push_window(SDL_WINDOWEVENT_FOCUS_LOST);
    push_finger(SDL_FINGERMOTION, 1, 7, 0.3, 0.1);
    push_finger(SDL_FINGERUP, 1, 8, 0.5, 0.5);
    push_finger(SDL_FINGERUP, 1, 7, 0.3, 0.1);
    push_finger(SDL_FINGERDOWN, 1, 7, 0.4, 0.1);
    expect_finger(window, 0, SAMPLE_UP, 384, 120);
    expect_finger(window, 1, SAMPLE_UP, 960, 600);
    assert_int_equal(next(window).kind, WINDOW_ASLEEP);
    expect_finger(window, 0, SAMPLE_DOWN, 768, 120);
    assert_int_equal(window_refused_touches(window), 3);
    window_close(window);
}

static void seventeenth_finger_is_refused_and_counted(void **state) {
    (void)state;
    Window *window = open_window();
    for (int i = 0; i < 17; i++) {
        push_finger(SDL_FINGERDOWN, 1, 100 + i, 0.01 * i, 0.5);
    }
    for (int i = 0; i < 16; i++) {
        expect_finger(window, i, SAMPLE_DOWN, 19.2 * i, 600);
    }
    expect_nothing(window);
    assert_int_equal(window_refused_touches(window), 1);
    window_close(window);
}

static void push_mouse(Uint32 type, Uint8 button, int x, int y, Uint32 which) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = type;
    if (type == SDL_MOUSEMOTION) {
        event.motion.state = button == 0 ? 0 : SDL_BUTTON(button);
        event.motion.x = x;
        event.motion.y = y;
        event.motion.which = which;
    } else {
        event.button.button = button;
        event.button.x = x;
        event.button.y = y;
        event.button.which = which;
    }
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void mouse_is_a_finger_only_while_its_left_button_is_pressed(void **state) {
    (void)state;
    Window *window = open_window();
    push_mouse(SDL_MOUSEMOTION, 0, 10, 10, 0);
    push_mouse(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_RIGHT, 10, 10, 0);
    push_mouse(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 10, 10, 0);
    push_mouse(SDL_MOUSEMOTION, SDL_BUTTON_LEFT, 20, 30, 0);
    push_mouse(SDL_MOUSEBUTTONUP, SDL_BUTTON_LEFT, 20, 30, 0);
    push_mouse(SDL_MOUSEMOTION, 0, 40, 40, 0);
    push_mouse(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 10, 10, SDL_TOUCH_MOUSEID);
    expect_finger(window, 0, SAMPLE_DOWN, 10, 10);
    expect_finger(window, 0, SAMPLE_MOVE, 20, 30);
    expect_finger(window, 0, SAMPLE_UP, 20, 30);
    expect_nothing(window);
    window_close(window);
}

static void two_thousand_readings_at_once_all_arrive_in_order(void **state) {
    (void)state;
    Window *window = open_window();
    push_finger(SDL_FINGERDOWN, 1, 7, 0, 0.5);
    for (int i = 1; i <= 2000; i++) {
        push_finger(SDL_FINGERMOTION, 1, 7, i / 2000.0, 0.5);
    }
    expect_finger(window, 0, SAMPLE_DOWN, 0, 600);
    int64_t before_us = 0;
    for (int i = 1; i <= 2000; i++) {
        WindowEvent event = next(window);
        assert_int_equal(event.kind, WINDOW_FINGER);
        assert_float_equal(event.touch.x_px, i / 2000.0 * WIDTH, 0.01);
        assert_true(event.time_us >= before_us);
        before_us = event.time_us;
    }
    expect_nothing(window);
    window_close(window);
}

static void readings_are_stamped_when_gathered_not_when_asked_for(void **state) {
    (void)state;
    Window *window = open_window();
    push_finger(SDL_FINGERDOWN, 1, 7, 0.5, 0.5);
    int64_t before_us = window_now_us();
    window_gather(window);
    int64_t after_us = window_now_us();
    SDL_Delay(30);
    WindowEvent event = next(window);
    assert_in_range(event.time_us, before_us, after_us);
    window_close(window);
}

static void waiting_ends_when_the_time_is_up(void **state) {
    (void)state;
    Window *window = open_window();
    WindowEvent event;
    int64_t start_us = window_now_us();
    assert_false(window_wait(window, 20000, &event));
    assert_in_range(window_now_us() - start_us, 20000, 500000);
    window_close(window);
}

static void keys_have_names_and_modifiers(void **state) {
    (void)state;
    Window *window = open_window();
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = SDL_KEYDOWN;
    event.key.state = SDL_PRESSED;
    event.key.keysym.sym = SDLK_PAGEDOWN;
    event.key.keysym.mod = KMOD_LSHIFT;
    SDL_PushEvent(&event);
    event.type = SDL_TEXTINPUT;
    memset(&event.text.text, 0, sizeof event.text.text);
    memcpy(event.text.text, "\xc3\xa4", 2);
    SDL_PushEvent(&event);
    event.type = SDL_QUIT;
    SDL_PushEvent(&event);
    WindowEvent got = next(window);
    assert_int_equal(got.kind, WINDOW_KEY);
    assert_string_equal(got.word, "PageDown");
    assert_true(got.pressed);
    assert_false(got.repeat);
    assert_int_equal(got.modifiers, WINDOW_SHIFT);
    got = next(window);
    assert_int_equal(got.kind, WINDOW_TEXT);
    assert_string_equal(got.word, "\xc3\xa4");
    assert_int_equal(next(window).kind, WINDOW_QUIT);
    window_close(window);
}

static void pixels_keep_what_was_drawn_and_follow_a_new_size(void **state) {
    (void)state;
    Window *window = open_window();
    Fail fail = {0};
    uint32_t *pixels = NULL;
    int width = 0, height = 0;
    size_t stride = 0;
    assert_true(window_pixels(window, &pixels, &width, &height, &stride, &fail));
    assert_int_equal(width, WIDTH);
    assert_int_equal(height, HEIGHT);
    assert_true(stride >= (size_t)width * 4);
    pixels[5 * (stride / 4) + 7] = 0x123456;
    WindowRect rects[2] = {{7, 5, 1, 1}, {-50, HEIGHT - 5, 100, 100}};
    assert_true(window_update(window, rects, 2, &fail));
    assert_true(window_pixels(window, &pixels, &width, &height, &stride, &fail));
    assert_int_equal(pixels[5 * (stride / 4) + 7] & 0xffffff, 0x123456);

    SDL_SetWindowSize(SDL_GetWindowFromID(1), 800, 500);
    WindowEvent event;
    do {
        event = next(window);
    } while (event.kind != WINDOW_RESIZED);
    assert_int_equal(event.width_px, 800);
    assert_int_equal(event.height_px, 500);
    assert_true(window_pixels(window, &pixels, &width, &height, &stride, &fail));
    assert_int_equal(width, 800);
    pixels[(size_t)499 * (stride / 4) + 799] = 1; /* the memory is really that large */
    push_finger(SDL_FINGERDOWN, 1, 7, 0.5, 0.5);
    do {
        event = next(window);
    } while (event.kind != WINDOW_FINGER);
    assert_float_equal(event.touch.x_px, 400, 0.01);
    window_close(window);
}

static void window_that_nobody_can_see_is_refused(void **state) {
    (void)state;
    const char *old = getenv("SDL_VIDEODRIVER");
    char kept[64] = "";
    SDL_strlcpy(kept, old == NULL ? "dummy" : old, sizeof kept);
    WindowConfig config = {.title = "test", .width_px = 100, .height_px = 100};
    static const char *const drivers[] = {"dummy", "offscreen"};
    for (size_t i = 0; i < 2; i++) {
        SDL_setenv("SDL_VIDEODRIVER", drivers[i], 1);
        Fail fail = {0};
        assert_null(window_open(&config, &fail));
        assert_int_equal(fail.kind, FAIL_SYSTEM);
        assert_non_null(strstr(fail.text, drivers[i]));
    }
    SDL_setenv("SDL_VIDEODRIVER", kept, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_finger_ids_become_small_numbers_that_are_used_again),
        cmocka_unit_test(second_down_of_a_finger_that_never_left_is_a_move),
        cmocka_unit_test(coordinates_outside_the_window_are_clamped_to_it),
        cmocka_unit_test(losing_the_input_lifts_every_finger_until_its_next_down),
        cmocka_unit_test(seventeenth_finger_is_refused_and_counted),
        cmocka_unit_test(mouse_is_a_finger_only_while_its_left_button_is_pressed),
        cmocka_unit_test(two_thousand_readings_at_once_all_arrive_in_order),
        cmocka_unit_test(readings_are_stamped_when_gathered_not_when_asked_for),
        cmocka_unit_test(waiting_ends_when_the_time_is_up),
        cmocka_unit_test(keys_have_names_and_modifiers),
        cmocka_unit_test(pixels_keep_what_was_drawn_and_follow_a_new_size),
        cmocka_unit_test(window_that_nobody_can_see_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
