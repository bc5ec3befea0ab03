// A broken glass for a test: as the act leaves it, without the ceremony.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

export async function breakGlassFor(world: TestWorld, caseId: string, personId: string): Promise<void> {
  await world.owner`insert into glass_openings (id, case_id, person_id, reason, opened_at, expires_at)
    values (${newId()}, ${caseId}, ${personId}, 'An emergency at night', now(), now() + interval '4 hours')`;
}
