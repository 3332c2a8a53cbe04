/* gallery WORDS PORT: serves the gallery on 127.0.0.1; port 0 takes a free one. Prints "gallery on
 * PORT" and runs until a signal. /gallery/ lists the pages, one "name kind states" line each. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/demo_face.h"
#include "gallery.h"
#include "view/assets.h"

static const struct gallery_page *page_find(const struct gallery_page *list, const char *name)
{
    for (; list->name; list++)
        if (strcmp(list->name, name) == 0) return list;
    return NULL;
}

static void list_pages(struct http_response *r)
{
    r->type = "text/plain; charset=utf-8";
    for (const struct gallery_page *p = gallery_public; p->name; p++)
        buf_printf(&r->body, "%s public %s\n", p->name, p->states);
    for (const struct gallery_page *p = gallery_staff; p->name; p++)
        buf_printf(&r->body, "%s staff %s\n", p->name, p->states);
}

static const char *look_of(const struct http_request *q)
{
    const char *look = http_get(q->query, "look");
    if (look && strcmp(look, "elder") == 0) return "elder";
    return look && strcmp(look, "contrast") == 0 ? "contrast" : "";
}

static void handler(void *ctx, const struct http_request *q, struct http_response *r,
                    struct arena *arena)
{
    (void)ctx;
    r->asset = asset_find(q->path);
    if (r->asset) return;
    if (strcmp(q->path, "/gallery/") == 0) {
        list_pages(r);
        return;
    }
    if (strcmp(q->path, "/gallery/photo.png") == 0) {
        r->type = "image/png";
        demo_face(9, &r->body);
        return;
    }
    const char *name = strncmp(q->path, "/gallery/", 9) == 0 ? q->path + 9
                       : strcmp(q->path, "/") == 0           ? "front"
                                                             : "";
    const struct gallery_page *p = page_find(gallery_public, name);
    if (!p) p = page_find(gallery_staff, name);
    if (!p) {
        r->status = 404;
        p = page_find(gallery_public, "error");
    }
    const char *state = http_get(q->query, "state");
    if (!state) state = arena_copy(arena, p->states, strcspn(p->states, " "));
    p->fn(&(struct shown){&r->body, state, look_of(q)});
}

static struct http_limits admit(void *ctx, const struct http_request *head)
{
    (void)ctx, (void)head;
    return (struct http_limits){.body = 4096, .direct = true};
}

int main(int argc, char **argv)
{
    if (argc != 3 || !gallery_words_load(argv[1])) {
        fprintf(stderr, "usage: gallery WORDS PORT\n");
        return 2;
    }
    sigset_t wait;
    sigemptyset(&wait);
    sigaddset(&wait, SIGINT);
    sigaddset(&wait, SIGTERM);
    sigprocmask(SIG_BLOCK, &wait, NULL);
    struct http_server *s =
        http_serve(&(struct http_options){.address = "127.0.0.1",
                                          .port = (uint16_t)strtoul(argv[2], NULL, 10),
                                          .plain = true,
                                          .admit = admit,
                                          .handler = handler});
    if (!s) return 1;
    printf("gallery on %u\n", http_port(s));
    fflush(stdout);
    int got = 0;
    sigwait(&wait, &got);
    http_stop(s, 2);
    return 0;
}
