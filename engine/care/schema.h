/* What a game declares about itself, checked: the manifest, its parameters and its ladder of
 * levels. The therapist's form, the stored row, the check and the docs all come from this one
 * declaration. */
#ifndef OTTERPAW_CARE_SCHEMA_H
#define OTTERPAW_CARE_SCHEMA_H

#include "base/fail.h"
#include "base/mem.h"
#include "base/value.h"
#include "measure/score.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { PARAM_BOOL, PARAM_INTEGER, PARAM_NUMBER, PARAM_CHOICE, PARAM_TEXT } ParamKind;

enum { PARAM_HANDS = 6 };

typedef struct {
    const char *name; /* ends in its unit: road_mm */
    ParamKind kind;
    Value standard;     /* the default */
    double least, most; /* INTEGER, NUMBER */
    /* What a level's value is raised or lowered to for some children; by schema_hands. */
    double least_for[PARAM_HANDS], most_for[PARAM_HANDS];
    bool counts;          /* it has most_for: so many things at once, which a profile may lower */
    const char **choices; /* CHOICE: NULL-ended */
    const char *label;    /* for the therapist's form */
} Param;

/* The age bands and motor profiles that least_for and most_for may name; NULL-ended. */
const char *const *schema_hands(void);

enum {
    PARAMS_MAX = 32,
    PARAM_TEXT_MAX = 200, /* bytes of a TEXT */
    LEVELS_MAX = 40,
    SKILLS_MAX = 8,
    VOICE_MAX = 128,
    GAME_API = 1
};

typedef struct {
    const char *id;      /* folder name: lower case, digits, _ */
    const char *version; /* text the author raises */
    int api;             /* GAME_API */
    const char *title;   /* text key shown to children and adults; in the game's text tables */
    const char *word;    /* one-word text key for the schedule: "draw" */
    const char *picture; /* picture id for the strip */
    const char *domain;  /* fine_motor gross_motor sensory self_care play cognitive */
    const char *aim;     /* a sentence for the therapist */
    const char *skills[SKILLS_MAX + 1];
    const char *trial; /* what one trial is, in a sentence */
    const char *twin;  /* the off-screen twin activity; may be NULL */
    bool hidden;       /* not offered to children: templates, tests */
    bool two_players;
    bool keeps_sides; /* left and right are the thing itself: not mirrored from right to left */
    bool no_score;    /* nothing is right or wrong: a break or a check-in; never moves adaptation */
    int trials;       /* usual number of trials in a run */
    double minutes;   /* usual minutes of a run */
    Param params[PARAMS_MAX];
    int param_count;
    MeasureId
        measures[MEASURES_PER_TRIAL_MAX]; /* what its trials yield; the first is the main one */
    int measure_count;
    const char *voice[VOICE_MAX + 1]; /* text keys it may say */
} Manifest;

typedef struct {
    const char *name;    /* a human sentence: "13 mm road, curves" */
    const Value *params; /* record with every parameter, defaults filled in */
} Level;

typedef struct {
    Level rows[LEVELS_MAX]; /* rows[0] is level 1, the easiest */
    int count;
} Levels;

/* Checks `data` (what game.lua returned) and fills *manifest; everything lives in mem. The fields
 * have the names of Manifest, except `parameters`: a list, in the order of the therapist's form, of
 * { name, type, min, max, least_for, most_for, choices, default, label }. `place` names the file in
 * messages: "games/tracing/game.lua: parameters.road_mm: ...". */
bool schema_manifest(Mem *mem, const Value *data, const char *place, Manifest *manifest,
                     Fail *fail);
/* Checks `data` (what levels.lua returned: a list of records, each with `name` and parameters). */
bool schema_levels(Mem *mem, const Value *data, const Manifest *manifest, const char *place,
                   Levels *levels, Fail *fail);
/* Checks one parameter's value; on success *checked has the declared type (2 becomes 2.0 for a
 * number). */
bool schema_param(const Param *param, const Value *value, Value *checked, Fail *fail);
/* A level's value of the parameter as it is for this child. most: of what is counted, 0: any. */
Value schema_fit(const Param *param, const char *age_band, const char *motor, int most,
                 Value usual);
const Param *schema_find(const Manifest *manifest, const char *name);
/* One parameter of a level as a number; asserts that it exists and is one. */
double level_number(const Level *level, const char *name);

#endif
