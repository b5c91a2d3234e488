/* Processes that are killed, and processes that come second. Real files, real kill -9. */
#include "sitting.h"
#include "torture.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLS_A_FOLDER = 25, KILL_MS_MOST = 60 };

typedef struct {
    int fd;
    bool careless; /* says so before it is on the disk: must be found out */
} Teller;

static Teller teller;

static void tell(int number) {
    if (write(teller.fd, &number, sizeof number) != (ssize_t)sizeof number) {
        _exit(2);
    }
}

static void tell_when_kept(void *self, bool ok, const Fail *fail) {
    (void)fail;
    if (ok && !teller.careless) {
        tell(((const Ack *)self)->number);
    }
}

static void play_until_killed(Sitting *sitting, int first) {
    if (!sitting_open(sitting)) {
        _exit(1);
    }
    sitting_begin(sitting);
    for (int number = first; number < SITTING_TRIALS_MAX; number++) {
        uint8_t journal[4096];
        size_t length = records_journal(journal, 1, number);
        TrialRecord trial = records_trial(sitting->mem, 1, number, 0);
        sitting->acks[number].number = number;
        if (!store_trial(sitting->store, &trial, journal, length, tell_when_kept,
                         &sitting->acks[number], &sitting->fail)) {
            break;
        }
        if (teller.careless) {
            tell(number);
        }
        mem_reset(sitting->mem);
        if (number % 5 == 0) {
            sitting_flush(sitting);
        }
        store_poll(sitting->store);
    }
    sitting_flush(sitting);
    for (;;) {
        pause();
    }
}

/* Kills after `ms` from the first word or from the start. Marks what was acknowledged. */
static int kill_once(Sitting *sitting, int first, int ms, bool careless) {
    int ends[2], number, told = 0;
    if (pipe(ends) != 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        teller = (Teller){ends[1], careless};
        play_until_killed(sitting, first);
    }
    close(ends[1]);
    /* Half of the times let it get going first, so that kills also come late in its life. */
    struct pollfd first_word = {.fd = ends[0], .events = POLLIN};
    if (ms % 2 == 0) {
        poll(&first_word, 1, 2000);
    }
    poll(NULL, 0, ms);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    while (read(ends[0], &number, sizeof number) == (ssize_t)sizeof number) {
        sitting->acked[number] = true;
        told++;
    }
    close(ends[0]);
    return told;
}

static void kill_many(long size, bool careless, Torture *out) {
    Sitting *sitting = sitting_new(NULL);
    Rng rng = rng_stream(11, careless ? "careless" : "kills", 0);
    int first = 0;
    for (long i = 0; i < size; i++) {
        if (i % KILLS_A_FOLDER == 0 || first > SITTING_TRIALS_MAX - 600) {
            sitting_clear_folder(sitting);
            sitting_forget(sitting);
            first = 0;
        }
        int told = kill_once(sitting, first, (int)rng_between(&rng, 0, KILL_MS_MOST), careless);
        int trials;
        sitting->next = SITTING_TRIALS_MAX;
        out->faults += told >= 0;
        out->rows += told > 0 ? told : 0;
        bool kept = sitting_verify(sitting, &trials);
        if (!kept && out->lost++ == 0) {
            snprintf(out->what, sizeof out->what, "kill %ld: %.160s", i, sitting->loss);
        }
        first = trials;
        if (!kept) {
            sitting_clear_folder(sitting);
            sitting_forget(sitting);
            first = 0;
        }
    }
    sitting_free(sitting);
}

bool job_kill(long size, Torture *out) {
    Torture careless = {0};
    long few = size / 40 < 6 ? 6 : size / 40;
    kill_many(size, false, out);
    kill_many(few, true, &careless);
    out->teeth = careless.lost > 0;
    snprintf(out->teeth_text, sizeof out->teeth_text,
             "acknowledging before the commit lost in %ld of %ld", careless.lost, few);
    return out->rows >= size && out->faults == size;
}

/* A child process that holds the store open and says so. */
static pid_t hold(Sitting *sitting, int *fd) {
    int ends[2];
    if (pipe(ends) != 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        char open = sitting_open(sitting) ? 'y' : 'n';
        if (write(ends[1], &open, 1) == 1) {
            for (;;) {
                pause();
            }
        }
        _exit(1);
    }
    close(ends[1]);
    *fd = ends[0];
    return pid;
}

bool job_two(long size, Torture *out) {
    Sitting *sitting = sitting_new(NULL);
    char lock[96];
    snprintf(lock, sizeof lock, "%s/otterpaw.lock", sitting->folder);
    long let_in = 0;
    for (long i = 0; i <= size; i++) {
        int fd = -1;
        char open = 'n';
        pid_t pid = hold(sitting, &fd);
        bool held = pid > 0 && read(fd, &open, 1) == 1 && open == 'y';
        bool last = i == size;
        if (last) {
            unlink(lock); /* teeth: without the lock the second would come in */
        }
        bool second = sitting_open(sitting);
        let_in += last && held && second;
        bool refused = held && !second && sitting->fail.kind == FAIL_REFUSED;
        if (second) {
            sitting_close(sitting);
        }
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        close(fd);
        bool free_again = sitting_open(sitting); /* at once: no stale lock */
        if (free_again) {
            sitting_close(sitting);
        }
        if (!last) {
            out->faults += refused;
            out->rows += free_again;
            if ((!refused || !free_again) && out->lost++ == 0) {
                snprintf(out->what, sizeof out->what, "round %ld: %s: %.150s", i,
                         refused ? "a stale lock" : "the second was not refused",
                         sitting->fail.text);
            }
        }
    }
    out->teeth = let_in == 1;
    snprintf(out->teeth_text, sizeof out->teeth_text, "with the lock file gone the second %s",
             out->teeth ? "came in" : "did NOT come in");
    sitting_free(sitting);
    return out->faults == size && out->rows == size;
}
