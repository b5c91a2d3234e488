/* otterpaw simulate: how a rule of adaptation fares with simulated learners. */
#include "measure/simulate.h"
#include "app/commands/commands.h"

typedef struct {
    const char *rule, *learners, *lapse, *seed, *responses, *guess, *learning, *target;
    bool placement;
} SimulateOptions;

static bool read_setup(const SimulateOptions *o, SimulateSetup *setup, Fail *fail) {
    long learners = setup->learners, seed = (long)setup->seed, responses = setup->responses;
    if (o->rule != NULL) {
        int rule = adapt_rule_by_word(o->rule);
        if (rule < 0) {
            return fail_set(fail, FAIL_INPUT, "there is no rule \"%.40s\"; --help lists them",
                            o->rule);
        }
        setup->rule = (AdaptRule)rule;
        if (setup->rule == ADAPT_GRADED && o->responses == NULL) {
            responses = 5;
        }
    }
    bool ok =
        (o->learners == NULL ||
         option_int("--learners", o->learners, 1, SIMULATE_LEARNERS_MAX, &learners, fail)) &&
        (o->seed == NULL || option_int("--seed", o->seed, 0, 1L << 40, &seed, fail)) &&
        (o->responses == NULL ||
         option_int("--responses", o->responses, 1, 100, &responses, fail)) &&
        (o->lapse == NULL || option_number("--lapse", o->lapse, 0, 0.5, &setup->lapse, fail)) &&
        (o->guess == NULL || option_number("--guess", o->guess, 0, 0.9, &setup->guess, fail)) &&
        (o->target == NULL ||
         option_number("--target", o->target, 0.5, 0.95, &setup->target, fail)) &&
        (o->learning == NULL ||
         option_number("--learning", o->learning, -1, 1, &setup->learning, fail));
    setup->learners = (int)learners;
    setup->seed = (uint64_t)seed;
    setup->responses = (int)responses;
    setup->play_placement = o->placement;
    return ok;
}

static const char EXPLAINED[] =
    "An error is the distance of the estimate from the learner's true level. The median learner's\n"
    "says what to expect; the mean is governed by the flattest curves. The ideal observer is told\n"
    "each learner's own curve and how learners and first levels are spread, which no rule can "
    "know,\n"
    "and takes the median of its posterior from the same 40 trials: no estimate errs less on the\n"
    "mean. With one answer a trial and 5 % lapses that is a third of a level, so a mean under .35\n"
    "is out of reach for whoever knows no more than the answers; several answers a trial halve "
    "it.\n";

static int run(int argc, char **argv) {
    SimulateOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--adapt", "RULE", "default weighted one_up_three_down one_up_two_down elo graded",
         &o.rule, NULL},
        {"--learners", "N", "how many (2000)", &o.learners, NULL},
        {"--lapse", "P", "share of responses that fail at any level (0.05)", &o.lapse, NULL},
        {"--seed", "S", "of the learners", &o.seed, NULL},
        {"--responses", "N", "scored responses in a trial (1; graded: 5)", &o.responses, NULL},
        {"--guess", "P", "success by chance (0)", &o.guess, NULL},
        {"--learning", "L", "levels gained a trial (0)", &o.learning, NULL},
        {"--target", "P", "share of successes wished for (0.8)", &o.target, NULL},
        {"--placement", NULL, "learners play the continuous placement, not the whole level", NULL,
         &o.placement},
    };
    size_t count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        if (status == STATUS_WELL) {
            printf("%s", EXPLAINED);
        }
        return status;
    }
    if (!command_words("simulate", count, 0, &status)) {
        return status;
    }
    SimulateSetup setup = simulate_setup();
    SimulateResult result;
    Buffer out = {0};
    Fail fail = {0};
    bool ok = read_setup(&o, &setup, &fail) && simulate_run(&setup, &result, &fail) &&
              simulate_report(&setup, &result, &out, &fail);
    if (ok) {
        fwrite(out.bytes, 1, out.length, stdout);
    }
    buffer_free(&out);
    return ok ? STATUS_WELL : command_fail("simulate", &fail);
}

const Command command_simulate = {"simulate", "--adapt RULE --learners N --lapse P --seed S",
                                  "plays a rule of adaptation with simulated learners", run};
