/* Reference cases: a file of {"cases": [{"id", "in"}, ...]} of one family of measures, answered
 * with the engine's own formulas as {id: out}. So anyone can check the formulas against other
 * people's programs. */
#ifndef OTTERPAW_MEASURE_CASES_H
#define OTTERPAW_MEASURE_CASES_H

#include "base/fail.h"
#include "base/mem.h"
#include "base/value.h"

#include <stdbool.h>

/* file: the parsed file; some families also read its top-level fields (templates). answers: a
 * record in mem. False with a sentence when the family is
 * unknown, the file has no cases, a case lacks an id or an input is not of the family's form; what
 * a well-formed input cannot support is null instead. */
bool cases_answer(const char *family, const Value *file, Mem *mem, Value *answers, Fail *fail);

/* The family names, NULL-ended. */
const char *const *cases_families(void);

/* Numbers on their way in, shared by the families: the named field of `in`, or a Fail that names
 * it. */
bool cases_number(const Value *in, const char *name, double *number, Fail *fail);
/* A list of numbers; null items become NaN. */
bool cases_numbers(const Value *in, const char *name, Mem *mem, double **numbers, size_t *count,
                   Fail *fail);
bool cases_put_number(Mem *mem, Value *record, const char *name, double number, Fail *fail);
bool cases_full(Fail *fail); /* the sentence for a full arena; returns false */

#endif
