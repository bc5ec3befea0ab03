// `npm test`: from a fresh clone, installs, provides a browser, runs every check and test, and closes with "N passed, N failed".
// Plain JavaScript, because the machine's own Node may be 20 and nothing may be installed yet.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findUnproved } from "./support/check-asvs.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isLong = process.argv.includes("--long");
const bin = join(root, "node_modules", ".bin");
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  // Servers and workers that tests start read the same modules again and again.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules", ".cache", "node-compile"),
  ...(isLong ? { TOGUNA_LONG: "1" } : {}),
};
const counts = { passed: 0, failed: 0, skipped: 0 };
const say = (text) => console.log(`\n== ${text}`);

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, env, stdio: "inherit", ...options }).status === 0;
}

/** Runs what checks the sources, as many at a time as there are cores; then prints what each said, in the order given. */
async function checkAll(checks) {
  say(`${checks.map(({ title }) => title).join(", ")}: at a time`);
  const answers = [];
  let next = 0;
  const work = async () => {
    while (next < checks.length) {
      const mine = next++;
      answers[mine] = await runQuietly(checks[mine]);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));
  for (const [index, { title }] of checks.entries()) {
    const { isGood, said } = answers[index];
    say(title);
    process.stdout.write(said);
    counts[isGood ? "passed" : "failed"] += 1;
    if (!isGood) console.log(`FAILED: ${title}`);
  }
}

async function runQuietly({ command, args }) {
  const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  child.stdout.on("data", (bytes) => said.push(bytes));
  child.stderr.on("data", (bytes) => said.push(bytes));
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      said.push(Buffer.from(`${error.message}\n`));
      resolve(-1);
    });
    child.on("close", resolve);
  });
  return { isGood: code === 0, said: Buffer.concat(said) };
}

const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];

say("install and build");
if (!run(process.execPath, [join(root, "backend", "start.mjs"), "--build-only"])) process.exit(1);
const tools = join(root, "tests", "tools");
if (
  ["depcruise", "lighthouse"].some((name) => !existsSync(join(tools, "node_modules", ".bin", name))) &&
  !run(npm[0], [...npm.slice(1), "ci"], { cwd: tools })
)
  process.exit(1);

say("a browser for the browser tests");
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
if (!process.env.CHROMIUM_PATH && !browsers.some(existsSync)) {
  const isDebian = existsSync("/usr/bin/apt-get");
  if (process.getuid?.() === 0 && isDebian) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}
const chromium = process.env.CHROMIUM_PATH ?? browsers.find(existsSync);
if (chromium) env.CHROMIUM_PATH = chromium;
console.log(
  chromium
    ? `using ${chromium}`
    : "no Chromium: the browser tests are skipped. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to its path.",
);

// What takes longest is begun first.
if (!isLong)
  await checkAll([
    { title: "types", command: "tsc", args: ["--noEmit"] },
    { title: "lint", command: "oxlint", args: ["--type-aware"] },
    {
      title: "import floors",
      command: npm[0],
      args: [...npm.slice(1), "--prefix", "tests/tools", "run", "--silent", "floors"],
    },
    { title: "dead code", command: "knip", args: [] },
    { title: "format", command: "biome", args: ["format", "."] },
  ]);

say(isLong ? "long tests" : "unit, integration and browser tests");
const out = mkdtempSync(join(tmpdir(), "toguna-results-"));
const results = join(out, "results.json");
const isGreen = run("vitest", [
  "run",
  "--config",
  "tests/vitest.config.ts",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${results}`,
]);
if (existsSync(results)) {
  const report = JSON.parse(readFileSync(results, "utf8"));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  // A file that fails before its first test counts as well.
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  counts.failed += broken;
  if (!isGreen && report.numFailedTests + broken === 0) counts.failed += 1;
  const unproved = findUnproved(report, isLong);
  for (const line of unproved) console.log(`docs/asvs.csv: ${line}`);
  counts[unproved.length === 0 ? "passed" : "failed"] += 1;
} else counts.failed += 1;
rmSync(out, { recursive: true, force: true });

console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
);
process.exit(counts.failed === 0 ? 0 : 1);
