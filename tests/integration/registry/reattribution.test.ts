// A claim that is corrected back in time: the reports that it touches are listed, an analyst applies, and a dispute stands in findings.
import { beforeAll, expect, test } from "vitest";
import type { Context } from "../../../backend/platform/context/index.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { contestClaim } from "../../../backend/registry/claims/contest-claim.ts";
import { endClaim } from "../../../backend/registry/end-claim.ts";
import { findHolders } from "../../../backend/registry/find-holders.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { applyAttribution } from "../../../backend/triage/reattribution/apply-attribution.ts";
import { listTouched } from "../../../backend/triage/reattribution/list-touched.ts";
import { addHolder, type Holder } from "../../support/claims-world.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let awa: Context;
let analyst: Context;
let former: Holder;
let later: Holder;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = world.context(await addPerson(world, cert, "senior", "Awa"));
  analyst = world.context(await addPerson(world, cert, "analyst", "Ceren"));
  former = await addHolder(world, "Former");
  later = await addHolder(world, "Later");
});

const viaOf: Record<string, string> = { domain: "domain", url: "url", asn: "asn", short_code: "short_code" };

/** A report of this day that names the value, assessed as the register said it then. */
async function reportOn(kind: string, value: string, day: string, holder: Holder): Promise<string> {
  const { id } = await addReport(world, cert, { receivedAt: new Date(`${day}T12:00:00Z`) });
  await addObservable(world, id, { kind, value });
  const concerned = [{ constituentId: holder.id, name: holder.name, via: viaOf[kind] ?? "address", value }];
  await world.owner`update assessments set constituents = ${world.owner.json(concerned)} where report_id = ${id}`;
  return id;
}

test.each([
  ["prefix", "198.51.100.64/26", "ipv4", "198.51.100.77"],
  ["prefix", "2001:db8:20::/48", "ipv6", "2001:db8:20::7"],
  ["domain", "bank.example", "domain", "www.bank.example"],
  ["url_prefix", "https://host.example/bank", "url", "https://host.example/bank/login"],
  ["asn", "AS64496", "asn", "AS64496"],
  ["short_code", "*000#", "short_code", "*000#"],
] as const)(
  "%s %s: when its end is moved back, the reports from then on are listed, and applied by an analyst",
  async (kind, claimed, seen, value) => {
    const first = await addClaim(awa, {
      constituentId: former.id,
      kind,
      value: claimed,
      source: "x",
      proof: "officer",
    });
    const before = await reportOn(seen, value, "2026-02-10", former);
    const after = await reportOn(seen, value, "2026-03-10", former);
    expect((await listTouched(analyst, first.id)).rows).toEqual([]);
    // It was sold on the first of March, and nobody told the register.
    await endClaim(awa, { claimId: first.id, heldUntil: "2026-03-01T00:00:00Z" });
    await addClaim(awa, {
      constituentId: later.id,
      kind,
      value: claimed,
      heldFrom: "2026-03-01T00:00:00Z",
      source: "x",
      proof: "officer",
    });
    const { rows } = await listTouched(analyst, first.id);
    expect(rows).toMatchObject([{ id: after, before: ["Former"], after: ["Later"] }]);
    expect(await applyAttribution(analyst, { reportIds: [before, after], reason: "Sold on 1 March." })).toEqual({
      changed: 1,
    });
    const kept =
      await world.owner`select constituents -> 0 ->> 'name' as name, changed_by is not null as by, change_reason as why from assessments
    where report_id = ${after} order by at, id`;
    expect(kept.at(-1)).toEqual({ name: "Later", by: true, why: "Sold on 1 March." });
    expect(kept).toHaveLength(2);
    expect(
      await world.owner`select constituent_id as id from report_constituents where report_id = ${after}`,
    ).toMatchObject([{ id: later.id }]);
    expect((await listTouched(analyst, first.id)).rows).toEqual([]);
  },
);

test("whose it is while it is disputed is the earlier holder's, and the finding says that it is disputed", async () => {
  const [operator, bank] = [await addHolder(world, "Operator"), await addHolder(world, "Inside")];
  const outer = await addClaim(awa, {
    constituentId: operator.id,
    kind: "prefix",
    value: "203.0.113.0/24",
    source: "x",
    proof: "officer",
  });
  const inner = await addClaim(awa, {
    constituentId: bank.id,
    kind: "prefix",
    value: "203.0.113.0/26",
    source: "x",
    proof: "officer",
  });
  await contestClaim(operator.ctx, { claimId: outer.id, otherClaimId: inner.id, statement: "The lease ended." });
  const found = await readOnly(
    awa,
    async (tx) => await findHolders(tx, { addresses: ["203.0.113.5"], hosts: [], foldedText: "", at: new Date() }),
    "staff",
  );
  expect(found).toMatchObject([{ name: "Inside", isDisputed: true }, { name: "Operator" }]);
  expect(found[1]?.isDisputed).toBeUndefined();
});

test("only who assesses reports applies, and only with a reason", async () => {
  const administrator = world.context(await addPerson(world, cert, "administrator", "Oumar"));
  const { id } = await addReport(world, cert);
  await expect(applyAttribution(administrator, { reportIds: [id], reason: "As agreed" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(applyAttribution(analyst, { reportIds: [id], reason: "" })).rejects.toThrow("reason");
});
