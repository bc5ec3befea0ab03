// Separation of duties: what no team gives to one person, and what only a large one keeps apart.
import fc from "fast-check";
import { expect, test } from "vitest";
import { actsOfRole, type Role, roles } from "../model.ts";
import { dutyProfiles, findClash } from "./model.ts";

test("a team of six may give one person several roles, but nobody judges the log of the own acts of managing", () => {
  expect(findClash("team_of_six", ["administrator", "lead", "on_call", "senior"])).toBeUndefined();
  expect(findClash("team_of_six", ["auditor", "administrator"])).toEqual(["auditor", "administrator"]);
});

test("kept apart, nobody who works cases manages, audits or keeps names", () => {
  for (const role of ["analyst", "senior", "lead", "on_call"] as const)
    for (const other of ["administrator", "auditor", "custodian"] as const)
      expect([role, other, findClash("apart", [role, other])]).toEqual([role, other, expect.anything()]);
  expect(findClash("apart", ["analyst", "senior", "on_call"])).toBeUndefined();
});

test("a stricter profile keeps apart all that the milder one does, and more roles never mend a clash", () => {
  const held = fc.subarray([...roles]);
  fc.assert(
    fc.property(held, fc.constantFrom(...roles), (some, more) => {
      expect(findClash("team_of_six", some) === undefined || findClash("apart", some) !== undefined).toBe(true);
      for (const profile of dutyProfiles)
        expect(findClash(profile, some) === undefined || findClash(profile, [...some, more]) !== undefined).toBe(true);
    }),
  );
});

test("no single role can do both halves of an act alone: who may act alone may do so for a day only", () => {
  const alone = roles.filter((role: Role) => actsOfRole[role].includes("marking.release_alone"));
  expect(alone).toEqual(["on_call"]);
});
