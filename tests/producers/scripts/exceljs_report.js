const fs = require("fs");
const ExcelJS = require("exceljs");
const report = JSON.parse(fs.readFileSync("report.json", "utf8"));
const book = new ExcelJS.Workbook();
const sheet = book.addWorksheet("报告");
for (const part of report.parts) sheet.addRow(part.kind === "row" ? part.cells : [part.text]);
book.xlsx.writeFile(process.argv[2]);
