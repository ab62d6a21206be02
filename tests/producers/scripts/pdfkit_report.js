const fs = require("fs");
const PDFDocument = require("pdfkit");
const report = JSON.parse(fs.readFileSync("report.json", "utf8"));
const pdf = new PDFDocument({ size: "A4", margins: { top: 85, bottom: 85, left: 74, right: 74 } });
pdf.pipe(fs.createWriteStream(process.argv[2]));
pdf.registerFont("song", process.argv[3], "NotoSerifCJKsc-Regular");
pdf.font("song");
const align = { title: "center", number: "center", signature: "right", date: "right" };
for (const part of report.parts) {
  pdf.fontSize(part.kind === "title" ? 22 : 16);
  if (part.kind === "row") {
    const top = pdf.y;
    let bottom = top;
    part.cells.forEach((cell, column) => {
      pdf.text(cell, 74 + [0, 50, 190][column], top, { width: [45, 130, 120][column] });
      bottom = Math.max(bottom, pdf.y);
    });
    pdf.x = 74;
    pdf.y = bottom + 6;
    continue;
  }
  const text = part.kind === "title" ? report.title.join("\n") : part.text;
  pdf.text(text, 74, pdf.y, { align: align[part.kind] || "left", lineGap: 6, indent: part.kind in align || part.kind === "addressee" ? 0 : 32 });
}
pdf.end();
