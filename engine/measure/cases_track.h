/* The reference cases of trackers: staircases, QUEST, QUEST+ and ratings. Each answers one case's
 * "in" with its "out"; see cases.h. */
#ifndef OTTERPAW_MEASURE_CASES_TRACK_H
#define OTTERPAW_MEASURE_CASES_TRACK_H

#include "measure/cases.h"

bool cases_staircase_transformed(const Value *in, const Value *file, Mem *mem, Value *out,
                                 Fail *fail);
bool cases_staircase_weighted(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_quest(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_questplus(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_hshs_elo(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);

#endif
