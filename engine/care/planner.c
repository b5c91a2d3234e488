/* Packs time boxes and looks ahead at doses; see planner.h. */
#include "care/planner.h"

#include <math.h>
#include <string.h>

PlanBox planner_box(double minutes) {
    return (PlanBox){.minutes = fmin(fmax(minutes, 10), 180),
                     .hello_minutes = minutes < 20 ? 1 : 2,
                     .goodbye_minutes = minutes < 20 ? 2 : 3,
                     .change_minutes = 0.5,
                     .break_after = 12,
                     .break_minutes = 2};
}

/* One wish while it is being placed. */
typedef struct {
    const PlanWish *wish;
    double minutes;
    double need;
    bool in, placed;
} Place;

static double usual_minutes(const PlanWish *wish) {
    return wish->item.minutes > 0 ? wish->item.minutes : 5;
}

static double least_minutes(const PlanWish *wish) {
    double usual = usual_minutes(wish);
    return wish->least_minutes > 0 && wish->least_minutes < usual ? wish->least_minutes : usual;
}

/* What must be done comes first; then whoever is owed most; ties keep the wished order. */
static double need_of(const PlanWish *wish) {
    return (wish->must ? 1e6 : 0) + fmax(0, wish->owed_minutes);
}

static double room_of(const PlanBox *box) {
    return box->minutes - fmax(0, box->late_minutes) - box->hello_minutes - box->goodbye_minutes;
}

/* Minutes that the chosen wishes take, breaks and changes with them. */
static double taken(const Place *places, int count, const PlanBox *box, double *breaks) {
    double minutes = 0, loaded = 0;
    int n = 0;
    *breaks = 0;
    for (int i = 0; i < count; i++) {
        if (places[i].in) {
            minutes += places[i].minutes + (n++ > 0 ? box->change_minutes : 0);
            loaded += places[i].minutes * places[i].wish->load;
        }
    }
    /* No break after the last activity: the goodbye is one. */
    if (box->break_after > 0 && n > 1) {
        *breaks = fmin(floor(loaded / box->break_after), n - 1) *
                  (box->break_minutes + box->change_minutes);
    }
    return minutes + *breaks;
}

static int least_needed(const Place *places, int count) {
    int found = -1;
    for (int i = 0; i < count; i++) {
        if (places[i].in && (found < 0 || places[i].need <= places[found].need)) {
            found = i;
        }
    }
    return found;
}

/* Shortens, the least needed first, then leaves out, the least needed first. */
static void fit(Place *places, int count, const PlanBox *box, PlanReport *report) {
    double room = room_of(box), breaks;
    for (int step = 0; step < count; step++) {
        int longest = -1;
        for (int i = 0; i < count; i++) {
            if (places[i].in && places[i].minutes > least_minutes(places[i].wish) &&
                (longest < 0 || places[i].need <= places[longest].need)) {
                longest = i;
            }
        }
        double over = taken(places, count, box, &breaks) - room;
        if (over <= 0 || longest < 0) {
            break;
        }
        double least = least_minutes(places[longest].wish);
        places[longest].minutes = fmax(least, places[longest].minutes - over);
    }
    while (taken(places, count, box, &breaks) > room + 1e-9) {
        int out = least_needed(places, count);
        if (out < 0) {
            break;
        }
        places[out].in = false;
        report->left_out++;
    }
}

/* Room that is left over lengthens what was shortened, the most needed first. */
static void stretch(Place *places, int count, const PlanBox *box) {
    for (;;) {
        double breaks, spare = room_of(box) - taken(places, count, box, &breaks);
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (places[i].in && places[i].minutes < usual_minutes(places[i].wish) &&
                (best < 0 || places[i].need > places[best].need)) {
                best = i;
            }
        }
        if (best < 0 || spare < 0.25) {
            return;
        }
        double before = places[best].minutes;
        places[best].minutes = fmin(usual_minutes(places[best].wish), before + spare);
        if (taken(places, count, box, &breaks) > room_of(box) + 1e-9) {
            places[best].minutes = before;
            return;
        }
    }
}

/* The next one: what must be first, then the most needed of another kind than the last. */
static int next_place(const Place *places, int count, const char *last_kind) {
    int any = -1, other = -1;
    for (int i = 0; i < count; i++) {
        if (!places[i].in || places[i].placed) {
            continue;
        }
        bool same = last_kind != NULL && places[i].wish->kind != NULL &&
                    strcmp(places[i].wish->kind, last_kind) == 0;
        any = any < 0 || places[i].need > places[any].need ? i : any;
        if (!same && (other < 0 || places[i].need > places[other].need)) {
            other = i;
        }
    }
    return other >= 0 ? other : any;
}

static void add_break(Plan *plan, const PlanBox *box, PlanReport *report) {
    if (plan->count < PLAN_ITEMS_MAX) {
        PlanItem rest = plan_item("");
        rest.calm_break = true;
        rest.minutes = box->break_minutes;
        plan->items[plan->count++] = rest;
        report->break_minutes += box->break_minutes;
    }
}

static void order(Place *places, int count, const PlanBox *box, Plan *plan, PlanReport *report) {
    const char *kind = NULL;
    double loaded = 0;
    int next, left = 0;
    for (int i = 0; i < count; i++) {
        left += places[i].in;
    }
    plan->count = 0;
    while ((next = next_place(places, count, kind)) >= 0 && plan->count < PLAN_ITEMS_MAX) {
        Place *place = &places[next];
        place->placed = true;
        left--;
        PlanItem item = place->wish->item;
        item.minutes = place->minutes;
        plan->items[plan->count++] = item;
        kind = place->wish->kind;
        report->active_minutes += place->minutes;
        report->shortened += place->minutes < usual_minutes(place->wish) - 1e-9;
        loaded += place->minutes * place->wish->load;
        if (box->break_after > 0 && loaded >= box->break_after && left > 0) {
            add_break(plan, box, report);
            loaded -= box->break_after;
        }
    }
}

void planner_pack(const PlanWish *wishes, int count, const PlanBox *box, Plan *plan,
                  PlanReport *report) {
    Place places[PLANNER_WISHES_MAX];
    *report = (PlanReport){0};
    count = count > PLANNER_WISHES_MAX ? PLANNER_WISHES_MAX : count;
    for (int i = 0; i < count; i++) {
        places[i] =
            (Place){&wishes[i], usual_minutes(&wishes[i]), need_of(&wishes[i]), true, false};
    }
    fit(places, count, box, report);
    stretch(places, count, box);
    order(places, count, box, plan, report);
    double changes = plan->count > 1 ? (plan->count - 1) * box->change_minutes : 0;
    report->spare_minutes =
        fmax(0, room_of(box) - report->active_minutes - report->break_minutes - changes);
}

static double item_minutes(const PlanItem *item) {
    return item->minutes > 0 ? item->minutes : 5;
}

int planner_refit(Plan *plan, int next, double seconds_left, const PlanBox *box) {
    double room = seconds_left / 60 - box->goodbye_minutes;
    int before = plan->count;
    for (;;) {
        double need = 0;
        for (int i = next; i < plan->count; i++) {
            need += item_minutes(&plan->items[i]) + (i > next ? box->change_minutes : 0);
        }
        double over = need - room;
        if (over <= 0 || plan->count <= next) {
            return before - plan->count;
        }
        /* Shorten from the end, to no less than half; then the last one goes. */
        PlanItem *last = &plan->items[plan->count - 1];
        double minutes = item_minutes(last), shorter = fmax(minutes / 2, minutes - over);
        if (minutes - over >= minutes / 2 && minutes - over >= 1) {
            last->minutes = shorter;
            return before - plan->count;
        }
        plan->count--;
    }
}

DoseOutlook dose_outlook(const Dose *dose) {
    DoseOutlook outlook = {.hours = dose->active_minutes / 60, .share = NAN, .due_day = -1};
    int days = dose->today - dose->first_day + 1;
    outlook.hours_a_week = days > 0 ? outlook.hours / days * 7 : 0;
    if (dose->target_hours > 0) {
        outlook.share = outlook.hours / dose->target_hours;
        double left = dose->target_hours - outlook.hours;
        if (left <= 0) {
            outlook.due_day = dose->today;
        } else if (dose->sessions >= 3 && days >= 7 && outlook.hours_a_week > 0) {
            outlook.due_day = dose->today + (int)ceil(left / outlook.hours_a_week * 7);
        }
    }
    return outlook;
}
