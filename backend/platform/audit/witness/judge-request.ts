// What a witness answers to a checkpoint (C2SP tlog-witness, add-checkpoint): pure, so that every refusal can be tested alone.
import { readConsistencyText } from "../proof/consistency.ts";
import type { VerifierKey } from "../proof/keys.ts";
import { emptyRoot, isSame, verifyConsistency } from "../proof/merkle.ts";
import { type Checkpoint, openCheckpointNote, readCheckpoint } from "../proof/note.ts";

/** The largest tree that was cosigned for a log. */
export interface Seen {
  size: number;
  /** 32 bytes. */
  root: Uint8Array;
}

export type Judgement =
  | { status: 200; checkpoint: Checkpoint /** The text to cosign, with its final newline. */; text: string }
  | { status: 400 | 403 | 404; says: string }
  /** The body is the size that was cosigned last. */
  | { status: 409; size: number }
  /** The log showed two trees, or a proof that does not hold: worth keeping as evidence. */
  | { status: 422; says: string };

/** `seen` tells what was cosigned for an origin; undefined for never. */
export function judgeRequest(
  body: string,
  logs: readonly VerifierKey[],
  seen: (origin: string) => Seen | undefined,
): Judgement {
  let asked: ReturnType<typeof readConsistencyText>;
  let claimed: Checkpoint;
  try {
    asked = readConsistencyText(body);
    claimed = readCheckpoint(asked.checkpoint);
  } catch (error) {
    return { status: 400, says: error instanceof Error ? error.message : String(error) };
  }
  const keys = logs.filter(({ name }) => name === claimed.origin);
  if (keys.length === 0) return { status: 404, says: "this log is not one that is witnessed here" };
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpointNote(asked.checkpoint, keys);
  } catch (error) {
    return { status: 403, says: error instanceof Error ? error.message : String(error) };
  }
  const { oldSize, path } = asked;
  if (oldSize > checkpoint.size) return { status: 400, says: "the old size is larger than the checkpoint's" };
  const before = seen(checkpoint.origin);
  if (oldSize !== (before?.size ?? 0)) return { status: 409, size: before?.size ?? 0 };
  const fault = faultOf(checkpoint, before, path);
  if (fault !== undefined) return { status: 422, says: fault };
  const text = asked.checkpoint.slice(0, asked.checkpoint.lastIndexOf("\n\n") + 1);
  return { status: 200, checkpoint, text };
}

function faultOf(checkpoint: Checkpoint, before: Seen | undefined, path: Uint8Array[]): string | undefined {
  if (checkpoint.size === 0 && !isSame(checkpoint.root, emptyRoot())) return "the empty tree has another root";
  if (before === undefined || before.size === 0) return path.length > 0 ? "from nothing no proof is needed" : undefined;
  if (before.size === checkpoint.size)
    return path.length === 0 && isSame(before.root, checkpoint.root)
      ? undefined
      : "another tree of this size was cosigned before";
  return verifyConsistency(before.size, checkpoint.size, before.root, checkpoint.root, path)
    ? undefined
    : "the tree does not begin with the one that was cosigned before";
}
