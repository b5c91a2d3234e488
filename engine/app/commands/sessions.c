/* otterpaw sessions: one line a session, its UUID first, newest first. */
#include "app/commands/reading.h"

static void print_line(const SessionLine *line) {
    const SessionRecord *s = &line->session;
    char id[ID_TEXT_SIZE], when[LOG_WORDS], replay[LOG_WORDS] = "not replayed";
    id_text(s->id, id);
    if (s->replay_total >= 0) {
        snprintf(replay, sizeof replay, "%d/%d reproduced", s->replayed, s->replay_total);
    }
    printf("%s  %s  %-12s  %s  %3d runs  %4d trials  %s  %s\n", id,
           log_time(s->started_us, s->utc_offset_min, when), line->child_pseudonym, s->setting,
           line->runs, line->trials, s->ended_us > 0 ? s->end_reason : "open", replay);
}

static int run(int argc, char **argv) {
    const char *data = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data)};
    size_t word_count, count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, options, 1, words, &word_count, &status) ||
        !command_words("sessions", word_count, 0, &status)) {
        return status;
    }
    App app;
    Fail fail = {0};
    if (!app_open(&app, data, &fail)) {
        return command_fail("sessions", &fail);
    }
    Mem *mem = mem_new((size_t)256 << 20);
    SessionLine *lines;
    if (mem != NULL && history_sessions(app.store, mem, NULL, 0, &lines, &count, &fail)) {
        for (size_t i = 0; i < count; i++) {
            print_line(&lines[i]);
        }
    } else {
        status = command_fail("sessions", &fail);
    }
    reading_close(&app, mem);
    return status;
}

const Command command_sessions = {"sessions", "[--data DIR]", "lists sessions, newest first", run};
