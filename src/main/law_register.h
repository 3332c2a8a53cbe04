/* law show and law params: the register and the parameters in words or as JSON (--json). What the
 * law says is the law room's (law/register.h, law/params.h); this only lays it out. */
#pragma once
#include "main/command.h"

/* The articles of r's word 1 ("10": with its sub-items) in every act with their readings (art. 16)
 * and rules, or, without a word, every act with its articles. ERR_NOT_FOUND: no act has such an
 * article. */
enum err law_register_show(struct run *r, struct date on, struct problem *why);
/* Every parameter: the value in force on that day, then unit, description, citations and all dated
 * values. p: those of a store, or as shipped. */
enum err law_register_params(struct run *r, const struct params *p, struct date on,
                             struct problem *why);
