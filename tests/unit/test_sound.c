/* What may sound with what, frame by frame; and real files through SDL_mixer's devices. */
#include "stage/mix.h"
#include "stage/sound.h"
#include "stage/window.h"

#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SECOND = MIX_RATE_HZ, MS = MIX_RATE_HZ / 1000 };

static int16_t low[2 * SECOND], high[2 * SECOND], out[4 * SECOND];
static const MixClip LOW = {low, SECOND, "low"}, HIGH = {high, SECOND, "high"};

static int fill(void **state) {
    (void)state;
    for (int i = 0; i < 2 * SECOND; i++) {
        low[i] = 100; /* constant, so that each clip's share of the output can be told apart */
        high[i] = 10000;
    }
    return 0;
}

static MixEvent last_event(const Mix *mix) {
    MixEvent event = {0};
    assert_int_equal(mix_log(mix, &event, 1), 1);
    return event;
}

static void clip_is_heard_to_its_end_and_logged_with_its_times(void **state) {
    (void)state;
    Mix *mix = mix_new();
    assert_true(mix_play(mix, MIX_VOICE, &LOW, 0.5, 0));
    mix_render(mix, out, 2 * SECOND, 1000000);
    assert_in_range(out[0], 0, 2); /* the attack is soft */
    assert_int_equal(out[2 * 10 * MS], 50);
    assert_int_equal(out[2 * (SECOND - 1)], 50);
    assert_int_equal(out[2 * SECOND], 0);
    assert_false(mix_busy(mix, MIX_VOICE));
    MixEvent events[4];
    assert_int_equal(mix_log(mix, events, 4), 2);
    assert_int_equal(events[0].what, MIX_STARTED);
    assert_int_equal(events[0].time_us, 1000000);
    assert_string_equal(events[0].name, "low");
    assert_int_equal(events[1].what, MIX_ENDED);
    assert_int_equal(events[1].time_us, 2000000);
    mix_free(mix);
}

static void new_effect_takes_the_old_ones_place_in_40_ms(void **state) {
    (void)state;
    Mix *mix = mix_new();
    mix_play(mix, MIX_EFFECT, &LOW, 1, 0);
    mix_render(mix, out, 100 * MS, 0);
    mix_play(mix, MIX_EFFECT, &HIGH, 1, 100000);
    mix_render(mix, out, 100 * MS, 100000);
    assert_in_range(out[0], 99, 106);              /* no step at the change */
    assert_in_range(out[2 * 20 * MS], 5000, 5100); /* half and half */
    assert_int_equal(out[2 * 41 * MS], 10000);     /* only the new one */
    MixEvent event = last_event(mix);
    assert_int_equal(event.what, MIX_REPLACED);
    assert_string_equal(event.name, "low");
    assert_in_range(event.time_us, 139000, 141000);
    mix_free(mix);
}

static void new_prompt_fades_the_old_one_out_in_120_ms(void **state) {
    (void)state;
    Mix *mix = mix_new();
    mix_play(mix, MIX_VOICE, &HIGH, 1, 0);
    mix_render(mix, out, 100 * MS, 0);
    mix_play(mix, MIX_VOICE, &LOW, 1, 100000);
    mix_render(mix, out, 200 * MS, 100000);
    assert_in_range(out[2 * 60 * MS], 5000, 5200);
    assert_in_range(out[2 * 119 * MS], 100, 300);
    assert_int_equal(out[2 * 121 * MS], 100);
    mix_free(mix);
}

static void effect_asked_for_under_speech_is_dropped_and_counted(void **state) {
    (void)state;
    Mix *mix = mix_new();
    mix_play(mix, MIX_VOICE, &LOW, 1, 0);
    assert_false(mix_play(mix, MIX_EFFECT, &HIGH, 1, 5)); /* even before the first frame */
    mix_render(mix, out, 500 * MS, 0);
    assert_false(mix_play(mix, MIX_EFFECT, &HIGH, 1, 500000));
    mix_render(mix, out, SECOND, 500000);
    for (int i = 0; i < SECOND; i++) {
        assert_in_range(out[2 * i], 0, 100);
    }
    assert_int_equal(mix_dropped(mix), 2);
    assert_true(mix_play(mix, MIX_EFFECT, &HIGH, 1, 1500000)); /* silence again */
    mix_free(mix);
}

static void prompt_waits_until_the_effect_is_silent(void **state) {
    (void)state;
    Mix *mix = mix_new();
    mix_play(mix, MIX_EFFECT, &HIGH, 1, 0);
    mix_render(mix, out, 100 * MS, 0);
    mix_play(mix, MIX_VOICE, &LOW, 1, 100000);
    assert_true(mix_busy(mix, MIX_VOICE));
    assert_int_equal(mix_frames_left(mix, MIX_VOICE), SECOND);
    mix_render(mix, out, 200 * MS, 100000);
    MixEvent events[8];
    size_t count = mix_log(mix, events, 8);
    assert_int_equal(count, 3);
    assert_int_equal(events[1].what, MIX_REPLACED);
    assert_int_equal(events[1].kind, MIX_EFFECT);
    assert_int_equal(events[2].what, MIX_STARTED);
    assert_int_equal(events[2].kind, MIX_VOICE);
    assert_true(events[2].time_us >= events[1].time_us); /* 0 ms of overlap */
    assert_in_range(events[2].time_us, 138000, 142000);
    mix_free(mix);
}

static void mute_is_silent_within_100_ms_and_time_goes_on(void **state) {
    (void)state;
    Mix *mix = mix_new();
    mix_play(mix, MIX_VOICE, &HIGH, 1, 0);
    mix_render(mix, out, 100 * MS, 0);
    mix_mute(mix, true);
    mix_render(mix, out, 100 * MS, 100000);
    assert_true(out[2] > 9900); /* no click */
    assert_int_equal(out[2 * 21 * MS], 0);
    assert_int_equal(mix_frames_left(mix, MIX_VOICE), 800 * MS);
    mix_mute(mix, false);
    mix_render(mix, out, 100 * MS, 200000);
    assert_int_equal(out[2 * 21 * MS], 10000);
    mix_free(mix);
}

static void each_kind_has_its_own_volume(void **state) {
    (void)state;
    Mix *mix = mix_new();
    mix_volume(mix, MIX_VOICE, 0.25);
    mix_play(mix, MIX_EFFECT, &HIGH, 1, 0);
    mix_render(mix, out, 100 * MS, 0);
    assert_int_equal(out[2 * 90 * MS], 10000);
    mix_stop(mix, MIX_EFFECT);
    mix_render(mix, out, 100 * MS, 0);
    assert_int_equal(last_event(mix).what, MIX_STOPPED);
    mix_play(mix, MIX_VOICE, &HIGH, 1, 0);
    mix_render(mix, out, 100 * MS, 0);
    assert_int_equal(out[2 * 90 * MS], 2500);
    mix_free(mix);
}

static void twenty_effects_in_a_row_stay_bounded_and_are_all_logged(void **state) {
    (void)state;
    Mix *mix = mix_new();
    for (int i = 0; i < 20; i++) {
        assert_true(mix_play(mix, MIX_EFFECT, &HIGH, 1, i * 5000));
        mix_render(mix, out, 5 * MS, i * 5000);
        for (int f = 0; f < 5 * MS; f++) {
            assert_in_range(out[2 * f], 0, 20000);
        }
    }
    mix_render(mix, out, 2 * SECOND, 100000);
    MixEvent events[MIX_LOG_MAX];
    assert_int_equal(mix_log(mix, events, MIX_LOG_MAX), 40); /* each started and left */
    assert_false(mix_busy(mix, MIX_EFFECT));
    assert_false(mix_holds(mix, high));
    mix_free(mix);
}

/* ---- files and devices ---- */

static char folder[64];

static int make_folder(void **state) {
    snprintf(folder, sizeof folder, "/tmp/otterpaw-sound-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : fill(state);
}

static int remove_folder(void **state) {
    (void)state;
    static const char *const names[] = {"voice.wav", "effect.wav", "broken.wav", "out.raw"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static const char *path_of(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put_word(FILE *file, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        fputc((int)(value >> (8 * i) & 255), file);
    }
}

/* A mono WAV of that constant value: 22,050 Hz, as a speech synthesiser writes it. */
static void write_wav(const char *name, int value, int ms) {
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    uint32_t bytes = (uint32_t)(22050 * ms / 1000) * 2;
    fputs("RIFF", file);
    put_word(file, 36 + bytes, 4);
    fputs("WAVEfmt ", file);
    put_word(file, 16, 4);
    put_word(file, 1, 2);
    put_word(file, 1, 2);
    put_word(file, 22050, 4);
    put_word(file, 44100, 4);
    put_word(file, 2, 2);
    put_word(file, 16, 2);
    fputs("data", file);
    put_word(file, bytes, 4);
    for (uint32_t i = 0; i < bytes / 2; i++) {
        put_word(file, (uint32_t)value, 2);
    }
    fclose(file);
}

static void wait_for_silence(Sound *sound) {
    for (int i = 0; i < 1000 && sound_busy_voice(sound); i++) {
        SDL_Delay(5);
    }
    assert_false(sound_busy_voice(sound));
}

static void file_is_mixed_into_what_the_device_gets(void **state) {
    (void)state;
    write_wav("voice.wav", 3000, 300);
    SDL_setenv("SDL_AUDIODRIVER", "disk", 1);
    SDL_setenv("SDL_DISKAUDIOFILE", path_of("out.raw"), 1);
    SDL_setenv("SDL_DISKAUDIODELAY", "1", 1);
    Fail fail = {0};
    Sound *sound = sound_open(&fail);
    if (sound == NULL) {
        fail_msg("%s", fail.text);
    }
    assert_string_equal(sound_driver(sound), "disk");
    assert_false(sound_is_silent(sound));
    assert_true(sound_voice(sound, path_of("voice.wav"), 0.5, &fail));
    assert_true(sound_busy_voice(sound));
    wait_for_silence(sound);
    sound_close(sound);
    SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);

    FILE *file = fopen(path_of("out.raw"), "rb");
    assert_non_null(file);
    int16_t frame[2];
    int heard = 0;
    while (fread(frame, sizeof frame, 1, file) == 1) {
        heard += frame[0] > 1450 && frame[0] < 1550 && frame[1] == frame[0];
    }
    fclose(file);
    assert_in_range(heard, 280 * MS, 301 * MS);
}

static void without_a_card_a_prompt_takes_its_time_in_silence(void **state) {
    (void)state;
    write_wav("voice.wav", 3000, 200);
    write_wav("effect.wav", 3000, 100);
    SDL_setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    Fail fail = {0};
    Sound *sound = sound_open(&fail);
    assert_non_null(sound);
    assert_true(sound_is_silent(sound));
    assert_true(sound_prepare(sound, path_of("voice.wav"), &fail));
    int64_t start_us = window_now_us();
    assert_true(sound_voice(sound, path_of("voice.wav"), 1, &fail));
    assert_in_range(sound_voice_left_us(sound), 150000, 201000);
    assert_true(sound_effect(sound, path_of("effect.wav"), 1, &fail));
    assert_int_equal(sound_dropped(sound), 1);
    wait_for_silence(sound);
    assert_in_range(window_now_us() - start_us, 180000, 2000000);
    MixEvent events[8];
    size_t count = sound_log(sound, events, 8);
    assert_int_equal(count, 3);
    /* The prompt may have begun before or after the effect was asked for. */
    int dropped = events[0].what == MIX_DROPPED ? 0 : 1;
    assert_int_equal(events[dropped].what, MIX_DROPPED);
    assert_int_equal(events[1 - dropped].what, MIX_STARTED);
    assert_int_equal(events[2].what, MIX_ENDED);
    assert_in_range(events[2].time_us - events[1 - dropped].time_us, 150000, 1000000);
    sound_close(sound);
    SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);
}

static void card_is_given_back_after_a_silence_and_comes_again(void **state) {
    (void)state;
    write_wav("voice.wav", 3000, 100);
    Fail fail = {0};
    Sound *sound = sound_open(&fail);
    assert_non_null(sound);
    assert_true(sound_voice(sound, path_of("voice.wav"), 1, &fail));
    int64_t asked_us = window_now_us(), due_us = sound_rest(sound, asked_us);
    assert_in_range(due_us - asked_us, SOUND_REST_S * 1000000, SOUND_REST_S * 1000000 + 100000);
    wait_for_silence(sound);
    assert_int_equal(sound_rest(sound, due_us - 1), due_us);
    assert_false(sound_rests(sound));
    assert_true(sound_rest(sound, due_us) == INT64_MAX);
    assert_true(sound_rests(sound));
    assert_true(sound_rest(sound, due_us + 1) == INT64_MAX);
    sound_stop(sound, MIX_VOICE); /* nothing to stop, and no card */

    assert_true(sound_voice(sound, path_of("voice.wav"), 1, &fail));
    assert_false(sound_rests(sound));
    wait_for_silence(sound);
    MixEvent events[8];
    assert_int_equal(sound_log(sound, events, 8), 4);
    assert_int_equal(events[3].what, MIX_ENDED);
    due_us = sound_rest(sound, window_now_us());
    assert_true(sound_rest(sound, due_us) == INT64_MAX);
    sound_close(sound); /* at rest */
}

static void card_that_went_away_at_rest_is_replaced_by_silence(void **state) {
    (void)state;
    write_wav("voice.wav", 3000, 50);
    SDL_setenv("SDL_AUDIODRIVER", "disk", 1);
    SDL_setenv("SDL_DISKAUDIOFILE", path_of("out.raw"), 1);
    Fail fail = {0};
    Sound *sound = sound_open(&fail);
    assert_non_null(sound);
    assert_false(sound_is_silent(sound));
    assert_true(sound_rest(sound, sound_rest(sound, window_now_us())) == INT64_MAX);
    SDL_setenv("SDL_DISKAUDIOFILE", path_of("no such folder/out.raw"), 1);
    SDL_setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    assert_true(sound_voice(sound, path_of("voice.wav"), 1, &fail));
    assert_true(sound_is_silent(sound));
    wait_for_silence(sound);
    sound_close(sound);
    SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);
}

static void file_that_is_no_sound_is_named_and_other_sound_goes_on(void **state) {
    (void)state;
    FILE *file = fopen(path_of("broken.wav"), "wb");
    fputs("this is no sound at all, only words", file);
    fclose(file);
    write_wav("voice.wav", 3000, 50);
    Fail fail = {0};
    Sound *sound = sound_open(&fail);
    assert_non_null(sound);
    assert_false(sound_voice(sound, path_of("broken.wav"), 1, &fail));
    assert_int_equal(fail.kind, FAIL_INPUT);
    assert_non_null(strstr(fail.text, "broken.wav"));
    fail_clear(&fail);
    assert_false(sound_effect(sound, path_of("missing.wav"), 1, &fail));
    assert_non_null(strstr(fail.text, "missing.wav"));
    assert_true(sound_voice(sound, path_of("voice.wav"), 1, &fail));
    wait_for_silence(sound);
    write_wav("voice.wav", 1, 61000);
    assert_false(sound_prepare(sound, "/dev/null", &fail));
    sound_close(sound);
    sound = sound_open(&fail);
    assert_false(sound_prepare(sound, path_of("voice.wav"), &fail));
    assert_int_equal(fail.kind, FAIL_LIMIT);
    sound_close(sound);
}

int main(void) {
    SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clip_is_heard_to_its_end_and_logged_with_its_times),
        cmocka_unit_test(new_effect_takes_the_old_ones_place_in_40_ms),
        cmocka_unit_test(new_prompt_fades_the_old_one_out_in_120_ms),
        cmocka_unit_test(effect_asked_for_under_speech_is_dropped_and_counted),
        cmocka_unit_test(prompt_waits_until_the_effect_is_silent),
        cmocka_unit_test(mute_is_silent_within_100_ms_and_time_goes_on),
        cmocka_unit_test(each_kind_has_its_own_volume),
        cmocka_unit_test(twenty_effects_in_a_row_stay_bounded_and_are_all_logged),
        cmocka_unit_test(file_is_mixed_into_what_the_device_gets),
        cmocka_unit_test(without_a_card_a_prompt_takes_its_time_in_silence),
        cmocka_unit_test(card_is_given_back_after_a_silence_and_comes_again),
        cmocka_unit_test(card_that_went_away_at_rest_is_replaced_by_silence),
        cmocka_unit_test(file_that_is_no_sound_is_named_and_other_sound_goes_on),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
