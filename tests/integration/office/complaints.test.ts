// A citizen complains from a plain form, follows with the receipt, is heard beside the entity and gets the letter; paper counts from its arrival.
import { beforeAll, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import { enterComplaint } from "../../../backend/compliance/complaints/hand-in.ts";
import { bindComplaint } from "../../../backend/compliance/complaints/model.ts";
import { listComplaints, readComplaint, readHearing } from "../../../backend/compliance/complaints/read-complaints.ts";
import { answerHearing, takeComplaintStep } from "../../../backend/compliance/complaints/take-step.ts";
import { planInspection } from "../../../backend/compliance/inspections/plan-inspections.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeOfficeWorld, type OfficeWorld } from "../../support/office-world.ts";
import { buildFrontend } from "../../support/web-server.ts";

const url = "https://toguna.example";
let world: TestWorld;
let office: OfficeWorld;
let api: ReturnType<typeof createApi>;
let receipt = "";
let id = "";

beforeAll(async () => {
  buildFrontend("frontend/portal/vite.config.ts");
  world = await makeTestWorld({ startAt: new Date("2026-11-20T09:00:00Z"), env: { COUNTRY: "ml", PUBLIC_URL: url } });
  office = await makeOfficeWorld(world);
  api = createApi(world.services);
}, 240_000);

async function send(
  path: string,
  fields?: Record<string, string>,
): Promise<{ status: number; text: string; type: string }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields ?? {})) form.set(name, value);
  const isMultipart = path === "/complaint";
  const init: RequestInit = fields
    ? {
        method: "POST",
        body: isMultipart ? form : new URLSearchParams(fields),
        headers: { origin: url, host: "toguna.example" },
      }
    : { headers: { host: "toguna.example" } };
  const response = await api.request(`${url}${path}${path.includes("?") ? "&" : "?"}lang=en`, init, {
    incoming: { socket: { remoteAddress: "192.0.2.7" } },
  });
  return { status: response.status, text: await response.text(), type: response.headers.get("content-type") ?? "" };
}
const step = async (input: Parameters<typeof takeComplaintStep>[3], person = office.officer): Promise<void> => {
  const { version } = await readComplaint(office.as(person), id);
  await office.confirm(person, bindComplaint(id, version));
  await takeComplaintStep(office.as(person), id, version, input);
};

test("the same page sent twice, or by two taps at once, is one complaint with the same receipt", async () => {
  const key = /name="_key" value="([0-9a-f]{32})"/.exec((await send("/complaint")).text)?.[1] ?? "";
  const given = {
    _key: key,
    authorityId: office.amrtp,
    respondent: "Boutique en ligne",
    happened: "They sold my number.",
    name: "Fanta",
    contact: "",
    wanted: "",
  };
  const digits = ({ text }: { text: string }): string => /class="vh">([\d ,]+)</.exec(text)?.[1] ?? "none";
  const [first, second] = await Promise.all([send("/complaint", given), send("/complaint", given)]);
  const again = await send("/complaint", given);
  expect([first.status, second.status, again.status]).toEqual([200, 200, 200]);
  expect(new Set([digits(first), digits(second), digits(again)]).size).toBe(1);
  expect(digits(first)).not.toBe("none");
  const sent = await world.owner<{ id: string }[]>`select id from complaints where respondent = 'Boutique en ligne'`;
  expect(sent).toHaveLength(1);
  const opened = await send("/complaint/track", { receipt: digits(again).replaceAll(/\D/g, "") });
  expect(opened.text).toContain("They sold my number.");
});

test("the form names what is missing, keeps what was typed, and gives a receipt that is stored nowhere", async () => {
  const page = await send("/complaint");
  expect(page.text).toContain("Complain about an organisation");
  expect(page.text).not.toContain("<script src");
  const given = {
    authorityId: office.apdp,
    respondent: "Banque du Fleuve",
    happened: "They told my balance to my neighbour.",
    name: "",
    contact: "",
    wanted: "",
  };
  const refused = await send("/complaint", { ...given, happened: "" });
  expect([
    refused.status,
    refused.text.includes("Write what happened"),
    refused.text.includes("Banque du Fleuve"),
  ]).toEqual([422, true, true]);
  const unnamed = await send("/complaint", given);
  expect([unnamed.status, unnamed.text.includes("this authority takes no complaint without one")]).toEqual([422, true]);
  const taken = await send("/complaint", { ...given, name: "Awa Secret" });
  expect(taken.status).toBe(200);
  receipt = /<span class="vh">([\d ,]+)<\/span>/.exec(taken.text)?.[1]?.replaceAll(/\D/g, "") ?? "";
  expect(receipt).toMatch(/^\d{20,23}$/);
  const rows = await world.owner<{ all: string }[]>`select to_jsonb(r)::text as all from complaint_receipts r`;
  expect(rows.map(({ all }) => all).join()).not.toContain(receipt.slice(6, 19));
  expect(page.text.length).toBeLessThan(14_000);
});

test("the authority alone sees it; a wrong number opens nothing", async () => {
  const [listed] = await listComplaints(office.as(office.officer));
  id = listed?.id ?? "";
  expect(listed).toMatchObject({
    reference: "CPL-2026-0001",
    respondent: "Banque du Fleuve",
    state: "received",
    channel: "web",
  });
  // The other authority has what was sent to it, and nothing of this.
  expect((await listComplaints(office.as(office.rival))).map(({ respondent }) => respondent)).toEqual([
    "Boutique en ligne",
  ]);
  const wrong = await send("/complaint/track", { receipt: `${receipt.slice(0, -3)}000` });
  expect([wrong.status, wrong.text.includes("opens no complaint")]).toEqual([422, true]);
});

test("admissible with reasons; the entity is asked and answers, and never learns the name; the complainant reads and adds", async () => {
  await expect(step({ kind: "hear_entity", text: "Tell us", answerBy: "2026-12-01" })).rejects.toMatchObject({
    code: "refused",
  });
  await step({ kind: "identify", constituentId: office.bank });
  await step({ kind: "admit", reason: "It concerns personal data." });
  await expect(readHearing(office.as(office.dpo), id)).rejects.toMatchObject({ code: "not_found" });
  await step({
    kind: "hear_entity",
    text: "A balance was told to a third party. Tell us how.",
    answerBy: "2026-12-15",
  });
  await answerHearing(office.as(office.dpo), id, { text: "A clerk mistook the account." });
  const heard = JSON.stringify(await readHearing(office.as(office.dpo), id));
  expect([heard.includes("A clerk mistook"), heard.includes("Awa Secret"), heard.includes("neighbour")]).toEqual([
    true,
    false,
    false,
  ]);
  const standing = await send("/complaint/track", { receipt });
  expect([
    standing.text.includes("It concerns personal data."),
    standing.text.includes("A clerk mistook"),
    standing.text.includes("being heard"),
  ]).toEqual([true, false, true]);
  const added = await send("/complaint/track", { receipt, text: "It happened twice." });
  expect([added.status, added.text.includes("It happened twice.")]).toEqual([200, true]);
  const { steps, clocks } = await readComplaint(office.as(office.officer), id);
  expect(steps.map(({ kind, side }) => [kind, side])).toContainEqual(["add", "complainant"]);
  // The packs of this authority set it no time for complaints, and none is made up.
  expect(clocks).toEqual([]);
});

test("it becomes an inspection, is decided with the passkey, and the letter comes in the complainant's language", async () => {
  expect(
    await planInspection(office.as(office.officer), {
      constituentId: office.bank,
      packId: "ml.data-protection",
      reason: "Upon the complaint",
      complaintId: id,
    }),
  ).toMatchObject({ reference: "INS-2026-0001" });
  const { version } = await readComplaint(office.as(office.officer), id);
  await expect(
    takeComplaintStep(office.as(office.officer), id, version, {
      kind: "decide",
      outcome: "upheld",
      text: "The bank must train its people.",
    }),
  ).rejects.toMatchObject({ code: "step_up_required" });
  await step({ kind: "decide", outcome: "upheld", text: "The bank must train its people." });
  const standing = await send("/complaint/track", { receipt });
  expect([standing.text.includes("The bank must train"), standing.text.includes('name="text"')]).toEqual([true, false]);
  const letter = /name="letter" value="([0-9a-f-]{36})"/.exec(standing.text)?.[1] ?? "";
  const pdf = await send("/complaint/letter", { receipt, letter });
  expect([pdf.status, pdf.type, pdf.text.startsWith("%PDF-")]).toEqual([200, "application/pdf", true]);
  const late = await send("/complaint/track", { receipt, text: "And again." });
  expect(late.status).toBe(422);
});

test("from paper, the day of arrival counts, and the receipt works like any other", async () => {
  await expect(
    enterComplaint(office.as(office.officer), {
      respondent: "Boutique",
      happened: "No answer to my request",
      arrivedOn: "2026-11-21",
    }),
  ).rejects.toMatchObject({ fields: [{ path: "arrivedOn" }] });
  const entered = await enterComplaint(office.as(office.officer), {
    respondent: "Boutique",
    happened: "No answer to my request",
    arrivedOn: "2026-11-02",
    language: "fr",
  });
  const listed = (await listComplaints(office.as(office.officer))).find((one) => one.id === entered.id);
  expect(listed).toMatchObject({ receivedAt: "2026-11-02T12:00:00.000Z", channel: "paper" });
  const standing = await send("/complaint/track", { receipt: entered.receipt });
  expect(standing.text).toContain(entered.reference);
});
