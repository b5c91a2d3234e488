/* Secrets: what is sealed opens only with its key, in its place, unchanged. */
#include "vault/vault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static VaultKey *key;

static int set_up(void **state) {
    (void)state;
    Fail fail = {0};
    return vault_begin(&fail) && (key = vault_key_random(&fail)) != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    vault_key_free(key);
    return 0;
}

static void sealed_text_opens_with_its_key_in_its_place(void **state) {
    (void)state;
    Fail fail = {0};
    Buffer sealed = {0}, plain = {0};
    assert_true(vault_seal(key, "child/1/name", "Ava Example", 11, &sealed, &fail));
    assert_int_equal(sealed.length, 11 + VAULT_SEAL_OVERHEAD);
    assert_true(vault_open(key, "child/1/name", sealed.bytes, sealed.length, &plain, &fail));
    assert_int_equal(plain.length, 11);
    assert_memory_equal(plain.bytes, "Ava Example", 11);
    buffer_free(&sealed);
    buffer_free(&plain);
}

static void sealed_text_in_another_place_or_with_another_key_stays_shut(void **state) {
    (void)state;
    Fail fail = {0};
    Buffer sealed = {0}, plain = {0};
    VaultKey *other = vault_key_random(&fail);
    assert_true(vault_seal(key, "child/1/name", "Ava", 3, &sealed, &fail));
    assert_false(vault_open(key, "child/2/name", sealed.bytes, sealed.length, &plain, &fail));
    assert_int_equal(fail.kind, FAIL_CORRUPT);
    assert_false(vault_open(other, "child/1/name", sealed.bytes, sealed.length, &plain, &fail));
    assert_int_equal(plain.length, 0);
    vault_key_free(other);
    buffer_free(&sealed);
    buffer_free(&plain);
}

static void every_flipped_bit_is_noticed(void **state) {
    (void)state;
    Fail fail = {0};
    Buffer sealed = {0}, plain = {0};
    int noticed = 0;
    assert_true(vault_seal(key, "note", "upset then recovered", 20, &sealed, &fail));
    for (size_t bit = 0; bit < sealed.length * 8; bit++) {
        sealed.bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
        noticed += !vault_open(key, "note", sealed.bytes, sealed.length, &plain, &fail);
        sealed.bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
    }
    assert_int_equal(noticed, (int)sealed.length * 8);
    buffer_free(&sealed);
    buffer_free(&plain);
}

static void key_comes_back_from_its_wrapping(void **state) {
    (void)state;
    Fail fail = {0};
    Buffer wrapped = {0};
    VaultKey *child = vault_key_random(&fail);
    assert_true(vault_wrap(key, "child/1", child, &wrapped, &fail));
    VaultKey *back = vault_unwrap(key, "child/1", wrapped.bytes, wrapped.length, &fail);
    assert_non_null(back);
    assert_true(vault_key_equal(child, back));
    assert_null(vault_unwrap(key, "child/2", wrapped.bytes, wrapped.length, &fail));
    vault_key_free(child);
    vault_key_free(back);
    buffer_free(&wrapped);
}

static void passphrase_gives_the_same_key_and_a_short_one_is_refused(void **state) {
    (void)state;
    Fail fail = {0};
    VaultCost cost = vault_cost(0);
    assert_int_equal(cost.bytes, 256 << 20);
    assert_int_equal(vault_cost((uint64_t)1 << 30).bytes, 64 << 20);
    cost.bytes = 1 << 20; /* the test need not be slow to be true */
    VaultKey *a = vault_key_of_passphrase("otters hold hands", &cost, &fail);
    VaultKey *b = vault_key_of_passphrase("otters hold hands", &cost, &fail);
    VaultKey *c = vault_key_of_passphrase("otters hold paws!", &cost, &fail);
    assert_true(vault_key_equal(a, b));
    assert_false(vault_key_equal(a, c));
    assert_null(vault_key_of_passphrase("short", &cost, &fail));
    assert_non_null(strstr(fail.text, "at least 12 characters"));
    vault_key_free(a);
    vault_key_free(b);
    vault_key_free(c);
}

static void recovery_key_survives_paper_and_a_slip_is_noticed(void **state) {
    (void)state;
    Fail fail = {0};
    char text[VAULT_RECOVERY_TEXT], typed[VAULT_RECOVERY_TEXT];
    assert_true(vault_recovery_text(key, text));
    strcpy(typed, text);
    for (char *at = typed; *at != '\0'; at++) {
        *at = *at == '-' ? ' ' : *at == '0' ? 'o' : *at == '1' ? 'l' : *at;
    }
    VaultKey *back = vault_recovery_read(typed, &fail);
    assert_non_null(back);
    assert_true(vault_key_equal(key, back));
    vault_key_free(back);
    text[7] = text[7] == '7' ? '8' : '7';
    assert_null(vault_recovery_read(text, &fail));
    assert_null(vault_recovery_read("not a key", &fail));
}

static void pin_is_checked_and_not_stored(void **state) {
    (void)state;
    Fail fail = {0};
    char stored[VAULT_PIN_TEXT];
    assert_true(vault_pin_make("428613", stored, &fail));
    assert_null(strstr(stored, "428613"));
    assert_true(vault_pin_is("428613", stored));
    assert_false(vault_pin_is("428614", stored));
    assert_false(vault_pin_is("428613", "damaged"));
    assert_false(vault_pin_make("12a4", stored, &fail));
}

static void sealed_file_opens_whole_or_not_at_all(void **state) {
    (void)state;
    Fail fail = {0};
    enum { SIZE = 200000 };
    static uint8_t bytes[SIZE];
    for (int i = 0; i < SIZE; i++) {
        bytes[i] = (uint8_t)(i * 31);
    }
    Buffer sealed = {0}, plain = {0};
    assert_true(vault_seal_file(key, bytes, SIZE, &sealed, &fail));
    assert_true(vault_open_file(key, sealed.bytes, sealed.length, &plain, &fail));
    assert_int_equal(plain.length, SIZE);
    assert_memory_equal(plain.bytes, bytes, SIZE);
    buffer_free(&plain);
    /* Cut off after a whole chunk: every chunk is genuine, the end is missing. */
    size_t head = 8 + 24, chunk = 65536 + 17;
    assert_false(vault_open_file(key, sealed.bytes, head + chunk, &plain, &fail));
    assert_int_equal(plain.length, 0);
    sealed.bytes[head + chunk + 5] ^= 1;
    assert_false(vault_open_file(key, sealed.bytes, sealed.length, &plain, &fail));
    assert_int_equal(plain.length, 0);
    assert_false(vault_open_file(key, "short", 5, &plain, &fail));
    buffer_free(&sealed);
    buffer_free(&plain);
}

static void empty_file_is_sealed_too(void **state) {
    (void)state;
    Fail fail = {0};
    Buffer sealed = {0}, plain = {0};
    assert_true(vault_seal_file(key, "", 0, &sealed, &fail));
    assert_true(vault_open_file(key, sealed.bytes, sealed.length, &plain, &fail));
    assert_int_equal(plain.length, 0);
    buffer_free(&sealed);
    buffer_free(&plain);
}

static void chain_changes_with_any_entry_before(void **state) {
    (void)state;
    uint8_t start[VAULT_HASH_BYTES] = {0}, a[VAULT_HASH_BYTES], b[VAULT_HASH_BYTES],
            c[VAULT_HASH_BYTES];
    vault_chain(start, "opened", 6, a);
    vault_chain(a, "signed", 6, b);
    a[0] ^= 1;
    vault_chain(a, "signed", 6, c);
    assert_memory_not_equal(b, c, VAULT_HASH_BYTES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_text_opens_with_its_key_in_its_place),
        cmocka_unit_test(sealed_text_in_another_place_or_with_another_key_stays_shut),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(key_comes_back_from_its_wrapping),
        cmocka_unit_test(passphrase_gives_the_same_key_and_a_short_one_is_refused),
        cmocka_unit_test(recovery_key_survives_paper_and_a_slip_is_noticed),
        cmocka_unit_test(pin_is_checked_and_not_stored),
        cmocka_unit_test(sealed_file_opens_whole_or_not_at_all),
        cmocka_unit_test(empty_file_is_sealed_too),
        cmocka_unit_test(chain_changes_with_any_entry_before),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
