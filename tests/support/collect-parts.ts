// Walks a file in a test and gathers what came out: parts by path, and obstacles by path.
import { defaultUnpackLimits, type Obstacle, type UnpackLimits, walkParts } from "#backend/triage/unpack/index.ts";

export interface Walked {
  /** Text of each part by its path, the file itself left out. */
  texts: Record<string, string>;
  sizes: Record<string, number>;
  obstacles: (Obstacle & { path: string })[];
}

export async function collectParts(path: string, bytes: Buffer, limits: Partial<UnpackLimits> = {}): Promise<Walked> {
  const walked: Walked = { texts: {}, sizes: {}, obstacles: [] };
  for await (const step of walkParts(path, bytes, { ...defaultUnpackLimits, ...limits })) {
    if ("obstacle" in step) walked.obstacles.push({ ...step.obstacle, path: step.path });
    else if (step.part.depth > 0) {
      walked.texts[step.part.path] = step.part.bytes.toString("latin1", 0, 100_000);
      walked.sizes[step.part.path] = step.part.bytes.length;
    }
  }
  return walked;
}
