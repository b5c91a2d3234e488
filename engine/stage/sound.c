/* SDL_mixer decodes the files and gives the device; mixing itself is mix.c's. See sound.h. */
#include "stage/sound.h"

#include "stage/window.h"

#include <SDL.h>
#include <SDL_mixer.h>
#include <stdlib.h>
#include <string.h>

/* Frames the device asks for at once: 10.7 ms. */
enum { DEVICE_FRAMES = 512, FRAME_BYTES = 4 };

typedef struct {
    char *path;       /* owned */
    Mix_Chunk *chunk; /* owned */
    uint64_t used;    /* when, in calls */
} Clip;

struct Sound {
    Mix *mix; /* shared with the device's thread, under lock */
    SDL_mutex *lock;
    Clip clips[SOUND_CACHE_FILES_MAX]; /* of the caller's thread alone */
    size_t clip_count, clip_bytes;
    uint64_t calls;
    int64_t sounds_until_us; /* when the last clip that was asked for will have ended */
    bool silent, system_open, device_open;
};

/* ---- the device ---- */

static void device_wants(void *self, Uint8 *stream, int bytes) {
    Sound *sound = self;
    SDL_LockMutex(sound->lock);
    mix_render(sound->mix, (int16_t *)(void *)stream, (size_t)bytes / FRAME_BYTES, window_now_us());
    SDL_UnlockMutex(sound->lock);
}

static bool open_card(Sound *sound) {
    sound->device_open =
        Mix_OpenAudioDevice(MIX_RATE_HZ, AUDIO_S16SYS, 2, DEVICE_FRAMES, NULL, 0) == 0;
    if (sound->device_open) {
        Mix_HookMusic(device_wants, sound);
    }
    return sound->device_open;
}

static void close_card(Sound *sound) {
    Mix_HookMusic(NULL, NULL); /* from here on the device's thread is away from us */
    Mix_CloseAudio();
    sound->device_open = false;
}

static bool open_device(Sound *sound) {
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
        return false;
    }
    sound->system_open = open_card(sound);
    if (!sound->system_open) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    return sound->system_open;
}

static bool open_device_or_silence(Sound *sound, Fail *fail) {
    bool open = open_device(sound);
    if (!open) {
        SDL_SetHintWithPriority(SDL_HINT_AUDIODRIVER, "dummy", SDL_HINT_OVERRIDE);
        open = open_device(sound);
        SDL_ResetHint(SDL_HINT_AUDIODRIVER);
    }
    if (!open) {
        return fail_set(fail, FAIL_SYSTEM, "Sound cannot be started, not even in silence: %s.",
                        SDL_GetError());
    }
    sound->silent = strcmp(SDL_GetCurrentAudioDriver(), "dummy") == 0;
    Mix_Init(MIX_INIT_OGG);
    return true;
}

/* A card that has gone away meanwhile is replaced by silence, so that prompts still end. */
static bool wake(Sound *sound, Fail *fail) {
    if (sound->device_open || open_card(sound)) {
        return true;
    }
    if (sound->system_open) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        sound->system_open = false;
    }
    return open_device_or_silence(sound, fail);
}

int64_t sound_rest(Sound *sound, int64_t now_us) {
    int64_t due_us = sound->sounds_until_us + SOUND_REST_S * INT64_C(1000000);
    if (!sound->device_open) {
        return INT64_MAX;
    }
    if (now_us < due_us) {
        return due_us;
    }
    SDL_LockMutex(sound->lock);
    bool busy = mix_busy(sound->mix, MIX_VOICE) || mix_busy(sound->mix, MIX_EFFECT);
    SDL_UnlockMutex(sound->lock);
    if (busy) { /* a slow card */
        return now_us + 1000000;
    }
    close_card(sound);
    return INT64_MAX;
}

bool sound_rests(const Sound *sound) {
    return !sound->device_open;
}

Sound *sound_open(Fail *fail) {
    Sound *sound = calloc(1, sizeof *sound);
    if (sound != NULL) {
        sound->mix = mix_new();
        sound->lock = SDL_CreateMutex();
    }
    if (sound == NULL || sound->mix == NULL || sound->lock == NULL) {
        fail_set(fail, FAIL_MEMORY, "There is no memory for sound.");
        sound_close(sound);
        return NULL;
    }
    if (!open_device_or_silence(sound, fail)) {
        sound_close(sound);
        return NULL;
    }
    sound->sounds_until_us = window_now_us();
    return sound;
}

static void drop_clip(Sound *sound, size_t index) {
    Clip *clip = &sound->clips[index];
    sound->clip_bytes -= clip->chunk->alen;
    Mix_FreeChunk(clip->chunk);
    free(clip->path);
    *clip = sound->clips[--sound->clip_count];
}

void sound_close(Sound *sound) {
    if (sound == NULL) {
        return;
    }
    if (sound->device_open) {
        Mix_HookMusic(NULL, NULL);
    }
    while (sound->clip_count > 0) {
        drop_clip(sound, sound->clip_count - 1);
    }
    if (sound->device_open) {
        close_card(sound);
    }
    if (sound->system_open) {
        Mix_Quit();
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    SDL_DestroyMutex(sound->lock);
    mix_free(sound->mix);
    free(sound);
}

bool sound_is_silent(const Sound *sound) {
    return sound->silent;
}

const char *sound_driver(const Sound *sound) {
    (void)sound;
    return SDL_GetCurrentAudioDriver();
}

/* ---- clips ---- */

/* Frees the least recently used clip that nobody hears. False: there is none. */
static bool drop_oldest(Sound *sound) {
    size_t oldest = sound->clip_count;
    SDL_LockMutex(sound->lock);
    for (size_t i = 0; i < sound->clip_count; i++) {
        const Clip *clip = &sound->clips[i];
        if (!mix_holds(sound->mix, (const int16_t *)(const void *)clip->chunk->abuf) &&
            (oldest == sound->clip_count || clip->used < sound->clips[oldest].used)) {
            oldest = i;
        }
    }
    SDL_UnlockMutex(sound->lock);
    if (oldest == sound->clip_count) {
        return false;
    }
    drop_clip(sound, oldest);
    return true;
}

static Mix_Chunk *decode(const char *path, Fail *fail) {
    Mix_Chunk *chunk = Mix_LoadWAV(path);
    if (chunk == NULL) {
        fail_set(fail, FAIL_INPUT, "The sound %s cannot be read (%s): save it again as WAV or OGG.",
                 path, Mix_GetError());
    } else if (chunk->alen < FRAME_BYTES ||
               chunk->alen / FRAME_BYTES > (Uint32)MIX_RATE_HZ * SOUND_CLIP_S_MAX) {
        fail_set(fail, FAIL_LIMIT, "The sound %s lasts %.1f s: it may last up to %d s.", path,
                 (double)(chunk->alen / FRAME_BYTES) / MIX_RATE_HZ, (int)SOUND_CLIP_S_MAX);
        Mix_FreeChunk(chunk);
        chunk = NULL;
    }
    return chunk;
}

/* The decoded file, from the cache if it is there; NULL: *fail says why. */
static const Clip *clip_of(Sound *sound, const char *path, Fail *fail) {
    for (size_t i = 0; i < sound->clip_count; i++) {
        if (strcmp(sound->clips[i].path, path) == 0) {
            sound->clips[i].used = ++sound->calls;
            return &sound->clips[i];
        }
    }
    Mix_Chunk *chunk = decode(path, fail);
    if (chunk == NULL) {
        return NULL;
    }
    while (sound->clip_count == SOUND_CACHE_FILES_MAX ||
           sound->clip_bytes + chunk->alen > SOUND_CACHE_BYTES_MAX) {
        if (!drop_oldest(sound)) {
            break; /* only what sounds right now is left: it goes when it has ended */
        }
    }
    char *kept = strdup(path);
    if (kept == NULL) {
        Mix_FreeChunk(chunk);
        fail_set(fail, FAIL_MEMORY, "There is no memory for the sound %s.", path);
        return NULL;
    }
    sound->clip_bytes += chunk->alen;
    sound->clips[sound->clip_count] = (Clip){kept, chunk, ++sound->calls};
    return &sound->clips[sound->clip_count++];
}

bool sound_prepare(Sound *sound, const char *path, Fail *fail) {
    return wake(sound, fail) && clip_of(sound, path, fail) != NULL;
}

static bool play(Sound *sound, MixKind kind, const char *path, double volume, Fail *fail) {
    const Clip *clip = wake(sound, fail) ? clip_of(sound, path, fail) : NULL;
    if (clip == NULL) {
        return false;
    }
    MixClip mixed = {.frames = (const int16_t *)(const void *)clip->chunk->abuf,
                     .count = clip->chunk->alen / FRAME_BYTES,
                     .name = clip->path};
    int64_t now_us = window_now_us();
    int64_t end_us = now_us + (int64_t)mixed.count * 1000000 / MIX_RATE_HZ;
    sound->sounds_until_us = end_us > sound->sounds_until_us ? end_us : sound->sounds_until_us;
    SDL_LockMutex(sound->lock);
    mix_play(sound->mix, kind, &mixed, volume, now_us);
    SDL_UnlockMutex(sound->lock);
    return true;
}

bool sound_voice(Sound *sound, const char *path, double volume, Fail *fail) {
    return play(sound, MIX_VOICE, path, volume, fail);
}

bool sound_effect(Sound *sound, const char *path, double volume, Fail *fail) {
    return play(sound, MIX_EFFECT, path, volume, fail);
}

void sound_stop(Sound *sound, MixKind kind) {
    SDL_LockMutex(sound->lock);
    mix_stop(sound->mix, kind);
    SDL_UnlockMutex(sound->lock);
}

void sound_volume(Sound *sound, MixKind kind, double volume) {
    SDL_LockMutex(sound->lock);
    mix_volume(sound->mix, kind, volume);
    SDL_UnlockMutex(sound->lock);
}

void sound_mute(Sound *sound, bool muted) {
    SDL_LockMutex(sound->lock);
    mix_mute(sound->mix, muted);
    SDL_UnlockMutex(sound->lock);
}

bool sound_busy_voice(Sound *sound) {
    SDL_LockMutex(sound->lock);
    bool busy = mix_busy(sound->mix, MIX_VOICE);
    SDL_UnlockMutex(sound->lock);
    return busy;
}

int64_t sound_voice_left_us(Sound *sound) {
    SDL_LockMutex(sound->lock);
    size_t frames = mix_frames_left(sound->mix, MIX_VOICE);
    SDL_UnlockMutex(sound->lock);
    return (int64_t)frames * 1000000 / MIX_RATE_HZ;
}

size_t sound_dropped(Sound *sound) {
    SDL_LockMutex(sound->lock);
    size_t dropped = mix_dropped(sound->mix);
    SDL_UnlockMutex(sound->lock);
    return dropped;
}

size_t sound_log(Sound *sound, MixEvent *events, size_t room) {
    SDL_LockMutex(sound->lock);
    size_t count = mix_log(sound->mix, events, room);
    SDL_UnlockMutex(sound->lock);
    return count;
}
