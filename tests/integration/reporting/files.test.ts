// Files at the desk: pictures without what the camera wrote, mails as characters, hostile ones refused, originals only behind a password.
import { readFileSync } from "node:fs";
import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { archiveFile } from "../../../backend/reporting/files/archive-file.ts";
import { previewPicture, readFileAsText } from "../../../backend/reporting/files/show-file.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let report: string;
let analyst: Actor;
const code = (name: string) => expect.objectContaining({ code: name });
const add = async (name: string, mediaType: string, bytes: Buffer) =>
  await addFile(world, report, { name, mediaType, bytes });
const ctx = () => world.context(analyst);

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  analyst = await addPerson(world, cert, "analyst", "Awa");
  report = (await addReport(world, cert)).id;
});

test("a picture's copy has its pixels and nothing else: no position, device, date or embedded text", async () => {
  const original = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: "#264" } })
    .withExif({ IFD0: { Make: "SecretPhone" }, IFD3: { GPSLatitude: "12/1 39/1 0/1", GPSLatitudeRef: "N" } })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
    )
    .jpeg()
    .toBuffer();
  expect((await sharp(original).metadata()).exif).toBeDefined();
  const copy = Buffer.from(await previewPicture(ctx(), await add("a.jpg", "image/jpeg", original)));
  const metadata = await sharp(copy).metadata();
  expect([metadata.format, metadata.width, metadata.height]).toEqual(["webp", 1600, 1067]);
  expect([metadata.exif, metadata.xmp, metadata.iptc]).toEqual([undefined, undefined, undefined]);
  expect(copy.includes("SecretPhone")).toBe(false);
});

test("a picture that lies about its type, one of a billion pixels, an SVG and a broken one are refused, and the next one still works", async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
  const wide = await sharp({
    create: { width: 9000, height: 9000, channels: 3, background: "#000" },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();
  const good = await sharp({ create: { width: 10, height: 10, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  for (const [name, bytes] of [
    ["a.png", svg],
    ["b.png", Buffer.from("not a picture at all")],
    ["c.png", wide],
    ["d.png", Buffer.concat([good.subarray(0, 40), Buffer.alloc(200, 7)])],
  ] as const)
    await expect(previewPicture(ctx(), await add(name, "image/png", bytes)), name).rejects.toEqual(code("refused"));
  expect((await previewPicture(ctx(), await add("e.png", "image/png", good))).length).toBeGreaterThan(10);
});

test("a mail is headers and characters: its HTML is text, its attachments names", async () => {
  const mail = [
    "From: =?utf-8?B?w4l2aWw=?= <evil@bad.example>",
    "To: you@good.example",
    "Subject: <script>alert(1)</script>",
    "Received: from mx.bad.example (203.0.113.9) by mx.good.example",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/html; charset=utf-8",
    "",
    '<p>Hello</p><script>alert(2)</script><style>p{}</style><a href="javascript:alert(3)">here</a>',
    "--b",
    'Content-Type: application/octet-stream; name="../../etc/passwd"',
    'Content-Disposition: attachment; filename="../../etc/passwd"',
    "",
    "x",
    "--b--",
    "",
  ].join("\r\n");
  const shown = await readFileAsText(ctx(), await add("m.eml", "application/octet-stream", Buffer.from(mail)));
  expect(shown.headers).toEqual(
    expect.arrayContaining([
      { name: "Subject", value: "<script>alert(1)</script>" },
      { name: "Received", value: "from mx.bad.example (203.0.113.9) by mx.good.example" },
    ]),
  );
  expect(shown.text).toContain("Hello");
  expect(shown.text).not.toMatch(/alert\(2\)|<p>/);
  expect(shown.attachments).toHaveLength(1);
});

test("a text is cut at 200,000 characters, and control characters become visible", async () => {
  const shown = await readFileAsText(
    ctx(),
    await add("log.txt", "text/plain", Buffer.from(`a\u0000\u001b[31mb\n${"x".repeat(300_000)}`)),
  );
  expect(shown.text.startsWith("a\uFFFD\uFFFD[31mb\n")).toBe(true);
  expect(shown).toMatchObject({ isCut: true });
  expect(shown.text).toHaveLength(200_000);
});

test("what is neither picture nor text is not shown", async () => {
  const id = await add("a.exe", "application/x-msdownload", Buffer.from("MZ"));
  await expect(readFileAsText(ctx(), id)).rejects.toEqual(code("refused"));
  await expect(previewPicture(ctx(), id)).rejects.toEqual(code("refused"));
});

test("an original leaves as an archive that opens with the password told and with no other, and the log knows", async () => {
  const id = await add("../..\\evil.exe", "application/x-msdownload", Buffer.from("MZ original bytes"));
  const archive = await archiveFile(ctx(), id, { reason: "to the laboratory" });
  const blob = await new Response(archive.bytes).blob();
  const open = async (password: string): Promise<[string, string]> => {
    const zip = new ZipReader(new BlobReader(blob), { password, useWebWorkers: false });
    const [entry] = await zip.getEntries();
    if (!entry || entry.directory) throw new Error("no entry");
    return [entry.filename, await entry.getData(new TextWriter())];
  };
  expect(await open(archive.password)).toEqual(["____evil.exe.sample", "MZ original bytes"]);
  await expect(open("wrong-password")).rejects.toThrow(/password/i);
  expect(Buffer.from(await blob.arrayBuffer()).includes("original bytes")).toBe(false);
  const [row] = await world.owner`select detail from audit_log where action = 'file.archive' and object_id = ${report}`;
  expect(row?.["detail"]).toMatchObject({ fileId: id, reason: "to the laboratory" });
  expect(JSON.stringify(row)).not.toContain(archive.password);
});

test("without the right, and for an unknown file, nothing is shown or leaves", async () => {
  const id = await add("a.txt", "text/plain", Buffer.from("secret"));
  const auditor = world.context({
    kind: "person",
    personId: newId(),
    organisationId: newId(),
    roles: ["auditor"],
    sessionId: newId(),
  });
  await expect(readFileAsText(auditor, id)).rejects.toEqual(code("forbidden"));
  await expect(archiveFile(auditor, id, {})).rejects.toEqual(code("forbidden"));
  await expect(readFileAsText(ctx(), newId())).rejects.toEqual(code("not_found"));
  await expect(archiveFile(ctx(), "../secrets/log-key", {})).rejects.toEqual(code("not_found"));
});

test("the worker's file opens no format by name that the test above did not mean to open", () => {
  const source = readFileSync(new URL("../../../backend/reporting/files/render-worker.ts", import.meta.url), "utf8");
  expect(source).toContain('sharp.block({ operation: ["VipsForeignLoad"] })');
  expect(source).not.toMatch(/Svg|Pdf|Magick/);
});
