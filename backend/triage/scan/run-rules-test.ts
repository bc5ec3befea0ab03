// `toguna rules test`: one line a rule, and what is wrong below it.
import { fileURLToPath } from "node:url";
import type { BadInput } from "./list-files.ts";
import { testRules } from "./test-rules.ts";
import type { ScanIo } from "./write-line.ts";

const shippedRules = fileURLToPath(new URL("../../../rules", import.meta.url));

/** @returns the exit code: 0 when every rule does what its samples say, 1 when one does not, 2 wrong usage */
export async function runRulesTest(argv: readonly string[], io: ScanIo): Promise<0 | 1 | 2> {
  const [folder = shippedRules, ...others] = argv;
  if (others.length > 0 || folder.startsWith("-")) {
    const isHelp = folder === "--help" || folder === "-h";
    if (!isHelp) io.stderr.write(`toguna rules test: ${others[0] ?? folder}: one folder is expected\n\n`);
    io.stderr.write(
      "toguna rules test [DIR]\n\nRuns the samples of every rule in DIR (the rules that ship, when left out).\n",
    );
    return isHelp ? 0 : 2;
  }
  const bad: BadInput[] = [];
  const tests = await testRules(folder, bad);
  if (bad.some((input) => input.path === folder)) {
    io.stderr.write(`toguna rules test: ${folder}: ${bad[0]?.reason ?? "cannot be read"}\n`);
    return 2;
  }
  for (const { engine, rule, path, hits, misses, failures } of tests) {
    io.stdout.write(
      `${failures.length === 0 ? "ok  " : "FAIL"} ${engine} ${rule} (${hits} hit, ${misses} miss): ${path}\n`,
    );
    for (const failure of failures) io.stdout.write(`       ${failure}\n`);
  }
  for (const { path, reason } of bad) io.stderr.write(`bad input: ${path}: ${reason}\n`);
  const failed = tests.filter((test) => test.failures.length > 0).length;
  io.stderr.write(`${tests.length - failed} passed, ${failed} failed\n`);
  return failed === 0 && bad.length === 0 && tests.length > 0 ? 0 : 1;
}
