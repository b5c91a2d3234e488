/* Mirrored screens, thing by thing; see lint_mirror.h. */
#include "app/commands/lint_mirror.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_MAX = 400, SPOTS_MAX = 80 };
#define NEAR_MM 0.6

typedef struct {
    char name[48];
    Box box;
    bool picture;
} Spot;

typedef struct {
    char place[96];
    bool level, keeps_sides;
    double width_mm;
    Box play;
    Spot spots[SPOTS_MAX];
    size_t count;
} Place;

struct MirrorSide {
    Place *places;
    size_t count;
};

MirrorSide *mirror_new(void) {
    MirrorSide *side = calloc(1, sizeof *side);
    if (side != NULL) {
        side->places = calloc(PLACES_MAX, sizeof *side->places);
    }
    if (side != NULL && side->places == NULL) {
        free(side);
        return NULL;
    }
    return side;
}

void mirror_free(MirrorSide *side) {
    if (side != NULL) {
        free(side->places);
        free(side);
    }
}

static Place *find(const MirrorSide *side, const char *place) {
    for (size_t i = 0; i < side->count; i++) {
        if (strcmp(side->places[i].place, place) == 0) {
            return &side->places[i];
        }
    }
    return NULL;
}

static void add(Place *place, const char *name, Box box, bool picture) {
    if (place->count < SPOTS_MAX) {
        Spot *spot = &place->spots[place->count++];
        *spot = (Spot){.box = box, .picture = picture};
        snprintf(spot->name, sizeof spot->name, "%s", name);
    }
}

void mirror_keep(MirrorSide *side, const TourStop *stop) {
    Place *place = find(side, stop->place);
    if (place == NULL && side->count < PLACES_MAX) {
        place = &side->places[side->count++];
    }
    if (place == NULL) {
        return;
    }
    *place = (Place){.level = stop->level,
                     .keeps_sides = stop->keeps_sides || strcmp(stop->place, "touch_check") == 0,
                     .width_mm = scene_width_mm(stop->scene),
                     .play = stop->frame.play};
    snprintf(place->place, sizeof place->place, "%s", stop->place);
    for (size_t i = 0; i < scene_target_count(stop->scene); i++) {
        const SceneTarget *target = scene_target_at(stop->scene, i);
        if ((target->state & TARGET_ADULT) == 0) {
            add(place, target->name, target->box, false);
        }
    }
    for (size_t i = 0; i < scene_item_count(stop->scene); i++) {
        const SceneItem *item = scene_item(stop->scene, i);
        if (item->kind == SCENE_PICTURE) {
            add(place, item->text, item->box, true);
        }
    }
}

/* The sum of a spot's and its twin's x: twice the axis. */
static double axis2(const Place *place, const Spot *spot) {
    bool in_play = place->level && spot->box.top >= place->play.top - NEAR_MM &&
                   spot->box.bottom <= place->play.bottom + NEAR_MM;
    return in_play ? place->play.left + place->play.right : place->width_mm;
}

static bool is_twin(const Spot *spot, const Spot *other, double sum) {
    return spot->picture == other->picture && strcmp(spot->name, other->name) == 0 &&
           fabs(spot->box.left + other->box.right - sum) < NEAR_MM &&
           fabs(spot->box.right + other->box.left - sum) < NEAR_MM &&
           fabs(spot->box.top - other->box.top) < NEAR_MM;
}

void mirror_compare(const MirrorSide *left, const MirrorSide *right,
                    void (*tell)(void *self, const char *place, const char *sentence), void *self) {
    char sentence[LAYOUT_SENTENCE_BYTES];
    for (size_t i = 0; i < left->count; i++) {
        const Place *a = &left->places[i], *b = find(right, a->place);
        if (b == NULL) {
            tell(self, a->place, "It was not seen from right to left.");
        }
        for (size_t k = 0; b != NULL && k < a->count; k++) {
            const Spot *spot = &a->spots[k];
            double sum = axis2(a, spot);
            bool found = a->keeps_sides && (!a->level || sum != a->width_mm);
            for (size_t n = 0; !found && n < b->count; n++) {
                found = is_twin(spot, &b->spots[n], sum);
            }
            if (!found) {
                snprintf(sentence, sizeof sentence,
                         "%s lies at %.1f mm from left to right, and is not mirrored from right to "
                         "left.",
                         spot->name, spot->box.left);
                tell(self, a->place, sentence);
            }
        }
    }
}
