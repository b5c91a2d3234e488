/* Writes the note; see note.h. The form of the O line is the one therapists write: activity, level,
 * trials, help by kind, the main figure with the last one beside it, then tool, hand and how it
 * ended. */
#include "care/note.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

const char *note_phrase_word(NotePhrase phrase) {
    static const char *const words[] = {
#define X(ID, group, word) word,
        NOTE_PHRASES(X)
#undef X
    };
    return words[phrase];
}

char note_phrase_group(NotePhrase phrase) {
    static const char groups[] = {
#define X(ID, group, word) group,
        NOTE_PHRASES(X)
#undef X
    };
    return groups[phrase];
}

static bool given(const char *text) {
    return text != NULL && text[0] != '\0';
}

static const char *plural(int count) {
    return count == 1 ? "" : "s";
}

/* ---- one activity ---- */

static bool add_level(const NoteActivity *activity, Buffer *out) {
    const Summary *s = activity->summary;
    bool ok = buffer_format(out, "%s L%d", activity->title, s->level_first);
    if (s->level_last != s->level_first) {
        ok = ok && buffer_format(out, "\xe2\x80\x93L%d", s->level_last);
    }
    return ok &&
           (!given(activity->level_name) || buffer_format(out, " (%s)", activity->level_name));
}

static bool add_help(const Summary *s, const NoteFacts *facts, Buffer *out) {
    bool ok = true, first = true;
    for (int i = 0; ok && i < SUMMARY_HELP; i++) {
        if (s->by_help[i] > 0 || i == 0) {
            ok = buffer_format(out, "%s%d %s", first ? ": " : ", ", s->by_help[i],
                               i == 0 ? "independent" : facts->help_words[i]);
            first = false;
        }
    }
    return ok;
}

static bool add_main(const NoteActivity *activity, Buffer *out) {
    if (!given(activity->main)) {
        return true;
    }
    const char *label = activity->main_label;
    bool ok = buffer_format(out, "; %c%s, median %s", tolower((unsigned char)label[0]), label + 1,
                            activity->main);
    return ok &&
           (!given(activity->main_last) || buffer_format(out, " (last: %s)", activity->main_last));
}

bool note_activity(const NoteActivity *activity, const NoteFacts *facts, Buffer *out) {
    const Summary *s = activity->summary;
    int left_out = s->trials - s->counted;
    bool ok = add_level(activity, out) &&
              buffer_format(out, ", %d %strial%s", s->counted, activity->probe ? "probe " : "",
                            plural(s->counted));
    ok = ok && (s->counted == 0 || (add_help(s, facts, out) && add_main(activity, out)));
    return ok && (left_out == 0 || buffer_format(out, "; %d not counted", left_out)) &&
           buffer_add_text(out, ". ");
}

/* ---- the session ---- */

static const char *end_words(const char *reason) {
    static const struct {
        const char *reason, *words;
    } table[] = {{"stopped", "; stopped early by the adult"},
                 {"child_upset", "; stopped early, child upset"},
                 {"crash", "; the program stopped early"}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (given(reason) && strcmp(reason, table[i].reason) == 0) {
            return table[i].words;
        }
    }
    return "";
}

static int unmarked(const NoteFacts *facts) {
    int count = 0;
    for (int i = 0; i < facts->count; i++) {
        count += facts->activities[i].summary->unmarked;
    }
    return count;
}

static bool add_session(const NoteFacts *facts, Buffer *out) {
    bool known = strcmp(facts->hand, "unknown") != 0;
    bool ok = buffer_format(out, "%c%s", toupper((unsigned char)facts->tool[0]), facts->tool + 1) &&
              (!known || buffer_format(out, ", %s hand", facts->hand)) &&
              buffer_format(out, ", %s; %.0f min (active %.0f", facts->setting, facts->minutes,
                            facts->active_minutes) &&
              (facts->planned_minutes <= 0 ||
               buffer_format(out, ", planned %.0f", facts->planned_minutes)) &&
              buffer_add_text(out, ")");
    if (unmarked(facts) > 0) {
        ok = ok && buffer_format(out, "; %d trial%s not marked, taken as without an adult's help",
                                 unmarked(facts), plural(unmarked(facts)));
    }
    if (facts->breaks > 0) {
        ok = ok && buffer_format(out, "; calm corner %dx", facts->breaks);
    }
    if (facts->calm_switches > 0) {
        ok = ok && buffer_format(out, "; quieter pressed %dx", facts->calm_switches);
    }
    if (given(facts->tiring)) {
        ok = ok && buffer_format(out, "; signs of tiring: %s", facts->tiring);
    }
    ok = ok && buffer_add_text(out, end_words(facts->end_reason));
    if (given(facts->feeling_hello)) {
        ok = ok && buffer_format(out, "; felt %s at hello", facts->feeling_hello);
    }
    if (given(facts->feeling_goodbye)) {
        ok = ok && buffer_format(out, "; %s at goodbye", facts->feeling_goodbye);
    }
    return ok && buffer_add_text(out, ". ");
}

bool note_objective(const NoteFacts *facts, Buffer *out) {
    bool ok = true;
    for (int i = 0; ok && i < facts->count; i++) {
        ok = note_activity(&facts->activities[i], facts, out) && buffer_add_text(out, "\n");
    }
    return ok && add_session(facts, out);
}

bool note_plan(const NoteFacts *facts, Buffer *out) {
    bool ok = facts->count == 0 || buffer_add_text(out, "Next: ");
    for (int i = 0; ok && i < facts->count; i++) {
        ok = buffer_format(out, "%s%s L%d", i > 0 ? ", " : "", facts->activities[i].title,
                           facts->activities[i].next_level);
    }
    return ok && (facts->count == 0 || buffer_add_text(out, ". "));
}

/* ---- phrases ---- */

typedef struct {
    int trials, counted, on_own, helped;
} Sums;

static Sums sum(const NoteFacts *facts) {
    Sums sums = {0};
    for (int i = 0; i < facts->count; i++) {
        const Summary *s = facts->activities[i].summary;
        sums.trials += s->trials;
        sums.counted += s->counted;
        sums.on_own += s->on_own;
        for (int h = 1; h < ASSISTANCE_MAX; h++) {
            sums.helped += s->by_help[h];
        }
    }
    return sums;
}

/* "Road 7 of 10, Sort 8 of 10", or the next levels as the adult left them. */
static bool add_each(const NoteFacts *facts, bool levels, Buffer *out) {
    bool ok = true;
    for (int i = 0; ok && i < facts->count; i++) {
        const NoteActivity *a = &facts->activities[i];
        ok = buffer_add_text(out, i > 0 ? ", " : "") &&
             (levels ? buffer_format(out, "%s L%d", a->title, a->next_level)
                     : buffer_format(out, "%s %d of %d", a->title, a->summary->on_own,
                                     a->summary->counted));
    }
    return ok && buffer_add_text(out, ". ");
}

bool note_phrase(NotePhrase phrase, const NoteFacts *facts, Buffer *out) {
    Sums s = sum(facts);
    switch (phrase) {
    case NOTE_ENGAGED:
        return buffer_format(out, "Full engagement in %d trial%s over %.0f min. ", s.trials,
                             plural(s.trials), facts->active_minutes);
    case NOTE_REDIRECTED:
        return buffer_format(out, "Partial engagement, redirected; %d of %d trials counted. ",
                             s.counted, s.trials);
    case NOTE_CALM:
        return buffer_format(out, "Calm throughout %.0f min. ", facts->minutes);
    case NOTE_TIRED:
        return buffer_format(out, "Tired towards the end of %.0f min. ", facts->minutes);
    case NOTE_RECOVERED:
        return buffer_add_text(out, "Upset, then recovered") &&
               (facts->breaks == 0 ||
                buffer_format(out, " after the calm corner (%dx)", facts->breaks)) &&
               buffer_add_text(out, ". ");
    case NOTE_FADED:
        return buffer_format(out, "Help faded: %d of %d with help, %d on own. ", s.helped,
                             s.counted, s.on_own);
    case NOTE_MORE_HELP:
        return buffer_format(out, "More help than last time: %d of %d with help. ", s.helped,
                             s.counted);
    case NOTE_PARENT_SAYS:
        return buffer_add_text(out, "Parent reports carry-over at home. ");
    case NOTE_TOLD_PARENT:
        return buffer_add_text(out, "Told the parent, on own: ") && add_each(facts, false, out);
    case NOTE_RAISE:
        return buffer_add_text(out, "Raise the level: ") && add_each(facts, true, out);
    case NOTE_SAME:
        return buffer_add_text(out, "Same level: ") && add_each(facts, true, out);
    case NOTE_PROBE:
        return buffer_add_text(out, "Probe without help: ") && add_each(facts, true, out);
    case NOTE_PHRASE_COUNT:
        break;
    }
    return true;
}

static bool add_group(char group, const NoteFacts *facts, uint32_t phrases, Buffer *out) {
    bool ok = true;
    for (int i = 0; ok && i < NOTE_PHRASE_COUNT; i++) {
        if ((phrases & (1U << i)) != 0 && note_phrase_group((NotePhrase)i) == group) {
            ok = note_phrase((NotePhrase)i, facts, out);
        }
    }
    return ok;
}

/* What the family told: a word that was tapped, never a figure. */
static bool note_home(const NoteFacts *facts, Buffer *out) {
    bool ok = !given(facts->home_went) ||
              buffer_format(out, "At home, the family says, it went %s. ", facts->home_went);
    return ok && (!given(facts->home_helped) ||
                  buffer_format(out, "The family's help: %s. ", facts->home_helped));
}

bool note_text(const NoteFacts *facts, uint32_t phrases, const char *free_line, Buffer *out) {
    return buffer_add_text(out, "S: ") && note_home(facts, out) &&
           add_group('S', facts, phrases, out) && buffer_add_text(out, "\nO: ") &&
           note_objective(facts, out) && add_group('O', facts, phrases, out) &&
           buffer_add_text(out, "\nA: ") &&
           buffer_add_text(out, given(free_line) ? free_line : "") &&
           buffer_add_text(out, "\nP: ") && note_plan(facts, out) &&
           add_group('P', facts, phrases, out);
}
