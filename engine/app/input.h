/* All of a program's standard input. */
#ifndef OTTERPAW_APP_INPUT_H
#define OTTERPAW_APP_INPUT_H

#include "base/fail.h"
#include "base/mem.h"

#include <stdio.h>

bool input_read(FILE *in, Buffer *out, Fail *fail);

#endif
