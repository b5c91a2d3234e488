/* One thing of the program's folders is broken at a time: each gives one clear sentence, and play
 * goes on with what is well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_fixture.h"

#include "app/files.h"
#include "app/front.h"

#include <fcntl.h>

/* A copy of the program's folders that may be broken; the built assets are those of the build, with
 * folders of links so that single files can be replaced. */
static char place[64], said[128];
static int real_stderr = -1;

static void run_shell(const char *command) {
    if (system(command) != 0) {
        fail_msg("could not run: %s", command);
    }
}

static int copy_the_folders(void **state) {
    (void)state;
    house_folder(place);
    setenv("PLACE", place, 1);
    run_shell("cd $PLACE && mkdir root out data root/scripts out/pictures out/sounds");
    run_shell("cp -r games assets $PLACE/root && cp -r scripts/lib $PLACE/root/scripts");
    run_shell("ln -s \"$PWD\"/build/assets/pictures/* $PLACE/out/pictures");
    run_shell("ln -s \"$PWD\"/build/assets/sounds/* $PLACE/out/sounds");
    char path[128];
    snprintf(path, sizeof path, "%s/root", place);
    setenv("OTTERPAW_ROOT", path, 1);
    snprintf(path, sizeof path, "%s/out", place);
    setenv("OTTERPAW_ASSETS_OUT", path, 1);
    snprintf(said, sizeof said, "%s/said", place);
    return 0;
}

static int forget_the_folders(void **state) {
    (void)state;
    unsetenv("OTTERPAW_ROOT");
    unsetenv("OTTERPAW_ASSETS_OUT");
    house_forget(place);
    return 0;
}

static void spoil(const char *name, const char *bytes) {
    char path[200];
    Fail fail = {0};
    snprintf(path, sizeof path, "%s/%s", place, name);
    unlink(path);
    assert_true(file_write(path, bytes, strlen(bytes), &fail));
}

/* What the program tells on its error output from now on. */
static void listen_to(void) {
    fflush(stderr);
    real_stderr = dup(2);
    int file = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, 2);
    close(file);
}

/* A child plays a session with all games; the finished trials of it. */
static int play_all(House *house) {
    char data[128];
    bool arrived;
    snprintf(data, sizeof data, "%s/data", place);
    house_open(house, data);
    Sitting *sitting = house_begin(house, NULL, 1, 0);
    Visitor *visitor = visitor_new(house->shell, pretend_named("careful"), 3);
    visitor_play(visitor, 0, "reward", 3600, NULL, NULL, &arrived);
    if (!arrived) {
        fail_msg("play does not go on: %s: %s", shell_top_name(house->shell), house->app.notice);
    }
    visitor_free(visitor);
    int well = 0;
    for (int i = 0; i < sitting_trial_count(sitting); i++) {
        well += sitting_trial(sitting, i)->end == END_COMPLETED ? 1 : 0;
    }
    return well;
}

/* The sentence is one line of the notice or of the error output, and names what is broken. */
static void expect_sentence(House *house, const char *part) {
    char path[128];
    Fail fail = {0};
    size_t length = 0;
    Mem *mem = mem_new(1 << 20);
    fflush(stderr);
    if (real_stderr >= 0) {
        dup2(real_stderr, 2);
        close(real_stderr);
        real_stderr = -1;
    }
    snprintf(path, sizeof path, "%s", said);
    char *text = file_exists(path) ? file_read(mem, path, &length, &fail) : NULL;
    bool told = (house != NULL && strstr(house->app.notice, part) != NULL) ||
                (text != NULL && strstr(text, part) != NULL);
    if (!told) {
        fail_msg("nobody said \"%s\"; the notice is \"%s\"; the output is \"%s\"", part,
                 house != NULL ? house->app.notice : "", text != NULL ? text : "");
    }
    mem_free(mem);
}

static void expect_play(const char *part, int least) {
    House house;
    listen_to();
    int well = play_all(&house);
    expect_sentence(&house, part);
    assert_true(well >= least);
    house_close(&house);
}

static void broken_game_is_named_and_the_others_are_played(void **state) {
    (void)state;
    spoil("root/games/sorting/game.lua", "return {\n");
    expect_play("games/sorting/game.lua", 2);
}

static void wrong_level_is_named_and_the_others_are_played(void **state) {
    (void)state;
    spoil("root/games/tracing/levels.lua", "return { { name = \"x\", road_mm = 2 } }\n");
    expect_play("games/tracing/levels.lua", 2);
}

static void broken_text_table_is_named_and_the_other_languages_speak(void **state) {
    (void)state;
    spoil("root/assets/text/es.txt", "no tab here\n");
    expect_play("es.txt", 2);
}

static void broken_text_of_a_game_is_named_and_it_is_played(void **state) {
    (void)state;
    spoil("root/games/tracing/text/en.txt", "no tab here\n");
    expect_play("games/tracing/text/en.txt", 3);
}

static void broken_database_is_set_aside_and_named(void **state) {
    (void)state;
    char noise[5000];
    memset(noise, 'x', sizeof noise - 1);
    noise[sizeof noise - 1] = '\0';
    spoil("data/otterpaw.db", noise);
    expect_play("broken", 2);
}

static void broken_themes_are_named_and_a_plain_one_is_worn(void **state) {
    (void)state;
    House house;
    void *pictures;
    Fail fail = {0};
    char data[128];
    spoil("root/assets/themes.json", "{");
    snprintf(data, sizeof data, "%s/data", place);
    listen_to();
    house_open(&house, data);
    Canvas *canvas = front_bare_canvas(&house.app, "calm", &pictures, &fail);
    assert_non_null(canvas);
    snprintf(data, sizeof data, "%s/today.png", place);
    assert_true(front_screenshot(canvas, house.shell, data, &fail));
    expect_sentence(&house, "themes.json");
    front_bare_close(canvas, pictures);
    house.app.measure = (TextMeasure){0};
    house_close(&house);
}

static void broken_picture_is_named_and_the_screen_is_drawn(void **state) {
    (void)state;
    House house;
    void *pictures;
    Fail fail = {0};
    char data[128];
    snprintf(data, sizeof data, "%s/data", place);
    spoil("out/pictures/happy.svg", "<svg");
    spoil("out/pictures/sad.svg", "");
    listen_to();
    house_open(&house, data);
    house_begin(&house, "tracing", 1, 1);
    Canvas *canvas = front_bare_canvas(&house.app, "calm", &pictures, &fail);
    snprintf(data, sizeof data, "%s/hello.png", place);
    assert_true(front_screenshot(canvas, house.shell, data, &fail));
    expect_sentence(&house, "happy.svg");
    front_bare_close(canvas, pictures);
    house.app.measure = (TextMeasure){0};
    house_close(&house);
}

static void broken_sound_is_named_and_play_goes_on(void **state) {
    (void)state;
    House house;
    Fail fail = {0};
    char data[128];
    snprintf(data, sizeof data, "%s/data", place);
    spoil("out/sounds/tap.wav", "RIFF");
    listen_to();
    house_open(&house, data);
    FrontConfig config = {.width_px = 1280, .height_px = 800, .headless = true};
    Front *front = front_open(&house.app, &config, &fail);
    if (front == NULL) {
        fail_msg("%s", fail.text);
    }
    shell_sound(house.shell, "tap", false, 1);
    expect_sentence(&house, "tap.wav");
    front_close(front);
    house_close(&house);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, copy_the_folders, forget_the_folders)

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(broken_game_is_named_and_the_others_are_played),
        CLAIM(wrong_level_is_named_and_the_others_are_played),
        CLAIM(broken_text_table_is_named_and_the_other_languages_speak),
        CLAIM(broken_text_of_a_game_is_named_and_it_is_played),
        CLAIM(broken_database_is_set_aside_and_named),
        CLAIM(broken_themes_are_named_and_a_plain_one_is_worn),
        CLAIM(broken_picture_is_named_and_the_screen_is_drawn),
        CLAIM(broken_sound_is_named_and_play_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
