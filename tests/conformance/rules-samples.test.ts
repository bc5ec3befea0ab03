// Every rule that ships does what its samples say, and has at least one that must hit and one that must miss.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { testRules } from "#backend/triage/scan/index.ts";

const rules = fileURLToPath(new URL("../../rules", import.meta.url));
const bad: { path: string; reason: string }[] = [];
const tests = await testRules(rules, bad);

describe("the rules that ship", () => {
  it("can all be read, and are as many as were promised", () => {
    expect(bad).toEqual([]);
    const count = (engine: string): number => tests.filter((test) => test.engine === engine).length;
    expect(count("sigma")).toBeGreaterThanOrEqual(30);
    expect(count("yara")).toBeGreaterThanOrEqual(20);
    expect(count("indicator")).toBeGreaterThanOrEqual(1);
  });

  it.each(tests.map((test) => [test.engine, test.rule, test] as const))("%s: %s", (_engine, _rule, test) => {
    expect(test.failures).toEqual([]);
    expect(test.hits).toBeGreaterThan(0);
    expect(test.misses).toBeGreaterThan(0);
  });
});
