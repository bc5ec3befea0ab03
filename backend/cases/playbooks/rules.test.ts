// Playbooks as data and as decisions: what ships is sound, faults are named, every way through ends, and a dry run agrees with the steps taken.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawPlaybook } from "./draw-playbook.ts";
import { millisecondsOf, type Playbook } from "./model.ts";
import { parsePlaybook, readPlaybooks } from "./read-playbooks.ts";
import { decideNext, isFinished, isTriggered, needsOf, outcomesOf, type StepStanding, tryPlaybook } from "./rules.ts";

const shipped = readPlaybooks();
const phishing = readFileSync(new URL("../../../policies/playbooks/phishing.yml", import.meta.url), "utf8");
const faultsOf = (text: string): string[] => {
  const read = parsePlaybook(text);
  return "faults" in read ? read.faults : [];
};

test("the twelve playbooks that the product promises ship and are sound", () => {
  expect(shipped.map(({ playbook }) => playbook.id)).toEqual([
    "account-takeover",
    "child-abuse-handover",
    "data-breach",
    "ddos",
    "election-period",
    "insider",
    "leaked-credentials",
    "mobile-money-fraud",
    "phishing",
    "ransomware",
    "vulnerable-service",
    "web-compromise",
  ]);
});

describe("a fault is named by its place", () => {
  test.each([
    ["id: phishing", "id: Phishing!", "id: Expected lower-case"],
    ["after: [keep_proof]", "after: [nothing_such]", "after: there is no step nothing_such"],
    ["is: [yes, unknown]", "is: [perhaps]", "given never ends as perhaps"],
    ["{step: given", "{step: keep_proof", "keep_proof is no choice and no approval"],
    ["for: P1D", "for: a day", "Expected a duration"],
    ["kinds: [fraud/phishing", "kinds: [fraud/fishing", "Expected a class of the taxonomy"],
    ["due: PT1H", "due: PT1H\n    after: [check_gone]", "in a ring"],
    ["version: 1", "version: 1\ncolour: red", "colour"],
  ])("%s → %s", (from, to, said) => {
    expect(faultsOf(phishing)).toEqual([]);
    expect(faultsOf(phishing.replace(from, to)).join("\n")).toContain(said);
  });
});

test("a playbook is for its kinds, from its severity on, and for its sectors", () => {
  const of = (id: string): Playbook => {
    const found = shipped.find(({ playbook }) => playbook.id === id);
    if (!found) throw new Error(id);
    return found.playbook;
  };
  const facts = { rsitClass: "malicious-code", rsitType: "infected-system", severity: "high", sectors: [] };
  expect(isTriggered(of("ransomware"), facts)).toBe(true);
  expect(isTriggered(of("ransomware"), { ...facts, severity: "medium" })).toBe(false);
  expect(isTriggered(of("ransomware"), { ...facts, severity: "critical" })).toBe(true);
  expect(isTriggered(of("ransomware"), { ...facts, rsitType: "c2-server" })).toBe(false);
  const fraud = { rsitClass: "fraud", rsitType: "masquerade", severity: "low", sectors: ["telecom", "energy"] };
  expect(isTriggered(of("mobile-money-fraud"), fraud)).toBe(true);
  expect(isTriggered(of("mobile-money-fraud"), { ...fraud, sectors: ["energy"] })).toBe(false);
  expect(isTriggered(of("mobile-money-fraud"), { ...fraud, rsitClass: null, rsitType: null })).toBe(false);
});

/** Random answers, and random order of what ends next. */
const walk = fc.record({
  playbook: fc.constantFrom(...shipped.map(({ playbook }) => playbook)),
  picks: fc.infiniteStream(fc.nat()),
});

test("whatever is answered in whatever order, every way ends, and no step begins before what it needs is over", () => {
  fc.assert(
    fc.property(walk, ({ playbook, picks }) => {
      const pick = (most: number): number => (picks.next().value as number) % most;
      const standings = new Map<string, StepStanding>();
      const ready: string[] = [];
      for (let turns = 0; !isFinished(playbook, standings); turns++) {
        expect(turns).toBeLessThan(200);
        const { begin, skip } = decideNext(playbook, standings);
        for (const step of skip) standings.set(step.id, { state: "skipped", outcome: null });
        for (const step of begin) {
          for (const need of needsOf(step)) expect(["done", "skipped"]).toContain(standings.get(need)?.state);
          const { when } = step;
          const isLedTo = when === undefined || when.is.includes(standings.get(when.step)?.outcome ?? "");
          expect([step.id, isLedTo]).toEqual([step.id, true]);
          standings.set(step.id, { state: "ready", outcome: null });
          ready.push(step.id);
        }
        if (isFinished(playbook, standings)) break;
        const [id = ""] = ready.splice(pick(ready.length), 1);
        const step = playbook.steps.find((one) => one.id === id);
        const possible = step ? outcomesOf(step) : [];
        standings.set(id, { state: "done", outcome: possible[pick(Math.max(1, possible.length))] ?? null });
      }
    }),
    { numRuns: 300 },
  );
});

test("a dry run has every step once, in the order of time, and dates tasks and waits by their lengths", () => {
  for (const { playbook } of shipped) {
    const facts = { rsitClass: null, rsitType: null, severity: "high", sectors: [] };
    const { steps } = tryPlaybook(playbook, facts, new Date("2026-11-22T10:00:00Z"), {}, "en");
    expect(steps.map(({ stepId }) => stepId).toSorted()).toEqual(playbook.steps.map(({ id }) => id).toSorted());
    const times = steps.flatMap(({ beginsAt }) => beginsAt ?? []);
    expect(times).toEqual(times.toSorted());
    for (const one of steps) {
      const step = playbook.steps.find(({ id }) => id === one.stepId);
      const length = step?.kind === "wait" ? step.for : step?.kind === "task" ? step.due : undefined;
      const took = one.dueAt && one.beginsAt ? Date.parse(one.dueAt) - Date.parse(one.beginsAt) : undefined;
      expect(took).toBe(one.isSkipped || length === undefined ? undefined : millisecondsOf(length));
    }
  }
  expect(millisecondsOf("P1DT2H30M")).toBe(95_400_000);
});

test("an answer that is told is taken and not called assumed; the other way is left out", () => {
  const found = shipped.find(({ playbook }) => playbook.id === "ransomware")?.playbook;
  if (!found) throw new Error("no ransomware");
  const facts = { rsitClass: null, rsitType: null, severity: "high", sectors: [] };
  const { steps } = tryPlaybook(found, facts, new Date("2026-11-22T10:00:00Z"), { backup: "no" }, "fr");
  const of = (id: string) => steps.find(({ stepId }) => stepId === id);
  expect(of("backup")).toMatchObject({ outcome: "no", isAssumed: false });
  expect(of("restore")?.isSkipped).toBe(true);
  expect(of("go_without")).toMatchObject({ outcome: "approved", isAssumed: true, isSkipped: false });
});

test("the picture has every step's words in each language, escaped", () => {
  for (const { playbook } of shipped)
    for (const language of ["fr", "en", "mn"] as const) {
      const look = { language, isDark: false, kind: (kind: string) => `<${kind}>`, outcome: (one: string) => one };
      const svg = drawPlaybook(playbook, look);
      expect(svg.startsWith("<svg")).toBe(true);
      expect(svg).toContain("&lt;task&gt;");
      for (const step of playbook.steps) expect(svg).toContain(step.titles[language].split(" ")[0]);
    }
});
