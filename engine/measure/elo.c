/* The high-speed, high-stakes rating; see elo.h. The discrimination a is 1/d, so a d = 1 and drops
 * out of every formula. */
#include "measure/elo.h"

#include <math.h>

double elo_score(bool right, double response_s, double limit_s) {
    double left = 1 - response_s / limit_s;
    return right ? left : -left;
}

double elo_expected(double difference) {
    double x = difference;
    if (fabs(x) < .05) { /* the closed form cancels here; the next term is below 1e-11 */
        double square = x * x;
        return x * (1.0 / 3 - square * (1.0 / 45 - square * (2.0 / 945)));
    }
    return 1 / tanh(x) - 1 / x;
}

EloStep elo_step(EloSide person, EloSide item, const EloGain *gain, bool right, double response_s,
                 double limit_s) {
    double difference = person.rating - item.rating;
    EloStep step = {
        .score = elo_score(right, response_s, limit_s),
        .expected = elo_expected(difference),
        .k_person =
            gain->k * (1 + gain->k_plus * person.uncertainty - gain->k_minus * item.uncertainty),
        .k_item =
            gain->k * (1 + gain->k_plus * item.uncertainty - gain->k_minus * person.uncertainty),
        .share_correct = 1 / (1 + exp(-2 * difference)),
    };
    double surprise = step.score - step.expected;
    step.person = person.rating + step.k_person * surprise;
    step.item = item.rating - step.k_item * surprise;
    return step;
}
