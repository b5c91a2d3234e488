/* otterpaw adapt: one outcome a line in, the next level as a line of JSON out, at once: so that
 * anybody's simulated learners can drive the rule. */
#include "measure/adapt.h"
#include "app/commands/commands.h"

#include <string.h>

typedef struct {
    const char *rule, *least, *most, *start, *target, *guess;
} AdaptOptions;

static bool begin(const AdaptOptions *o, Adapt *adapt, Fail *fail) {
    double least = 1, most = 10, start = 5, target = 0.8, guess = 0;
    int rule = adapt_rule_by_word(o->rule != NULL ? o->rule : "default");
    if (rule < 0) {
        const char *words[ADAPT_RULE_COUNT + 1] = {NULL};
        for (int i = 0; i < ADAPT_RULE_COUNT; i++) {
            words[i] = adapt_rule_word((AdaptRule)i);
        }
        const char *near = fail_nearest_word(o->rule, words);
        return fail_set(fail, FAIL_INPUT, "there is no rule \"%.40s\"; did you mean \"%s\"?",
                        o->rule, near != NULL ? near : "default");
    }
    return (o->least == NULL || option_number("--min", o->least, 1, 100, &least, fail)) &&
           (o->most == NULL || option_number("--max", o->most, 1, 100, &most, fail)) &&
           (o->start == NULL || option_number("--start", o->start, 1, 100, &start, fail)) &&
           (o->target == NULL || option_number("--target", o->target, 0.5, 0.95, &target, fail)) &&
           (o->guess == NULL || option_number("--guess", o->guess, 0, 0.9, &guess, fail)) &&
           adapt_begin(adapt, (AdaptRule)rule, least, most, start, target, guess, fail);
}

static int answer_lines(Adapt *adapt) {
    char line[256];
    int status = STATUS_WELL;
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    for (long number = 1; fgets(line, sizeof line, stdin) != NULL; number++) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[strspn(line, " \t")] == '\0') {
            continue;
        }
        Buffer out = {0};
        Fail fail = {0};
        if (adapt_line(adapt, line, &out, &fail)) {
            printf("%s", (const char *)out.bytes);
            if (out.length == 0 || out.bytes[out.length - 1] != '\n') {
                putchar('\n');
            }
            fflush(stdout);
        } else {
            fprintf(stderr, "otterpaw adapt: line %ld: %s\n", number, fail.text);
            status = STATUS_USAGE;
        }
        buffer_free(&out);
    }
    return status;
}

static int run(int argc, char **argv) {
    AdaptOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--rule", "RULE",
         "default weighted one_up_three_down one_up_two_down elo graded fixed (default)", &o.rule,
         NULL},
        {"--min", "N", "least level (1)", &o.least, NULL},
        {"--max", "N", "most level (10)", &o.most, NULL},
        {"--start", "N", "first level (5)", &o.start, NULL},
        {"--target", "P", "share of successes wished for (0.8)", &o.target, NULL},
        {"--guess", "P", "success by chance (0)", &o.guess, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status)) {
        if (status == STATUS_WELL) {
            printf("One outcome a line: 1, 0, k/n, \"helped 1\", \"invalid\".\n");
        }
        return status;
    }
    if (!command_words("adapt", count, 0, &status)) {
        return status;
    }
    Adapt adapt;
    Fail fail = {0};
    return begin(&o, &adapt, &fail) ? answer_lines(&adapt) : command_fail("adapt", &fail);
}

const Command command_adapt = {"adapt", "--rule RULE --min N --max N --start N --target P",
                               "answers outcomes with the next level", run};
