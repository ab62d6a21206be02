const fs = require("fs");
const docx = require("docx");
const report = JSON.parse(fs.readFileSync("report.json", "utf8"));
const align = { title: "center", number: "center", signature: "right", date: "right" };
const children = [];
let rows = null;
for (const part of report.parts) {
  if (part.kind === "row") {
    if (!rows) {
      rows = [];
      children.push(rows);
    }
    rows.push(new docx.TableRow({ children: part.cells.map((text) => new docx.TableCell({ children: [new docx.Paragraph(text)] })) }));
    continue;
  }
  rows = null;
  const runs = part.kind === "title" ? [new docx.TextRun(report.title[0]), new docx.TextRun({ text: report.title[1], break: 1 })] : [new docx.TextRun(part.text)];
  children.push(new docx.Paragraph({ children: runs, alignment: align[part.kind] || "both" }));
}
const made = children.map((child) => (Array.isArray(child) ? new docx.Table({ rows: child }) : child));
docx.Packer.toBuffer(new docx.Document({ sections: [{ children: made }] })).then((data) => fs.writeFileSync(process.argv[2], data));
