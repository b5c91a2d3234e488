/* Fingerprints against the published examples. */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void expect_sha(const char *text, const char *expected) {
    uint8_t digest[SHA256_BYTES];
    char hex[SHA256_TEXT_SIZE];
    sha256(text, strlen(text), digest);
    assert_string_equal(sha256_text(digest, hex), expected);
}

static void sha256_agrees_with_fips_180_4(void **state) {
    (void)state;
    expect_sha("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_sha("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_sha("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void sha256_of_a_million_letters_in_uneven_pieces(void **state) {
    (void)state;
    char *letters = malloc(1000000);
    assert_non_null(letters);
    memset(letters, 'a', 1000000);
    Sha256 hash;
    sha256_begin(&hash);
    for (size_t at = 0, step = 1; at < 1000000; at += step, step = step * 3 % 1009 + 1) {
        step = 1000000 - at < step ? 1000000 - at : step;
        sha256_add(&hash, letters + at, step);
    }
    uint8_t digest[SHA256_BYTES];
    char hex[SHA256_TEXT_SIZE];
    sha256_end(&hash, digest);
    free(letters);
    assert_string_equal(sha256_text(digest, hex),
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void crc32_agrees_with_its_check_value_in_any_pieces(void **state) {
    (void)state;
    assert_int_equal(crc32_add(0, "123456789", 9), 0xcbf43926);
    assert_int_equal(crc32_add(crc32_add(0, "1234", 4), "56789", 5), 0xcbf43926);
    assert_int_equal(crc32_add(0, "", 0), 0);
    /* The same as its definition, a bit at a time, at every length and alignment. */
    uint8_t bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * 167 + (i >> 2) * 91 + 13);
    }
    for (size_t from = 0; from < 8; from++) {
        uint32_t crc = ~0u;
        for (size_t i = from; i < sizeof bytes; i++) {
            crc ^= bytes[i];
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
            }
            assert_int_equal(crc32_add(0, bytes + from, i + 1 - from), (uint32_t)~crc);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_agrees_with_fips_180_4),
        cmocka_unit_test(sha256_of_a_million_letters_in_uneven_pieces),
        cmocka_unit_test(crc32_agrees_with_its_check_value_in_any_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
