// Rows of what the portal knows of itself, for the test of what the database itself shows to each scope.
import { createHash, randomBytes } from "node:crypto";
import type { TestWorld } from "./database.ts";

const everybody = {
  none: 2,
  intake: 2,
  reporter: 2,
  person: 2,
  staff: 2,
  identity: 2,
  custody: 2,
  mailer: 2,
  system: 2,
} as const;
const team = { staff: 2, person: 2, system: 2 } as const;
export const seenOfPortal = { flow_times: team, flow_opinions: team, spoken_questions: everybody } as const;

let rows = 0;

/** A counter of a time, one of an opinion, and a recording, each of a flow of its own. @returns its name. */
export async function addPortalRows({ owner }: Pick<TestWorld, "owner">): Promise<string> {
  // Other files of tests count in processes of their own.
  const letter = (at: number): string => String.fromCodePoint(97 + (Math.floor(rows / 26 ** at) % 26));
  const name = `row${letter(2)}${letter(1)}${letter(0)}`;
  rows += 1;
  await owner`insert into flow_times (week, flow, language, up_to_seconds, count) values ('2026-11-16', ${name}, 'fr', 30, 1)`;
  await owner`insert into flow_opinions (week, flow, language, opinion, count) values ('2026-11-16', ${name}, 'fr', 'easy', 1)`;
  const bytes = randomBytes(16);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await owner`insert into spoken_questions (question, language, media_type, bytes, sha256, duration_seconds, text_sha256, put_at)
    values (${name}, 'fr', 'audio/mpeg', ${bytes}, ${sha256}, 4, ${sha256}, now())`;
  return name;
}
