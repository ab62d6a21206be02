const fs = require("fs");
const fontkit = require("fontkit");
const pdfmake = require("pdfmake");
const report = JSON.parse(fs.readFileSync("report.json", "utf8"));
const song = [process.argv[3], "NotoSerifCJKsc-Regular"];
const fonts = { song: { normal: song, bold: song, italics: song, bolditalics: song } };
const align = { title: "center", number: "center", signature: "right", date: "right" };
const content = [];
let rows = null;
for (const part of report.parts) {
  if (part.kind === "row") {
    if (!rows) {
      rows = [];
      content.push({ table: { widths: [40, 130, 90], body: rows } });
    }
    rows.push(part.cells);
    continue;
  }
  rows = null;
  content.push({
    text: part.kind === "title" ? report.title.join("\n") : part.text,
    fontSize: part.kind === "title" ? 22 : 16,
    alignment: align[part.kind] || "left",
    leadingIndent: part.kind in align || part.kind === "addressee" ? 0 : 32,
  });
}
const wanted = { content, pageSize: "A4", pageMargins: [74, 85, 74, 85], defaultStyle: { font: "song", fontSize: 16 } };
pdfmake.setFonts(fonts);
pdfmake.createPdf(wanted).write(process.argv[2]);
