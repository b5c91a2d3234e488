/* The reference cases of counts and change: rates, reaction times, detection, span, single-case
 * statistics, reliable change and goal attainment. Each answers one case's "in" with its "out"; see
 * cases.h. What must not be reported says so: "valid" (or "reportable") with "why". */
#ifndef OTTERPAW_MEASURE_CASES_TREND_H
#define OTTERPAW_MEASURE_CASES_TREND_H

#include "measure/cases.h"

bool cases_wilson(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_rt_outliers(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_dprime(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_corsi_span(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_single_case(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_rci(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_gas_t(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);

#endif
