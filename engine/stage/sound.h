/* Sound files on the sound card: effects and spoken prompts, by the rules of mix.h.
 * Sound is never needed: without a card everything runs in silence and takes the same time. */
#ifndef OTTERPAW_STAGE_SOUND_H
#define OTTERPAW_STAGE_SOUND_H

#include "base/fail.h"
#include "stage/mix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SOUND_CACHE_BYTES_MAX = 32 << 20, /* decoded; 192 kB are one second */
    SOUND_CACHE_FILES_MAX = 256,
    SOUND_CLIP_S_MAX = 60,
    SOUND_REST_S = 30,
};

typedef struct Sound Sound;

/* Opens the sound card, or silence if there is none (sound_is_silent). NULL: not even that. */
Sound *sound_open(Fail *fail);
void sound_close(Sound *sound); /* NULL is allowed */
/* Gives the card back when nothing has sounded for SOUND_REST_S, because it asks for frames all the
 * time; the next sound opens it again. Returns when to call again, INT64_MAX: after the next sound.
 */
int64_t sound_rest(Sound *sound, int64_t now_us);
bool sound_rests(const Sound *sound); /* the card is given back */
bool sound_is_silent(const Sound *sound);
const char *sound_driver(const Sound *sound); /* e.g. "alsa", "dummy" */

/* Decodes a WAV or OGG file ahead, so that playing it later takes no time. Playing does it too.
 * False: the file cannot be read, or lasts longer than SOUND_CLIP_S_MAX. */
bool sound_prepare(Sound *sound, const char *path, Fail *fail);

/* Volumes 0..1, multiplied with sound_volume's. False: the file cannot be played; other sound goes
 * on. An effect dropped because somebody speaks is true and counted (sound_dropped). */
bool sound_voice(Sound *sound, const char *path, double volume, Fail *fail);
bool sound_effect(Sound *sound, const char *path, double volume, Fail *fail);

void sound_stop(Sound *sound, MixKind kind); /* fades out in 40 ms */
void sound_volume(Sound *sound, MixKind kind, double volume);
void sound_mute(Sound *sound, bool muted); /* silent within 100 ms; prompts go on unheard */

bool sound_busy_voice(Sound *sound);       /* from sound_voice until its last frame is mixed */
int64_t sound_voice_left_us(Sound *sound); /* 0: nobody speaks */
size_t sound_dropped(Sound *sound);
size_t sound_log(Sound *sound, MixEvent *events, size_t room); /* see mix_log */

#endif
