// Runs 7-Zip's WebAssembly program once, over bytes in a memory file system that ends with it; no disk, no network, no clock of its own.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The part of Emscripten's module and file system that is used here; the shipped types leave out half of it. */
interface Program {
  FS: MemoryFiles;
  callMain(args: string[]): number;
}

interface MemoryFiles {
  mkdir(path: string): void;
  chdir(path: string): void;
  createDataFile(
    parent: string,
    name: string,
    data: Uint8Array,
    canRead: boolean,
    canWrite: boolean,
    canOwn: boolean,
  ): void;
  readdir(path: string): string[];
  lstat(path: string): { mode: number };
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
  write: (
    this: MemoryFiles,
    stream: { path?: string },
    ...rest: [buffer: unknown, offset: number, length: number]
  ) => number;
  ErrnoError: new (errno: number) => Error;
}

type StartProgram = (options: {
  instantiateWasm(imports: WebAssembly.Imports, onReady: (instance: WebAssembly.Instance) => void): unknown;
  stdin: () => null;
  stdout: (byte: number) => void;
  stderr: (byte: number) => void;
}) => Promise<Program>;

export interface SevenZipRun {
  /** The program's exit code; null when it stopped on an error that it does not handle. */
  code: number | null;
  /** What it printed, both streams. */
  output: string;
  /** True when extraction was stopped at the budget. */
  isFull: boolean;
  /** Extracted files one by one, each let go of as the next is read. */
  files(): Generator<{ path: string; bytes: Buffer }>;
}

const workFolder = "/box";
const outFolder = "/box/out";
const outputLimit = 4_000_000;
const noSpaceLeft = 51;

let loaded: { start: StartProgram; module: WebAssembly.Module } | null = null;

/** The program is compiled once a worker, and started afresh each time since it is written to run once and end. */
function loadProgram(): { start: StartProgram; module: WebAssembly.Module } {
  const require = createRequire(import.meta.url);
  loaded ??= {
    start: require("7z-wasm") as StartProgram,
    module: new WebAssembly.Module(readFileSync(require.resolve("7z-wasm/7zz.wasm"))),
  };
  return loaded;
}

export const listArgs = (password: string): string[] => ["l", "-slt", "-ba", `-p${password}`, "in"];
export const extractArgs = (password: string): string[] => ["x", "-y", "-spd", `-p${password}`, `-o${outFolder}`, "in"];

/**
 * @param bytes the archive; not copied
 * @param budgetBytes bytes it may write; the write that goes past fails as on a full disk
 */
export async function runSevenZip(bytes: Buffer, args: string[], budgetBytes: number): Promise<SevenZipRun> {
  const { start, module } = loadProgram();
  const output: number[] = [];
  const print = (byte: number): void => {
    if (output.length < outputLimit) output.push(byte & 0xff);
  };
  const program = await start({
    instantiateWasm(imports, onReady) {
      const instance = new WebAssembly.Instance(module, imports);
      onReady(instance);
      return instance.exports;
    },
    stdin: () => null,
    stdout: print,
    stderr: print,
  });
  const files = program.FS;
  files.mkdir(workFolder);
  files.chdir(workFolder);
  files.createDataFile(workFolder, "in", bytes, true, false, true);
  let written = 0;
  const { write } = files;
  files.write = (stream, ...rest) => {
    if (stream.path?.startsWith(outFolder)) written += rest[2];
    if (written > budgetBytes) throw new files.ErrnoError(noSpaceLeft);
    return write.call(files, stream, ...rest);
  };
  let code: number | null = null;
  try {
    code = program.callMain(args);
  } catch {
    // A C++ exception that nothing catches, or memory that ran out: the program is spent, its files are still there.
  }
  return {
    code,
    output: Buffer.from(output).toString("utf8"),
    isFull: written > budgetBytes,
    files: () => readFolder(files, outFolder),
  };
}

function* readFolder(files: MemoryFiles, path: string): Generator<{ path: string; bytes: Buffer }> {
  let names: string[];
  try {
    names = files.readdir(path).filter((name) => name !== "." && name !== "..");
  } catch {
    return;
  }
  for (const name of names) {
    const full = `${path}/${name}`;
    const { mode } = files.lstat(full);
    if (files.isDir(mode)) yield* readFolder(files, full);
    else if (files.isFile(mode)) {
      const bytes = Buffer.from(files.readFile(full));
      files.unlink(full);
      yield { path: full.slice(outFolder.length + 1), bytes };
    }
  }
}
