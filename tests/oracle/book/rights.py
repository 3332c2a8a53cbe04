"""Arts. 3, 4, 6, 14, 15 and 17: who is covered, which body may do what, which law holds when."""
import datetime as dt

from .loss import DEPENDANT, OWN

MEASURE = (dt.date(2018, 1, 1), dt.date(2024, 12, 31))
ORDER_49 = dt.date(2023, 5, 1)
MEDICAL = {"职工医保", "居民医保"}
MET, NOT_MET, NEEDS, NOT_FOR, NO_LAW = "met", "not_met", "needs_evidence", "not_applicable", "no_law"

DEPARTMENTS = {"市行政部门", "区市行政部门"}
AGENCIES = {"市经办机构", "区市经办机构"}
FIELD = AGENCIES | {"社保所", "服务站"}
MAY = {
    "认证": FIELD, "入户": FIELD, "公示": FIELD, "收取补办材料": FIELD,
    "协助调查": FIELD | {"村"},
    "安排任务": AGENCIES | {"社保所"},
    "决定暂停": AGENCIES, "决定恢复": AGENCIES, "追回重复待遇": AGENCIES, "报告骗取": AGENCIES,
    "制定认证标准": {"市经办机构"},
    "指导监督": DEPARTMENTS, "责令退回": DEPARTMENTS, "罚款": DEPARTMENTS, "办理举报": DEPARTMENTS,
    "解释": {"市行政部门"},
}


def may_act(body, deed, today):
    """Art. 4: 行政 supervises, orders, fines; 经办 decides; 所 and 站 work; the village assists."""
    if today < MEASURE[0]:
        return NO_LAW
    return MET if body in MAY[deed] else NOT_MET


def scope(kind, grade, fund, periodic, long_term):
    """Art. 3 for the known kinds; a further kind by its properties; else art. 15 or outside."""
    if kind in OWN | DEPENDANT | MEDICAL:
        return "outside" if kind == "伤残津贴" and grade and grade >= 5 else "covered"
    if fund is None:
        return None
    if not fund:
        return "outside"
    if periodic is False or long_term is False:
        return "other_benefit"
    return "covered" if periodic and long_term else None


def substance(event):
    """Art. 17: the event's date picks the substance; before the measure history only."""
    if event < MEASURE[0]:
        return NO_LAW
    return MET if event <= MEASURE[1] else NOT_FOR


def tips_order(day):
    """Art. 14 cites Order 11 of 2001; Order 49 replaced it on 2023-05-01."""
    if day < MEASURE[0]:
        return None
    return 49 if day >= ORDER_49 else 11


AT_ONCE = {"联系电话", "居住地址"}
OPENS_LOSS = {"婚姻状况", "就业状况"}


def change(field):
    """Art. 6: phone and address at once, the rest reviewed; marriage and work open art. 8."""
    return {"review": field not in AT_ONCE, "loss_check": field in OPENS_LOSS}
