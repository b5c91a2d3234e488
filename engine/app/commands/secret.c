/* Asks for a recovery key or a passphrase; see secret.h. */
#include "app/commands/secret.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool read_line(const char *what, char line[SECRET_MAX]) {
    struct termios shown, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        fprintf(stderr, "%s: ", what);
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    bool got = fgets(line, SECRET_MAX, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    if (got) {
        line[strcspn(line, "\r\n")] = '\0';
    }
    return got && line[0] != '\0';
}

bool secret_ask(const char *key, const char *therapist, char line[SECRET_MAX], SealSecret *secret,
                Fail *fail) {
    *secret = (SealSecret){.recovery = key, .therapist = therapist};
    if (key != NULL) {
        return true;
    }
    if (!read_line(therapist != NULL ? "passphrase" : "recovery key", line)) {
        return fail_set(fail, FAIL_INPUT,
                        "it is sealed: give its clinic's recovery key with --key WORDS, or "
                        "--therapist NAME and the passphrase on stdin");
    }
    if (therapist != NULL) {
        secret->passphrase = line;
    } else {
        secret->recovery = line;
    }
    return true;
}
