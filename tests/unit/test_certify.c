/* play/certify: what the certificate accepts, and what it refuses with a reason. */
#include "play/certify.h"

#include "run_fixture.h"

/* A road that is driven along, a reading at a time, with no way round. */
typedef struct {
    double driven_mm;
    bool wide, generous, breaks;
} Drive;

enum { TRIALS = 10 };
static const double ROAD_MM = 100;

static double road_width(const Drive *drive, const Trial *trial) {
    return drive->wide ? 46 - 7 * trial_level(trial) : 19 - 2.5 * trial_level(trial);
}

static bool drive_path(Mem *mem, Path *path) {
    return mem != NULL && path_make(mem, (Point[]){{40, 40}, {140, 40}}, NULL, 2, path);
}

static bool drive_prepare(void *self, Trial *trial, Fail *fail) {
    Drive *drive = self;
    Mem *mem = mem_new(1 << 20);
    Path path;
    drive->driven_mm = 0;
    bool ok = drive_path(mem, &path) &&
              (drive->generous || trial_expect_path(trial, &path, road_width(drive, trial)));
    mem_free(mem);
    trial_limit_time(trial, 40);
    return ok || fail_set(fail, FAIL_MEMORY, "no memory");
}

static bool drive_touch(void *self, Trial *trial, const Sample *sample, int player, Fail *fail) {
    (void)player;
    Drive *drive = self;
    if (drive->breaks && trial_level(trial) == 3) {
        return fail_set(fail, FAIL_SCRIPT, "games/drive/play.lua:3: road is nil");
    }
    double width = road_width(drive, trial), ahead = sample->x_mm - 40 - drive->driven_mm;
    if (fabs(sample->y_mm - 40) <= width / 2 && ahead > 0 && ahead < width) {
        drive->driven_mm += ahead;
    }
    if (drive->generous || drive->driven_mm >= ROAD_MM - 3) {
        trial_finish(trial, END_COMPLETED, true);
    }
    return true;
}

static bool drive_simulate(void *self, Trial *trial, Pretend *child, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Path path;
    bool ok = drive_path(mem, &path);
    if (ok) {
        pretend_follow(child, &path, road_width(self, trial));
    }
    mem_free(mem);
    return ok || fail_set(fail, FAIL_MEMORY, "no memory");
}

static const GameOps drive_ops = {
    .prepare = drive_prepare, .touch = drive_touch, .simulate = drive_simulate};

static Certificate *certified(Drive *drive, bool no_score) {
    Certificate *certificate = malloc(sizeof *certificate);
    Manifest *manifest = some_manifest();
    manifest->no_score = no_score;
    Game game = {manifest, some_levels(), &drive_ops, drive, ""};
    CertifySetup setup = certify_setup();
    Fail fail = {FAIL_NONE, ""};
    setup.trials = TRIALS;
    assert_non_null(certificate);
    if (!certify_game(&game, &setup, certificate, &fail)) {
        fail_msg("%s", fail.text);
    }
    return certificate;
}

static bool says(const Certificate *certificate, const char *words) {
    for (int i = 0; i < certificate->reason_count; i++) {
        if (strstr(certificate->reasons[i], words) != NULL) {
            return true;
        }
    }
    return false;
}

static void a_ladder_of_narrowing_roads_passes(void **state) {
    (void)state;
    Drive drive = {0};
    Certificate *certificate = certified(&drive, false);
    Buffer out = {.limit = 1 << 20};
    assert_true(certify_report(certificate, &manifest_here, &out));
    const char *verdict = strstr((const char *)out.bytes, "random touching");
    print_message("%.900s", verdict != NULL ? verdict : "");
    assert_true(certificate->passes);
    assert_non_null(strstr((const char *)out.bytes, "PASS"));
    assert_int_equal(certificate->cells[0][1].trials, TRIALS);
    assert_int_equal(certificate->cells[0][0].trials, CERTIFY_FAIR_LEAST); /* careful, easiest */
    double separation = 0;
    for (int l = 0; l + 1 < LEVELS_HERE; l++) {
        separation += certificate->separation[l] / (LEVELS_HERE - 1);
    }
    assert_true(separation > 0.15);
    assert_true(isnan(certificate->separation[LEVELS_HERE - 1]));
    buffer_free(&out);
    free(certificate);
}

static void a_road_so_wide_that_scribbling_pays_fails_on_its_wide_levels_only(void **state) {
    (void)state;
    Drive drive = {.wide = true};
    Certificate *certificate = certified(&drive, false);
    print_message("%s\n", certificate->reasons[0]);
    assert_false(certificate->passes);
    assert_true(says(certificate, "Level 1: random touching earns"));
    assert_false(says(certificate, "Level 6"));
    free(certificate);
}

static void a_game_that_any_touch_wins_fails_for_random_touching(void **state) {
    (void)state;
    Drive drive = {.generous = true};
    Certificate *certificate = certified(&drive, false);
    assert_false(certificate->passes);
    assert_true(says(certificate, "random touching earns"));
    free(certificate);
    certificate = certified(&drive, true);
    assert_true(certificate->passes); /* a game without scores gives nothing away */
    free(certificate);
}

static void a_game_that_breaks_fails_and_names_level_and_child(void **state) {
    (void)state;
    Drive drive = {.breaks = true};
    Certificate *certificate = certified(&drive, true);
    assert_false(certificate->passes);
    /* The run itself ends after two broken trials. */
    assert_true(says(certificate, "Level 3: 2 of 2 trials of the child \"careful\" broke."));
    assert_false(says(certificate, "Level 2"));
    free(certificate);
}

static void the_same_game_and_seed_give_the_same_certificate(void **state) {
    (void)state;
    Drive drive = {.generous = true}; /* soon over */
    Buffer out[2] = {{.limit = 1 << 20}, {.limit = 1 << 20}};
    for (int i = 0; i < 2; i++) {
        Certificate *certificate = certified(&drive, false);
        assert_true(certify_report(certificate, &manifest_here, &out[i]));
        free(certificate);
    }
    assert_string_equal((const char *)out[0].bytes, (const char *)out[1].bytes);
    buffer_free(&out[0]);
    buffer_free(&out[1]);
}

static void a_game_without_simulate_cannot_be_certified(void **state) {
    (void)state;
    GameOps ops = drive_ops;
    ops.simulate = NULL;
    Drive drive = {0};
    Game game = {some_manifest(), some_levels(), &ops, &drive, ""};
    CertifySetup setup = certify_setup();
    Certificate *certificate = malloc(sizeof *certificate);
    Fail fail = {FAIL_NONE, ""};
    assert_non_null(certificate);
    assert_false(certify_game(&game, &setup, certificate, &fail));
    assert_non_null(strstr(fail.text, "simulate"));
    setup.trials = RUN_TRIALS_MAX + 1;
    assert_false(certify_game(&game, &setup, certificate, &fail));
    free(certificate);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ladder_of_narrowing_roads_passes),
        cmocka_unit_test(a_road_so_wide_that_scribbling_pays_fails_on_its_wide_levels_only),
        cmocka_unit_test(a_game_that_any_touch_wins_fails_for_random_touching),
        cmocka_unit_test(a_game_that_breaks_fails_and_names_level_and_child),
        cmocka_unit_test(the_same_game_and_seed_give_the_same_certificate),
        cmocka_unit_test(a_game_without_simulate_cannot_be_certified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
