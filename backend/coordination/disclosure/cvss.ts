// CVSS: a vector is checked metric by metric and scored (FIRST, CVSS 3.1 of June 2019 and CVSS 4.0 of November 2023, worked out by ae-cvss-calculator). Pure.
import calculator from "ae-cvss-calculator";
import type { cvssSeverities, CvssView } from "./model.ts";

interface Kind {
  version: CvssView["version"];
  /** All of them stand in a vector. */
  base: readonly string[];
  /** May stand beside them. What fits one organisation alone (environmental metrics) is no part of a publication. */
  more: readonly string[];
  example: string;
}
const kinds = {
  cvss31: {
    version: "3.1",
    base: ["AV", "AC", "PR", "UI", "S", "C", "I", "A"],
    more: ["E", "RL", "RC"],
    example: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
  },
  cvss40: {
    version: "4.0",
    base: ["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"],
    more: ["E", "S", "AU", "R", "V", "RE", "U"],
    example: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
  },
} as const satisfies Record<string, Kind>;
export type CvssKind = keyof typeof kinds;

const calculate = { cvss31: calculator.Cvss3P1, cvss40: calculator.Cvss4P0 } as const;

/** @returns the vector with its metrics in the standard's order, without those that say "not defined"; or what was expected instead. */
export function readVector(kind: CvssKind, typed: string): { vector: string } | { wrong: string } {
  const { version, base, more, example }: Kind = kinds[kind];
  const [prefix, ...metrics] = typed.trim().split("/");
  if (prefix !== `CVSS:${version}`) return { wrong: `Expected a vector of CVSS ${version} such as ${example}.` };
  const said = new Map<string, string>();
  for (const metric of metrics) {
    const [name = "", value = "", ...rest] = metric.split(":");
    if (![...base, ...more].includes(name))
      return { wrong: `Expected base, threat and supplemental metrics of CVSS ${version}; “${metric}” is none.` };
    if (rest.length > 0 || value === "") return { wrong: `Expected a value after “${name}:”.` };
    if (said.has(name)) return { wrong: `Expected each metric once; “${name}” stands twice.` };
    said.set(name, value);
  }
  const missing = base.filter((name) => !said.has(name) || said.get(name) === "X");
  if (missing.length > 0) return { wrong: `Expected all base metrics; missing: ${missing.join(", ")}.` };
  try {
    const vector = new calculate[kind](typed.trim()).toString();
    return {
      vector: vector
        .split("/")
        .filter((metric) => !metric.endsWith(":X"))
        .join("/"),
    };
  } catch {
    const odd = [...said].find(([name, value]) => !isKnown(kind, name, value));
    return {
      wrong: odd
        ? `Expected a value that ${odd[0]} knows; “${odd[1]}” is none.`
        : `Expected a vector such as ${example}.`,
    };
  }
}

function isKnown(kind: CvssKind, name: string, value: string): boolean {
  try {
    new calculate[kind](kinds[kind].example).applyVector(`${name}:${value}`);
    return true;
  } catch {
    return false;
  }
}

/** @param vector as `readVector` gave it. The score is that of the base metrics, and of what threatens where that was said. */
export function scoreVector(kind: CvssKind, vector: string): CvssView {
  const { version } = kinds[kind];
  const { overall } = new calculate[kind](vector).calculateScores();
  return { version, vector, score: overall, severity: severityOf(overall) };
}

/** Both standards: 0 none, to 3.9 low, to 6.9 medium, to 8.9 high, above critical (3.1 §5, 4.0 §6). */
export function severityOf(score: number): (typeof cvssSeverities)[number] {
  if (score === 0) return "none";
  if (score < 4) return "low";
  if (score < 7) return "medium";
  return score < 9 ? "high" : "critical";
}

/** What FIRST's JSON schema of that version holds, without what is not defined. */
export function cvssFields({ version, vector }: CvssView): Record<string, string | number> {
  const of = new calculate[version === "3.1" ? "cvss31" : "cvss40"](vector);
  const fields = of.createJsonSchema() as Record<string, unknown>;
  return Object.fromEntries([
    ...Object.entries(fields).flatMap(([name, value]) =>
      (typeof value === "string" || typeof value === "number") && value !== "NOT_DEFINED" ? [[name, value]] : [],
    ),
    ["vectorString", vector],
  ]) as Record<string, string | number>;
}

/** Of a flaw, as it stands in the database. */
export function scoresOf(flaw: { cvss31: string | null; cvss40: string | null }): CvssView[] {
  return [
    ...(flaw.cvss40 === null ? [] : [scoreVector("cvss40", flaw.cvss40)]),
    ...(flaw.cvss31 === null ? [] : [scoreVector("cvss31", flaw.cvss31)]),
  ];
}
