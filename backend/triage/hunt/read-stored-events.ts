// Reads the events in a stored file, whatever it is packed in, within limits; what cannot be read is told and takes nobody with it.
import { open } from "node:fs/promises";
import { type SourceEvent } from "../sigma/index.ts";
import { readEvents } from "../sigma/readers/index.ts";
import { defaultUnpackLimits, toObstacleFinding, type UnpackLimits, walkParts } from "../unpack/index.ts";
import type { StoredFile } from "./walk-stored.ts";

export interface StoredLog {
  /** The part of the report, as findings call it: "files/mail.eml!/log.json". */
  part: string;
  /** Read as they are asked for, once. */
  events: Iterable<SourceEvent>;
}

/** Reports' files have 25 MB at most; an analyst's may have more. */
const maxFileBytes = 256 * 2 ** 20;

/**
 * Every log in a file. `onProblem` hears what could not be opened or read, in plain English; a file that is gone is a problem
 * as well, and no error. Parts that are no logs are passed over.
 */
export async function* readStoredEvents(
  file: StoredFile,
  onProblem: (problem: string) => void,
  limits: UnpackLimits = defaultUnpackLimits,
): AsyncGenerator<StoredLog> {
  const bytes = await readFileUpTo(file, onProblem);
  if (bytes === null) return;
  for await (const step of walkParts(file.name, bytes, limits)) {
    if ("obstacle" in step) {
      onProblem(`${step.path}: ${toObstacleFinding(step.obstacle, step.path).why}`);
      continue;
    }
    // What a container holds follows as parts of its own; a gzipped log would be read twice.
    if (step.part.type !== null) continue;
    const read = await readEvents(step.part.path, step.part.bytes);
    if (!read.isLog) continue;
    yield { part: step.part.path, events: read.events };
    for (const problem of read.problems) onProblem(`${step.part.path}: ${problem}`);
  }
}

async function readFileUpTo(file: StoredFile, onProblem: (problem: string) => void): Promise<Buffer | null> {
  try {
    const handle = await open(file.path, "r");
    try {
      const { size } = await handle.stat();
      if (size > maxFileBytes) onProblem(`${file.name}: only its first ${maxFileBytes / 2 ** 20} MB were looked at`);
      const bytes = Buffer.allocUnsafeSlow(Math.min(size, maxFileBytes));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isGone) throw error;
    onProblem(`${file.name}: the file is no longer kept`);
    return null;
  }
}
