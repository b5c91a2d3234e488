/* The wired house: what every screen and command may use. Clocks and chance enter here and nowhere
 * below; a test hands in its own. */
#ifndef OTTERPAW_APP_APP_H
#define OTTERPAW_APP_APP_H

#include "app/keys.h"
#include "app/library.h"
#include "app/places.h"
#include "app/tablet.h"
#include "base/id.h"
#include "store/store.h"

#include <stdbool.h>

/* How the program speaks and sounds; the window's does it, a test's collects. Members may be NULL.
 */
typedef struct {
    void *self;
    /* game may be NULL. Returns how long the clip takes in microseconds; 0: there is none. */
    int64_t (*say)(void *self, const char *locale, const char *game, const char *key,
                   double volume);
    void (*sound)(void *self, const char *sound, bool calm, double volume);
    void (*hush)(void *self); /* all sound out within 100 ms */
} Voice;

typedef struct Backups Backups; /* app/backups.h */

typedef struct {
    Places places;
    Store *store;
    Keys *keys;       /* who may read names */
    Backups *backups; /* made by themselves; NULL: only by hand */
    Library *library;
    Tablet tablet;
    int width_px, height_px;
    double width_mm, height_mm, px_per_mm;
    Voice voice;
    TextMeasure measure;            /* width of a text; zeroed: a rough guess is used */
    int64_t (*wall_us)(void *self); /* since 1970 UTC */
    void (*chance)(void *self, void *bytes, size_t count);
    int utc_offset_min;
    void *self;                 /* of the two above */
    int home_wrong;             /* wrong PINs of a caregiver in a row */
    int64_t home_until_us;      /* wall time until which none is taken */
    char notice[FAIL_TEXT_MAX]; /* what the therapist should know now; "" */
} App;

/* Opens the folders, the database and the library. data: see places_find. The clock and chance are
 * the machine's. Does not open a window. False and a sentence when nothing can be done; a database
 * that was set aside is told in app->notice. */
bool app_open(App *app, const char *data, Fail *fail);
void app_close(App *app);

/* The screen in pixels; px_per_mm 0: the tablet's own, or else a guess from `guess` (0: 149 ppi).
 */
void app_screen(App *app, int width_px, int height_px, double px_per_mm, double guess);

void app_own_clock(App *app); /* the machine's clock again */
int64_t app_wall_us(const App *app);
Id app_new_id(const App *app);
uint64_t app_seed(const App *app);
const Texts *app_texts(const App *app); /* the adult's language */

#endif
