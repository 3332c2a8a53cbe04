/* The handlers of pages, one file a family; the route table (route.c) says who may come to which. */
#pragma once
#include "web/turn.h"

enum err page_front(struct turn *t, struct problem *why);
enum err page_help(struct turn *t, struct problem *why);
enum err page_accessibility(struct turn *t, struct problem *why);
enum err page_privacy(struct turn *t, struct problem *why);
enum err page_look(struct turn *t, struct problem *why);
enum err page_where(struct turn *t, struct problem *why);
enum err page_sign_in(struct turn *t, struct problem *why);
enum err page_sign_in_do(struct turn *t, struct problem *why);
enum err page_sign_out(struct turn *t, struct problem *why);
enum err page_start(struct turn *t, struct problem *why);
enum err page_counter(struct turn *t, struct problem *why);
enum err page_counter_find(struct turn *t, struct problem *why);
enum err page_counter_card(struct turn *t, struct problem *why);
enum err page_counter_confirm(struct turn *t, struct problem *why);
enum err page_person(struct turn *t, struct problem *why);
enum err page_person_reveal(struct turn *t, struct problem *why);
enum err page_suspension(struct turn *t, struct problem *why);
enum err page_suspension_do(struct turn *t, struct problem *why);
enum err page_reinstatement(struct turn *t, struct problem *why);
enum err page_reinstatement_do(struct turn *t, struct problem *why);
enum err page_matter(struct turn *t, struct problem *why);
enum err page_matter_do(struct turn *t, struct problem *why);
enum err page_letters(struct turn *t, struct problem *why);
enum err page_step_up(struct turn *t, struct problem *why);
enum err page_find(struct turn *t, struct problem *why);
enum err page_find_do(struct turn *t, struct problem *why);
enum err page_today(struct turn *t, struct problem *why);
enum err page_today_undo(struct turn *t, struct problem *why);
enum err page_users(struct turn *t, struct problem *why);
enum err page_users_do(struct turn *t, struct problem *why);
