// A filing carries its proof: the entity that filed saves it, it verifies without us and tells that it was in time; others are told that there is none.
import { beforeAll, expect, test } from "vitest";
import { fileReport } from "../../../backend/cases/sharing/file-report.ts";
import { readFilingProof } from "../../../backend/cases/sharing/read-filing-proof.ts";
import { logKey, publishLog } from "../../../backend/platform/audit/index.ts";
import { verifierKeyOf } from "../../../backend/platform/audit/note.ts";
import { nobodysPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import { verifyTexts } from "../../../backend/platform/audit/proof/verify.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
});

const organisation = async (kind: string): Promise<string> => {
  const id = newId();
  await world.owner`insert into organisations (id, kind, name) values (${id}, ${kind}, ${id})`;
  return id;
};

test("the entity's own filing has a proof that verifies offline, in time or late as it was", async () => {
  const [bank, authority, stranger] = [
    await organisation("constituent"),
    await organisation("authority"),
    await organisation("constituent"),
  ];
  const officer = await addPerson(world, bank, "constituent_dpo", "Awa");
  const ctx = world.context(officer);
  const { id } = await addReport(world, cert);
  await world.owner`update reports set filed_by_organisation_id = ${bank}, marking = 'green', pap = 'clear' where id = ${id}`;
  await fileReport(ctx, { reportId: id, authorityId: authority, reason: "By law" });
  await expect(readFilingProof(ctx, id, authority)).rejects.toMatchObject({ code: "conflict" });
  await publishLog(world.context({ kind: "system", job: "log" }));
  const { text, isPublished } = await readFilingProof(ctx, id, authority);
  expect(isPublished).toBe(true);
  const logs = [verifierKeyOf(logKey(world.services))];
  const judge = (before: Date) => verifyTexts([{ name: "filing", text }], { logs, policy: nobodysPolicy, before })[0];
  const good = judge(new Date(Date.now() + 3_600_000));
  expect(good).toMatchObject({
    isGood: true,
    records: [{ action: "report.file", objectId: id, actorId: officer.personId }],
  });
  expect(good?.notes.map(({ says }) => says)).toEqual(["in_time_claimed"]);
  expect(judge(new Date(Date.now() - 86_400_000))).toMatchObject({ isGood: false, says: "late" });
  const other = world.context(await addPerson(world, stranger, "constituent_dpo", "Other"));
  await expect(readFilingProof(other, id, authority)).rejects.toMatchObject({ code: "not_found" });
  await expect(readFilingProof(ctx, id, stranger)).rejects.toMatchObject({ code: "not_found" });
});
