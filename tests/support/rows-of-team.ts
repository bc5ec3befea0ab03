// Rows of the team's description for the test of what the database itself shows to each scope: it is written for everybody.
import { newId } from "../../backend/platform/ids/index.ts";
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
export const seenOfTeam = { team_descriptions: everybody } as const;
export const neverChangedOfTeam = ["team_descriptions"] as const;

export async function addTeamRows({ owner }: Pick<TestWorld, "owner">, of: { personId: string }): Promise<void> {
  await owner`insert into team_descriptions (id, version, facts, texts, written_by, written_at)
    values (${newId()}, (select coalesce(max(version), 0) + 1 from team_descriptions), '{}', '{}', ${of.personId}, now())`;
}
