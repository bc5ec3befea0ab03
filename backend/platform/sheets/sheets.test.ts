// Tables come back as they were written, whatever is in them; what people send is read; what would harm is refused.
import { TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsIn } from "../words/index.ts";
import { neutraliseFormula, restoreFormula } from "./formula.ts";
import { readSheet, type SheetColumn, sheetResponse } from "./index.ts";
import type { CellValue, SheetFormat } from "./model.ts";
import { writeInstant } from "./write-instant.ts";

type Row = [CellValue, CellValue, CellValue];
const columns: SheetColumn<Row>[] = [
  { key: "name", type: "text", title: "exports.column.name", value: (row) => row[0] },
  { key: "count", type: "number", title: "exports.column.claims", value: (row) => row[1] },
  { key: "others", type: "list", title: "exports.column.other_names", value: (row) => row[2] },
];

async function write(format: SheetFormat, rows: Row[], zone = "UTC", shown = columns): Promise<Uint8Array> {
  const words = wordsIn("en");
  const response = sheetResponse({ format, fileName: "a b", title: "x", columns: shown, rows, words, zone });
  return new Uint8Array(await response.arrayBuffer());
}

const csv = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What a reader gives back of a text: without blanks at its ends and without NUL. */
const kept = (text: string): string => text.trim();

const texts = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc
      .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "'=", "''+", '"', ";", "_x0041_"), fc.string({ maxLength: 10 }))
      .map((parts) => parts.join("")),
    fc.constantFrom("Банк; «Өгөө»", "+223 76 12 34 56", "-1+1|cmd", "a\nb", 'Société, S.A. "X"'),
  )
  .filter((text) => text.trim() === text && !/[\r\0]/.test(text) && text.isWellFormed());

test("a cell never begins as a formula does, and is read back as it was", () => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.string({ unit: "binary" })), (text) => {
      const written = neutraliseFormula(text);
      expect(written).not.toMatch(/^[=+\-@\t\r\0＝＋－＠]/);
      expect(restoreFormula(written)).toBe(text);
    }),
  );
});

test("CSV holds no cell that a spreadsheet would run", async () => {
  for (const begin of ["=", "+", "-", "@", "\t", "\r", "\0", "＝"]) {
    const text = new TextDecoder().decode(await write("csv", [[`${begin}HYPERLINK("http://x")`, -5, [`${begin}1`]]]));
    const [, line = ""] = text.split("\r\n");
    expect(line.replace(/^"/, "").startsWith("'"), JSON.stringify(line)).toBe(true);
    expect(line).toContain(",-5,");
  }
});

test.each(["csv", "xlsx", "json"] as const)("what is written as %s is read as it was", async (format) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          texts.filter((text) => text !== ""),
          fc.integer(),
          fc.array(
            texts.filter((text) => text !== ""),
            { maxLength: 3 },
          ),
        ),
        { minLength: 1, maxLength: 8 },
      ),
      async (rows) => {
        const read = await readSheet(await write(format, rows));
        expect(read.problems).toEqual([]);
        expect(read.format).toBe(format);
        const plain = (text: string): string => (format === "csv" ? text.replaceAll("\r\n", "\n") : text);
        expect(read.rows.map(({ cells }) => [cells[0], cells[1] ?? "", cells[2] ?? ""])).toEqual(
          rows.map(([name, count, others]) => [plain(kept(name)), String(count), plain(kept(others.join("; ")))]),
        );
      },
    ),
    { numRuns: format === "xlsx" ? 30 : 150 },
  );
});

test("instants are written on the wall of the reader's zone, and read from XLSX as dates", async () => {
  const at: SheetColumn<Row>[] = [{ key: "at", type: "instant", title: "exports.column.at", value: (row) => row[0] }];
  const rows: Row[] = [["2026-02-28T22:30:00.500Z", null, null]];
  expect(new TextDecoder().decode(await write("csv", rows, "Asia/Ulaanbaatar", at))).toContain(
    "2026-03-01T06:30:00+08:00",
  );
  expect((await readSheet(await write("xlsx", rows, "Asia/Ulaanbaatar", at))).rows[0]?.cells).toEqual([
    "2026-03-01T06:30:00",
  ]);
  expect(JSON.parse(new TextDecoder().decode(await write("json", rows, "Asia/Ulaanbaatar", at)))).toEqual([
    { at: "2026-02-28T22:30:00.500Z" },
  ]);
  expect(writeInstant("2026-07-01T12:00:00Z", "America/St_Johns")).toBe("2026-07-01T09:30:00-02:30");
});

test("delimiters, encodings and byte order marks are found", async () => {
  const mongolian = Buffer.from([
    0xcd, 0xfd, 0xf0, 0x3b, 0xd3, 0xf2, 0xe0, 0xf1, 0x0a, 0xc1, 0xe0, 0xed, 0xea, 0x3b, 0x31,
  ]);
  expect(await readSheet(mongolian)).toMatchObject({
    encoding: "windows-1251",
    delimiter: ";",
    header: ["Нэр", "Утас"],
    rows: [{ cells: ["Банк", "1"] }],
  });
  const french = Buffer.from("Société;Région\nBanque de l'Étoile;Ségou\n", "latin1");
  expect(await readSheet(french)).toMatchObject({ encoding: "windows-1252", header: ["Société", "Région"] });
  expect(await readSheet(csv("\ufeffName\tPhone\nA\t1"))).toMatchObject({
    encoding: "utf-8",
    delimiter: "\t",
    header: ["Name", "Phone"],
  });
  const wide = Buffer.from("\ufeffNom;Tél\nÉ;2\n", "utf16le");
  expect(await readSheet(wide)).toMatchObject({ encoding: "utf-16le", header: ["Nom", "Tél"] });
});

test("a quote that is never closed costs its own row and no other", async () => {
  const read = await readSheet(
    csv('name,phone\n"Open,1\nWell,2\n"Two\nlines",3\nA 5" pipe,4\n"a ""b""",5\nToo,many,cells\n'),
  );
  expect(read.problems).toEqual([
    { line: 2, code: "broken_quote" },
    { line: 8, code: "too_many_cells" },
  ]);
  expect(read.rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [3, "Well", "2"],
    [4, "Two\nlines", "3"],
    [6, 'A 5" pipe', "4"],
    [7, 'a "b"', "5"],
  ]);
});

async function workbook(sheet: string, more: Record<string, string> = {}): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  const parts: Record<string, string> = {
    "xl/workbook.xml":
      '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="Old &amp; new" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/s.xml"/></Relationships>',
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="00000000"/><numFmt numFmtId="171" formatCode="[$-409]d\\ mmm\\ yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml":
      '<sst><si><t>Name</t></si><si><r><t>Ban</t></r><r><t xml:space="preserve">k &lt;A&gt;</t></r></si></sst>',
    "xl/worksheets/s.xml": `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  };
  for (const [name, text] of Object.entries(parts)) await zip.add(name, new TextReader(text));
  return await zip.close();
}

test("a workbook's dates, formulas, telephone numbers, merged and empty rows are read as a person sees them", async () => {
  const read = await readSheet(
    await workbook(
      '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="inlineStr"><is><t>Since</t></is></c><c r="D3" t="str"><v>Phone</v></c><c r="E3" t="str"><v>Own</v></c></row>' +
        '<row r="4"/><row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" s="1"/><c r="C5" s="1"><v>46082</v></c><c r="D5"><v>2.2376123456E10</v></c><c r="E5" s="2"><f>1+1</f><v>7612345</v></c></row>' +
        '<row><c t="b"><v>1</v></c><c><v>0.30000000000000004</v></c><c s="3"><v>46082.5</v></c><c t="e"><v>#N/A</v></c></row><mergeCells/>',
    ),
  );
  expect(read).toMatchObject({ sheets: ["Old & new"], header: ["Name", "", "Since", "Phone", "Own"] });
  expect(read.rows).toEqual([
    { line: 5, cells: ["Bank <A>", "", "2026-03-01", "22376123456", "07612345"] },
    { line: 6, cells: ["true", "0.3", "2026-03-01T12:00:00", "#N/A"] },
  ]);
  expect(read.problems).toEqual([{ line: 6, code: "error_value", column: 3 }]);
});

test("bombs are refused by what comes out of them, and places far away are not laid out", async () => {
  const bomb = await workbook("", { "xl/sharedStrings.xml": `<sst>${"<si><t>a</t></si>".repeat(200_000)}</sst>` });
  await expect(readSheet(bomb, { limits: { unpackedBytes: 1_000_000 } })).rejects.toMatchObject({ code: "too_large" });
  const far = await workbook('<row r="999999999"><c r="XFD1" t="str"><v>x</v></c></row>');
  await expect(readSheet(far)).rejects.toMatchObject({ code: "too_large" });
  const high = await workbook('<row r="999999999"><c r="A1" t="str"><v>x</v></c></row>');
  expect((await readSheet(high)).header).toEqual(["x"]);
  const many = await workbook('<row><c t="str"><v>x</v></c></row>'.repeat(50));
  await expect(readSheet(many, { limits: { rows: 10 } })).rejects.toMatchObject({ code: "too_large" });
  await expect(readSheet(new Uint8Array(101), { limits: { fileBytes: 100 } })).rejects.toMatchObject({
    code: "too_large",
  });
  await expect(readSheet(csv(`a${",b".repeat(300)}\n`))).rejects.toMatchObject({ code: "too_large" });
  await expect(
    readSheet(csv(JSON.stringify(Array.from({ length: 300 }, (_, at) => ({ [`k${at}`]: 1 }))))),
  ).rejects.toMatchObject({ code: "too_large" });
});

test("files that are no table are refused in words", async () => {
  for (const bytes of [
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.from("PK\x03\x04 nothing"),
    (await workbook("<row><c>")).subarray(0, 300),
    await workbook("<row></c></sheetData>"),
  ])
    await expect(readSheet(bytes)).rejects.toMatchObject({ code: "unsupported_media_type" });
  for (const text of ["", "\n\n", "[1]", '{"a"'])
    await expect(readSheet(csv(text))).rejects.toMatchObject({ code: "invalid_input", fields: [{ path: "file" }] });
  await expect(readSheet(await workbook("<row/>"), { sheet: "Other" })).rejects.toMatchObject({
    fields: [{ path: "sheet" }],
  });
});

test("no bytes break the reader with anything but a refusal", async () => {
  const whole = await workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>');
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => whole.with(at, byte)),
        fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "a", "'", "=") }).map(csv),
      ),
      async (bytes) => {
        const answer = await readSheet(bytes).then(
          () => "read",
          (error: { code?: string }) => error.code,
        );
        expect(["read", "unsupported_media_type", "invalid_input", "too_large"]).toContain(answer);
      },
    ),
  );
});
