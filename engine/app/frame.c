/* The child's frame in millimetres; see frame.h. Sizes are those of the design system. */
#include "app/frame.h"

#include <math.h>

static const double CARD_WIDTH = 190, CARD_HEIGHT = 88, STRIP_BOTTOM = 30, WRIST = 12, GUTTER = 14,
                    SIDE = 6, GUTTER_GAP = 2;

Box frame_mirror(Box box, double width_mm) {
    return (Box){width_mm - box.right, box.top, width_mm - box.left, box.bottom};
}

Frame frame_of(double width_mm, double height_mm, Hand hand, bool mirrored, bool home) {
    Frame frame = {.mirrored = mirrored, .gutter_left = hand == HAND_LEFT ? false : true};
    /* Without a stated hand the gutter is at the end side, as on the drawings. */
    if (hand == HAND_UNKNOWN || hand == HAND_BOTH) {
        frame.gutter_left = mirrored;
    }
    double taken = home ? 0 : GUTTER + GUTTER_GAP;
    double card_w = fmin(CARD_WIDTH, width_mm - SIDE * 2 - taken);
    double card_h = fmin(CARD_HEIGHT, height_mm - STRIP_BOTTOM - WRIST - SIDE);
    double spare_x = width_mm - SIDE * 2 - taken - card_w;
    double left = SIDE + spare_x / 2 + (frame.gutter_left ? taken : 0);
    double top = STRIP_BOTTOM + (height_mm - STRIP_BOTTOM - WRIST - SIDE - card_h) / 2;
    frame.card = box_of(left, top, card_w, card_h);
    frame.gutter = home ? box_empty()
                        : box_of(frame.gutter_left ? left - taken : left + card_w + GUTTER_GAP, top,
                                 GUTTER, card_h);
    frame.dots = box_of(left, fmin(top + card_h + 3, height_mm - 11), card_w, 6.5);
    frame.ear = box_of(width_mm - 5.3 - 24, 4, 24, 24);
    frame.disc = box_of(width_mm - 54, 6, 18, 18);
    frame.strip = box_of(SIDE, 5, width_mm - 64, 20);
    frame.companion = (Point){14, height_mm - 24};
    if (mirrored) {
        frame.ear = frame_mirror(frame.ear, width_mm);
        frame.disc = frame_mirror(frame.disc, width_mm);
        frame.strip = frame_mirror(frame.strip, width_mm);
        frame.companion.x = width_mm - frame.companion.x;
    }
    return frame;
}

GuardPlace frame_place(const Frame *frame, double width_mm, double height_mm, int players) {
    return (GuardPlace){.width_mm = width_mm,
                        .height_mm = height_mm,
                        .play = frame->card,
                        .gutter = frame->gutter,
                        .players = players};
}
