/* app/keys, app/audit, app/forget: secrets on a real store, with a clock that the test turns. */
#include "clinic_fixture.h"

#include "app/audit.h"
#include "app/forget.h"
#include "store/backup.h"

#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>

static PinAnswer try_pin(House *house, const char *pin) {
    return keys_try_pin(house->app.keys, pin, &house->fail);
}

/* ---- claims ---- */

static void without_a_clinic_nothing_is_asked_and_nothing_is_named(void **state) {
    House *house = *state;
    char text[KEYS_TEXT_MAX];
    assert_int_equal(keys_state(house->app.keys), KEYS_NONE);
    assert_false(keys_seal(house->app.keys, (Id){{1}}, "name", "Ava", &house->fail));
    assert_false(keys_read(house->app.keys, (Id){{1}}, "name", text, &house->fail));
}

static void a_name_is_read_only_while_the_keys_are_open(void **state) {
    House *house = *state;
    char name[CHILD_NAME_MAX];
    set_up_with_pin(house);
    ChildRecord child = named_child(house, "Ava");
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    keys_lock(house->app.keys);
    assert_int_equal(keys_state(house->app.keys), KEYS_LOCKED);
    assert_string_equal(child_name(&house->app, &child, name), child.pseudonym);
    assert_int_equal(try_pin(house, PIN), PIN_OPENED);
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
}

static void a_restart_needs_the_passphrase_and_the_right_one(void **state) {
    House *house = *state;
    char name[CHILD_NAME_MAX];
    set_up_with_pin(house);
    ChildRecord child = named_child(house, "Ava");
    restart(house);
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_int_equal(try_pin(house, PIN), PIN_SPENT);
    assert_false(keys_unlock(house->app.keys, "Noa", "twelve otters sink", &house->fail));
    assert_false(keys_unlock(house->app.keys, "Ben", PASSPHRASE, &house->fail));
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    assert_string_equal(keys_who(house->app.keys), "Noa");
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
}

static void five_wrong_pins_wait_and_the_wait_doubles(void **state) {
    House *house = *state;
    static const int waits[] = {30, 60, 120, 240, 480};
    set_up_with_pin(house);
    keys_lock(house->app.keys);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(try_pin(house, "000000"), PIN_WRONG);
        assert_int_equal(keys_wait_s(house->app.keys), 0);
    }
    for (int i = 0; i < 5; i++) {
        assert_int_equal(try_pin(house, "000000"), PIN_WRONG);
        assert_int_equal(keys_wait_s(house->app.keys), waits[i]);
        /* Not even the right one is looked at while the wait runs. */
        assert_int_equal(try_pin(house, PIN), PIN_WAIT);
        house->wall_us += (int64_t)waits[i] * 1000000;
    }
    assert_int_equal(try_pin(house, PIN), PIN_OPENED);
    assert_int_equal(keys_wait_s(house->app.keys), 0);
}

static void the_tenth_wrong_pin_needs_the_passphrase(void **state) {
    House *house = *state;
    set_up_with_pin(house);
    keys_lock(house->app.keys);
    for (int i = 0; i < 9; i++) {
        assert_int_equal(try_pin(house, "000000"), PIN_WRONG);
        house->wall_us += INT64_C(900) * 1000000;
    }
    assert_int_equal(try_pin(house, "000000"), PIN_SPENT);
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_int_equal(try_pin(house, PIN), PIN_SPENT);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    keys_lock(house->app.keys);
    assert_int_equal(try_pin(house, PIN), PIN_OPENED);
}

static void the_counter_is_on_the_disk_before_the_pin_is_looked_at(void **state) {
    House *house = *state;
    const char *text;
    set_up_with_pin(house);
    keys_lock(house->app.keys);
    assert_int_equal(try_pin(house, "000000"), PIN_WRONG);
    assert_true(history_note(house->app.store, house->mem, "pin", "tablet", &text, &house->fail));
    assert_non_null(strstr(text, "\"wrong\":1"));
    /* Another start of the program goes on counting. */
    restart(house);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    assert_true(history_note(house->app.store, house->mem, "pin", "tablet", &text, &house->fail));
    assert_non_null(strstr(text, "\"wrong\":0"));
}

static void after_eight_hours_and_after_a_clock_set_back_it_is_closed(void **state) {
    House *house = *state;
    set_up_with_pin(house);
    house->wall_us += INT64_C(8) * 3600 * 1000000 - 1;
    assert_int_equal(keys_state(house->app.keys), KEYS_OPEN);
    house->wall_us += 2;
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    house->wall_us -= INT64_C(3600) * 1000000;
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
}

static void a_recovery_key_with_a_wrong_sign_opens_nothing(void **state) {
    House *house = *state;
    char name[CHILD_NAME_MAX];
    set_up_with_pin(house);
    ChildRecord child = named_child(house, "Ava");
    restart(house);
    house->recovery[3] = house->recovery[3] == '7' ? '8' : '7';
    assert_false(
        keys_recover(house->app.keys, house->recovery, "Noa", "another passphrase", &house->fail));
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_string_equal(child_name(&house->app, &child, name), child.pseudonym);
}

static void the_right_recovery_key_gives_a_new_passphrase(void **state) {
    House *house = *state;
    char name[CHILD_NAME_MAX];
    set_up_with_pin(house);
    ChildRecord child = named_child(house, "Ava");
    restart(house);
    if (!keys_recover(house->app.keys, house->recovery, "Noa", "another passphrase",
                      &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    restart(house);
    assert_false(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    assert_true(keys_unlock(house->app.keys, "Noa", "another passphrase", &house->fail));
}

static void a_second_therapist_has_a_passphrase_of_her_own(void **state) {
    House *house = *state;
    const char **names;
    size_t count;
    set_up_with_pin(house);
    assert_true(keys_add(house->app.keys, "Lea", "eleven seals sing", &house->fail));
    assert_true(keys_therapists(house->app.keys, house->mem, &names, &count, &house->fail));
    assert_int_equal(count, 2);
    restart(house);
    assert_false(keys_unlock(house->app.keys, "Lea", PASSPHRASE, &house->fail));
    assert_true(keys_unlock(house->app.keys, "Lea", "eleven seals sing", &house->fail));
    assert_false(keys_has_pin(house->app.keys)); /* Noa's PIN is not hers */
}

static void a_sealed_name_does_not_open_under_another_child(void **state) {
    House *house = *state;
    char key[96], id[ID_TEXT_SIZE], text[KEYS_TEXT_MAX];
    const char *note;
    set_up_with_pin(house);
    ChildRecord ava = named_child(house, "Ava"), ben = named_child(house, "Ben");
    id_text(ava.id, id);
    snprintf(key, sizeof key, "%s/name", id);
    assert_true(history_note(house->app.store, house->mem, "sealed", key, &note, &house->fail));
    id_text(ben.id, id);
    snprintf(key, sizeof key, "%s/name", id);
    assert_true(store_note(house->app.store, "sealed", key, note, house->wall_us, NULL, NULL,
                           &house->fail));
    assert_true(store_flush(house->app.store, &house->fail));
    assert_false(keys_read(house->app.keys, ben.id, "name", text, &house->fail));
    assert_string_equal(text, "");
}

/* ---- forgetting ---- */

static int files_holding(const char *folder, const char *words) {
    int count = 0;
    DIR *list = opendir(folder);
    for (struct dirent *entry = list != NULL ? readdir(list) : NULL; entry != NULL;
         entry = readdir(list)) {
        char path[400];
        struct stat what;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &what) != 0) {
            continue;
        }
        count += S_ISDIR(what.st_mode) ? files_holding(path, words) : file_holds(path, words);
    }
    if (list != NULL) {
        closedir(list);
    }
    return count;
}

static void played_session(House *house, const ChildRecord *child, Id *session) {
    *session = app_new_id(&house->app);
    char id[ID_TEXT_SIZE];
    SessionRecord record = {.id = *session,
                            .child = child->id,
                            .engine_version = "0.1.0",
                            .schema_version = 1,
                            .started_us = house->wall_us,
                            .device = "",
                            .setting = "clinic",
                            .tool = "finger",
                            .hand = "right",
                            .plan = "{}",
                            .assistance_scheme = "{}",
                            .replayed = -1,
                            .replay_total = -1};
    RunRecord run = {.session = *session,
                     .game = "tracing",
                     .game_version = "1",
                     .game_hash = "ab",
                     .setup = "{\"mark\":\"SETUPMARK\"}",
                     .started_us = house->wall_us};
    id_text(*session, id);
    assert_true(store_session(house->app.store, &record, NULL, NULL, &house->fail));
    assert_true(store_run(house->app.store, &run, NULL, NULL, &house->fail));
    assert_true(store_note(house->app.store, "note", id, "{\"text\":\"NOTEMARK told the mother\"}",
                           house->wall_us, NULL, NULL, &house->fail));
    assert_true(store_flush(house->app.store, &house->fail));
}

static void expect_whole(House *house) {
    Buffer report = {0};
    int damaged = 0;
    assert_true(history_check(house->app.store, &report, &damaged, &house->fail));
    if (damaged != 0) {
        fail_msg("%s", (const char *)report.bytes);
    }
    buffer_free(&report);
}

static void forget(House *house, bool records) {
    char id[ID_TEXT_SIZE], sealed_key[96];
    const char *text;
    Id session, other_session;
    set_up_with_pin(house);
    ChildRecord ava = named_child(house, "Ava"), ben = named_child(house, "Ben");
    played_session(house, &ava, &session);
    played_session(house, &ben, &other_session);
    assert_true(
        backup_make(house->app.store, house->backups, house->wall_us, NULL, NULL, &house->fail));
    id_text(ava.id, id);
    snprintf(sealed_key, sizeof sealed_key, "%s/name", id);
    assert_true(history_note(house->app.store, house->mem, "child_key", id, &text, &house->fail));
    char *wrapped = mem_text(house->mem, text);
    assert_true(
        history_note(house->app.store, house->mem, "sealed", sealed_key, &text, &house->fail));
    char *sealed = mem_text(house->mem, text);
    /* The search finds them before, in the log or the file and in the backup. */
    assert_true(files_holding(house->folder, wrapped) >= 2);
    assert_true(files_holding(house->folder, sealed) >= 2);
    assert_true(files_holding(house->folder, ava.pseudonym) >= 2);

    Forgotten forgotten;
    if (!child_forget(&house->app, ava.id, records, &forgotten, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
    assert_int_equal(forgotten.copies, 1);
    assert_int_equal(files_holding(house->folder, wrapped), 0);
    assert_int_equal(files_holding(house->folder, sealed), 0);
    assert_int_equal(files_holding(house->folder, ava.pseudonym), 0);
    assert_true(files_holding(house->folder, ben.pseudonym) >= 2);
    expect_whole(house);

    SessionLine *lines;
    size_t count;
    assert_true(
        history_sessions(house->app.store, house->mem, &ava.id, 0, &lines, &count, &house->fail));
    assert_int_equal(count, records ? 0 : 1);
    assert_true(
        history_sessions(house->app.store, house->mem, &ben.id, 0, &lines, &count, &house->fail));
    assert_int_equal(count, 1);
    id_text(session, id);
    assert_true(history_note(house->app.store, house->mem, "note", id, &text, &house->fail));
    assert_null(text);
    id_text(other_session, id);
    assert_true(history_note(house->app.store, house->mem, "note", id, &text, &house->fail));
    assert_non_null(text);
    id_text(ava.id, id);
    assert_true(history_note(house->app.store, house->mem, "forgotten", id, &text, &house->fail));
    assert_non_null(text);
    char path[BACKUP_PATH_MAX];
    snprintf(path, sizeof path, "%s/otterpaw-20260303.db", house->backups);
    if (!backup_check(path, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
}

static void a_forgotten_child_is_in_no_byte_of_any_file(void **state) {
    forget(*state, false);
}

static void a_child_forgotten_with_its_records_leaves_only_a_tombstone(void **state) {
    House *house = *state;
    forget(house, true);
    restart(house);
    expect_whole(house);
}

static void what_is_append_only_is_so_again_after_forgetting(void **state) {
    House *house = *state;
    char path[128];
    sqlite3 *db;
    forget(house, false);
    app_close(&house->app);
    snprintf(path, sizeof path, "%s/otterpaw.db", house->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM note", NULL, NULL, NULL), SQLITE_CONSTRAINT);
    sqlite3_close(db);
    open_again(house);
}

/* ---- audit ---- */

static void the_audit_is_whole_until_somebody_changes_it(void **state) {
    House *house = *state;
    AuditVerdict verdict;
    for (int i = 0; i < 5; i++) {
        assert_true(audit_add(house->app.store, house->wall_us + i, "Noa",
                              i == 3 ? AUDIT_EXPORT : AUDIT_UNLOCK, NULL, &house->fail));
    }
    assert_true(audit_verify(house->app.store, &verdict, &house->fail));
    assert_true(verdict.whole);
    assert_int_equal(verdict.entries, 5);
    /* The row that tells of the export is made to tell of something else, with all checks of the
     * file that a stranger could make right: a new revision, through the store itself. */
    const char *text;
    assert_true(
        history_note(house->app.store, house->mem, "audit", "0000000003", &text, &house->fail));
    char *changed = mem_text(house->mem, text);
    char *at = strstr(changed, "exported");
    assert_non_null(at);
    memcpy(at, "imported", 8);
    assert_true(store_note(house->app.store, "audit", "0000000003", changed, house->wall_us, NULL,
                           NULL, &house->fail));
    assert_true(store_flush(house->app.store, &house->fail));
    assert_true(audit_verify(house->app.store, &verdict, &house->fail));
    assert_false(verdict.whole);
    assert_non_null(strstr(verdict.why, "entry 3"));
}

static void a_missing_entry_is_noticed(void **state) {
    House *house = *state;
    AuditVerdict verdict;
    char path[128];
    sqlite3 *db;
    for (int i = 0; i < 4; i++) {
        assert_true(
            audit_add(house->app.store, house->wall_us, "Noa", AUDIT_UNLOCK, NULL, &house->fail));
    }
    app_close(&house->app);
    snprintf(path, sizeof path, "%s/otterpaw.db", house->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER note_no_delete;"
                                  "DELETE FROM note WHERE kind='audit' AND key='0000000001'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    open_again(house);
    assert_true(audit_verify(house->app.store, &verdict, &house->fail));
    assert_false(verdict.whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(without_a_clinic_nothing_is_asked_and_nothing_is_named),
        IN_A_HOUSE(a_name_is_read_only_while_the_keys_are_open),
        IN_A_HOUSE(a_restart_needs_the_passphrase_and_the_right_one),
        IN_A_HOUSE(five_wrong_pins_wait_and_the_wait_doubles),
        IN_A_HOUSE(the_tenth_wrong_pin_needs_the_passphrase),
        IN_A_HOUSE(the_counter_is_on_the_disk_before_the_pin_is_looked_at),
        IN_A_HOUSE(after_eight_hours_and_after_a_clock_set_back_it_is_closed),
        IN_A_HOUSE(a_recovery_key_with_a_wrong_sign_opens_nothing),
        IN_A_HOUSE(the_right_recovery_key_gives_a_new_passphrase),
        IN_A_HOUSE(a_second_therapist_has_a_passphrase_of_her_own),
        IN_A_HOUSE(a_sealed_name_does_not_open_under_another_child),
        IN_A_HOUSE(a_forgotten_child_is_in_no_byte_of_any_file),
        IN_A_HOUSE(a_child_forgotten_with_its_records_leaves_only_a_tombstone),
        IN_A_HOUSE(what_is_append_only_is_so_again_after_forgetting),
        IN_A_HOUSE(the_audit_is_whole_until_somebody_changes_it),
        IN_A_HOUSE(a_missing_entry_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
