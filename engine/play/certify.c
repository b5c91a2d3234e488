/* Playing every level with every child, and judging what came out; see certify.h. */
#include "play/certify.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The reference tablet of the catalogue: 218 x 136 mm, strip above, wrist zone below, gutter. */
static const GuardPlace TABLET = {.width_mm = 218,
                                  .height_mm = 136,
                                  .play = {4, 28, 200, 124},
                                  .gutter = {204, 0, 218, 136},
                                  .players = 1};

CertifySetup certify_setup(void) {
    return (CertifySetup){.trials = CERTIFY_TRIALS, .seed = 1, .idle_limit_s = 15};
}

/* ---- playing ---- */

typedef struct {
    CertifyCell cell;
    double scores, squares, durations_s[CERTIFY_RANDOM_TRIALS_MAX];
} Tally;

/* A trial had again counts each time; more than there is room for are not wanted. */
static bool tally_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                        Fail *fail) {
    (void)chunk;
    (void)count;
    (void)fail;
    Tally *tally = self;
    if (tally->cell.trials == CERTIFY_RANDOM_TRIALS_MAX) {
        return true;
    }
    double score = measures_get(&record->measures, MEASURE_ACCURACY_CHANCE_PERCENT);
    if (!isfinite(score)) {
        score = measures_get(&record->measures, MEASURE_SCORE);
    }
    if (!measures_has(&record->measures, MEASURE_SCORE)) {
        score = record->success ? 100 : 0;
    }
    tally->durations_s[tally->cell.trials++] = (double)record->duration_us / 1e6;
    tally->cell.successes += record->success;
    tally->cell.broken += record->end == END_BROKEN;
    score = isfinite(score) ? score : 0;
    tally->scores += score;
    tally->squares += score * score;
    return true;
}

static int by_size(const void *a, const void *b) {
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static CertifyCell finish(Tally *tally) {
    CertifyCell cell = tally->cell;
    int n = cell.trials;
    if (n == 0) {
        return (CertifyCell){.median_s = NAN};
    }
    qsort(tally->durations_s, (size_t)n, sizeof(double), by_size);
    cell.success = (double)cell.successes / n;
    cell.score = tally->scores / n;
    double spread = fmax(0, tally->squares / n - cell.score * cell.score);
    cell.score_error = sqrt(spread / fmax(1, n - 1));
    cell.median_s = (tally->durations_s[(n - 1) / 2] + tally->durations_s[n / 2]) / 2;
    return cell;
}

/* What one run tells is added to the tally. */
static bool play_run(const Game *game, const CertifySetup *setup, const PretendTraits *child,
                     int level, int trials, uint64_t seed, uint64_t child_seed, Tally *tally,
                     Fail *fail) {
    RunSetup run = {.seed = seed,
                    .manifest = game->manifest,
                    .levels = game->levels,
                    .trials = trials,
                    .first_level = level,
                    .help = HELP_OFF, /* help would hide what a level asks for */
                    .pause_s = 1,
                    .guard = guard_standard("5-6", ""),
                    .place = TABLET,
                    .access = access_standard("5-6", "")};
    run.place.players = game->manifest->two_players ? 2 : 1;
    if (child->switches_only) {
        run.access.mode = ACCESS_TWO_SWITCH;
    }
    Sink sink = {.self = tally, .trial = tally_trial};
    return adapt_begin(&run.adapt, ADAPT_FIXED, 1, game->levels->count, level, 0.8, 0, fail) &&
           session_play_run(&run, game, child, child_seed, setup->idle_limit_s, &sink, (Id){{0}}, 0,
                            0, fail);
}

static int more_of(int a, int b) {
    return a > b ? a : b;
}

/* Whether more trials could still bring random touching to the other side of the bound. */
static bool is_open(const Tally *tally) {
    Tally copy = *tally;
    CertifyCell cell = finish(&copy);
    return fabs(cell.score - CERTIFY_RANDOM_MOST) <= CERTIFY_SURE * cell.score_error;
}

static bool play_level(const Game *game, const CertifySetup *setup, const PretendTraits *child,
                       int level, uint64_t child_seed, CertifyCell *cell, Fail *fail) {
    bool scored = !game->manifest->no_score, random = scored && child->random_touch;
    bool strict = random || (scored && level == 1 && strcmp(child->name, "careful") == 0);
    int trials = strict ? more_of(setup->trials, CERTIFY_FAIR_LEAST) : setup->trials;
    Tally tally = {.cell = {0}};
    int done = 0;
    do {
        uint64_t more = (uint64_t)done * 15485863; /* other things shown, another luck */
        if (!play_run(game, setup, child, level, trials, setup->seed + more, child_seed + more,
                      &tally, fail)) {
            return false;
        }
        done += trials;
    } while (random && done + trials <= CERTIFY_RANDOM_TRIALS_MAX && is_open(&tally));
    *cell = finish(&tally);
    return true;
}

/* A child whose ability lies between this level and the next, on both. */
static bool separate(const Game *game, const CertifySetup *setup, int level, double *separation,
                     Fail *fail) {
    int levels = game->levels->count;
    *separation = NAN;
    if (level == levels) {
        return true;
    }
    PretendTraits near = *pretend_named("careful");
    near.ability = 1 + (level - 0.5) * (PRETEND_LEVELS - 1.0) / (levels - 1.0);
    near.slope *= (levels - 1.0) / (PRETEND_LEVELS - 1.0); /* the same per level of any ladder */
    CertifyCell easier, harder;
    if (!play_level(game, setup, &near, level, setup->seed + 7919, &easier, fail) ||
        !play_level(game, setup, &near, level + 1, setup->seed + 7919, &harder, fail)) {
        return false;
    }
    *separation = easier.success - harder.success;
    return true;
}

/* ---- judging ---- */

__attribute__((format(printf, 2, 3))) static void say(Certificate *certificate, const char *format,
                                                      ...) {
    certificate->passes = false;
    if (certificate->reason_count == CERTIFY_REASONS_MAX) {
        certificate->reasons_more++;
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(certificate->reasons[certificate->reason_count++], sizeof certificate->reasons[0],
              format, arguments);
    va_end(arguments);
}

/* Could chance alone make b so much more than a: 3.3 standard errors, since hundreds of pairs are
 * looked at, and one trial for the steps of counting. */
static bool rises(const CertifyCell *a, const CertifyCell *b) {
    double n = a->trials, m = b->trials;
    if (a->trials == 0 || b->trials == 0) {
        return false;
    }
    double pooled = (a->successes + b->successes) / (n + m);
    double error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    return b->success - a->success > 3.3 * error + 1 / fmin(n, m);
}

static void judge_child(Certificate *certificate, int c, bool scored) {
    const PretendTraits *child = certificate->child[c];
    const CertifyCell *cells = certificate->cells[c];
    for (int l = 0; l < certificate->levels; l++) {
        if (cells[l].broken > 0) {
            say(certificate, "Level %d: %d of %d trials of the child \"%s\" broke.", l + 1,
                cells[l].broken, cells[l].trials, child->name);
        }
        if (scored && child->random_touch && cells[l].score >= CERTIFY_RANDOM_MOST) {
            say(certificate,
                "Level %d: random touching earns %.1f of 100 in %d trials; it must stay under %d.",
                l + 1, cells[l].score, cells[l].trials, CERTIFY_RANDOM_MOST);
        }
        if (scored && l > 0 && rises(&cells[l - 1], &cells[l])) {
            say(certificate,
                "Level %d is easier than level %d for the child \"%s\": %.0f %% against %.0f %%.",
                l + 1, l, child->name, 100 * cells[l].success, 100 * cells[l - 1].success);
        }
    }
    if (scored && strcmp(child->name, "careful") == 0 &&
        cells[0].success <= CERTIFY_CAREFUL_LEAST) {
        say(certificate,
            "Level 1: the careful child succeeds in %.0f %% of trials; it must be more than %.0f "
            "%%.",
            100 * cells[0].success, 100 * CERTIFY_CAREFUL_LEAST);
    }
}

bool certify_game(const Game *game, const CertifySetup *setup, Certificate *certificate,
                  Fail *fail) {
    *certificate =
        (Certificate){.levels = game->levels->count, .trials = setup->trials, .passes = true};
    if (setup->trials < 1 || setup->trials > RUN_TRIALS_MAX || pretend_count() == 0) {
        return fail_set(fail, FAIL_INPUT, "A certificate needs 1 to %d trials, not %d.",
                        RUN_TRIALS_MAX, setup->trials);
    }
    for (int c = 0; c < pretend_count() && c < CERTIFY_CHILDREN_MAX; c++) {
        certificate->child[certificate->children++] = pretend_at(c);
        for (int l = 0; l < certificate->levels; l++) {
            uint64_t child_seed = setup->seed + 104729 * (uint64_t)(c + 1) + (uint64_t)l;
            if (!play_level(game, setup, pretend_at(c), l + 1, child_seed,
                            &certificate->cells[c][l], fail)) {
                return false;
            }
        }
        judge_child(certificate, c, !game->manifest->no_score);
    }
    for (int l = 0; l < certificate->levels; l++) {
        if (!separate(game, setup, l + 1, &certificate->separation[l], fail)) {
            return false;
        }
    }
    return true;
}

/* ---- telling ---- */

static bool head(const Certificate *certificate, const char *title, Buffer *out) {
    bool ok = buffer_format(out, "\n%-28s", title);
    for (int l = 0; l < certificate->levels; l++) {
        ok = ok && buffer_format(out, "%6d", l + 1);
    }
    return ok && buffer_add_text(out, "\n");
}

static bool rows(const Certificate *certificate, bool times, Buffer *out) {
    bool ok = head(certificate, times ? "median seconds, by level" : "success %, by level", out);
    for (int c = 0; c < certificate->children; c++) {
        ok = ok && buffer_format(out, "%-28s", certificate->child[c]->name);
        for (int l = 0; l < certificate->levels; l++) {
            const CertifyCell *cell = &certificate->cells[c][l];
            ok = ok && (times ? buffer_format(out, "%6.1f", cell->median_s)
                              : buffer_format(out, "%6.0f", 100 * cell->success));
        }
        ok = ok && buffer_add_text(out, "\n");
    }
    return ok;
}

bool certify_report(const Certificate *certificate, const Manifest *manifest, Buffer *out) {
    bool ok = buffer_format(out, "%s %s: %d levels, %d children, %d trials of each on each\n",
                            manifest->id, manifest->version, certificate->levels,
                            certificate->children, certificate->trials) &&
              rows(certificate, false, out) && rows(certificate, true, out) &&
              head(certificate, "", out);
    for (int c = 0; c < certificate->children; c++) {
        if (certificate->child[c]->random_touch) {
            ok = ok && buffer_format(out, "%-28s", "random touching earns / 100");
            for (int l = 0; l < certificate->levels; l++) {
                ok = ok && buffer_format(out, "%6.1f", certificate->cells[c][l].score);
            }
            ok = ok && buffer_format(out, "\n%-28s", "in so many trials");
            for (int l = 0; l < certificate->levels; l++) {
                ok = ok && buffer_format(out, "%6d", certificate->cells[c][l].trials);
            }
            ok = ok && buffer_add_text(out, "\n");
        }
    }
    ok = ok && buffer_format(out, "%-28s", "easier than the next by, %");
    for (int l = 0; l + 1 < certificate->levels; l++) {
        ok = ok && buffer_format(out, "%6.0f", 100 * certificate->separation[l]);
    }
    ok = ok && buffer_format(out, "\n\n%s\n", certificate->passes ? "PASS" : "FAIL");
    for (int i = 0; i < certificate->reason_count; i++) {
        ok = ok && buffer_format(out, "- %s\n", certificate->reasons[i]);
    }
    return ok && (certificate->reasons_more == 0 ||
                  buffer_format(out, "- and %d more.\n", certificate->reasons_more));
}
