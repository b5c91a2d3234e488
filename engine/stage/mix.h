/* The rules of what may sound with what, kept frame by frame, so that they hold whatever the device
 * does: one effect at a time, one prompt at a time, never an effect under speech.
 * Knows no library and no clock: `sound` gives it decoded clips, a device's buffers and the time.
 * Not thread-safe by itself. */
#ifndef OTTERPAW_STAGE_MIX_H
#define OTTERPAW_STAGE_MIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { MIX_EFFECT, MIX_VOICE, MIX_KINDS } MixKind;

enum {
    MIX_RATE_HZ = 48000,
    MIX_ATTACK_MS = 5,       /* no clip begins louder than this allows: nobody is startled */
    MIX_EFFECT_FADE_MS = 40, /* a new effect takes the place of the old one */
    MIX_VOICE_FADE_MS = 120, /* a new prompt takes the place of the old one */
    MIX_LEVEL_MS = 20,       /* a changed volume, or mute, has full effect */
    MIX_LOG_MAX = 256,       /* the newest are kept */
    MIX_NAME_MAX = 64,
};

/* Decoded sound: 16-bit stereo frames at MIX_RATE_HZ, borrowed while mix_holds says so. */
typedef struct {
    const int16_t *frames;
    size_t count;
    const char *name; /* for the log */
} MixClip;

/* What became of a clip. One that was replaced before its first frame leaves no event. */
typedef enum {
    MIX_STARTED,  /* its first frame was mixed */
    MIX_ENDED,    /* played to its end */
    MIX_REPLACED, /* the next of its kind, or a prompt over an effect, has faded it out */
    MIX_STOPPED,  /* mix_stop has faded it out */
    MIX_DROPPED,  /* an effect asked for while somebody speaks: never heard */
} MixWhat;

typedef struct {
    int64_t time_us; /* of that frame in the buffer; for DROPPED, of the request */
    MixWhat what;
    MixKind kind;
    char name[MIX_NAME_MAX]; /* the end of the clip's name, where that is too long */
} MixEvent;

typedef struct Mix Mix;

Mix *mix_new(void); /* NULL: no memory */
void mix_free(Mix *mix);

/* Starts a clip at volume 0..1. An effect fades the one before out; a prompt fades the prompt
 * before out, and effects too, and begins when the last effect is silent. False: the effect was
 * dropped because somebody speaks or is about to. */
bool mix_play(Mix *mix, MixKind kind, const MixClip *clip, double volume, int64_t now_us);
void mix_stop(Mix *mix, MixKind kind);
void mix_mute(Mix *mix, bool muted); /* clips go on unheard, so that time goes on */
void mix_volume(Mix *mix, MixKind kind, double volume); /* 0..1, starts as 1 */

/* Writes `frames` stereo frames; now_us is the time of the first. */
void mix_render(Mix *mix, int16_t *stereo, size_t frames, int64_t now_us);

bool mix_busy(const Mix *mix, MixKind kind); /* one plays or waits; fading ones do not count */
size_t mix_frames_left(const Mix *mix, MixKind kind); /* of the clip that counts as busy */
bool mix_holds(const Mix *mix, const int16_t *frames);
size_t mix_dropped(const Mix *mix);

/* Copies the newest events, oldest first; returns how many. */
size_t mix_log(const Mix *mix, MixEvent *events, size_t room);

#endif
