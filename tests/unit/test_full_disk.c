/* A session on a disk that is really full, and on one that is really read-only: a small file system
 * of its own, where this machine lets us mount one. It plays to its end in memory, the therapist is
 * told, and all of it arrives when there is room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_fixture.h"

#include "app/trouble.h"
#include "store/history.h"

#include <fcntl.h>
#include <sys/statvfs.h>

enum { SESSIONS_MOST = 60 };

typedef struct {
    char data[64], image[80];
    House house;
    Mem *mem;
} Disk;

static bool run(const char *format, const char *a, const char *b) {
    char command[400];
    snprintf(command, sizeof command, format, a, b);
    return system(command) == 0;
}

/* NULL in *state: not mounted; the claim is then skipped. */
static int mount_disk(void **state) {
    Disk *disk = calloc(1, sizeof *disk);
    house_folder(disk->data);
    snprintf(disk->image, sizeof disk->image, "%s.img", disk->data);
    if (geteuid() != 0 ||
        !run("truncate -s 8M %s && mkfs.ext4 -q -F %s >/dev/null 2>&1", disk->image, disk->image) ||
        !run("mount -o loop %s %s 2>/dev/null", disk->image, disk->data)) {
        unlink(disk->image);
        rmdir(disk->data);
        free(disk);
        disk = NULL;
    } else {
        disk->mem = mem_new(64 << 20);
        house_open(&disk->house, disk->data);
    }
    *state = disk;
    return 0;
}

static int unmount_disk(void **state) {
    Disk *disk = *state;
    if (disk != NULL) {
        house_close(&disk->house);
        mem_free(disk->mem);
        run("umount %s%s", disk->data, "");
        unlink(disk->image);
        rmdir(disk->data);
        free(disk);
    }
    return 0;
}

static void need_disk(Disk *disk) {
    if (disk == NULL) {
        print_message("NOT RUN: mounting a file system of one's own needs root and loop devices\n");
        skip();
    }
}

/* Takes all there is; the file's path, to be removed. */
static void fill(Disk *disk, const char *name, char path[128]) {
    struct statvfs there;
    snprintf(path, 128, "%s/%s", disk->data, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(statvfs(disk->data, &there), 0);
    for (off_t all = 0, more = (off_t)(there.f_bavail * there.f_frsize); more >= 1024; more /= 2) {
        while (posix_fallocate(fd, all, more) == 0) {
            all += more;
        }
    }
    close(fd);
}

static void play_session(Disk *disk) {
    bool arrived;
    house_screen(&disk->house, 1280, 800, 5.88);
    house_begin(&disk->house, "tracing", 4, 1);
    Visitor *visitor = visitor_new(disk->house.shell, pretend_named("careful"), 3);
    visitor_play(visitor, 0, "", 3600, NULL, NULL, &arrived);
    visitor_free(visitor);
    if (shell_top(disk->house.shell)->ops->child) {
        fail_msg("the session does not end: %s, %s", shell_top_name(disk->house.shell),
                 disk->house.app.notice);
    }
}

static size_t stored_trials(Disk *disk, SessionLine *line) {
    Fail fail = {0};
    TrialLine *lines;
    size_t count = 0;
    if (!history_find_session(disk->house.app.store, disk->mem, "last", line, &fail) ||
        !history_trials(disk->house.app.store, disk->mem, line->session.id, -1, true, &lines,
                        &count, &fail)) {
        fail_msg("%s", fail.text);
    }
    return count;
}

static void expect_all_arrived(Disk *disk) {
    SessionLine line;
    Fail fail = {0};
    char words[FAIL_TEXT_MAX];
    if (!store_flush(disk->house.app.store, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_int_equal(stored_trials(disk, &line), 4);
    assert_string_equal(line.session.end_reason, "done"); /* it is not taken up again */
    assert_true(line.session.ended_us > line.session.started_us);
    assert_false(trouble_now(&disk->house.app, words));
}

static void a_session_on_a_full_disk_closes_and_arrives_later(void **state) {
    Disk *disk = *state;
    char first[128], second[128], words[FAIL_TEXT_MAX];
    SessionLine line;
    StoreState now;
    int sessions = 0;
    need_disk(disk);
    play_session(disk); /* the trial child is there, and one whole session */
    expect_all_arrived(disk);
    /* The log's own room is used up first, then the ballast gives way: what fits is kept. */
    fill(disk, "first", first);
    do {
        play_session(disk);
        store_state(disk->house.app.store, &now);
    } while (!now.disk_full && ++sessions < SESSIONS_MOST);
    assert_true(now.disk_full);
    char ballast[96];
    snprintf(ballast, sizeof ballast, "%s/otterpaw.ballast", disk->data);
    assert_int_equal(access(ballast, F_OK), -1);
    /* Then nothing fits any more. */
    fill(disk, "second", second);
    sessions = 0;
    do {
        play_session(disk);
        store_state(disk->house.app.store, &now);
    } while (now.waiting == 0 && ++sessions < SESSIONS_MOST);
    assert_true(now.disk_full && now.waiting > 0);
    assert_non_null(strstr(disk->house.app.notice, "disk is full"));
    assert_true(trouble_now(&disk->house.app, words));
    assert_non_null(strstr(words, "wait in memory"));
    assert_true(stored_trials(disk, &line) < 4 || line.session.ended_us == 0);
    unlink(first);
    unlink(second);
    disk->house.app.notice[0] = '\0';
    expect_all_arrived(disk);
    assert_int_equal(access(ballast, F_OK), 0); /* laid anew */
}

static void a_session_on_a_read_only_disk_closes_and_arrives_later(void **state) {
    Disk *disk = *state;
    char words[FAIL_TEXT_MAX];
    need_disk(disk);
    play_session(disk);
    expect_all_arrived(disk);
    house_close(&disk->house);
    assert_true(run("mount -o remount,ro %s%s", disk->data, ""));
    house_open(&disk->house, disk->data);
    assert_non_null(strstr(disk->house.app.notice, "cannot be written"));
    disk->house.app.notice[0] = '\0';
    play_session(disk);
    assert_non_null(strstr(disk->house.app.notice, "cannot be written"));
    assert_true(trouble_now(&disk->house.app, words));
    assert_non_null(strstr(words, "Nothing can be saved now"));
    assert_true(run("mount -o remount,rw %s%s", disk->data, ""));
    expect_all_arrived(disk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_on_a_full_disk_closes_and_arrives_later,
                                        mount_disk, unmount_disk),
        cmocka_unit_test_setup_teardown(a_session_on_a_read_only_disk_closes_and_arrives_later,
                                        mount_disk, unmount_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
