// `toguna law …` as a process: what it prints, and its exit codes.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "toguna-law-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function law(args: string[], input = ""): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, ["backend/cli.ts", "law", ...args], { cwd: root, input, encoding: "utf8" });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
const due = (pack: string, facts: unknown, ...more: string[]) =>
  law(["due", "--pack", pack, "--facts", "-", ...more], JSON.stringify(facts));

describe("toguna law due", () => {
  it("prints a list with exactly the fixed members", () => {
    const facts = {
      entity: { classes: ["credit_institution"], role: "controller", timeZone: "Europe/Paris" },
      events: { aware: "2026-02-27T16:00:00Z", classified_major: "2026-02-28T18:00:00Z" },
    };
    const { code, out, err } = due("eu.dora@1.0.0", facts, "--now", "2026-02-28T19:00:00Z");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const list = JSON.parse(out) as Record<string, unknown>[];
    expect(list.map((it) => it["stage"])).toEqual(["initial", "intermediate", "final"]);
    expect(Object.keys(list[0]!)).toEqual(
      "obligation stage addressee clock due status startsFrom cites why modality verification".split(" "),
    );
    expect(list[0]).toMatchObject({
      due: "2026-02-28T22:00:00Z",
      status: "running",
      clock: "duration",
      startsFrom: "classified_major",
    });
    expect(list[0]?.["why"]).toContain("Credit institution may not defer");
  });

  it("reads a file, and says its reasons in French and Mongolian", () => {
    const path = join(folder, "facts.json");
    writeFileSync(path, JSON.stringify({ events: { aware: "2026-02-27T16:00:00Z" } }));
    const fr = law(["due", "--pack", "ml.data-protection", "--facts", path, "--lang", "fr"]);
    expect(fr.out).toContain("Cette loi ne fixe aucun délai. Conseil, non obligatoire\u00a0: 72 heures.");
    expect(law(["due", "--pack", "ml.data-protection", "--facts", path, "--lang", "mn"]).out).toContain(
      "хугацаа тогтоогоогүй",
    );
  });

  it("warns of an unknown class and goes on", () => {
    const { code, out, err } = due("eu.gdpr", {
      entity: { classes: ["space_agency"] },
      events: { aware: "2026-02-27T16:00:00Z" },
    });
    expect(code).toBe(0);
    expect(err).toContain('unknown class "space_agency"');
    expect(out).toContain("2026-03-02T16:00:00Z");
  });

  it.each([
    ["bad facts", ["due", "--pack", "eu.gdpr", "--facts", "-"], '{"events":{"aware":"yesterday"}}', 1, "events.aware"],
    ["no JSON", ["due", "--pack", "eu.gdpr", "--facts", "-"], "aware", 1, "expected JSON"],
    ["an unknown pack", ["due", "--pack", "xx.nothing", "--facts", "-"], "{}", 1, 'no pack "xx.nothing"'],
    ["an unknown version", ["due", "--pack", "eu.gdpr@9.0.0", "--facts", "-"], "{}", 1, "has no version 9.0.0"],
    ["a path for a pack", ["due", "--pack", "../../etc.passwd", "--facts", "-"], "{}", 1, "there is no pack"],
    ["a bad moment", ["due", "--pack", "eu.gdpr", "--facts", "-", "--now", "noon"], "{}", 1, "--now"],
    ["a missing option", ["due", "--pack", "eu.gdpr"], "", 2, "--facts"],
    ["an unknown option", ["due", "--colour", "red"], "", 2, "colour"],
    ["an unknown language", ["due", "--pack", "eu.gdpr", "--facts", "-", "--lang", "de"], "{}", 2, "--lang"],
    ["an unknown command", ["forget"], "", 2, "law forget"],
    ["a folder that is not there", ["lint", "/nonexistent"], "", 1, "is not a folder"],
  ])("refuses %s", (_what, args, input, code, says) => {
    const run = law(args, input);
    expect(run.code).toBe(code);
    expect(run.err).toContain(says);
    expect(run.out).toBe("");
  });
});

describe("toguna law lint, test and what-if", () => {
  it("lints and tests the shipped packs with success", () => {
    expect(law(["lint"])).toMatchObject({ code: 0, out: "32 packs, 0 findings\n" });
    const run = law(["test"]);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^32 packs, \d{3} vectors, 0 failed\n$/);
  });

  it("replays incidents under the draft that ships with the GDPR pack", () => {
    const path = join(folder, "incidents.json");
    const at = (id: string, day: string) => ({
      id,
      events: { aware: "2026-10-05T08:00:00Z" },
      submitted: { authority: `2026-10-${day}T08:00:00Z` },
    });
    writeFileSync(path, JSON.stringify([at("a", "07"), at("b", "09"), at("c", "20")]));
    const run = law([
      "what-if",
      "--pack",
      "eu.gdpr",
      "--draft",
      "policies/eu/gdpr/drafts/digital-omnibus-2025.yml",
      "--incidents",
      path,
    ]);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({
      incidents: 3,
      stages: [{ stage: "authority", lateUnderLaw: 2, lateUnderDraft: 1, newlyLate: [], noLongerLate: ["b"] }],
    });
  });
});
