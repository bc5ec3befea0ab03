// Puts the demonstration's hierarchy, sizes, services, relations, functions and accredited bodies beside its constituents, all marked as demonstration.
import { eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { insertAccreditation } from "./accreditations/add-accreditation.ts";
import { AddAccreditation, RecordAct } from "./accreditations/model.ts";
import { insertAct } from "./accreditations/record-act.ts";
import type { DemoRegister } from "./demo/read-register.ts";
import { insertSize } from "./profile/add-size.ts";
import { AddSize } from "./profile/model.ts";
import { writeFacts } from "./profile/write-facts.ts";
import { insertRelation } from "./relations/add-relation.ts";
import { insertFunctions } from "./relations/import-functions.ts";
import { AddRelation, ImportFunctions } from "./relations/model.ts";
import { writePerformer } from "./relations/set-performer.ts";
import { insertService } from "./services/add-service.ts";
import { AddService, RecordCompliance } from "./services/model.ts";
import { insertCompliance } from "./services/record-compliance.ts";
import { constituents } from "./tables.ts";

const dayMs = 86_400_000;

/** `ids`: the constituents by their keys. @throws for a key that is not there: our own fault. */
export async function fillRegisterData(
  tx: Tx,
  ctx: Context,
  data: DemoRegister,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const idOf = (key: string): string => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`the demonstration's register names ${key}, which is nobody`);
    return id;
  };
  const dayOf = (daysAgo: number): string => new Date(ctx.now().getTime() - daysAgo * dayMs).toISOString().slice(0, 10);
  for (const [key, parent] of Object.entries(data.parents))
    await tx
      .update(constituents)
      .set({ parentId: idOf(parent) })
      .where(eq(constituents.id, idOf(key)));
  for (const [key, branchAreaIds] of Object.entries(data.branches))
    await tx
      .update(constituents)
      .set({ branchAreaIds })
      .where(eq(constituents.id, idOf(key)));
  for (const { key, classes, daysAgo, why } of data.requalified)
    await writeFacts(
      tx,
      ctx,
      { constituentId: idOf(key), validFrom: `${dayOf(daysAgo)}T00:00:00Z`, validUntil: undefined, why },
      { present: { classes }, past: [] },
    );
  for (const { key, daysAgo, ...size } of data.sizes)
    await insertSize(tx, ctx, AddSize.parse({ ...size, constituentId: idOf(key), asOf: dayOf(daysAgo) }));
  for (const { key, daysAgo, compliance, ...service } of data.services) {
    const asked = AddService.parse({ ...service, constituentId: idOf(key), since: dayOf(daysAgo) });
    const serviceId = await insertService(tx, ctx, asked, true);
    for (const { daysAgo: ago, ...record } of compliance)
      await insertCompliance(tx, ctx, RecordCompliance.parse({ ...record, serviceId, asOf: dayOf(ago) }));
  }
  for (const { from, to, ...relation } of data.relations)
    await insertRelation(tx, ctx, AddRelation.parse({ ...relation, fromId: idOf(from), toId: idOf(to) }));
  await fillFunctions(tx, ctx, data, idOf);
  await fillAccreditations(tx, ctx, data, idOf, dayOf);
}

async function fillFunctions(
  tx: Tx,
  ctx: Context,
  { functions }: DemoRegister,
  idOf: (key: string) => string,
): Promise<void> {
  const list = functions.list.map(({ code, sector, names }) => ({ code, sector, names }));
  const added = await insertFunctions(
    tx,
    ctx,
    ImportFunctions.parse({ source: functions.source, functions: list }),
    true,
  );
  for (const [index, { performers }] of functions.list.entries())
    for (const key of performers)
      await writePerformer(tx, ctx, {
        functionId: added[index]?.id ?? "",
        constituentId: idOf(key),
        since: undefined,
        endedOn: undefined,
      });
}

async function fillAccreditations(
  tx: Tx,
  ctx: Context,
  { accreditations }: DemoRegister,
  idOf: (key: string) => string,
  dayOf: (daysAgo: number) => string,
): Promise<void> {
  const [cert] = await tx.execute<{ id: string }>(sql`select id from organisations where kind = 'cert' limit 1`);
  if (!cert) return;
  for (const { key, daysAgo, validDays, suspended, ...body } of accreditations) {
    const { id } = await insertAccreditation(
      tx,
      ctx,
      AddAccreditation.parse({
        ...body,
        grantedOn: dayOf(daysAgo),
        ...(key === undefined ? {} : { constituentId: idOf(key) }),
        ...(validDays === undefined ? {} : { validUntil: dayOf(daysAgo - validDays) }),
      }),
      { keptBy: cert.id, isDemo: true },
    );
    if (suspended)
      await insertAct(
        tx,
        ctx,
        RecordAct.parse({ bodyId: id, act: "suspended", effectiveOn: dayOf(suspended.daysAgo), why: suspended.why }),
      );
  }
}
