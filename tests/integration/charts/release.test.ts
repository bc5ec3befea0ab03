// A release of public statistics: counted by a job, small numbers taken out once, let out by two, read by everybody and never rewritten; a later one hides what this one hid.
import { beforeAll, describe, expect, test } from "vitest";
import { approveRelease, refuseRelease, releaseAlone } from "../../../backend/coordination/four-eyes/decide-release.ts";
import { bindFourEyes } from "../../../backend/coordination/four-eyes/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import {
  importIndicators,
  readIndicators,
  removeIndicator,
} from "../../../backend/reporting/charts/releases/keep-indicators.ts";
import {
  askRelease,
  countRelease,
  dropRelease,
  makeRelease,
  settleRelease,
} from "../../../backend/reporting/charts/releases/make-release.ts";
import {
  listPublicReleases,
  listReleases,
  readPublicRelease,
  readRelease,
} from "../../../backend/reporting/charts/releases/read-releases.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let senior: Context;
let lead: Context;
let visitor: Context;
const system = (): Context => world.context({ kind: "system", job: "statistics.count_release" });

const add = async (
  day: string,
  count: number,
  more: Parameters<typeof addReport>[2] & { area?: string } = {},
): Promise<void> => {
  for (let one = 0; one < count; one++) {
    const { id } = await addReport(world, cert, { receivedAt: new Date(`${day}T09:00:00Z`), ...more });
    if (more.area !== undefined) await world.owner`update reports set area_id = ${more.area} where id = ${id}`;
  }
};
const csv = (row: string): string => `indicator,period,value,unit,source,source_date,licence\n${row}\n`;

/** Approves what waits; the worker would hear of it by the event. */
async function approve(id: string): Promise<void> {
  const request = (await readRelease(senior, id, "en")).releases[0];
  if (!request) throw new Error("nobody was asked");
  await allowStepUp(world, lead, bindFourEyes.approve(request.id));
  await approveRelease(lead, request.id);
  await settleRelease(system(), {
    subjectId: id,
    version: request.version,
    requestId: request.id,
    outcome: "approved",
  });
}
async function release(input: unknown): Promise<string> {
  const { id } = await makeRelease(senior, input);
  await countRelease(system(), id);
  return id;
}

beforeAll(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  cert = await addCert(world);
  senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  lead = world.context(await addPerson(world, cert, "lead", "Binta"));
  visitor = world.context({ kind: "anonymous" });
  const { owner } = world;
  await owner`insert into areas (id, level, names, population) values ('t-country', 'country', '{"fr": "Pays"}', 1000000)`;
  for (const name of ["north", "south", "east"])
    await owner`insert into areas (id, parent_id, level, names, population, tile) values (${`t-${name}`}, 't-country', 'region', ${owner.json({ fr: name })}, 200000, ${owner.json({ column: 0, row: 0 })})`;
  await add("2026-01-10", 3, { area: "t-north" });
  await add("2026-02-10", 12, { area: "t-south" });
  await add("2026-03-10", 20, { area: "t-east" });
  await add("2026-03-11", 7, { area: "t-south", rsitClass: "abusive-content", rsitType: "violence" });
  await add("2026-11-10", 6, { area: "t-south" });
});

describe("before it is published", () => {
  test("a release of a year of which nothing is over, and a second one beside an open one, are refused", async () => {
    await expect(makeRelease(senior, { year: 2027 })).rejects.toMatchObject({ code: "invalid_input" });
    const id = await release({ year: 2026 });
    await expect(makeRelease(senior, { year: 2026, reason: "Again" })).rejects.toMatchObject({ code: "conflict" });
    await dropRelease(senior, id);
    expect(await listReleases(senior)).toEqual([]);
  });

  test("the public has nothing of a draft; an approval by who asked, and an emergency, are refused", async () => {
    const id = await release({ year: 2026 });
    expect((await listReleases(senior))[0]).toMatchObject({
      id,
      state: "draft",
      year: 2026,
      revision: 1,
      untilDay: "2026-11-01",
    });
    expect(await readPublicRelease(visitor, id)).toBeUndefined();
    await askRelease(senior, id);
    const request = (await readRelease(senior, id, "en")).releases[0];
    await expect(approveRelease(senior, request?.id ?? "")).rejects.toMatchObject({ code: "refused" });
    await expect(releaseAlone(lead, request?.id ?? "", { reason: "It is urgent today" })).rejects.toMatchObject({
      code: "refused",
    });
    // Nor does the database let it out without the second person.
    await expect(
      world.owner`update statistics_releases set state = 'published', published_at = now(), four_eyes_id = ${request?.id ?? ""} where id = ${id}`,
    ).rejects.toThrow(/four eyes/);
    await refuseRelease(lead, request?.id ?? "", { reason: "Wait for May" });
    await settleRelease(system(), {
      subjectId: id,
      version: request?.version ?? 0,
      requestId: request?.id ?? "",
      outcome: "returned",
    });
    expect(await listPublicReleases(visitor)).toEqual([]);
    await dropRelease(senior, id);
  });
});

test("what is published is suppressed, whole, and stays as it was", async () => {
  await importIndicators(senior, {
    csv: csv("Phishing reports to operators,2025,120.5,thousand,Association of operators,2025-12-31,CC BY 4.0"),
  });
  const id = await release({ year: 2026 });
  await askRelease(senior, id);
  await approve(id);
  const found = await readPublicRelease(visitor, undefined);
  expect(found).toMatchObject({ id, year: 2026, revision: 1, untilDay: "2026-11-01" });
  const cube = (chart: string) => found?.content.cubes.find((one) => one.chart === chart)?.panels ?? [];
  const [volume] = cube("volume");
  const month = (name: string) => volume?.cells[volume.rows.indexOf(name)]?.[0];
  // Three in January are few; February hides them, since the year's sum is told. November is not over.
  expect([month("2026-01"), month("2026-02"), month("2026-03"), month("2026-04")]).toEqual(["few:5", "hidden", 27, 0]);
  expect(volume?.rows.at(-1)).toBe("2026-10");
  expect(volume?.n.find(({ of }) => of === "reports:2026")?.count).toBe(42);
  // Harm to persons is told from ten on.
  const [classes] = cube("classes");
  expect(classes?.cells[classes.rows.indexOf("abusive-content")]?.[0]).toBe("few:10");
  const [rates, counts] = cube("areas");
  expect(counts?.cells[counts.rows.indexOf("t-north")]?.[0]).toBe("few:5");
  expect(rates?.cells[rates.rows.indexOf("t-north")]?.[0]).toBe("hidden");
  // No small number is anywhere in it, in no form.
  expect(JSON.stringify(found?.content.cubes.map(({ panels }) => panels.map(({ cells }) => cells)))).not.toMatch(
    /[[,][1-4][\],]/,
  );
  expect(found?.content.indicators).toEqual([
    expect.objectContaining({ value: 120.5, licence: "CC BY 4.0", sourceOn: "2025-12-31" }),
  ]);
  await expect(world.owner`update statistics_releases set content = '{}' where id = ${id}`).rejects.toThrow(
    /published/,
  );
  await expect(world.owner`delete from statistics_releases where id = ${id}`).rejects.toThrow(/published/);
});

test("a revision keeps what was kept back, also where the number has grown; a part of a year that grew by few is not told by subtraction", async () => {
  await expect(makeRelease(senior, { year: 2026 })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ path: "reason", message: expect.any(String) }],
  });
  // Twenty more in January: the month would be told now by itself.
  await add("2026-01-12", 20, { area: "t-north" });
  const id = await release({ year: 2026, reason: "Late reports were entered" });
  await askRelease(senior, id);
  await approve(id);
  const found = await readPublicRelease(visitor, id);
  const [volume] = found?.content.cubes.find((one) => one.chart === "volume")?.panels ?? [];
  expect(volume?.cells[volume.rows.indexOf("2026-01")]?.[0]).toBe("hidden");
  expect(found).toMatchObject({ revision: 2, reason: "Late reports were entered" });
  // A month later: six more reports, of which the classes and areas would tell by subtraction, are enough to be told; three would not be.
  const clock = world.clock as { advance(ms: number): void };
  clock.advance(20 * 86_400_000);
  await world.owner`delete from assessments where report_id in (select id from reports where received_at >= '2026-11-01' and received_at < '2026-12-01' order by id limit 3)`;
  await world.owner`delete from reports where received_at >= '2026-11-01' and received_at < '2026-12-01' and id not in (select report_id from assessments)`;
  const later = await release({ year: 2026, reason: "November is over" });
  const page = await readRelease(senior, later, "en");
  expect(page.untilDay).toBe("2026-12-01");
  expect(page.charts[0]?.panels[0]?.n).toContain("Reports 2026 not told");
});

test("indicators name the line and the column that cannot be read, bring in all or none, and one can be taken out", async () => {
  await expect(importIndicators(senior, { csv: "indicator,value\nx,1\n" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(
    importIndicators(senior, {
      csv: `${csv("A,2025,1,percent,S,2025-12-31,CC0")}B,2025-13,x,percent,S,yesterday,CC0\n`,
    }),
  ).rejects.toMatchObject({
    fields: [{ path: "csv.3.period" }, { path: "csv.3.value" }, { path: "csv.3.source_date" }],
  });
  expect((await readIndicators(senior)).map(({ name }) => name)).not.toContain("A");
  await importIndicators(senior, { csv: csv("A,2025-Q3,1,percent,S,2025-12-31,CC0") });
  const [one] = (await readIndicators(senior)).filter(({ name }) => name === "A");
  await removeIndicator(senior, one?.id ?? "");
  await expect(removeIndicator(senior, newId())).rejects.toMatchObject({ code: "not_found" });
});
