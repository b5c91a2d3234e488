/* Clips, fades and levels, frame by frame; see mix.h. */
#include "stage/mix.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* More than one clip of a kind is there only while older ones fade out. */
enum { SLOTS = 4 };

typedef struct {
    MixClip clip; /* frames NULL: the slot is free */
    size_t at;
    double volume;
    double fade, fade_step; /* 0..1, added to each frame */
    bool leaving;           /* fades out, then is gone */
    MixWhat leaves_as;
} Slot;

struct Mix {
    Slot slots[MIX_KINDS][SLOTS];
    double level[MIX_KINDS], level_wanted[MIX_KINDS];
    double master, master_wanted;
    MixEvent log[MIX_LOG_MAX];
    size_t logged, dropped;
};

Mix *mix_new(void) {
    Mix *mix = calloc(1, sizeof *mix);
    if (mix != NULL) {
        mix->master = mix->master_wanted = 1;
        for (int kind = 0; kind < MIX_KINDS; kind++) {
            mix->level[kind] = mix->level_wanted[kind] = 1;
        }
    }
    return mix;
}

void mix_free(Mix *mix) {
    free(mix);
}

static double step_of(int fade_ms) {
    return 1000.0 / ((double)fade_ms * MIX_RATE_HZ);
}

static void note(Mix *mix, MixWhat what, MixKind kind, const char *name, int64_t time_us) {
    MixEvent *event = &mix->log[mix->logged++ % MIX_LOG_MAX];
    *event = (MixEvent){.time_us = time_us, .what = what, .kind = kind};
    size_t length = strlen(name);
    size_t skipped = length < MIX_NAME_MAX ? 0 : length - (MIX_NAME_MAX - 1);
    memcpy(event->name, name + skipped, length - skipped);
}

static void finish(Mix *mix, Slot *slot, MixKind kind, MixWhat what, int64_t time_us) {
    note(mix, what, kind, slot->clip.name, time_us);
    slot->clip.frames = NULL;
}

static Slot *busy_slot(const Mix *mix, MixKind kind) {
    for (int i = 0; i < SLOTS; i++) {
        const Slot *slot = &mix->slots[kind][i];
        if (slot->clip.frames != NULL && !slot->leaving) {
            return (Slot *)(uintptr_t)slot;
        }
    }
    return NULL;
}

static bool any_sounds(const Mix *mix, MixKind kind) {
    for (int i = 0; i < SLOTS; i++) {
        if (mix->slots[kind][i].clip.frames != NULL) {
            return true;
        }
    }
    return false;
}

/* A clip that has not begun is silent already and goes at once. */
static void leave(Mix *mix, MixKind kind, MixWhat leaves_as, int fade_ms) {
    Slot *slot = busy_slot(mix, kind);
    if (slot == NULL) {
        return;
    }
    slot->leaving = true;
    slot->leaves_as = leaves_as;
    slot->fade_step = -step_of(fade_ms);
    if (slot->at == 0) {
        slot->clip.frames = NULL;
    }
}

/* A free slot, or the quietest of those that are leaving. */
static Slot *slot_for(Mix *mix, MixKind kind) {
    Slot *best = &mix->slots[kind][0];
    for (int i = 0; i < SLOTS; i++) {
        Slot *slot = &mix->slots[kind][i];
        if (slot->clip.frames == NULL) {
            return slot;
        }
        best = slot->fade < best->fade ? slot : best;
    }
    return best;
}

bool mix_play(Mix *mix, MixKind kind, const MixClip *clip, double volume, int64_t now_us) {
    assert(clip->frames != NULL && clip->name != NULL && volume >= 0 && volume <= 1);
    if (kind == MIX_EFFECT && any_sounds(mix, MIX_VOICE)) {
        note(mix, MIX_DROPPED, kind, clip->name, now_us);
        mix->dropped++;
        return false;
    }
    bool replaces = busy_slot(mix, kind) != NULL;
    leave(mix, kind, MIX_REPLACED, kind == MIX_EFFECT ? MIX_EFFECT_FADE_MS : MIX_VOICE_FADE_MS);
    if (kind == MIX_VOICE) {
        leave(mix, MIX_EFFECT, MIX_REPLACED, MIX_EFFECT_FADE_MS);
    }
    int attack_ms = kind == MIX_EFFECT && replaces ? MIX_EFFECT_FADE_MS : MIX_ATTACK_MS;
    Slot *slot = slot_for(mix, kind);
    if (slot->clip.frames != NULL) {
        finish(mix, slot, kind, slot->leaves_as, now_us);
    }
    *slot = (Slot){.clip = *clip, .volume = volume, .fade_step = step_of(attack_ms)};
    return true;
}

void mix_stop(Mix *mix, MixKind kind) {
    leave(mix, kind, MIX_STOPPED, MIX_EFFECT_FADE_MS);
}

void mix_mute(Mix *mix, bool muted) {
    mix->master_wanted = muted ? 0 : 1;
}

void mix_volume(Mix *mix, MixKind kind, double volume) {
    assert(volume >= 0 && volume <= 1);
    mix->level_wanted[kind] = volume;
}

static double towards(double now, double wanted) {
    double step = step_of(MIX_LEVEL_MS);
    return now < wanted ? (now + step < wanted ? now + step : wanted)
                        : (now - step > wanted ? now - step : wanted);
}

/* Adds the slot's next frame to sum. */
static void add_frame(Mix *mix, Slot *slot, MixKind kind, double sum[2], int64_t time_us) {
    if (slot->at == slot->clip.count) {
        finish(mix, slot, kind, MIX_ENDED, time_us);
        return;
    }
    slot->fade += slot->fade_step;
    if (slot->leaving && slot->fade <= 0) {
        finish(mix, slot, kind, slot->leaves_as, time_us);
        return;
    }
    if (slot->fade >= 1) {
        slot->fade = 1;
    }
    if (slot->at == 0) {
        note(mix, MIX_STARTED, kind, slot->clip.name, time_us);
    }
    double gain = slot->fade * slot->volume * mix->level[kind] * mix->master;
    sum[0] += gain * slot->clip.frames[2 * slot->at];
    sum[1] += gain * slot->clip.frames[2 * slot->at + 1];
    slot->at++;
}

static int16_t to_sample(double value) {
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

/* Nobody sounds and no level is on its way: every frame will be silence. */
static bool at_rest(const Mix *mix) {
    bool rests = mix->master == mix->master_wanted;
    for (MixKind kind = MIX_EFFECT; kind < MIX_KINDS; kind++) {
        rests = rests && mix->level[kind] == mix->level_wanted[kind] && !any_sounds(mix, kind);
    }
    return rests;
}

void mix_render(Mix *mix, int16_t *stereo, size_t frames, int64_t now_us) {
    if (at_rest(mix)) {
        memset(stereo, 0, frames * 2 * sizeof *stereo);
        return;
    }
    for (size_t i = 0; i < frames; i++) {
        double sum[2] = {0, 0};
        int64_t time_us = now_us + (int64_t)(i * 1000000 / MIX_RATE_HZ);
        mix->master = towards(mix->master, mix->master_wanted);
        /* Effects come first: a prompt waits for the frame in which no effect is left. */
        for (MixKind kind = MIX_EFFECT; kind < MIX_KINDS; kind++) {
            mix->level[kind] = towards(mix->level[kind], mix->level_wanted[kind]);
            bool wait = kind == MIX_VOICE && any_sounds(mix, MIX_EFFECT);
            for (int s = 0; s < SLOTS; s++) {
                Slot *slot = &mix->slots[kind][s];
                if (slot->clip.frames != NULL && !(wait && slot->at == 0)) {
                    add_frame(mix, slot, kind, sum, time_us);
                }
            }
        }
        stereo[2 * i] = to_sample(sum[0]);
        stereo[2 * i + 1] = to_sample(sum[1]);
    }
}

bool mix_busy(const Mix *mix, MixKind kind) {
    return busy_slot(mix, kind) != NULL;
}

size_t mix_frames_left(const Mix *mix, MixKind kind) {
    const Slot *slot = busy_slot(mix, kind);
    return slot == NULL ? 0 : slot->clip.count - slot->at;
}

bool mix_holds(const Mix *mix, const int16_t *frames) {
    for (int kind = 0; kind < MIX_KINDS; kind++) {
        for (int i = 0; i < SLOTS; i++) {
            if (mix->slots[kind][i].clip.frames == frames) {
                return true;
            }
        }
    }
    return false;
}

size_t mix_dropped(const Mix *mix) {
    return mix->dropped;
}

size_t mix_log(const Mix *mix, MixEvent *events, size_t room) {
    size_t kept = mix->logged < MIX_LOG_MAX ? mix->logged : MIX_LOG_MAX;
    size_t count = kept < room ? kept : room;
    for (size_t i = 0; i < count; i++) {
        events[i] = mix->log[(mix->logged - count + i) % MIX_LOG_MAX];
    }
    return count;
}
