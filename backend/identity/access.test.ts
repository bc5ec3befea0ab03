// Deny by default: who may do what, over every role and act.
import { describe, expect, test } from "vitest";
import { may, requirePermission } from "./access.ts";
import { acts, actsOfRole, apiKeyActs, roles } from "./model.ts";

/** What anybody may ask without an account; each has walls of its own behind it. */
const openActs = ["entry.claim", "report.submit", "session.open"];
const person = (...held: string[]) => ({ actor: { kind: "person" as const, roles: held } });

describe("a person", () => {
  test("may do what a role gives, the own account, and what is open to all; nothing else", () => {
    for (const role of roles)
      for (const act of acts) {
        const isGiven = actsOfRole[role].includes(act) || ["own.change", ...openActs].includes(act);
        expect(may(person(role), act), `${role} ${act}`).toBe(isGiven);
      }
  });

  test("without a role, or with one that does not exist, keeps only the own account and open doors", () => {
    for (const asking of [person(), person("root"), person("Administrator")])
      expect(acts.filter((act) => may(asking, act)).sort()).toEqual([...openActs, "own.change"].sort());
  });

  test("who administrates reads no cases, and who audits changes nothing", () => {
    const reading = acts.filter((act) => act.startsWith("case.") || act.startsWith("report.re"));
    for (const act of reading) expect(may(person("administrator"), act), act).toBe(false);
    expect(actsOfRole.auditor.every((act) => /\.(read|export)$/.test(act))).toBe(true);
  });
});

describe("others", () => {
  test("a stranger may hand in a report, claim an entry of the register and knock at the door, and is told to sign in for all else", () => {
    const stranger = { actor: { kind: "anonymous" as const } };
    expect(acts.filter((act) => may(stranger, act)).sort()).toEqual([...openActs].sort());
    expect(() => requirePermission(stranger, "case.read")).toThrow(/unauthenticated/);
    expect(() => requirePermission(person("clerk"), "case.read")).toThrow(/forbidden/);
  });

  test("a key may do what it was given and never opens a session", () => {
    const key = { actor: { kind: "api_key" as const, acts: [...apiKeyActs] } };
    expect(acts.filter((act) => may(key, act)).sort()).toEqual([...apiKeyActs].sort());
    expect(apiKeyActs.filter((act) => /^(person|key|session|own|settings)\./.test(act))).toEqual([]);
  });
});
