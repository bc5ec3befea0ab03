// Times YARA: 5,000 generated rules (or, by hand, a folder of public ones: TOGUNA_BENCH_YARA_RULES) over 40 MB of mixed files
// against Debian's `yara`, both compiled beforehand, loading timed apart; and a request's time while files are scanned.
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
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { Agent, createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runScan } from "#backend/triage/scan/index.ts";
import { createYaraPool, type YaraSource } from "#backend/triage/yara/index.ts";
import { createRandom, writeRules } from "./yara-rules.ts";

const ruleCount = 5_000;
const corpusBytes = 40 * 2 ** 20;
const rounds = 3;
const publicRules = process.env["TOGUNA_BENCH_YARA_RULES"];

interface Bed {
  folder: string;
  files: string[];
  bytes: number;
  rules: YaraSource[];
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
    const source =
      publicRules === undefined ? `${ruleCount} generated rules` : `${bed.rules.length} files of public rules`;
    print(`yara: ${source}, ${bed.files.length} files, ${megabytes(bed.bytes)} MB`);
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
  const { rules } = bed;
  // The first start compiles and saves; what a server does every other day is the second.
  await (await createYaraPool({ rules, workers: 1, cacheFolder })).close();
  const pool = await createYaraPool({ rules, workers, cacheFolder });
  const requests = await startRequests();
  const ours: number[] = [];
  const theirs: number[] = [];
  let ourMatches = 0;
  let theirMatches = 0;
  const load = timeYara(bed.compiledRules, workers, bed.emptyFolder).seconds;
  try {
    // Alternating rounds, so that a busy machine slows both.
    for (let round = 0; round <= rounds; round += 1) {
      const peer = timeYara(bed.compiledRules, workers, bed.folder);
      requests.resume();
      const startedAt = performance.now();
      const reports = await Promise.all(
        bed.files.map((path) => pool.scan({ name: path, input: { path }, isUnpacked: false })),
      );
      const seconds = (performance.now() - startedAt) / 1000;
      requests.pause();
      if (round === 0) continue;
      ours.push(seconds);
      theirs.push(peer.seconds - load);
      ourMatches = reports.reduce((sum, report) => sum + report.findings.length, 0);
      theirMatches = peer.matches;
    }
  } finally {
    await pool.close();
    await requests.stop();
  }
  const rate = (seconds: number): string => (bed.bytes / 2 ** 20 / seconds).toFixed(1);
  print(
    `yara: ${workers} worker${workers === 1 ? "" : "s"} ${rate(median(ours))} MB/s, yara -p ${workers} ${rate(median(theirs))} MB/s, ` +
      `ratio ${(median(theirs) / median(ours)).toFixed(2)} (wanted: 1.3); matches ${ourMatches} and ${theirMatches}`,
  );
  print(
    `yara:   loading ${(pool.loadMs / 1000).toFixed(2)} s once (from cache: ${pool.isFromCache}), yara ${load.toFixed(2)} s a start; ` +
      `${requests.timesMs.length} requests under scan, p50 ${percentile(requests.timesMs, 50)} ms, p99 ${percentile(requests.timesMs, 99)} ms`,
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
    for (const [index, { text }] of bed.rules.entries()) writeFileSync(join(rules, `bench-${index}.yar`), text);
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
  const compiledRules = join(root, "bench.yarc");
  if (publicRules !== undefined)
    return { folder, files, bytes, rules: compilePublic(compiledRules), compiledRules, emptyFolder };
  const rulesText = writeRules(ruleCount, 2026);
  writeFileSync(join(root, "bench.yar"), rulesText);
  execFileSync("yarac", ["-w", join(root, "bench.yar"), compiledRules]);
  return { folder, files, bytes, rules: [{ path: "bench.yar", text: rulesText }], compiledRules, emptyFolder };
}

/** Compiles the public rules for Debian's `yara`, each file in a namespace of its own as here. Files that it refuses are left out for both. */
function compilePublic(target: string): YaraSource[] {
  const externals = ["filename", "filepath", "extension", "filetype", "owner"].flatMap((name) => ["-d", `${name}=`]);
  const compile = (sources: string[]): boolean => {
    try {
      execFileSync("yarac", ["-w", ...externals, ...sources, target], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  const paths = [...listFiles(publicRules ?? "", (name) => /\.yara?$/.test(name))].filter((path) => compile([path]));
  if (!compile(paths.map((path, index) => `n${index}:${path}`))) throw new Error("yarac refused the rules together");
  return paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
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

/** A small server in this process and a client that asks it about a hundred times a second while resumed. */
async function startRequests(): Promise<{
  timesMs: number[];
  resume: () => void;
  pause: () => void;
  stop: () => Promise<void>;
}> {
  const server = createServer((_request, response) => response.end('{"ok":true}'));
  // The client is silent while `yara` has its turn, and its connection is to last.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const timesMs: number[] = [];
  let isAsking = false;
  let isStopped = false;
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      get({ port, host: "127.0.0.1", agent }, (response) => response.resume().on("end", resolve)).on("error", reject);
    });
  const loop = (async () => {
    while (!isStopped) {
      await wait(10);
      if (!isAsking) continue;
      const startedAt = performance.now();
      await ask();
      timesMs.push(performance.now() - startedAt);
    }
  })();
  return {
    timesMs,
    resume: () => void (isAsking = true),
    pause: () => void (isAsking = false),
    stop: async () => {
      isStopped = true;
      await loop;
      agent.destroy();
      server.close();
    },
  };
}

function percentile(values: readonly number[], percent: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN).toFixed(1);
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
