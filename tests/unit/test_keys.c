/* app/keys, app/audit, app/forget: secrets on a real store, with a clock that the test turns. */
#include "app/audit.h"
#include "app/children.h"
#include "app/forget.h"
#include "app/keys.h"
#include "store/backup.h"

#include <dirent.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static const char PASSPHRASE[] = "twelve otters swim";
static const char PIN[] = "472913";
enum { SMALL_MEMORY = 1 << 30 };

typedef struct {
    char folder[64];
    App app;
    int64_t wall_us;
} House;

static int64_t wall(void *self) {
    return ((House *)self)->wall_us;
}

static void open_again(House *house) {
    Fail fail = {0};
    if (!app_open(&house->app, house->folder, &fail)) {
        fail_msg("%s", fail.text);
    }
    house->app.wall_us = wall;
    house->app.self = house;
    /* The cost of a small tablet, so that the test is quick. */
    keys_close(house->app.keys);
    house->app.keys = keys_open(house->app.store, wall, house, SMALL_MEMORY, &fail);
    assert_non_null(house->app.keys);
}

static int open_house(void **state) {
    House *house = calloc(1, sizeof *house);
    snprintf(house->folder, sizeof house->folder, "/tmp/otterpaw-keys-XXXXXX");
    if (mkdtemp(house->folder) == NULL) {
        return -1;
    }
    house->wall_us = 1772532000000000;
    open_again(house);
    *state = house;
    return 0;
}

static int close_house(void **state) {
    House *house = *state;
    char command[96];
    app_close(&house->app);
    snprintf(command, sizeof command, "rm -r %s", house->folder);
    int rc = system(command);
    free(house);
    return rc;
}

static void set_up(House *house, char recovery[VAULT_RECOVERY_TEXT]) {
    Fail fail = {0};
    if (!keys_set_up(house->app.keys, "Noa", PASSPHRASE, recovery, &fail) ||
        !keys_set_pin(house->app.keys, PIN, &fail)) {
        fail_msg("%s", fail.text);
    }
}

static ChildRecord some_child(House *house, Mem *mem) {
    ChildRecord child;
    Fail fail = {0};
    Profile profile = profile_standard("5-6", "");
    if (!child_make(&house->app, mem, "cat", NULL, &profile, &child, &fail)) {
        fail_msg("%s", fail.text);
    }
    return child;
}

static PinAnswer try_pin(House *house, const char *pin) {
    Fail fail = {0};
    return keys_try_pin(house->app.keys, pin, &fail);
}

/* ---- claims ---- */

static void without_a_clinic_nothing_is_asked_and_nothing_is_named(void **state) {
    House *house = *state;
    Fail fail = {0};
    char text[KEYS_TEXT_MAX];
    assert_int_equal(keys_state(house->app.keys), KEYS_NONE);
    assert_false(keys_seal(house->app.keys, (Id){{1}}, "name", "Ava", &fail));
    assert_false(keys_read(house->app.keys, (Id){{1}}, "name", text, &fail));
}

static void a_name_is_read_only_while_the_keys_are_open(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT], name[CHILD_NAME_MAX];
    Fail fail = {0};
    Mem *mem = mem_new(1 << 20);
    set_up(house, recovery);
    ChildRecord child = some_child(house, mem);
    assert_true(keys_seal(house->app.keys, child.id, "name", "Ava", &fail));
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    keys_lock(house->app.keys);
    assert_int_equal(keys_state(house->app.keys), KEYS_LOCKED);
    assert_string_equal(child_name(&house->app, &child, name), child.pseudonym);
    assert_int_equal(try_pin(house, PIN), PIN_OPENED);
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    mem_free(mem);
}

static void a_restart_needs_the_passphrase_and_the_right_one(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT], name[CHILD_NAME_MAX];
    Fail fail = {0};
    Mem *mem = mem_new(1 << 20);
    set_up(house, recovery);
    ChildRecord child = some_child(house, mem);
    assert_true(keys_seal(house->app.keys, child.id, "name", "Ava", &fail));
    app_close(&house->app);
    open_again(house);
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_int_equal(try_pin(house, PIN), PIN_SPENT);
    assert_false(keys_unlock(house->app.keys, "Noa", "twelve otters sink", &fail));
    assert_false(keys_unlock(house->app.keys, "Ben", PASSPHRASE, &fail));
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &fail));
    assert_string_equal(keys_who(house->app.keys), "Noa");
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    mem_free(mem);
}

static void five_wrong_pins_wait_and_the_wait_doubles(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT];
    static const int waits[] = {30, 60, 120, 240, 480};
    set_up(house, recovery);
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
    char recovery[VAULT_RECOVERY_TEXT];
    Fail fail = {0};
    set_up(house, recovery);
    keys_lock(house->app.keys);
    for (int i = 0; i < 9; i++) {
        assert_int_equal(try_pin(house, "000000"), PIN_WRONG);
        house->wall_us += INT64_C(900) * 1000000;
    }
    assert_int_equal(try_pin(house, "000000"), PIN_SPENT);
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_int_equal(try_pin(house, PIN), PIN_SPENT);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &fail));
    keys_lock(house->app.keys);
    assert_int_equal(try_pin(house, PIN), PIN_OPENED);
}

static void the_counter_is_on_the_disk_before_the_pin_is_looked_at(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT];
    const char *text;
    Fail fail = {0};
    Mem *mem = mem_new(1 << 20);
    set_up(house, recovery);
    keys_lock(house->app.keys);
    assert_int_equal(try_pin(house, "000000"), PIN_WRONG);
    assert_true(history_note(house->app.store, mem, "pin", "tablet", &text, &fail));
    assert_non_null(strstr(text, "\"wrong\":1"));
    /* Another start of the program goes on counting. */
    app_close(&house->app);
    open_again(house);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &fail));
    assert_true(history_note(house->app.store, mem, "pin", "tablet", &text, &fail));
    assert_non_null(strstr(text, "\"wrong\":0"));
    mem_free(mem);
}

static void after_eight_hours_and_after_a_clock_set_back_it_is_closed(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT];
    Fail fail = {0};
    set_up(house, recovery);
    house->wall_us += INT64_C(8) * 3600 * 1000000 - 1;
    assert_int_equal(keys_state(house->app.keys), KEYS_OPEN);
    house->wall_us += 2;
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &fail));
    house->wall_us -= INT64_C(3600) * 1000000;
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
}

static void a_recovery_key_with_a_wrong_sign_opens_nothing(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT], name[CHILD_NAME_MAX];
    Fail fail = {0};
    Mem *mem = mem_new(1 << 20);
    set_up(house, recovery);
    ChildRecord child = some_child(house, mem);
    assert_true(keys_seal(house->app.keys, child.id, "name", "Ava", &fail));
    app_close(&house->app);
    open_again(house);
    recovery[3] = recovery[3] == '7' ? '8' : '7';
    assert_false(keys_recover(house->app.keys, recovery, "Noa", "another passphrase", &fail));
    assert_int_equal(keys_state(house->app.keys), KEYS_CLOSED);
    assert_string_equal(child_name(&house->app, &child, name), child.pseudonym);
    mem_free(mem);
}

static void the_right_recovery_key_gives_a_new_passphrase(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT], name[CHILD_NAME_MAX];
    Fail fail = {0};
    Mem *mem = mem_new(1 << 20);
    set_up(house, recovery);
    ChildRecord child = some_child(house, mem);
    assert_true(keys_seal(house->app.keys, child.id, "name", "Ava", &fail));
    app_close(&house->app);
    open_again(house);
    if (!keys_recover(house->app.keys, recovery, "Noa", "another passphrase", &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    app_close(&house->app);
    open_again(house);
    assert_false(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &fail));
    assert_true(keys_unlock(house->app.keys, "Noa", "another passphrase", &fail));
    mem_free(mem);
}

static void a_second_therapist_has_a_passphrase_of_her_own(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT];
    const char **names;
    size_t count;
    Fail fail = {0};
    Mem *mem = mem_new(1 << 20);
    set_up(house, recovery);
    assert_true(keys_add(house->app.keys, "Lea", "eleven seals sing", &fail));
    assert_true(keys_therapists(house->app.keys, mem, &names, &count, &fail));
    assert_int_equal(count, 2);
    app_close(&house->app);
    open_again(house);
    assert_false(keys_unlock(house->app.keys, "Lea", PASSPHRASE, &fail));
    assert_true(keys_unlock(house->app.keys, "Lea", "eleven seals sing", &fail));
    assert_false(keys_has_pin(house->app.keys)); /* Noa's PIN is not hers */
    mem_free(mem);
}

static void a_sealed_name_does_not_open_under_another_child(void **state) {
    House *house = *state;
    char recovery[VAULT_RECOVERY_TEXT], key[96], id[ID_TEXT_SIZE], text[KEYS_TEXT_MAX];
    const char *note;
    Fail fail = {0};
    Mem *mem = mem_new(4 << 20);
    set_up(house, recovery);
    ChildRecord ava = some_child(house, mem), ben = some_child(house, mem);
    assert_true(keys_seal(house->app.keys, ava.id, "name", "Ava", &fail));
    assert_true(keys_seal(house->app.keys, ben.id, "name", "Ben", &fail));
    id_text(ava.id, id);
    snprintf(key, sizeof key, "%s/name", id);
    assert_true(history_note(house->app.store, mem, "sealed", key, &note, &fail));
    id_text(ben.id, id);
    snprintf(key, sizeof key, "%s/name", id);
    assert_true(
        store_note(house->app.store, "sealed", key, note, house->wall_us, NULL, NULL, &fail));
    assert_true(store_flush(house->app.store, &fail));
    assert_false(keys_read(house->app.keys, ben.id, "name", text, &fail));
    assert_string_equal(text, "");
    mem_free(mem);
}

/* ---- forgetting ---- */

static bool file_holds(const char *path, const char *words) {
    FILE *file = fopen(path, "rb");
    size_t length = strlen(words), at = 0;
    bool found = false;
    for (int c = getc(file); c != EOF && !found; c = getc(file)) {
        at = c == words[at] ? at + 1 : c == words[0] ? 1 : 0;
        found = at == length;
    }
    fclose(file);
    return found;
}

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
    Fail fail = {0};
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
    assert_true(store_session(house->app.store, &record, NULL, NULL, &fail));
    assert_true(store_run(house->app.store, &run, NULL, NULL, &fail));
    assert_true(store_note(house->app.store, "note", id, "{\"text\":\"NOTEMARK told the mother\"}",
                           house->wall_us, NULL, NULL, &fail));
    assert_true(store_flush(house->app.store, &fail));
}

static void expect_whole(House *house) {
    Buffer report = {0};
    int damaged = 0;
    Fail fail = {0};
    assert_true(history_check(house->app.store, &report, &damaged, &fail));
    if (damaged != 0) {
        fail_msg("%s", (const char *)report.bytes);
    }
    buffer_free(&report);
}

static void forget(House *house, bool records) {
    char recovery[VAULT_RECOVERY_TEXT], backups[96], id[ID_TEXT_SIZE], sealed_key[96];
    const char *text;
    Fail fail = {0};
    Mem *mem = mem_new(4 << 20);
    Id session, other_session;
    set_up(house, recovery);
    ChildRecord ava = some_child(house, mem), ben = some_child(house, mem);
    assert_true(keys_seal(house->app.keys, ava.id, "name", "Ava", &fail));
    assert_true(keys_seal(house->app.keys, ben.id, "name", "Ben", &fail));
    played_session(house, &ava, &session);
    played_session(house, &ben, &other_session);
    snprintf(backups, sizeof backups, "%s/backups", house->folder);
    assert_true(backup_make(house->app.store, backups, house->wall_us, NULL, NULL, &fail));
    id_text(ava.id, id);
    snprintf(sealed_key, sizeof sealed_key, "%s/name", id);
    assert_true(history_note(house->app.store, mem, "child_key", id, &text, &fail));
    char *wrapped = mem_text(mem, text);
    assert_true(history_note(house->app.store, mem, "sealed", sealed_key, &text, &fail));
    char *sealed = mem_text(mem, text);
    /* The search finds them before, in the log or the file and in the backup. */
    assert_true(files_holding(house->folder, wrapped) >= 2);
    assert_true(files_holding(house->folder, sealed) >= 2);
    assert_true(files_holding(house->folder, ava.pseudonym) >= 2);

    Forgotten forgotten;
    if (!child_forget(&house->app, ava.id, records, &forgotten, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_int_equal(forgotten.copies, 1);
    assert_int_equal(files_holding(house->folder, wrapped), 0);
    assert_int_equal(files_holding(house->folder, sealed), 0);
    assert_int_equal(files_holding(house->folder, ava.pseudonym), 0);
    assert_true(files_holding(house->folder, ben.pseudonym) >= 2);
    expect_whole(house);

    SessionLine *lines;
    size_t count;
    assert_true(history_sessions(house->app.store, mem, &ava.id, 0, &lines, &count, &fail));
    assert_int_equal(count, records ? 0 : 1);
    assert_true(history_sessions(house->app.store, mem, &ben.id, 0, &lines, &count, &fail));
    assert_int_equal(count, 1);
    id_text(session, id);
    assert_true(history_note(house->app.store, mem, "note", id, &text, &fail));
    assert_null(text);
    id_text(other_session, id);
    assert_true(history_note(house->app.store, mem, "note", id, &text, &fail));
    assert_non_null(text);
    id_text(ava.id, id);
    assert_true(history_note(house->app.store, mem, "forgotten", id, &text, &fail));
    assert_non_null(text);
    char path[BACKUP_PATH_MAX];
    snprintf(path, sizeof path, "%s/otterpaw-20260303.db", backups);
    if (!backup_check(path, &fail)) {
        fail_msg("%s", fail.text);
    }
    mem_free(mem);
}

static void a_forgotten_child_is_in_no_byte_of_any_file(void **state) {
    forget(*state, false);
}

static void a_child_forgotten_with_its_records_leaves_only_a_tombstone(void **state) {
    House *house = *state;
    forget(house, true);
    app_close(&house->app);
    open_again(house);
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
    Fail fail = {0};
    for (int i = 0; i < 5; i++) {
        assert_true(audit_add(house->app.store, house->wall_us + i, "Noa",
                              i == 3 ? AUDIT_EXPORT : AUDIT_UNLOCK, NULL, &fail));
    }
    assert_true(audit_verify(house->app.store, &verdict, &fail));
    assert_true(verdict.whole);
    assert_int_equal(verdict.entries, 5);
    /* The row that tells of the export is made to tell of something else, with all checks of the
     * file that a stranger could make right: a new revision, through the store itself. */
    Mem *mem = mem_new(1 << 20);
    const char *text;
    assert_true(history_note(house->app.store, mem, "audit", "0000000003", &text, &fail));
    char *changed = mem_text(mem, text);
    char *at = strstr(changed, "exported");
    assert_non_null(at);
    memcpy(at, "imported", 8);
    assert_true(store_note(house->app.store, "audit", "0000000003", changed, house->wall_us, NULL,
                           NULL, &fail));
    assert_true(store_flush(house->app.store, &fail));
    assert_true(audit_verify(house->app.store, &verdict, &fail));
    assert_false(verdict.whole);
    assert_non_null(strstr(verdict.why, "entry 3"));
    mem_free(mem);
}

static void a_missing_entry_is_noticed(void **state) {
    House *house = *state;
    AuditVerdict verdict;
    Fail fail = {0};
    char path[128];
    sqlite3 *db;
    for (int i = 0; i < 4; i++) {
        assert_true(audit_add(house->app.store, house->wall_us, "Noa", AUDIT_UNLOCK, NULL, &fail));
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
    assert_true(audit_verify(house->app.store, &verdict, &fail));
    assert_false(verdict.whole);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

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
