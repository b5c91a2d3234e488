/* A signed note in the store. Where there is a clinic its words are sealed under the child's key,
 * so that they are forgotten with it; beside them stands only when and by whom it was signed. An
 * amendment carries what it amends, in the same seal. */
#include "app/audit.h"
#include "app/screens/summary.h"

#include <stdio.h>
#include <string.h>

static void field_of(const SummaryScreen *summary, char field[ID_TEXT_SIZE + 8]) {
    char id[ID_TEXT_SIZE];
    id_text(summary->review.session, id);
    snprintf(field, ID_TEXT_SIZE + 8, "note/%s", id);
}

static bool is_sealed(const Value *note) {
    const Value *sealed = value_get(note, "sealed");
    return sealed != NULL && sealed->kind == VALUE_BOOL && sealed->as.flag;
}

/* What is sealed, or a word that it is. */
static bool unseal(SummaryScreen *summary, Value *note, Fail *fail) {
    App *app = summary->screen.app;
    char field[ID_TEXT_SIZE + 8];
    const char *text;
    field_of(summary, field);
    if (keys_state(app->keys) != KEYS_OPEN) {
        return value_put(summary->note_mem, note, "text",
                         value_text("This note is sealed: open the names to read it."));
    }
    return keys_read_long(app->keys, summary->note_mem, summary->review.log.line.session.child,
                          field, &text, fail) &&
           value_read(summary->note_mem, text, strlen(text), note, fail);
}

void summary_load(SummaryScreen *summary) {
    char id[ID_TEXT_SIZE];
    const char *text = NULL;
    Fail fail = {0};
    mem_reset(summary->note_mem);
    summary->note = NULL;
    id_text(summary->review.session, id);
    Value *note = mem_alloc(summary->note_mem, sizeof *note);
    if (note == NULL ||
        !history_note(summary->screen.app->store, summary->note_mem, "note", id, &text, &fail) ||
        (text != NULL && (!value_read(summary->note_mem, text, strlen(text), note, &fail) ||
                          (is_sealed(note) && !unseal(summary, note, &fail))))) {
        snprintf(summary->screen.app->notice, sizeof summary->screen.app->notice, "%s", fail.text);
    } else if (text != NULL) {
        summary->note = note;
    }
}

/* The words themselves, with what they amend. */
static bool write_words(SummaryScreen *summary, Mem *mem, const char *when, const char *by,
                        Buffer *out) {
    Buffer words = {0};
    Value note = value_record();
    bool ok = summary_note(summary, &words) && buffer_add_text(&words, "") &&
              value_put(mem, &note, "text", value_text((const char *)words.bytes)) &&
              value_put(mem, &note, "signed_at", value_text(when)) &&
              value_put(mem, &note, "by", value_text(by)) &&
              (summary->note == NULL || value_put(mem, &note, "amends", *summary->note)) &&
              value_write(out, &note);
    buffer_free(&words);
    return ok;
}

/* What may be read by anybody. */
static bool write_cover(Mem *mem, const char *when, const char *by, Buffer *out) {
    Value note = value_record();
    return value_put(mem, &note, "sealed", value_bool(true)) &&
           value_put(mem, &note, "signed_at", value_text(when)) &&
           value_put(mem, &note, "by", value_text(by)) && value_write(out, &note);
}

bool summary_store(SummaryScreen *summary, Fail *fail) {
    App *app = summary->screen.app;
    Mem *mem = mem_new(4 << 20);
    Buffer words = {0}, cover = {0};
    Id child = summary->review.log.line.session.child;
    bool clinic = keys_state(app->keys) != KEYS_NONE, amends = summary->note != NULL;
    char id[ID_TEXT_SIZE], field[ID_TEXT_SIZE + 8], when[LOG_WORDS];
    const char *who = keys_who(app->keys), *by = who[0] != '\0' ? who : app->tablet.name;
    id_text(summary->review.session, id);
    field_of(summary, field);
    log_time(app_wall_us(app), app->utc_offset_min, when);
    bool ok = (mem != NULL && write_words(summary, mem, when, by, &words) &&
               (!clinic || write_cover(mem, when, by, &cover))) ||
              fail_set(fail, FAIL_MEMORY, "there is no memory to keep the note");
    const Buffer *seen = clinic ? &cover : &words;
    ok = ok &&
         (!clinic || keys_seal_long(app->keys, child, field, (const char *)words.bytes, fail)) &&
         store_note(app->store, "note", id, (const char *)seen->bytes, app_wall_us(app), NULL, NULL,
                    fail) &&
         store_flush(app->store, fail) &&
         audit_add(app->store, app_wall_us(app), who, amends ? AUDIT_AMEND : AUDIT_SIGN, &child,
                   fail);
    buffer_free(&words);
    buffer_free(&cover);
    mem_free(mem);
    return ok;
}
