// A printed document says what was written, in three languages and more letters, whatever the text is; its bytes repeat.
import fc from "fast-check";
import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { expect, test } from "vitest";
import { cleanText } from "./clean-text.ts";
import { type PdfBlock, type PdfDocument, writePdf } from "./index.ts";

const leafHash = "ab".repeat(32);
const base: PdfDocument = {
  language: "fr",
  title: "Récépissé de dépôt",
  issuer: "Autorité d'essai",
  reference: "F-2026-0001",
  createdAt: new Date("2026-03-05T14:07:00Z"),
  blocks: [],
};

async function read(bytes: Buffer): Promise<string> {
  const { text } = await extractText(new Uint8Array(bytes), { mergePages: true });
  return text;
}

const samples = {
  fr: "Œuvre à l’été : « 2 000 000 F CFA », reçu ; où ça ? Déjà façonné.",
  mn: "Хүлээн авсан баримт: өгөгдөл, Үндэсний төв, ӨӨРЧЛӨЛТ, 72 цаг",
  bm: "Ɛntɛrinɛti, ɔridinatɛri, Ɲɛnajɛ ŋana ŊƝƆƐ",
};

test("letters of French, Mongolian and Bambara come back from the printed file as they were", async () => {
  for (const [language, text] of Object.entries(samples)) {
    const bytes = await writePdf({ ...base, language, title: text, blocks: [{ kind: "paragraph", text }] });
    const found = (await read(bytes)).replaceAll(/\s+/g, " ");
    expect(found.split(text.replaceAll(/\s+/g, " ")).length, found).toBeGreaterThanOrEqual(3);
    const { info } = await getMeta(new Uint8Array(bytes));
    expect(info).toMatchObject({ Title: text, Language: language });
  }
});

test("every kind of block is in the file, on numbered pages, with the code's address and hash in words", async () => {
  const blocks: PdfBlock[] = [
    { kind: "heading", level: 2, text: "Ce qui a été reçu" },
    { kind: "notice", text: "Cette autorité ne fixe pas de délai." },
    { kind: "list", items: ["un", "deux"], isNumbered: true },
    {
      kind: "facts",
      rows: [
        { label: "Nature", text: "" },
        { label: "Contact", text: "+223 20 00 00 00" },
      ],
    },
    {
      kind: "table",
      columns: [{ header: "Étape" }, { header: "Échéance", align: "right" }],
      rows: Array.from({ length: 80 }, (_, index) => [`ligne ${index}`, "2026-03-08"]),
    },
    { kind: "signatures", boxes: [{ label: "Pour l'autorité", name: "Awa T." }, { label: "Pour l'entité" }] },
    { kind: "page_break" },
    { kind: "paragraph", text: "Fin." },
  ];
  const proof = { address: "https://toguna.example/log", leafHash, caption: "Vérifiez ce récépissé." };
  const bytes = await writePdf({ ...base, blocks, proof });
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const pages = (await extractText(pdf, { mergePages: false })).text;
  expect(pages.length).toBeGreaterThan(3);
  for (const [index, page] of pages.entries()) expect(page).toContain(`${index + 1} / ${pages.length}`);
  const text = pages.join("\n");
  for (const part of ["Ce qui a été reçu", "délai", "1.", "deux", "+223", "—", "ligne 79", "Awa T.", "Fin.", leafHash])
    expect(text).toContain(part);
  // The head of a table comes back on each page that it runs over.
  expect(text.split("Échéance").length - 1).toBeGreaterThan(1);
  expect(pages[0]).toContain("ligne 3 ");
  expect(pages[0]).not.toContain("ligne 79");
  expect((await pdf.getMarkInfo())?.Marked).toBe(true);
});

test("the same document gives the same bytes, another instant others", async () => {
  const one = await writePdf({ ...base, blocks: [{ kind: "paragraph", text: samples.mn }] });
  const two = await writePdf({ ...base, blocks: [{ kind: "paragraph", text: samples.mn }] });
  expect(one.equals(two)).toBe(true);
  const later = await writePdf({ ...base, createdAt: new Date(0), blocks: [{ kind: "paragraph", text: samples.mn }] });
  expect(one.equals(later)).toBe(false);
});

test("what the fonts lack, controls and marks that turn the order of letters are told, never dropped", () => {
  const clean = (text: string): string => cleanText(text, (codePoint) => codePoint < 0x3000);
  expect(clean("a\u0000b\u202Ec😀d\r\ne\tf\uD800")).toBe("a‹U+0000›b‹U+202E›c‹U+1F600›d\ne    f‹U+D800›");
});

test("any text at all prints as text: nothing in it becomes an instruction of the file, and long words are broken", async () => {
  const hostile = [
    "(Hello) Tj ET endstream endobj",
    "/JavaScript <</S/JavaScript/JS(app.alert(1))>>",
    "\\) \\( %%EOF",
    "x".repeat(20_000),
  ];
  const bytes = await writePdf({
    ...base,
    title: hostile[1] ?? "",
    blocks: [
      ...hostile.map((text): PdfBlock => ({ kind: "paragraph", text })),
      { kind: "table", columns: [{ header: "a" }, { header: "b" }], rows: [[hostile[3] ?? "", "short"]] },
    ],
  });
  const text = (await read(bytes)).replaceAll(/\s+/g, " ");
  for (const part of hostile.slice(0, 3)) expect(text).toContain(part);
  const letters = (text.match(/x/g) ?? []).length;
  expect(letters).toBeGreaterThanOrEqual(40_000);
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  expect(await pdf.getJSActions()).toBeNull();
});

test("random texts in every block never break the writer, and its page count is sane", async () => {
  const text = fc.string({ unit: "grapheme", maxLength: 300 });
  const block: fc.Arbitrary<PdfBlock> = fc.oneof(
    text.map((it): PdfBlock => ({ kind: "paragraph", text: it })),
    text.map((it): PdfBlock => ({ kind: "notice", text: it })),
    text.map((it): PdfBlock => ({ kind: "heading", level: 2, text: it })),
    fc.array(text, { maxLength: 5 }).map((items): PdfBlock => ({ kind: "list", items })),
    fc.array(fc.record({ label: text, text }), { maxLength: 5 }).map((rows): PdfBlock => ({ kind: "facts", rows })),
    fc
      .array(fc.tuple(text, text), { maxLength: 6 })
      .map((rows): PdfBlock => ({ kind: "table", columns: [{ header: "a" }, { header: "b", share: 3 }], rows })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(block, { maxLength: 6 }), async (blocks) => {
      const bytes = await writePdf({ ...base, blocks });
      const pdf = await getDocumentProxy(new Uint8Array(bytes));
      expect(pdf.numPages).toBeLessThan(30);
    }),
    { numRuns: 25 },
  );
});
