// Text in pictures: screenshots that citizens send are read in three languages, within limits, without holding up anything else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { type Engines, openEngines, shippedRules } from "../../../backend/triage/open-engines.ts";
import { installedLanguages, linkLanguages, orderLanguages } from "../../../backend/triage/pictures/languages.ts";
import { defaultPictureLimits, type PictureLimits } from "../../../backend/triage/pictures/model.ts";
import { readPictures } from "../../../backend/triage/pictures/read-pictures.ts";
import { readReportPictures } from "../../../backend/triage/pictures/read-report-pictures.ts";
import { runTriage } from "../../../backend/triage/run-triage.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addReport } from "../../support/desk-world.ts";
import { makeZip } from "../../support/make-archives.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-pictures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const screenshot = (name: string): Buffer => readFileSync(join(import.meta.dirname, "pictures", `${name}.png`));
const { installed } = installedLanguages();
const hasMongolian = installed.some(({ code }) => code === "mon");

async function read(name: string, bytes: Buffer, language = "fr", limits: Partial<PictureLimits> = {}) {
  const path = join(folder, name.replaceAll("/", "_"));
  writeFileSync(path, bytes);
  const languageFolder = join(folder, "languages");
  linkLanguages(languageFolder, installed);
  return await readPictures({
    name: `files/${name}`,
    path,
    languageFolder,
    languages: orderLanguages(installed, language),
    limits: { ...defaultPictureLimits, ...limits },
  });
}

describe("reading", () => {
  test("French and English are always installed", () => {
    expect(installed.map(({ code }) => code)).toEqual(expect.arrayContaining(["eng", "fra"]));
  });

  test("a screenshot in French is read with its address, its number and its mail address", async () => {
    const [picture, ...more] = await read("message.png", screenshot("message-fr"));
    expect(more).toEqual([]);
    expect(picture).toMatchObject({ part: "files/message.png", problem: null, width: 540, height: 420 });
    for (const piece of ["bloqué", "https://colis-bamako.pay-secure.example/suivi", "+223 76 12 34 56"])
      expect(picture?.text).toContain(piece);
  });

  test("a screenshot in dark mode is read", async () => {
    const [picture] = await read("dark.png", screenshot("message-dark"));
    expect(picture?.text).toContain("http://orange-mali.verif-compte.example/login");
  });

  test.skipIf(!hasMongolian)("a screenshot in Mongolian is read", async () => {
    const [picture] = await read("mn.png", screenshot("message-mn"), "mn");
    expect(picture?.text).toContain("хаагдсан");
    expect(picture?.text).toContain("https://khanbank-login.example/mn");
  });

  test("a picture inside an archive is read, and what is no picture is passed over", async () => {
    const zip = await makeZip({ "a/shot.png": screenshot("message-fr"), "a/notes.txt": "no picture" });
    const pictures = await read("sent.zip", zip);
    expect(pictures.map(({ part }) => part)).toEqual(["files/sent.zip!/a/shot.png"]);
    expect(pictures[0]?.text).toContain("colis-bamako");
  });

  test("a photograph without writing gives no words", async () => {
    const noise = Buffer.alloc(300 * 300 * 3);
    for (let at = 0; at < noise.length; at++) noise[at] = (at * 7919) % 256;
    const png = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .png()
      .toBuffer();
    const pictures = await read("noise.png", png);
    expect(pictures.map(({ text, problem }) => [text, problem])).toEqual([["", null]]);
  });
});

describe("limits", () => {
  test("a picture of too many pixels is not decoded, and says so", async () => {
    const huge = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const [picture] = await read("huge.png", huge);
    expect(picture?.problem).toBe("more than 60 million pixels");
  });

  test("a damaged picture says so, and the one after it is read", async () => {
    const broken = screenshot("message-fr").subarray(0, 3_000);
    const zip = await makeZip({ "1-broken.png": broken, "2-whole.png": screenshot("message-dark") });
    const [first, second] = await read("two.zip", zip);
    expect(first?.problem).toMatch(/^damaged: /);
    expect(second?.text).toContain("verif-compte");
  });

  test("past its time the reader is ended, and what was read before is kept", async () => {
    const large = await sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: "#fff" } })
      .composite(
        Array.from({ length: 80 }, (_, index) => ({
          input: screenshot("message-fr"),
          left: (index % 10) * 600,
          top: Math.floor(index / 10) * 500,
        })),
      )
      .png({ compressionLevel: 1 })
      .toBuffer();
    const zip = await makeZip({ "1-small.png": screenshot("message-fr"), "2-slow.png": large });
    // The small one has all the time; the large one is made to need more than the file has left.
    const pictures = await read("slow.zip", zip, "fr", { readPixels: 49_000_000, fileTimeMs: 6_000 });
    expect(pictures.at(-1)?.problem).toMatch(/took longer/);
    expect(pictures.length).toBeLessThanOrEqual(2);
  });

  test("past its memory the reader is ended", async () => {
    const [picture] = await read("message.png", screenshot("message-fr"), "fr", { memoryBytes: 50 * 2 ** 20 });
    expect(picture?.problem).toBe("it needs more memory than a picture may");
  });

  test("more pictures than the limit are said to be unread", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [`${index}.png`, screenshot("message-dark")]),
    );
    const pictures = await read("many.zip", await makeZip(many), "fr", { pictures: 2 });
    expect(pictures.map(({ problem }) => problem)).toEqual([null, null, "more than 2 pictures in one file"]);
  });
});

describe("a report with a screenshot", () => {
  let world: TestWorld;
  let engines: Engines;
  let reportId: string;
  const system = () => makeContext(world.services, { kind: "system", job: "triage" }, "test");
  const waitingLooks = async () =>
    (
      await world.owner<
        { n: number }[]
      >`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'triage.run'`
    )[0]?.n ?? 0;

  beforeAll(async () => {
    world = await makeTestWorld();
    engines = await openEngines(shippedRules, join(folder, "yara"));
    const cert = await addCert(world);
    ({ id: reportId } = await addReport(world, cert, { description: "Voici la capture.", status: "received" }));
    await addFile(world, reportId, { name: "capture.png", mediaType: "image/png", bytes: screenshot("message-fr") });
    await addFile(world, reportId, {
      name: "cassee.png",
      mediaType: "image/png",
      bytes: screenshot("message-fr").subarray(0, 2_000),
    });
  });
  afterAll(async () => await engines.close());

  test("is sorted without waiting for its pictures, then looked at once more with their text", async () => {
    await runTriage(system(), engines, reportId);
    const before = await world.owner`select 1 from observables where report_id = ${reportId} and kind = 'url'`;
    expect(before.length).toBe(0);

    await readReportPictures(system(), reportId);
    expect(await waitingLooks()).toBe(1);
    await runTriage(system(), engines, reportId);
    const values = await world.owner<
      { kind: string; value: string; part: string; raw: string; cut: string }[]
    >`select o.kind, o.value, o.part, o.raw, substr(p.text, o.start_offset + 1, o.end_offset - o.start_offset) as cut from observables o
      join picture_texts p on p.report_id = o.report_id and o.part like p.part || '!%' where o.report_id = ${reportId}`;
    expect(values.map(({ kind, value }) => `${kind} ${value}`)).toEqual(
      expect.arrayContaining(["url https://colis-bamako.pay-secure.example/suivi", "phone +22376123456"]),
    );
    for (const { part, raw, cut } of values) {
      expect(part).toBe("files/capture.png!/text");
      expect(cut).toBe(raw);
    }
    const unread =
      await world.owner`select source, rule_id from findings where report_id = ${reportId} and engine = 'unpack'`;
    expect(unread).toMatchObject([{ source: "files/cassee.png", rule_id: "toguna_picture_unread" }]);
  });

  test("is not read a second time, and a look that missed the text is made again", async () => {
    await readReportPictures(system(), reportId);
    expect(await waitingLooks()).toBe(1);
    await world.owner`delete from graphile_worker._private_jobs`;
    await readReportPictures(system(), reportId);
    expect(await waitingLooks()).toBe(0);
    // A run that had begun before the texts came, and ended last.
    await world.owner`insert into triage_runs (id, report_id, state, rules_hash, started_at, finished_at)
      values (gen_random_uuid(), ${reportId}, 'done', 'x', now() - interval '1 hour', now() + interval '1 minute')`;
    await readReportPictures(system(), reportId);
    expect(await waitingLooks()).toBe(1);
  });
});
