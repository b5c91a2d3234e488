/* A session as tables for other programs: trials, samples, and a dictionary of every column. The
 * figures are those of log.h; nothing is computed here. */
#ifndef OTTERPAW_APP_TABLE_H
#define OTTERPAW_APP_TABLE_H

#include "app/log.h"

/* CSV by RFC 4180: comma, double quotes, CRLF. Measures are columns, empty where not measurable. */
bool table_trials(App *app, const Log *log, Buffer *out);
/* Every finger reading as it was taken, in screen millimetres; log with journals. */
bool table_samples(const Log *log, Buffer *out, Fail *fail);
bool table_dictionary(const Log *log, Buffer *out);

#endif
