// What a witness keeps: its key, the logs it watches, the last checkpoint of each, and evidence of logs that showed two trees. Plain files, flushed before an answer.
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { readVerifierKey, type VerifierKey, writeVerifierKey } from "../proof/keys.ts";
import { readCheckpoint } from "../proof/note.ts";
import type { Seen } from "./judge-request.ts";

export interface WitnessState {
  /** 32 bytes. */
  seed: Buffer;
  logs: VerifierKey[];
  seen(origin: string): Seen | undefined;
  /** The last cosigned note of a log, by the SHA-256 of its origin as hexadecimal. */
  noteOf(originHash: string): string | undefined;
  /** Durable when it returns. */
  remember(origin: string, cosignedNote: string): void;
  /** A request that was validly signed and contradicts what was seen. */
  keepEvidence(origin: string, body: string): void;
}

/** Opens the folder, makes its key on first use, and adds `logs` to those it watches. @throws when a file is not what it was. */
export function openWitnessState(folder: string, logs: readonly VerifierKey[]): WitnessState {
  for (const name of ["logs", "run"]) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const keyPath = join(folder, "witness-key");
  if (!existsSync(keyPath)) writeDurably(keyPath, `${randomBytes(32).toString("hex")}\n`);
  const seed = Buffer.from(readFileSync(keyPath, "utf8").trim(), "hex");
  if (seed.length !== 32) throw new Error(`${keyPath} must hold 64 hexadecimal digits`);
  const watched = watchLogs(join(folder, "watched"), logs);
  const notePath = (hash: string): string => join(folder, "logs", hash);
  const noteOf = (hash: string): string | undefined =>
    /^[0-9a-f]{64}$/.test(hash) && existsSync(notePath(hash)) ? readFileSync(notePath(hash), "utf8") : undefined;
  return {
    seed,
    logs: watched,
    noteOf,
    seen: (origin) => {
      const note = noteOf(hashOrigin(origin));
      return note === undefined ? undefined : readCheckpoint(note);
    },
    remember: (origin, note) => writeDurably(notePath(hashOrigin(origin)), note),
    keepEvidence: (origin, body) => {
      mkdirSync(join(folder, "evidence"), { recursive: true, mode: 0o700 });
      const name = createHash("sha256").update(body).digest("hex").slice(0, 32);
      writeDurably(join(folder, "evidence", `${hashOrigin(origin).slice(0, 16)}-${name}`), body);
    },
  };
}

function watchLogs(path: string, added: readonly VerifierKey[]): VerifierKey[] {
  const known = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  const all = [...new Set([...known, ...added.map(writeVerifierKey)])];
  if (all.length > known.length) writeDurably(path, `${all.join("\n")}\n`);
  return all.map(readVerifierKey);
}

export function hashOrigin(origin: string): string {
  return createHash("sha256").update(origin).digest("hex");
}

/** Whole or not at all, and on the disk when it returns. */
function writeDurably(path: string, text: string): void {
  const draft = `${path}.part`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
