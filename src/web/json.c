#include "web/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "http/form.h"

struct pairs {
    struct http_pair *p;
    size_t n;
    struct arena *arena;
};

static bool add(struct pairs *out, const char *name, const json_t *v)
{
    const char *text = NULL;
    if (out->n == HTTP_FIELDS_MAX) return false;
    if (json_is_string(v)) {
        size_t n = json_string_length(v);
        if (!http_text_valid(json_string_value(v), n)) return false;
        text = arena_copy(out->arena, json_string_value(v), n);
    } else if (json_is_integer(v)) {
        text = arena_print(out->arena, "%" PRId64, (int64_t)json_integer_value(v));
    } else if (json_is_boolean(v)) {
        text = json_is_true(v) ? "1" : "";
    }
    if (!text) return false;
    out->p[out->n++] = (struct http_pair){arena_copy(out->arena, name, strlen(name)), text};
    return true;
}

static bool add_all(struct pairs *out, const char *name, const json_t *v)
{
    if (!json_is_array(v)) return json_is_null(v) || add(out, name, v);
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!add(out, name, json_array_get(v, i))) return false;
    return true;
}

static bool known(const struct form *form, const char *name)
{
    for (size_t i = 0; i < FORM_FIELDS && form->field[i].name; i++)
        if (strcmp(form->field[i].name, name) == 0) return true;
    return false;
}

static enum err read_object(const struct form *form, json_t *object, struct pairs *out,
                            struct problem *why)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        char shown[40] = "";
        strncat(shown, name, sizeof shown - 1);
        if (!known(form, name))
            return problem_set(why, ERR_INPUT, ZH_web_json_unknown, "", shown, NULL);
        if (!add_all(out, name, value))
            return problem_set(why, ERR_INPUT, ZH_web_json_shape, "", shown, NULL);
    }
    return ERR_OK;
}

enum err json_pairs(const struct form *form, const char *body, size_t n, struct arena *arena,
                    struct http_pairs *out, struct problem *why)
{
    json_error_t error;
    struct pairs pairs = {.p = ARENA_ARRAY(arena, struct http_pair, HTTP_FIELDS_MAX),
                          .arena = arena};
    json_t *root = json_loadb(body, n, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(root)) {
        json_decref(root);
        return problem_set(why, ERR_INPUT, ZH_web_json_bad, "", NULL);
    }
    enum err e = read_object(form, root, &pairs, why);
    json_decref(root);
    *out = (struct http_pairs){pairs.p, pairs.n};
    return e;
}
