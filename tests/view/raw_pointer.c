/* Must not compile with -DRAW (a raw pointer as a field), and must without it. Run by ctest with
 * -fsyntax-only. */
#include "tmpl_gen.h"

void raw_pointer(struct tmpl_find_model *m, const char *from_outside);

void raw_pointer(struct tmpl_find_model *m, const char *from_outside)
{
#ifdef RAW
    m->query = from_outside;
#else
    m->query = view_text(from_outside);
#endif
}
