"""Workbooks for tests, written by hand: what they hold is what the test says, byte for byte."""
import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy/m/d"/>'
          '<numFmt numFmtId="177" formatCode="[Red]0.00&quot;d&quot;"/></numFmts><cellXfs count="4"><xf numFmtId="0"/>'
          '<xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>')
GENERAL, DAY, CUSTOM_DAY, RED = range(4)


class Num(str):
    """A number as the file stores it; style: which of STYLES."""
    style = GENERAL


def num(text, style=GENERAL):
    n = Num(text)
    n.style = style
    return n


def column(i):
    return (column(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)


def cell(at, value, shared):
    if value is None:
        return ""
    if isinstance(value, Num):
        return f'<c r="{at}" s="{value.style}"><v>{value}</v></c>'
    if shared is None:
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{at}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'


def sheet_xml(rows, shared=None, first=1):
    body = "".join(
        f'<row r="{n}">' + "".join(cell(f"{column(i)}{n}", v, shared) for i, v in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, first) if row)
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def strings_xml(shared):
    return (f'{HEAD}<sst xmlns="{MAIN}">' + "".join(f"<si><t>{escape(s)}</t></si>" for s in shared) + "</sst>")


def pack(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as z:
        for name, text in parts.items():
            z.writestr(name, text)
    return out.getvalue()


def parts(rows, inline=False, hidden=False):
    """The parts of a workbook with these rows; hidden: a hidden sheet stands before it."""
    shared = None if inline else {}
    sheet = sheet_xml(rows, shared)
    names = (["藏"] if hidden else []) + ["名单"]
    sheets = "".join(f'<sheet name={quoteattr(n)} sheetId="{i + 1}" r:id="rId{i + 1}"'
                     f'{" state=" + quoteattr("hidden") if n == "藏" else ""}/>' for i, n in enumerate(names))
    rels = "".join(f'<Relationship Id="rId{i + 1}" Type="{REL}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
                   for i in range(len(names)))
    out = {"[Content_Types].xml": HEAD + "<Types/>",
           "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets></workbook>',
           "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships>{rels}</Relationships>",
           "xl/styles.xml": STYLES,
           f"xl/worksheets/sheet{len(names)}.xml": sheet}
    if hidden:
        out["xl/worksheets/sheet1.xml"] = sheet_xml([["not", "this"]])
    if shared:
        out["xl/sharedStrings.xml"] = strings_xml(shared)
    return out


def book(rows, **more):
    return pack(parts(rows, **more))
