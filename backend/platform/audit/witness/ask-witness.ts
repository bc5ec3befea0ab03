// One checkpoint shown to one witness over HTTP: the cosignature, or why there is none.
import { writeConsistencyText } from "../proof/consistency.ts";
import { openNote } from "../proof/note.ts";
import type { Witness } from "../proof/policy.ts";

export type WitnessAnswer =
  | { state: "good" /** Signature lines of that witness, each with its newline. */; lines: string }
  /** It did not answer, or not as a witness does. */
  | { state: "unreachable"; says: string }
  /** It holds our tree for forked, or does not know our log or key. */
  | { state: "refused"; says: string }
  /** It has cosigned a larger tree than we have: ours was cut, or another one speaks under our key. */
  | { state: "ahead"; says: string };

const waitMs = 10_000;
const mostBytes = 65_536;

/** `proofFrom` gives the consistency proof from a size. `knownSize` is what it cosigned last, as far as we know. */
export async function askWitness(
  witness: Witness & { url: string },
  note: string,
  size: number,
  knownSize: number,
  proofFrom: (older: number) => Promise<Uint8Array[]>,
): Promise<WitnessAnswer> {
  let oldSize = Math.min(knownSize, size);
  try {
    for (let tries = 0; tries < 3; tries++) {
      const { status, text } = await post(witness.url, {
        oldSize,
        path: await proofFrom(oldSize),
        checkpoint: note,
      });
      if (status === 200) return takeLines(witness, note, text);
      if (status !== 409) {
        const says = `${status}: ${text.trim().slice(0, 200)}`;
        return { state: status === 403 || status === 404 || status === 422 ? "refused" : "unreachable", says };
      }
      const theirs = /^(0|[1-9]\d{0,15})\n?$/.test(text) ? Number(text) : undefined;
      if (theirs === undefined) return { state: "unreachable", says: "it answered 409 without a size" };
      if (theirs > size) return { state: "ahead", says: `it cosigned ${theirs} leaves, this tree has ${size}` };
      oldSize = theirs;
    }
    return { state: "unreachable", says: "it names another size each time" };
  } catch (error) {
    return { state: "unreachable", says: describe(error) };
  }
}

async function post(
  url: string,
  body: Parameters<typeof writeConsistencyText>[0],
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/add-checkpoint`, {
    method: "POST",
    body: writeConsistencyText(body),
    headers: { "content-type": "text/plain; charset=utf-8" },
    redirect: "error",
    signal: AbortSignal.timeout(waitMs),
  });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new Error("its answer is too long");
    parts.push(part);
  }
  return { status: response.status, text: Buffer.concat(parts).toString("utf8") };
}

/** Only lines of this witness's own key that fit. */
function takeLines({ key }: Witness, note: string, text: string): WitnessAnswer {
  for (const line of text.split("\n").filter((part) => part !== "")) {
    try {
      openNote(`${note.slice(0, note.lastIndexOf("\n\n") + 2)}${line}\n`, [key]);
      return { state: "good", lines: `${line}\n` };
    } catch {
      // A line of another key, or one that does not fit.
    }
  }
  return { state: "refused", says: "its answer holds no cosignature of its key" };
}

function describe(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return String(cause?.code ?? cause?.message ?? message ?? error).slice(0, 200);
}
