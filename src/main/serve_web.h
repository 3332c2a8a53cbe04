/*
 * The pages as a part of serve: the site on one listener, /metrics on another, both from the
 * configuration (listen, port, workers, metrics_port, session_minutes, password_*).
 */
#pragma once
#include "base/buf.h"
#include "main/command.h"

struct serve_web;

/* Adds "http=…" and "metrics=…" to the ready line. ERR_CONFIG: settings, an address that cannot be
 * had (serve_listen). */
enum err serve_web_start(struct run *r, struct buf *where, struct serve_web **out,
                         struct problem *why);
/* Lets requests under way finish; NULL is allowed. */
void serve_web_stop(struct serve_web *s);
