/* app/backups, app/seal, app/trouble: backups make themselves, open only for the clinic, hold no
 * forgotten child, and the therapist hears of what is wrong. */
#include "clinic_fixture.h"

#include "app/backups.h"
#include "app/forget.h"
#include "app/screens/screens.h"
#include "app/trouble.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t DAY_US = INT64_C(86400000000);

static void make(House *house, char path[BACKUP_PATH_MAX], bool wanted_sealed) {
    bool sealed;
    if (!backups_make(&house->app, NULL, path, &sealed, &house->fail)) {
        fail_msg("backups_make: %s", house->fail.text);
    }
    assert_int_equal(sealed, wanted_sealed);
}

static bool open_sealed(House *house, const char *path, const SealSecret *secret, const char *to) {
    Buffer head = {0};
    fail_clear(&house->fail);
    bool ok = seal_is(path, &head, &house->fail) &&
              seal_open(path, (const char *)head.bytes, secret, to, &house->fail);
    buffer_free(&head);
    return ok;
}

static void a_tablet_without_a_clinic_makes_plain_backups(void **state) {
    House *house = *state;
    char path[BACKUP_PATH_MAX];
    BackupNews news;
    backups_news(&house->app, &news);
    assert_false(news.any);
    named_child(house, NULL);
    make(house, path, false);
    assert_non_null(strstr(path, "/backups/otterpaw-20260303.db"));
    assert_true(backup_check(path, &house->fail));
    backups_news(&house->app, &news);
    assert_true(news.any && !news.sealed && news.days_old == 0);
    assert_string_equal(news.date, "2026-03-03");
}

static void a_clinic_s_backup_opens_with_its_secrets_alone_and_brings_all_back(void **state) {
    House *house = *state;
    char path[BACKUP_PATH_MAX], plain[128], aside[BACKUP_PATH_MAX], name[KEYS_TEXT_MAX];
    set_up(house);
    ChildRecord ava = named_child(house, "Ava");
    keys_lock(house->app.keys); /* no secret is needed to make one */
    make(house, path, true);
    assert_non_null(strstr(path, "otterpaw-20260303.db.sealed"));
    assert_false(file_holds(path, ava.pseudonym));
    assert_false(file_holds(path, "SQLite format"));
    snprintf(plain, sizeof plain, "%s/opened", house->folder);
    VaultKey *stranger = vault_key_random(&house->fail);
    char other[VAULT_RECOVERY_TEXT];
    assert_true(vault_recovery_text(stranger, other));
    vault_key_free(stranger);
    assert_false(open_sealed(house, path, &(SealSecret){.recovery = other}, plain));
    assert_non_null(strstr(house->fail.text, "not the recovery key"));
    assert_false(open_sealed(
        house, path, &(SealSecret){.therapist = "Noa", .passphrase = "eleven otters swim"}, plain));
    assert_false(open_sealed(house, path,
                             &(SealSecret){.therapist = "Tal", .passphrase = PASSPHRASE}, plain));
    assert_int_equal(access(plain, F_OK), -1);
    if (!open_sealed(house, path, &(SealSecret){.therapist = "Noa", .passphrase = PASSPHRASE},
                     plain)) {
        fail_msg("%s", house->fail.text);
    }
    assert_true(open_sealed(house, path, &(SealSecret){.recovery = house->recovery}, plain));
    app_close(&house->app);
    if (!backup_restore(house->folder, plain, house->wall_us, aside, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
    open_again(house);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    assert_true(keys_read(house->app.keys, ava.id, "name", name, &house->fail));
    assert_string_equal(name, "Ava");
}

static void every_changed_byte_of_a_sealed_backup_is_noticed(void **state) {
    House *house = *state;
    char path[BACKUP_PATH_MAX], plain[128];
    SealSecret secret = {.recovery = house->recovery};
    set_up(house);
    named_child(house, "Ava");
    make(house, path, true);
    snprintf(plain, sizeof plain, "%s/opened", house->folder);
    FILE *file = fopen(path, "r+b");
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    int by_hash = 0, by_key = 0, tried = 0;
    VaultKey *printed = vault_recovery_read(house->recovery, &house->fail);
    for (long at = 0; at < length; at += length / 150 + 1, tried++) {
        Buffer head = {0};
        fseek(file, at, SEEK_SET);
        int c = getc(file);
        fseek(file, at, SEEK_SET);
        putc(c ^ 4, file);
        fflush(file);
        by_hash += !seal_is(path, &head, &house->fail);
        buffer_free(&head);
        by_key += !keys_open_backup(house->app.keys, path, plain, &house->fail);
        fseek(file, at, SEEK_SET);
        putc(c, file);
        fflush(file);
    }
    assert_true(tried > 100);
    assert_int_equal(by_hash, tried);
    assert_true(by_key >= tried - 1); /* the hash at the end is not the key's business */
    assert_true(open_sealed(house, path, &secret, plain));
    assert_int_equal(truncate(path, length - 65536 - 100), 0);
    assert_false(open_sealed(house, path, &secret, plain));
    assert_int_equal(house->fail.kind, FAIL_CORRUPT);
    vault_key_free(printed);
    fclose(file);
}

static void a_forgotten_child_is_in_no_sealed_backup(void **state) {
    House *house = *state;
    char path[BACKUP_PATH_MAX], older[BACKUP_PATH_MAX], plain[128], id[ID_TEXT_SIZE];
    Forgotten forgotten;
    set_up(house);
    ChildRecord ava = named_child(house, "Ava"), ben = named_child(house, "Ben");
    make(house, older, true);
    house->wall_us += DAY_US;
    make(house, path, true);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    snprintf(plain, sizeof plain, "%s/opened", house->folder);
    id_text(ava.id, id);
    assert_true(keys_open_backup(house->app.keys, older, plain, &house->fail));
    assert_true(file_holds(plain, ava.pseudonym));
    if (!child_forget(&house->app, ava.id, true, &forgotten, &house->fail)) {
        fail_msg("%s", house->fail.text);
    }
    assert_int_equal(forgotten.copies, 2); /* cleaned, not lost */
    assert_int_equal(forgotten.removed, 0);
    const char *both[] = {older, path};
    for (int i = 0; i < 2; i++) {
        if (!keys_open_backup(house->app.keys, both[i], plain, &house->fail)) {
            fail_msg("%s", house->fail.text);
        }
        assert_true(backup_check(plain, &house->fail));
        assert_false(file_holds(plain, ava.pseudonym));
        assert_true(file_holds(plain, ben.pseudonym));
        assert_true(file_holds(plain, id)); /* the tombstone */
    }
    /* With the keys closed nobody can clean them: they go, and today's is made anew. */
    keys_lock(house->app.keys);
    assert_true(child_forget(&house->app, ben.id, true, &forgotten, &house->fail));
    assert_int_equal(forgotten.removed, 2);
    assert_int_equal(access(older, F_OK), -1);
    assert_int_equal(access(path, F_OK), 0);
    assert_true(keys_unlock(house->app.keys, "Noa", PASSPHRASE, &house->fail));
    assert_true(keys_open_backup(house->app.keys, path, plain, &house->fail));
    assert_false(file_holds(plain, ben.pseudonym));
}

static void backups_make_themselves_once_a_day_and_after_each_session(void **state) {
    House *house = *state;
    char first[128];
    struct stat before, after;
    BackupNews news;
    snprintf(first, sizeof first, "%s/otterpaw-20260303.db", house->backups);
    named_child(house, NULL);
    backups_after_session(&house->app); /* not asked for: nothing */
    assert_int_equal(access(house->backups, F_OK), -1);
    app_close(&house->app); /* a store that was made just now has nothing to keep */
    open_again(house);
    backups_begin(&house->app);
    backups_wait(&house->app);
    assert_int_equal(stat(first, &before), 0);
    backups_begin(&house->app); /* today's is there */
    backups_wait(&house->app);
    assert_int_equal(stat(first, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    backups_after_session(&house->app);
    backups_wait(&house->app);
    assert_int_equal(stat(first, &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
    house->wall_us += DAY_US;
    backups_news(&house->app, &news);
    assert_true(news.days_old == 1 && news.trouble[0] == '\0');
    backups_begin(&house->app);
    app_close(&house->app); /* at once: it is let end, or stopped, and leaves nothing half */
    BackupFile files[BACKUPS_MAX];
    int count = backup_list(house->backups, files);
    assert_true(count == 1 || count == 2);
    open_again(house);
    for (int i = 0; i < count; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", house->backups, files[i].name);
        assert_true(backup_check(path, &house->fail));
    }
}

static void a_backup_to_a_file_of_ones_own_overwrites_nothing(void **state) {
    House *house = *state;
    char path[BACKUP_PATH_MAX], to[128];
    bool sealed;
    snprintf(to, sizeof to, "%s/mine.db", house->folder);
    assert_true(backups_make(&house->app, to, path, &sealed, &house->fail));
    assert_string_equal(path, to);
    assert_false(backups_make(&house->app, to, path, &sealed, &house->fail));
    assert_non_null(strstr(house->fail.text, "is there already"));
    assert_true(backups_make(&house->app, house->folder, path, &sealed, &house->fail));
    assert_non_null(strstr(path, "/otterpaw-20260303.db"));
}

static void the_therapist_hears_of_what_is_wrong(void **state) {
    House *house = *state;
    char words[FAIL_TEXT_MAX], path[BACKUP_PATH_MAX], file[96];
    sqlite3 *db;
    named_child(house, NULL);
    make(house, path, false);
    assert_false(trouble_now(&house->app, words));
    house->wall_us += 8 * DAY_US;
    assert_false(trouble_now(&house->app, words)); /* nobody promised any */
    /* The folder for backups cannot be made: a file has its name. */
    char command[400];
    snprintf(command, sizeof command, "mv %s %s.kept && touch %s", house->backups, house->backups,
             house->backups);
    assert_int_equal(system(command), 0);
    backups_begin(&house->app);
    backups_after_session(&house->app);
    backups_wait(&house->app);
    assert_true(trouble_now(&house->app, words));
    assert_non_null(strstr(words, "no backup was made"));
    snprintf(command, sizeof command, "rm %s && mv %s.kept %s", house->backups, house->backups,
             house->backups);
    assert_int_equal(system(command), 0);
    app_close(&house->app);
    /* A flipped row, and a last good backup that is a week old. */
    snprintf(file, sizeof file, "%s/otterpaw.db", house->folder);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE child SET age_band='7-8'", NULL, NULL, NULL), 0);
    sqlite3_close(db);
    open_again(house);
    backups_begin(&house->app);
    backups_wait(&house->app);
    assert_true(trouble_now(&house->app, words));
    assert_non_null(strstr(words, "no backup was made")); /* of a damaged one none is */
    ChildRecord *children;
    size_t count;
    assert_true(history_children(house->app.store, house->mem, &children, &count, &house->fail));
    assert_int_equal(count, 0);
    assert_true(trouble_now(&house->app, words));
    assert_non_null(strstr(words, "1 damaged row is left out of the records (child ix 1)"));
    Shell *shell = shell_new(&house->app);
    shell_push(shell, today_new(&house->app));
    assert_string_equal(house->app.notice, words); /* on the first screen */
    shell_push(shell, settings_new(&house->app));
    const Scene *now, *before;
    Buffer dump = {0};
    assert_true(shell_scene(shell, &now, &before, &house->fail));
    assert_true(scene_dump(now, &dump));
    assert_non_null(strstr((const char *)dump.bytes, "no backup was made"));
    buffer_free(&dump);
    shell_free(shell);
}

static void settings_tell_the_day_of_the_last_good_backup(void **state) {
    House *house = *state;
    static const struct {
        int64_t days;
        const char *words;
    } cases[] = {{0, "Last good backup: 2026-03-03"},
                 {6, "Last good backup: 2026-03-03"},
                 {7, "more than a week ago"},
                 {-40, "is the clock right?"}};
    char path[BACKUP_PATH_MAX];
    Shell *shell = shell_new(&house->app);
    make(house, path, false);
    int64_t made_us = house->wall_us;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Scene *now, *before;
        Buffer dump = {0};
        house->wall_us = made_us + cases[i].days * DAY_US;
        shell_push(shell, settings_new(&house->app));
        assert_true(shell_scene(shell, &now, &before, &house->fail));
        assert_true(scene_dump(now, &dump));
        if (strstr((const char *)dump.bytes, cases[i].words) == NULL) {
            fail_msg("\"%s\" is not on the screen", cases[i].words);
        }
        buffer_free(&dump);
        shell_pop(shell);
    }
    shell_free(shell);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_tablet_without_a_clinic_makes_plain_backups),
        IN_A_HOUSE(a_clinic_s_backup_opens_with_its_secrets_alone_and_brings_all_back),
        IN_A_HOUSE(every_changed_byte_of_a_sealed_backup_is_noticed),
        IN_A_HOUSE(a_forgotten_child_is_in_no_sealed_backup),
        IN_A_HOUSE(backups_make_themselves_once_a_day_and_after_each_session),
        IN_A_HOUSE(a_backup_to_a_file_of_ones_own_overwrites_nothing),
        IN_A_HOUSE(the_therapist_hears_of_what_is_wrong),
        IN_A_HOUSE(settings_tell_the_day_of_the_last_good_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
