/*
 * Art. 13 with Order 49 (from 2023-05-01) and Shandong's reward rules (from 2023-03-01): the clocks
 * of a tip and its reward. Who the reporter is, is never here: the box knows (src/box). Before
 * those days there is no number in force, which is said.
 */
#pragma once
#include "law/law.h"
#include "law/register.h"

struct tips_clock {
    struct date review_by; /* 5 working days from receipt */
    struct date notify_by; /* 10 working days from acceptance (from receipt while not accepted),
                              named reporters only */
    struct date
        conclude_by; /* 60 working days from acceptance, extendable; none while not accepted */
};
struct tips_clock tips_clock(const struct law *law, struct date received_on,
                             struct date accepted_on, bool named, struct finding *why);

enum tips_subject { SUBJECT_UNSET, SUBJECT_PERSON, SUBJECT_COMPANY, SUBJECT_AGENCY, SUBJECT_COUNT };

struct tips_reward_facts {
    struct date reported_on;
    enum tips_subject subject;
    int64_t loss;               /* 分 confirmed; 0: established, but nothing lost */
    int64_t paid_elsewhere;     /* 分 of the same matter by other bodies: the cap is one */
    enum tri confirmed, first;  /* joint reporters are one */
    enum tri supervising_staff; /* excluded */
    enum tri full_capacity;
};
/* 分; 0 with the reason in why. Half-up to the 分. */
int64_t tips_reward(const struct law *law, const struct tips_reward_facts *facts,
                    struct finding *why);
/* Art. 14 cites Order 11 of 2001, which Order 49 replaced: the act on tips in force on that day,
 * both named in why; ACT_NONE before the measure. */
enum act_id tips_secrecy(const struct law *law, struct date on, struct finding *why);
enum zh_id tips_subject_word(enum tips_subject s);
enum tips_subject tips_subject_from_word(const char *word);
