/* Ratings from right answers and response times: the high-speed, high-stakes rule (Maris & van der
 * Maas 2012, Psychometrika 77:615) as used in a children's practice site (Klinkenberg,
 * Straatemeier & van der Maas 2011, Computers & Education 57:1813). A reference only: it cannot
 * hold a target of success for children who are slow or impulsive, so adapt.h does not use it. */
#ifndef OTTERPAW_MEASURE_ELO_H
#define OTTERPAW_MEASURE_ELO_H

#include <stdbool.h>

typedef struct {
    double k, k_plus, k_minus; /* .0075, 4, .5 in the paper */
} EloGain;

typedef struct {
    double rating;      /* of a person: ability; of an item: difficulty */
    double uncertainty; /* 0 .. 1 */
} EloSide;

typedef struct {
    double score, expected;
    double k_person, k_item;
    double person, item;  /* new ratings */
    double share_correct; /* expected chance of a right answer before it */
} EloStep;

/* Right answers earn the time left, wrong ones lose it: (2x - 1)(1 - t/d). */
double elo_score(bool right, double response_s, double limit_s);
/* E(S) = coth(x) - 1/x at x = person - item, its limit 0 at x = 0. */
double elo_expected(double difference);
EloStep elo_step(EloSide person, EloSide item, const EloGain *gain, bool right, double response_s,
                 double limit_s);

#endif
