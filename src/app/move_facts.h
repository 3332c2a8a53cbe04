/*
 * What the guards and effects of a matter may know, loaded inside the transaction after the locks:
 * the person, the payer's lines, what stands against a suspension, what was given by name. Private
 * to app/move.c and app/matter_open.c.
 */
#pragma once
#include "app/move.h"

enum err move_facts(struct dossier *s, struct matter_file *f, const struct move *move,
                    struct matter_facts *out, struct problem *why);
