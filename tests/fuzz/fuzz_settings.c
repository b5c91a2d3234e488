/* libFuzzer: any bytes as a stored setting are read or refused with a sentence; what is read is
 * written and read again to the same text, so that nothing drifts from start to start. First byte:
 * which kind of setting. */
#include "app/tablet.h"
#include "care/gas.h"
#include "care/goal.h"
#include "care/mastery.h"
#include "care/plan.h"
#include "care/records.h"
#include "measure/adapt.h"
#include "paint/theme.h"
#include "play/profile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A setting read and made a value again: the two ways of each kind. */
#define KIND(name, Type, first)                                                                    \
    static bool name##_there_and_back(Mem *mem, const Value *from, Value *to, Fail *fail) {        \
        Type *one = mem_alloc(mem, sizeof *one); /* the value borrows its texts */                 \
        if (one == NULL) {                                                                         \
            return fail_set(fail, FAIL_MEMORY, "no memory");                                       \
        }                                                                                          \
        *one = first;                                                                              \
        bool ok = name##_read(from, one, fail);                                                    \
        if (ok && !name##_value(mem, one, to)) {                                                   \
            abort();                                                                               \
        }                                                                                          \
        return ok;                                                                                 \
    }
KIND(tablet, Tablet, ((Tablet){0}))
KIND(profile, Profile, ((Profile){0}))
KIND(plan, Plan, ((Plan){0}))
KIND(goal, Goal, ((Goal){0}))
KIND(gas, GasScale, ((GasScale){0}))
KIND(mastery, MasteryRule, ((MasteryRule){0}))
KIND(adapt, Adapt, ((Adapt){0}))
KIND(trial_record, TrialRecord, ((TrialRecord){0}))
/* These two keep what is not given. */
KIND(guard_settings, GuardSettings, guard_standard("5-6", ""))
KIND(access_settings, AccessSettings, access_standard("5-6", ""))

static bool (*const KINDS[])(Mem *mem, const Value *from, Value *to, Fail *fail) = {
    tablet_there_and_back,         profile_there_and_back,      plan_there_and_back,
    goal_there_and_back,           gas_there_and_back,          mastery_there_and_back,
    adapt_there_and_back,          trial_record_there_and_back, guard_settings_there_and_back,
    access_settings_there_and_back};
enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0] };

static void refused(const Fail *fail) {
    if (fail->text[0] == '\0' || strlen(fail->text) >= FAIL_TEXT_MAX) {
        abort();
    }
}

static void check_theme(const char *text, size_t length) {
    static const char *const names[] = {"calm", "contrast", "dusk", ""};
    for (int i = 0; i < 4; i++) {
        Theme theme;
        Fail fail = {FAIL_NONE, ""};
        if (!theme_read(text, length, names[i], &theme, &fail)) {
            refused(&fail);
        }
    }
}

static void check(Mem *mem, int kind, const Value *value) {
    Value once, twice, again;
    Buffer first = {0}, second = {0};
    Fail fail = {FAIL_NONE, ""};
    if (!KINDS[kind](mem, value, &once, &fail)) {
        refused(&fail);
        return;
    }
    if (!value_write(&first, &once) ||
        !value_read(mem, (const char *)first.bytes, first.length, &again, &fail) ||
        !KINDS[kind](mem, &again, &twice, &fail) || !value_write(&second, &twice) ||
        strcmp((const char *)first.bytes, (const char *)second.bytes) != 0) {
        abort();
    }
    buffer_free(&first);
    buffer_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) {
        return 0;
    }
    int kind = data[0] % (KIND_COUNT + 1);
    const char *text = (const char *)data + 1;
    Mem *mem = mem_new(64 << 20);
    Fail fail = {FAIL_NONE, ""};
    Value value;
    if (mem == NULL) {
        return 0;
    }
    if (kind == KIND_COUNT) {
        check_theme(text, size - 1);
    } else if (!value_read(mem, text, size - 1, &value, &fail)) {
        refused(&fail);
    } else {
        check(mem, kind, &value);
    }
    mem_free(mem);
    return 0;
}
