/* Small questions about one target; see target.h. */
#include "play/target.h"

#include <math.h>
#include <string.h>

bool target_is_active(const Target *target) {
    return target->role != ROLE_NONE && !target->hidden &&
           (target->state & (TARGET_DISABLED | TARGET_DONE)) == 0;
}

bool target_is_for(const Target *target, int player) {
    return target->player < 0 || target->player == player;
}

Point target_centre(const Target *target) {
    const Box *box = &target->box;
    return (Point){(box->left + box->right) / 2, (box->top + box->bottom) / 2};
}

double target_distance_mm(const Target *target, Point at) {
    const Box *box = &target->box;
    double dx = fmax(0, fmax(box->left - at.x, at.x - box->right));
    double dy = fmax(0, fmax(box->top - at.y, at.y - box->bottom));
    return sqrt(dx * dx + dy * dy);
}

int target_index(const Target *targets, int count, const char *id) {
    for (int i = 0; i < count; i++) {
        if (strcmp(targets[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}
