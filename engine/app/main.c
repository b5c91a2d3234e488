/* Otterpaw: the program. Everything is wired in app.c; what it does is a command. */
#include "app/commands/commands.h"

int main(int argc, char **argv) {
    return commands_main(argc, argv);
}
