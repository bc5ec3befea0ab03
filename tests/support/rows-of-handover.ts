// Rows of shifts for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
export const seenOfHandover = { shift_handovers: desk, shift_items: desk, shift_readings: desk } as const;

export async function addHandoverRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { personId: string; caseId: string },
): Promise<string> {
  const id = newId();
  await owner`insert into shift_handovers (id, written_by, written_at, note) values (${id}, ${of.personId}, now(), 'All is calm.')`;
  await owner`insert into shift_items (id, handover_id, kind, case_id, title, position) values (${newId()}, ${id}, 'case', ${of.caseId}, 'A case', 0)`;
  await owner`insert into shift_readings (handover_id, person_id, read_at) values (${id}, ${of.personId}, now())`;
  return id;
}
