// What the intake tests share: a world with the organisation that runs it, and the shortest report.
import { randomUUID } from "node:crypto";
import type { Context } from "../../../backend/platform/context/index.ts";
import type { SubmitReport, Visitor } from "../../../backend/intake/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";

export interface IntakeWorld extends TestWorld {
  anonymous(): Context;
  system(): Context;
}

export async function makeIntakeWorld(options: Parameters<typeof makeTestWorld>[0] = {}): Promise<IntakeWorld> {
  const world = await makeTestWorld(options);
  await world.owner`insert into organisations (id, kind, name) values (${randomUUID()}, 'cert', 'CERT of the tests')`;
  return {
    ...world,
    anonymous: () => world.context({ kind: "anonymous" }),
    system: () => world.context({ kind: "system", job: "test" }),
  };
}

export const visitor: Visitor = { address: "192.0.2.77", isExempt: false };
export const trusted: Visitor = { address: "192.0.2.78", isExempt: true };

export function report(fields: Partial<SubmitReport> = {}): SubmitReport {
  return { description: "My account was emptied.", language: "en", flow: "free", ...fields };
}
