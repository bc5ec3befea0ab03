// Times YARA: 5,000 rules over 40 MB of mixed files against Debian's `yara`, both compiled beforehand, loading timed apart.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { runScan } from "#backend/triage/scan/index.ts";
import { createYaraPool } from "#backend/triage/yara/index.ts";
import { createRandom, writeRules } from "./yara-rules.ts";

const ruleCount = 5_000;
const corpusBytes = 40 * 2 ** 20;
const rounds = 3;

interface Bed {
  folder: string;
  files: string[];
  bytes: number;
  rulesText: string;
  compiledRules: string;
  emptyFolder: string;
}

/** Prints scan rates of one and two workers as ratios to `yara -p 1` and `-p 2`, with the event loop's delay under load. */
export async function benchYara(print: (line: string) => void): Promise<void> {
  if (!hasYara()) {
    print("yara: skipped, Debian's yara and yarac are not installed (apt-get install yara)");
    return;
  }
  const root = mkdtempSync(join(tmpdir(), "toguna-bench-yara-"));
  try {
    const bed = prepareBed(root);
    print(`yara: ${ruleCount} generated rules, ${bed.files.length} files, ${megabytes(bed.bytes)} MB`);
    for (const workers of [1, 2]) await comparePool(bed, workers, join(root, "cache"), print);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function comparePool(
  bed: Bed,
  workers: number,
  cacheFolder: string,
  print: (line: string) => void,
): Promise<void> {
  const rules = [{ path: "bench.yar", text: bed.rulesText }];
  // The first start compiles and saves; what a server does every other day is the second.
  await (await createYaraPool({ rules, workers: 1, cacheFolder })).close();
  const pool = await createYaraPool({ rules, workers, cacheFolder });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const ours: number[] = [];
  const theirs: number[] = [];
  let ourMatches = 0;
  let theirMatches = 0;
  const load = timeYara(bed.compiledRules, workers, bed.emptyFolder).seconds;
  try {
    // Alternating rounds, so that a busy machine slows both.
    for (let round = 0; round <= rounds; round += 1) {
      const peer = timeYara(bed.compiledRules, workers, bed.folder);
      delay.enable();
      const startedAt = performance.now();
      const reports = await Promise.all(
        bed.files.map((path) => pool.scan({ name: path, input: { path }, isUnpacked: false })),
      );
      const seconds = (performance.now() - startedAt) / 1000;
      delay.disable();
      if (round === 0) continue;
      ours.push(seconds);
      theirs.push(peer.seconds - load);
      ourMatches = reports.reduce((sum, report) => sum + report.findings.length, 0);
      theirMatches = peer.matches;
    }
  } finally {
    await pool.close();
  }
  const rate = (seconds: number): string => (bed.bytes / 2 ** 20 / seconds).toFixed(1);
  print(
    `yara: ${workers} worker${workers === 1 ? "" : "s"} ${rate(median(ours))} MB/s, yara -p ${workers} ${rate(median(theirs))} MB/s, ` +
      `ratio ${(median(theirs) / median(ours)).toFixed(2)} (wanted: 1.3); matches ${ourMatches} and ${theirMatches}`,
  );
  print(
    `yara:   loading ${(pool.loadMs / 1000).toFixed(2)} s once (from cache: ${pool.isFromCache}), yara ${load.toFixed(2)} s a start; ` +
      `event loop p99 under scan ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
  );
}

/**
 * Prints how long `toguna scan` of a folder takes as a ratio to `yara -p 1` over the same folder, both with their rules
 * compiled beforehand and with everything a person waits for; then what opening archives and mails adds.
 */
export async function benchScan(print: (line: string) => void): Promise<void> {
  if (!hasYara()) {
    print("scan: skipped, Debian's yara and yarac are not installed (apt-get install yara)");
    return;
  }
  const root = mkdtempSync(join(tmpdir(), "toguna-bench-scan-"));
  const cacheBefore = process.env["XDG_CACHE_HOME"];
  process.env["XDG_CACHE_HOME"] = join(root, "cache");
  try {
    const bed = prepareBed(root);
    const rules = join(root, "rules");
    mkdirSync(rules);
    writeFileSync(join(rules, "bench.yar"), bed.rulesText);
    const scan = async (...more: string[]): Promise<{ seconds: number; lines: number }> => {
      let lines = 0;
      const startedAt = performance.now();
      const io = { stdout: { write: () => (lines += 1) }, stderr: { write: () => true } };
      const code = await runScan(["--rules", rules, "--files", bed.folder, "--workers", "1", ...more], io);
      if (code !== 0) throw new Error(`toguna scan ended with ${code}`);
      return { seconds: (performance.now() - startedAt) / 1000, lines };
    };
    // The first run compiles the rules into the cache.
    await scan("--no-unpack");
    const runs: { ours: number; opening: number; theirs: number }[] = [];
    let lines = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const peer = timeYara(bed.compiledRules, 1, bed.folder);
      const ours = await scan("--no-unpack");
      const opening = await scan();
      runs.push({ ours: ours.seconds, opening: opening.seconds, theirs: peer.seconds });
      lines = [ours.lines, peer.matches];
    }
    const ours = median(runs.map((run) => run.ours));
    const theirs = median(runs.map((run) => run.theirs));
    const opening = median(runs.map((run) => run.opening));
    print(
      `scan: toguna scan --workers 1 ${ours.toFixed(2)} s with loading, yara -p 1 ${theirs.toFixed(2)} s, ratio ${(theirs / ours).toFixed(2)}; ` +
        `lines ${lines[0]} and ${lines[1]}; opening what files hold as well ${opening.toFixed(2)} s`,
    );
  } finally {
    if (cacheBefore === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheBefore;
    rmSync(root, { recursive: true, force: true });
  }
}

export function hasYara(): boolean {
  try {
    execFileSync("yara", ["--version"], { stdio: "ignore" });
    execFileSync("yarac", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** One run of the command over a folder, with the rules compiled beforehand. */
function timeYara(compiledRules: string, threads: number, folder: string): { seconds: number; matches: number } {
  const startedAt = performance.now();
  const output = execFileSync("yara", ["-C", "-w", "-r", "-p", String(threads), compiledRules, folder], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return { seconds: (performance.now() - startedAt) / 1000, matches: output.split("\n").length - 1 };
}

function prepareBed(root: string): Bed {
  const folder = join(root, "files");
  const emptyFolder = join(root, "empty");
  mkdirSync(folder);
  mkdirSync(emptyFolder);
  writeFileSync(join(emptyFolder, "empty"), "");
  const { files, bytes } = gatherFiles(folder);
  const rulesText = writeRules(ruleCount, 2026);
  writeFileSync(join(root, "bench.yar"), rulesText);
  const compiledRules = join(root, "bench.yarc");
  execFileSync("yarac", ["-w", join(root, "bench.yar"), compiledRules]);
  return { folder, files, bytes, rulesText, compiledRules, emptyFolder };
}

/**
 * Programs, scripts and packages as they lie on this machine, and generated logs for the rest. Every third program is
 * given the header that half of public rules ask for, since there are no Windows programs here.
 */
function gatherFiles(folder: string): { files: string[]; bytes: number } {
  const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
  const files: string[] = [];
  let bytes = 0;
  const take = (source: string, share: number, wants: (name: string) => boolean): void => {
    let left = share;
    for (const path of listFiles(source, wants)) {
      const { size } = lstatSync(path);
      if (size < 20_000 || size > 2_000_000 || size > left) continue;
      const target = join(folder, `${files.length}-${path.split("/").at(-1)}`);
      copyFileSync(path, target);
      if (source === "/usr/bin" && files.length % 3 === 0) writeHeader(target);
      files.push(target);
      bytes += size;
      left -= size;
    }
  };
  take("/usr/bin", corpusBytes * 0.4, () => true);
  take(modules, corpusBytes * 0.3, (name) => /\.(?:js|mjs|cjs|ts|json|md)$/.test(name));
  take(modules, corpusBytes * 0.15, (name) => /\.(?:wasm|node|png|so)$/.test(name));
  const random = createRandom(7);
  while (bytes < corpusBytes) {
    const target = join(folder, `${files.length}-events.log`);
    const text = writeLog(random);
    writeFileSync(target, text);
    files.push(target);
    bytes += text.length;
  }
  return { files, bytes };
}

function writeHeader(path: string): void {
  chmodSync(path, 0o600);
  const file = openSync(path, "r+");
  writeSync(file, Buffer.from("MZ"), 0, 2, 0);
  closeSync(file);
}

function* listFiles(folder: string, wants: (name: string) => boolean): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* listFiles(path, wants);
    else if (entry.isFile() && wants(entry.name)) yield path;
  }
}

const writeLog = (random: () => number): string =>
  Array.from(
    { length: 2_000 },
    (_, line) =>
      `203.0.113.${Math.floor(random() * 255)} - - [22/Nov/2026:00:00:${String(line % 60).padStart(2, "0")} +0000] "GET /index.php?id=${Math.floor(random() * 1e6)} HTTP/1.1" 200 ${Math.floor(random() * 9e4)} "-" "Mozilla/5.0"\n`,
  ).join("");

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
