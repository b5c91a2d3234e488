/* Sealed backups of a clinic. Making one needs no secret: the clinic key's public part lies in the
 * database. Its open head holds the clinic key as the tablet does, wrapped under each therapist's
 * passphrase and under the printed recovery key, so that a backup opens on an empty tablet too. */
#ifndef OTTERPAW_APP_SEAL_H
#define OTTERPAW_APP_SEAL_H

#include "store/backup.h"
#include "vault/vault.h"

#define SEAL_SUFFIX ".sealed"

typedef struct {
    bool sealed; /* false: no clinic, or its keys were never opened since there are backups */
    uint8_t public_part[VAULT_PUBLIC_BYTES];
    Buffer head;
} Seal;

/* How this tablet's backups are sealed now. */
bool seal_read(Store *store, Seal *seal, Fail *fail);
void seal_free(Seal *seal);
/* Borrows the seal. */
BackupWay seal_way(Seal *seal, const atomic_bool *stop);

/* Who opens a sealed file: recovery, or else a therapist with a passphrase. */
typedef struct {
    const char *recovery, *therapist, *passphrase;
} SealSecret;

/* Is it sealed? False with a FAIL_NONE: a plain file. Checks that it is as it was made. */
bool seal_is(const char *path, Buffer *head, Fail *fail);
/* Opens it into a new plain file. */
bool seal_open(const char *path, const char *head, const SealSecret *secret, const char *to,
               Fail *fail);

#endif
