/*
 * import agencies FILE: CSV code,parent_code,level,name as data/divisions-weihai.csv. New codes are
 * added, other names become a new version from the business date on; agencies that the file does
 * not name stay as they are, because people and matters refer to them. The administrative
 * department beside a city or district agency follows it. A repeated import changes nothing.
 */
#pragma once
#include "app/reference_file.h"

/* ERR_ROWS when some rows were refused (the rest is in), ERR_INPUT when the file as a whole cannot
 * be read. */
enum err agency_import(const struct call *call, const struct reference_import *in,
                       struct reference_counts *out, struct problem *why);
