// `npm start`: installs what the lock file says, builds the front ends when their sources changed, then hands over to Node 24 and backend/cli.ts.
// Plain JavaScript, because the machine's own Node may be 20 and nothing may be installed yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => console.log(`toguna: ${text}`);

// Whatever runs at the moment ends with us: a signal may come to this process alone, and while it installs or builds.
// (package.json says `exec`: a shell between npm and us would die of the signal without passing it on.)
let running;
let isAsked = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(name, () => {
    isAsked = true;
    running?.kill(name);
  });

/** Runs one program to its end and gives its exit code; ends us when somebody asked for that meanwhile. */
async function run(command, args, options) {
  const code = await new Promise((resolve) => {
    running = spawn(command, args, options);
    running.once("error", (error) => {
      say(error.message);
      resolve(1);
    });
    running.once("exit", (ended, signal) => resolve(signal ? 1 : (ended ?? 1)));
  });
  return code;
}

function endIfAsked() {
  if (!isAsked) return;
  say("ended before it was ready");
  process.exit(0);
}

/** Whether node_modules holds the versions of the lock file (npm keeps a copy of what it installed). Tests need the checkers too. */
function isInstalled(withCheckers) {
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const hidden = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" ||
      entry.optional ||
      entry.devOptional ||
      (entry.dev && !withCheckers) ||
      present[path]?.version === entry.version,
  );
}

async function install() {
  // npm would empty the folder that the link leads to, under whoever else works with it.
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) {
    say(
      "node_modules is a link to a folder with other packages than the lock file says. Install there, or remove the link.",
    );
    process.exit(1);
  }
  say("installing the locked dependencies (about half a minute on a good line) …");
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : ["npm"];
  const began = Date.now();
  const ticker = setInterval(() => process.stdout.write("."), 2000);
  const code = await run(command[0], [...command.slice(1), "ci"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  clearInterval(ticker);
  console.log("");
  endIfAsked();
  if (code !== 0) {
    say("npm ci failed; its words are above. Check the connection to the package registry and start again.");
    process.exit(1);
  }
  say(`installed in ${Math.round((Date.now() - began) / 1000)} s`);
}

/** Node 24 from the lock file; the machine's own where no such package exists for it. */
function findNode() {
  const shipped = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(shipped)) return shipped;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  say(`Node 24 is needed and is not shipped for ${process.platform}-${process.arch}; install Node 24 and start again.`);
  process.exit(1);
}

function* filesUnder(folder, isWanted) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "dist" && entry.name !== "node_modules") yield* filesUnder(path, isWanted);
    } else if (isWanted(path)) yield path;
  }
}

/** One hash over everything a bundle is made from. */
function hashSources() {
  const hash = createHash("sha256");
  const shared = /(model\.ts|words\/|triage\/extract\/|proof-of-work\.ts|audit\/proof|sealing\/|edge)/;
  const files = [
    ...filesUnder(join(root, "frontend"), (path) => !/\.test\.tsx?$/.test(path)),
    ...filesUnder(join(root, "backend"), (path) => shared.test(path)),
    join(root, "package-lock.json"),
  ];
  for (const path of files) hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

async function build(node) {
  const stamp = join(root, "frontend", "dist", ".built-from");
  const wanted = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const configs = [
    "frontend/vite.config.ts",
    "frontend/portal/vite.config.ts",
    "frontend/portal/client/vite.config.ts",
    "frontend/portal/client/worker/vite.config.ts",
    "frontend/edge/vite.config.ts",
  ].filter((path) => existsSync(join(root, path)));
  // A language that lacks a sentence, or has one that cannot be said, is not built; its keys are named.
  if ((await run(node, ["backend/cli.ts", "words", "check"], { cwd: root, stdio: "inherit" })) !== 0) process.exit(1);
  endIfAsked();
  for (const config of configs) {
    say(`building ${config.replace(/\/?vite\.config\.ts$/, "")} …`);
    const code = await run(
      node,
      [join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--config", config, "--logLevel", "warn"],
      { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
    );
    endIfAsked();
    if (code !== 0) {
      say(`building ${config} failed; its words are above.`);
      process.exit(1);
    }
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

const args = process.argv.slice(2);
if (!isInstalled(args.includes("--build-only"))) await install();
const node = findNode();
await build(node);
endIfAsked();
if (args.includes("--build-only")) process.exit(0);

const env = {
  ...process.env,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules", ".cache", "node-compile"),
};
process.exit(
  await run(node, [join(root, "backend", "cli.ts"), "serve", ...args], { cwd: process.cwd(), env, stdio: "inherit" }),
);
