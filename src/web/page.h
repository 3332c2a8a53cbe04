/*
 * The handlers of pages, one family a file (README.md). Each asks use cases of src/app, fills a
 * model and prints its template. An error that it returns becomes an error page (frame_problem).
 */
#pragma once
#include "web/frame.h"
#include "web/word.h"

/* public.c */
enum err page_front(struct turn *t, struct problem *why);
enum err page_help(struct turn *t, struct problem *why);
enum err page_accessibility(struct turn *t, struct problem *why);
enum err page_privacy(struct turn *t, struct problem *why);
enum err page_look(struct turn *t, struct problem *why);
enum err page_where(struct turn *t, struct problem *why);
enum err page_health(struct turn *t, struct problem *why);
/* sign_in.c */
enum err page_sign_in(struct turn *t, struct problem *why);
enum err page_sign_in_do(struct turn *t, struct problem *why);
enum err page_sign_out(struct turn *t, struct problem *why);
enum err page_start(struct turn *t, struct problem *why);
enum err page_step_up(struct turn *t, struct problem *why);
/* set_up.c */
enum err page_set_up(struct turn *t, struct problem *why);
enum err page_set_up_do(struct turn *t, struct problem *why);
enum err page_set_up_bind(struct turn *t, struct problem *why);
/* counter.c (K2), person.c and reads.c (K4, C32), find.c (K3), today.c (K7) */
enum err page_counter(struct turn *t, struct problem *why);
enum err page_counter_find(struct turn *t, struct problem *why);
enum err page_counter_card(struct turn *t, struct problem *why);
enum err page_counter_confirm(struct turn *t, struct problem *why);
enum err page_counter_alive(struct turn *t, struct problem *why);
enum err page_person(struct turn *t, struct problem *why);
enum err page_reads(struct turn *t, struct problem *why);
enum err page_person_reveal(struct turn *t, struct problem *why);
enum err page_photo_picture(struct turn *t, struct problem *why); /* photo.c */
enum err page_photo(struct turn *t, struct problem *why);
enum err page_photo_do(struct turn *t, struct problem *why);
enum err page_photo_withdraw(struct turn *t, struct problem *why);
enum err page_find(struct turn *t, struct problem *why);
enum err page_find_do(struct turn *t, struct problem *why);
enum err page_today(struct turn *t, struct problem *why);
enum err page_today_undo(struct turn *t, struct problem *why);
/* worklist.c (K9, K10), matter.c, users.c and agencies.c (M9) */
enum err page_suspension(struct turn *t, struct problem *why);
enum err page_suspension_do(struct turn *t, struct problem *why);
enum err page_check(struct turn *t, struct problem *why);
enum err page_reinstatement(struct turn *t, struct problem *why);
enum err page_reinstatement_do(struct turn *t, struct problem *why);
enum err page_batch(struct turn *t, struct problem *why); /* batch.c */
enum err page_batch_do(struct turn *t, struct problem *why);
enum err page_matter_new(struct turn *t, struct problem *why); /* matter_new.c */
enum err page_matter_new_do(struct turn *t, struct problem *why);
bool matter_new_may(const struct turn *t); /* is there any kind that the caller may open? */
/* Where to open a kind that is about nobody; "" for whose role may not. */
struct view_text matter_new_url(struct turn *t, enum matter_kind_id kind);
enum err page_matter(struct turn *t, struct problem *why);
enum err page_matter_do(struct turn *t, struct problem *why);
enum err page_letters(struct turn *t, struct problem *why);
enum err page_users(struct turn *t, struct problem *why);
enum err page_users_do(struct turn *t, struct problem *why);
enum err page_agencies(struct turn *t, struct problem *why);
/* training.c (C30) */
enum err page_training(struct turn *t, struct problem *why);
enum err page_lesson(struct turn *t, struct problem *why);
enum err page_lesson_do(struct turn *t, struct problem *why);
enum err page_lesson_reset(struct turn *t, struct problem *why);
/* sources.c (M12) */
enum err page_sources(struct turn *t, struct problem *why);
/* import.c (K12), feed.c */
enum err page_import(struct turn *t, struct problem *why);
enum err page_import_do(struct turn *t, struct problem *why);
enum err page_upload(struct turn *t, struct problem *why);
enum err page_upload_do(struct turn *t, struct problem *why);
enum err page_upload_errors(struct turn *t, struct problem *why);
enum err page_feed(struct turn *t, struct problem *why);
enum err page_feed_do(struct turn *t, struct problem *why);
/* law.c (M10) */
enum err page_law(struct turn *t, struct problem *why);
/* deadline.c (C29): GET with clock, start and perhaps on; 422 with what is wrong. */
enum err page_deadline(struct turn *t, struct problem *why);
enum err page_param(struct turn *t, struct problem *why); /* param.c (M10) */
enum err page_param_do(struct turn *t, struct problem *why);
enum err page_param_change(struct turn *t, struct problem *why);
enum err page_param_change_do(struct turn *t, struct problem *why);
enum err page_law_article(struct turn *t, struct problem *why);
