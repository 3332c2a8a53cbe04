#!/usr/bin/env python3
"""Answers lines of JSON questions on stdin with lines of JSON (see README.md)."""
import datetime as dt
import json
import sys

from book import (abroad, account, cycle, history, idnumber, loss, money, overlap, periods, proof,
                  refund, reporting, reward, rights, suspension)
from book.workdays import calendar


def day(text):
    return None if text is None else dt.date.fromisoformat(text)


def iso(value):
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: iso(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [iso(v) for v in value]
    return value


def cal_of(q):
    return calendar(day(q.get("known_at")))


def q_workday_add(q):
    cal = cal_of(q)
    end = cal.add(day(q["from"]), q["n"])
    return {"date": end, "published": cal.published(end)}


def q_workday_between(q):
    return {"count": cal_of(q).between(day(q["a"]), day(q["b"]))}


def q_workday_check(q):
    cal, d = cal_of(q), day(q["date"])
    return {"workday": cal.is_workday(d), "name": cal.name(d)}


def q_period(q):
    cal = cal_of(q)
    end = periods.period(day(q["from"]), q["n"], q["unit"], cal)
    return {"date": end, "published": cal.published(end)}


def q_add_months(q):
    return {"date": periods.add_months(day(q["from"]), q["n"])}


def q_id(q):
    return idnumber.check(q["number"], day(q["today"]))


def classes_of(q):
    return [(day(a), day(b), c) for a, b, c in q.get("ages", [])]


def q_due(q):
    cal = cal_of(q)
    if q["mode"] == "window":
        return {"date": cycle.due_window(day(q["last"]))}
    if q["mode"] == "first":
        return {"date": cycle.due_first(q["start"], day(q["imported"]), cal, q.get("months", 12))}
    return {"date": cycle.due_with_paper(day(q["success"]), day(q.get("paper")), cal,
                                         q.get("months", 12), q.get("paper_months", 12),
                                         q.get("end", "corresponding_day"), day(q.get("birth")),
                                         classes_of(q))}


def q_reminders(q):
    return {"dates": cycle.reminders(day(q["due"]), day(q.get("birth")), classes_of(q))}


def q_suspend_by(q):
    cal = cal_of(q)
    if q["trigger"] == "failed":
        return {"date": suspension.decide_by_failed(day(q["finding"]), day(q["due"]), cal)}
    if q["trigger"] == "objection":
        return suspension.objection(day(q["raised"]), cal, day(q.get("accepted")),
                                    q.get("mode", "prelim"))
    return {"date": suspension.decide_by_missed(day(q["due"]), cal)}


def q_lock(q):
    return {"date": suspension.lock_day(q["month"], cal_of(q))}


def q_first_month_hit(q):
    return {"month": suspension.first_month_hit(day(q["released"]), cal_of(q))}


def q_investigation(q):
    return {"date": suspension.investigation_opens(day(q["released"]))}


def q_powers(q):
    return suspension.powers(day(q["decided"]))


def q_reinstate(q):
    rates = [(m, a) for m, a in q["rates"]]
    not_due = ()
    if q.get("prison"):
        not_due = loss.prison_not_due(day(q["prison"][0]), day(q["prison"][1]))
    return money.reinstatement(day(q["released"]), day(q["certified"]), day(q["reinstated"]),
                               rates, cal_of(q), set(not_due), q.get("error", False))


def q_story(q):
    facts = {name: {k: day(v) for k, v in q[name].items()}
             for name in ("suspension", "prison", "death") if q.get(name)}
    return history.walk(facts, [(m, a) for m, a in q["rates"]], q["first"], q["last"], cal_of(q))


def q_prison(q):
    return {"months": loss.prison_not_due(day(q["start"]), day(q["release"]))}


def q_overpaid(q):
    return {"months": money.overpaid_months(q["last_payable"], day(q["stopped"]), cal_of(q))}


def q_eighteen(q):
    return loss.eighteen_stop(day(q["birth"]), day(q.get("incapable_until")),
                              q.get("relation", "子女"))


def q_report(q):
    cal = cal_of(q)
    out = reporting.report_limits(day(q["event"]), q["lives"], cal)
    if q.get("reported"):
        out["late"] = reporting.days_late(day(q["event"]), q["lives"], day(q["reported"]), cal)
    return out


def q_overlap(q):
    return {"case": overlap.case(q["a"], q["b"])}


def q_top_up(q):
    return {"fen": overlap.top_up_overlap(q["standard"], q["top_up"], q["pension"])}


def q_resident(q):
    return overlap.resident_refund(q["components"], q["months"])


def q_instalments(q):
    return {"parts": refund.instalments(q["total"], q["n"])}


def q_offset(q):
    rows, left = refund.offset_run(q["debt"], q["payable"], q["share"])
    return {"taken": [r["taken"] for r in rows], "left": left}


def q_fraud(q):
    return {"date": refund.fraud_report_by(day(q["established"]), cal_of(q))}


def q_reward(q):
    return {"fen": reward.reward(day(q["reported"]), q["subject"], q["loss"],
                                 q.get("elsewhere", 0))}


def q_paper(q):
    cal = cal_of(q)
    issued = day(q["issued"])
    return {"through": abroad.valid_through(issued, cal), "due": abroad.due(issued, cal),
            "usable": abroad.usable(issued, day(q.get("posted")), day(q["received"]), cal)}


def q_may_act(q):
    return {"outcome": rights.may_act(q["body"], q["deed"], day(q["today"]))}


def q_scope(q):
    return {"scope": rights.scope(q["kind"], q["grade"], q["fund"], q["periodic"], q["long_term"])}


def q_substance(q):
    return {"outcome": rights.substance(day(q["event"]))}


def q_secrecy(q):
    return {"order": rights.tips_order(day(q["event"]))}


def q_change(q):
    cal, changed, told = cal_of(q), day(q["changed"]), day(q["reported"])
    limit = reporting.change_report_limit(changed, cal)
    return {"by": limit, "late": max(0, cal.between(limit, told)), **rights.change(q["field"])}


CLOCKS = {"publication": reporting.publication_until, "death_hold": reporting.death_check_by,
          "protected": reporting.protected_visit_by, "investigation": suspension.investigation_sla}


def q_clock(q):
    return {"date": CLOCKS[q["clock"]](day(q["from"]), cal_of(q))}


def q_evidence(q):
    out = proof.weigh(q["kind"], day(q["happened"]), day(q["today"]), cal_of(q), q["id_checked"],
                      day(q.get("birth")), classes_of(q))
    return {**out, "strength": proof.strength(q["kind"], q["id_checked"])}


def q_signals(q):
    listed = [{**s, "on": day(s["on"])} for s in q["signals"]]
    return proof.package(listed, day(q["today"]), day(q["dead"]), q["law"], cal_of(q),
                         day(q.get("birth")), classes_of(q))


def q_contradiction(q):
    return {"outcome": proof.contradiction(day(q["dead"]), q["kind"], day(q["happened"]))}


def q_grade(q):
    return proof.grade(day(q["success"]), day(q["due"]), day(q["trace"]), q["unsettled"], day(q["today"]))


def q_way(q):
    return proof.way(q, day(q["held"]), day(q["today"]), cal_of(q))


def q_proxy(q):
    return {"outcome": proof.proxy(day(q["issued"]), day(q["authorised"]), q["years"])}


def q_issuer(q):
    got = abroad.issuer_fits(q["place"], q["issuer"])
    late = q["issuer"] == "公证认证" and day(q["issued"]) < abroad.APOSTILLE_FROM
    return {"fits": got != "refused" and not late}


def q_loss(q):
    return loss.effect(q["event"], day(q["on"]), day(q["until"]), q["sentence"], q["kind"],
                       q["relation"])


def q_recover(q):
    facts = {k: day(q[k]) for k in ("on", "until", "reported")}
    return refund.after_loss({**q, **facts}, day(q["today"]), cal_of(q))


def q_account(q):
    return account.settle({**q, "on": day(q["on"])})


def q_foreseen(q):
    return {"list": loss.foreseen(q["kind"], day(q["birth"]), q["relation"], day(q["appraisal"]),
                                  day(q["sentence"]), day(q["proof"]), day(q["retires"]),
                                  day(q["today"]))}


def q_may_suspend(q):
    dated = {k: day(q[k]) for k in ("event", "due", "compared", "contacted", "entrusted", "visited")}
    return {"outcome": suspension.may_suspend({**q, **dated}, day(q["today"]))}


def q_resume(q):
    out = {"month": suspension.resume_month(day(q["appeared"]))}
    out["manager"] = suspension.needs_manager(day(q["released"]), day(q["today"]))
    return out


def q_recovery(q):
    return refund.recovery(day(q["decided"]), day(q["demanded"]), day(q["over"]), q["pending"],
                           day(q["today"]), cal_of(q))


def q_may_offset(q):
    return {"outcome": refund.may_offset(q["resident"], q["consent"], day(q["demanded"]),
                                         day(q["today"]), cal_of(q))}


def q_fine(q):
    dated = {k: day(q[k]) for k in ("filed", "notice", "legal", "collective")}
    return refund.fine({**q, **dated})


def q_eligible(q):
    return {"outcome": reward.outcome(q["confirmed"], q["first"], q["staff"], q["capacity"])}


def q_tip(q):
    return reward.clocks(day(q["received"]), day(q["accepted"]), q["named"], cal_of(q))


def q_refund(q):
    return overlap.refund(q["a"], q["b"], day(q["today"]))


def q_window(q):
    return {"ok": cycle.window_announced_in_time(day(q["announced"]), day(q["first"]))}


def q_half_up(q):
    return {"fen": money.half_up(q["num"], q["den"])}


FORMS = {name[2:]: f for name, f in sorted(globals().items()) if name.startswith("q_")}


def answer(question):
    form = FORMS.get(question.get("q"))
    if form is None:
        return {"error": "unknown form"}
    try:
        return iso(form(question))
    except (KeyError, ValueError, TypeError) as e:
        return {"error": type(e).__name__ + ": " + str(e)}


def main():
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(json.loads(line)), ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    main()
