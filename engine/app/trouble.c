/* The gravest trouble of the records; see trouble.h. */
#include "app/trouble.h"

#include "app/backups.h"
#include "store/history.h"

#include <stdio.h>

static bool disk(App *app, char *words) {
    StoreState state;
    store_state(app->store, &state);
    if (state.disk_full) {
        snprintf(words, FAIL_TEXT_MAX,
                 "The disk is full: %d records wait in memory. Make room, and do not switch off.",
                 state.waiting);
    } else if (state.read_only) {
        snprintf(words, FAIL_TEXT_MAX, "Nothing can be saved now: %.900s", state.trouble);
    }
    return state.disk_full || state.read_only;
}

static bool damage(App *app, char *words) {
    Mem *mem = mem_new(1 << 20);
    const char **names;
    size_t named = 0;
    int found = mem != NULL ? history_damaged(app->store, mem, &names, &named) : 0;
    if (found > 0) {
        snprintf(words, FAIL_TEXT_MAX,
                 "%d damaged row%s left out of the records (%.60s). All else is whole: otterpaw "
                 "check tells more.",
                 found, found == 1 ? " is" : "s are", named > 0 ? names[0] : "?");
    }
    mem_free(mem);
    return found > 0;
}

static bool backups(App *app, char *words) {
    BackupNews news;
    if (app->backups == NULL) {
        return false;
    }
    backups_news(app, &news);
    if (news.trouble[0] != '\0') {
        snprintf(words, FAIL_TEXT_MAX, "%.900s", news.trouble);
        return true;
    }
    if (news.any && news.days_old >= BACKUPS_LATE_DAYS) {
        snprintf(words, FAIL_TEXT_MAX, "The last good backup is %ld days old (%s).", news.days_old,
                 news.date);
        return true;
    }
    return false;
}

bool trouble_now(App *app, char words[FAIL_TEXT_MAX]) {
    words[0] = '\0';
    return disk(app, words) || damage(app, words) || backups(app, words);
}

void trouble_tell(App *app) {
    char words[FAIL_TEXT_MAX];
    if (app->notice[0] == '\0' && trouble_now(app, words)) {
        snprintf(app->notice, sizeof app->notice, "%s", words);
    }
}
