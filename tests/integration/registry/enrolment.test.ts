// How a constituent's people come to their entry: each proof, the take-over that must not work, letters, papers, and what a stranger never learns.
import { beforeAll, describe, expect, test } from "vitest";
import { notifyClaim } from "../../../backend/coordination/notify-enrolment.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { checkDns, chooseDns } from "../../../backend/registry/enrolment/check-dns.ts";
import { enrolClaimant } from "../../../backend/registry/enrolment/enrol-claimant.ts";
import { enterPaper } from "../../../backend/registry/enrolment/enter-paper.ts";
import { findEntries } from "../../../backend/registry/enrolment/find-entries.ts";
import { listEnrolment } from "../../../backend/registry/enrolment/list-enrolment.ts";
import { makeLetters, markLetters } from "../../../backend/registry/enrolment/make-letters.ts";
import { bindClaim, bindLetters, enrolmentLimits } from "../../../backend/registry/enrolment/model.ts";
import { confirmClaim, lookAtClaim } from "../../../backend/registry/enrolment/open-claim.ts";
import { answerClaim, enterWanted, settleClaim } from "../../../backend/registry/enrolment/settle-claim.ts";
import { askToBeEntered } from "../../../backend/registry/enrolment/start-claim.ts";
import { tidyClaims } from "../../../backend/registry/enrolment/tidy-claims.ts";
import { askOfficer, useLetter } from "../../../backend/registry/enrolment/use-letter.ts";
import { claimToken } from "../../../backend/registry/enrolment/claim-token.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { addEntry, begin, confirmAct, type TestEntry } from "../../support/enrolment.ts";
import { type NameServer, startNameServer } from "../../support/name-server.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let server: NameServer;
let awa: Person;
let bakary: Person;
const visitor = () => world.context({ kind: "anonymous" });
const stateOf = async (id: string): Promise<string> =>
  (await world.owner<{ state: string }[]>`select state from entry_claims where id = ${id}`)[0]?.state ?? "";
const approve = async (person: Person, id: string) =>
  await settleClaim(await confirmAct(world, person, bindClaim(id, "approve")), id, { decision: "approve" });

beforeAll(async () => {
  server = await startNameServer();
  world = await makeTestWorld({ env: { DNS_SERVERS: server.address } });
  const cert = await addCert(world);
  awa = await addPerson(world, cert, "senior", "Awa");
  bakary = await addPerson(world, cert, "lead", "Bakary");
  return async () => await server.stop();
});

async function giveAdministrator(entry: TestEntry): Promise<Person> {
  return await addPerson(world, entry.organisationId, "constituent_administrator", "Keeper");
}

describe("what a stranger finds", () => {
  test("is name, reference, sector and area of entries that match, and never all of them", async () => {
    const entry = await addEntry(world, { name: "Caisse 100%_sûre" });
    const found = await findEntries(visitor(), "100%_S");
    expect(found).toEqual([
      { id: entry.id, reference: entry.reference, name: "Caisse 100%_sûre", sector: "finance", areaNames: null },
    ]);
    expect(await findEntries(visitor(), entry.reference.toLowerCase())).toHaveLength(1);
    expect(await findEntries(visitor(), "%%%")).toEqual([]);
    expect(await findEntries(visitor(), "ca")).toEqual([]);
  });
});

describe("proof by mail", () => {
  test("an address at the entry's domain is a proof once its button was pressed; looking at the link does nothing", async () => {
    const entry = await addEntry(world);
    const { id, token } = await begin(world, entry, `awa@${entry.domain}`);
    expect(await lookAtClaim(visitor(), token)).toMatchObject({ state: "asked", needsConfirmation: true });
    expect(await stateOf(id)).toBe("asked");
    await confirmClaim(visitor(), token);
    await confirmClaim(visitor(), token);
    expect(await stateOf(id)).toBe("approved");
    const { link } = await enrolClaimant(visitor(), token);
    expect(link).toMatch(/\/enrol#[A-Za-z0-9_-]{43}$/);
    const [made] = await world.owner<
      { role: string; organisation: string }[]
    >`select role, organisation_id as organisation from invitations
      where id = (select invitation_id from entry_claims where id = ${id})`;
    expect(made).toEqual({ role: "constituent_administrator", organisation: entry.organisationId });
  });

  test("an address elsewhere, or at a domain that somebody disputes, is none", async () => {
    const entry = await addEntry(world);
    const { id, token } = await begin(world, entry, "awa@mail.example");
    await confirmClaim(visitor(), token);
    expect(await stateOf(id)).toBe("confirmed");
    await expect(enrolClaimant(visitor(), token)).rejects.toMatchObject({ code: "refused" });
    const other = await begin(world, entry, `moussa@mail.${entry.domain}`);
    await confirmClaim(visitor(), other.token);
    expect(await stateOf(other.id)).toBe("confirmed");
    await world.owner`update network_claims set state = 'disputed' where constituent_id = ${entry.id}`;
    const third = await begin(world, entry, `oumar@${entry.domain}`);
    await confirmClaim(visitor(), third.token);
    expect(await stateOf(third.id)).toBe("confirmed");
  });

  test("a mailbox that an operator gives to customers waits for one person of the desk", async () => {
    const entry = await addEntry(world, { sector: "telecom" });
    const { id, token } = await begin(world, entry, `client@${entry.domain}`);
    await confirmClaim(visitor(), token);
    expect(await stateOf(id)).toBe("waits_desk");
    expect(await approve(awa, id)).toEqual({ state: "approved" });
  });

  test("a link that is changed, too old or of another installation opens nothing", async () => {
    const entry = await addEntry(world);
    const { id, token } = await begin(world, entry, `awa@${entry.domain}`);
    const forged = `${newId()}.${token.split(".")[1] ?? ""}`;
    expect(await lookAtClaim(visitor(), forged)).toBeUndefined();
    await expect(confirmClaim(visitor(), forged)).rejects.toMatchObject({ code: "gone" });
    await world.owner`update entry_claims set made_at = now() - interval '4 days' where id = ${id}`;
    expect(await lookAtClaim(visitor(), token)).toBeUndefined();
    await expect(confirmClaim(visitor(), token)).rejects.toMatchObject({ code: "gone" });
  });
});

describe("a take-over", () => {
  test("by a former employee's mailbox opens nothing: whoever keeps the entry is told, and refuses", async () => {
    const entry = await addEntry(world);
    const keeper = await giveAdministrator(entry);
    const { id, token } = await begin(world, entry, `parti@${entry.domain}`);
    await confirmClaim(visitor(), token);
    expect(await stateOf(id)).toBe("waits_administrator");
    await expect(enrolClaimant(visitor(), token)).rejects.toMatchObject({ code: "refused" });
    const system = world.context({ kind: "system", job: "test" });
    await notifyClaim(system, { type: "entry.claimed", claimId: id, step: "waits_administrator", eventId: newId() });
    const told = await world.owner<
      { to_address: string; body: string }[]
    >`select to_address, body from outgoing_mails where cause like 'claim:%'`;
    const [own] = await world.owner<{ email: string }[]>`select email from people where id = ${keeper.personId}`;
    expect(told.map(({ to_address }) => to_address)).toContain(own?.email);
    // No word of the stranger's goes out in our mails.
    expect(told.filter(({ body }) => body.includes("Traoré"))).toEqual([]);
    const refusing = await confirmAct(world, keeper, bindClaim(id, "refuse"));
    await expect(answerClaim(refusing, id, { decision: "refuse" })).rejects.toMatchObject({ code: "invalid_input" });
    await answerClaim(refusing, id, { decision: "refuse", reason: "Left us in March" });
    expect(await lookAtClaim(visitor(), token)).toMatchObject({ state: "refused", reason: "Left us in March" });
  });

  test("nor does one person of the desk open it alone, nor another entry's administrator; two persons do", async () => {
    const entry = await addEntry(world);
    await giveAdministrator(entry);
    const stranger = await giveAdministrator(await addEntry(world));
    const { id, token } = await begin(world, entry, `nouveau@${entry.domain}`);
    await confirmClaim(visitor(), token);
    const asking = await confirmAct(world, stranger, bindClaim(id, "approve"));
    await expect(answerClaim(asking, id, { decision: "approve" })).rejects.toMatchObject({ code: "not_found" });
    expect(await approve(awa, id)).toEqual({ state: "waits_administrator" });
    await expect(approve(awa, id)).rejects.toMatchObject({ code: "refused" });
    await expect(settleClaim(world.context(bakary), id, { decision: "approve" })).rejects.toMatchObject({
      code: "step_up_required",
    });
    expect(await approve(bakary, id)).toEqual({ state: "approved" });
  });

  test("an invitation that is still open holds the entry: the second who proves waits", async () => {
    const entry = await addEntry(world);
    const [first, second] = [
      await begin(world, entry, `a@${entry.domain}`),
      await begin(world, entry, `b@${entry.domain}`),
    ];
    await Promise.all([confirmClaim(visitor(), first.token), confirmClaim(visitor(), second.token)]);
    expect([await stateOf(first.id), await stateOf(second.id)].sort()).toEqual(["approved", "waits_desk"]);
  });

  test("the database itself approves nothing without a ground, and no person twice", async () => {
    const entry = await addEntry(world);
    const { id, token } = await begin(world, entry, "x@mail.example");
    await confirmClaim(visitor(), token);
    const { owner } = world;
    await expect(
      owner`update entry_claims set state = 'approved', settled_at = now() where id = ${id}`,
    ).rejects.toThrow("no ground");
    await expect(
      owner`update entry_claims set first_by = ${awa.personId}, first_at = now(), second_by = ${awa.personId}, second_at = now() where id = ${id}`,
    ).rejects.toThrow("entry_claims");
    await expect(
      owner`insert into entry_claims (id, constituent_id, person_name, email, language, proof, state, made_at, expires_at, confirmed_at, settled_at)
        values (${newId()}, ${entry.id}, 'X', 'y@mail.example', 'fr', 'email', 'approved', now(), now(), now(), now())`,
    ).rejects.toThrow("begins open");
  });
});

describe("proof by DNS", () => {
  test("a record at the entry's domain proves; a wrong one, an alias or another's domain does not", {
    timeout: 60_000,
  }, async () => {
    const entry = await addEntry(world);
    const { id, token } = await begin(world, entry, "awa@mail.example");
    await confirmClaim(visitor(), token);
    await expect(chooseDns(visitor(), token, "somebody-else.example")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(chooseDns(visitor(), token, "no domain")).rejects.toMatchObject({ code: "invalid_input" });
    await chooseDns(visitor(), token, entry.domain.toUpperCase());
    const dns = (await lookAtClaim(visitor(), token))?.dns;
    if (!dns) throw new Error("no record to make");
    expect(dns.name).toBe(`_toguna-entry.${entry.domain}`);
    expect(await checkDns(visitor(), token)).toMatchObject({ kind: "missing", problem: "no_name" });
    server.txt.set(dns.name, ["toguna-entry=something else"]);
    expect(await checkDns(visitor(), token)).toBe("other_text");
    expect(await stateOf(id)).toBe("confirmed");
    server.txt.set(dns.name, ["v=spf1 -all", dns.text]);
    expect(await checkDns(visitor(), token)).toBe("proven");
    expect(await stateOf(id)).toBe("approved");
  });
});

describe("letters", () => {
  test("a code works once, for its entry only, and its hash alone is kept", async () => {
    const [entry, other] = [await addEntry(world), await addEntry(world)];
    const wanted = { letters: [{ constituentId: entry.id, address: "Banque\nBP 1", language: "mn" as const }] };
    const making = await confirmAct(world, awa, bindLetters([entry.id]));
    const { letters } = await makeLetters(making, wanted);
    const letter = letters[0];
    if (!letter) throw new Error("no letter");
    expect(letter.code).toMatch(/^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$/);
    expect(letter.claimUrl).toContain(entry.reference);
    const kept =
      JSON.stringify(await world.owner`select * from enrolment_letters`) +
      JSON.stringify(await world.owner`select detail from audit_log`);
    expect(kept).not.toContain(letter.code);
    const wrong = await begin(world, other, "b@mail.example");
    await confirmClaim(visitor(), wrong.token);
    expect(await useLetter(visitor(), wrong.token, letter.code)).toBe("wrong");
    const { id, token } = await begin(world, entry, "a@mail.example");
    await confirmClaim(visitor(), token);
    expect(await useLetter(visitor(), token, "AAAA-BBBB-CCCC-DDDD")).toBe("wrong");
    expect(await useLetter(visitor(), token, ` ${letter.code.toLowerCase().replaceAll("-", " ")} `)).toBe("proven");
    expect(await stateOf(id)).toBe("approved");
    const again = await begin(world, entry, "c@mail.example");
    await confirmClaim(visitor(), again.token);
    expect(await useLetter(visitor(), again.token, letter.code)).toBe("wrong");
  });

  test("tries are limited, a new letter takes the old one's place, and an entry that is kept gets none", async () => {
    const entry = await addEntry(world);
    const make = async () => {
      const ctx = await confirmAct(world, awa, bindLetters([entry.id]));
      return (await makeLetters(ctx, { letters: [{ constituentId: entry.id, address: "BP 1", language: "fr" }] }))
        .letters[0];
    };
    const [old, fresh] = [await make(), await make()];
    const { token } = await begin(world, entry, "a@mail.example");
    await confirmClaim(visitor(), token);
    for (let count = 1; count < enrolmentLimits.tries; count++)
      expect(await useLetter(visitor(), token, old?.code ?? "")).toBe("wrong");
    expect(await useLetter(visitor(), token, "nonsense")).toBe("no_tries");
    expect(await useLetter(visitor(), token, fresh?.code ?? "")).toBe("no_tries");
    await markLetters(world.context(awa), "sent", { letterIds: [fresh?.id ?? ""] });
    await expect(markLetters(world.context(awa), "sent", { letterIds: [newId()] })).rejects.toMatchObject({
      code: "not_found",
    });
    const view = (await listEnrolment(world.context(awa))).letters.find(({ id }) => id === fresh?.id);
    expect(view?.sentAt).not.toBeNull();
    await giveAdministrator(entry);
    await expect(make()).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("the desk's word", () => {
  test("where an officer checks, two different persons approve", async () => {
    const entry = await addEntry(world);
    const { id, token } = await begin(world, entry, "a@mail.example");
    await confirmClaim(visitor(), token);
    await askOfficer(visitor(), token);
    expect(await approve(awa, id)).toEqual({ state: "waits_desk" });
    await expect(approve(awa, id)).rejects.toMatchObject({ code: "refused" });
    expect(await approve(bakary, id)).toEqual({ state: "approved" });
    const shown = (await listEnrolment(world.context(awa))).claims.find((claim) => claim.id === id);
    expect(shown?.settledBy).toEqual(["Awa", "Bakary"]);
  });

  test("an organisation that is not in the register asks, is entered, and is approved by two", async () => {
    await askToBeEntered(visitor(), {
      name: "Coopérative du Sahel",
      sector: "commerce",
      place: "Ségou",
      personName: "Fatou",
      email: "fatou@coop.example",
      language: "fr",
    });
    const [claim] = await world.owner<{ id: string }[]>`select id from entry_claims where email = 'fatou@coop.example'`;
    const id = claim?.id ?? "";
    await confirmClaim(visitor(), claimToken(world.services, id));
    expect(await stateOf(id)).toBe("waits_desk");
    await expect(approve(awa, id)).rejects.toMatchObject({ code: "refused" });
    const { constituentId } = await enterWanted(world.context(awa), id, {
      name: "Coopérative du Sahel",
      sector: "commerce",
    });
    await approve(awa, id);
    await approve(bakary, id);
    expect(await findEntries(visitor(), "coopérative du")).toMatchObject([{ id: constituentId }]);
  });

  test("a paper is entered once, with its number; whom it names is approved by a second officer", async () => {
    const paper = {
      entry: { name: "Mairie de Kati", sector: "public_administration" as const },
      paperReference: "ARR-2026-17",
      signedBy: "Le maire",
      receivedOn: "2026-02-03",
      contact: { name: "Secrétariat", role: "management" as const, phone: "+223 20 00 00 00" },
      administrator: { name: "Issa", email: "issa@kati.example", language: "fr" as const },
    };
    const entered = await enterPaper(world.context(awa), paper);
    await expect(enterPaper(world.context(awa), paper)).rejects.toMatchObject({ code: "conflict" });
    await expect(
      enterPaper(world.context(awa), { ...paper, paperReference: "ARR-18", receivedOn: "2999-01-01" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const id = entered.claimId ?? "";
    await expect(approve(awa, id)).rejects.toMatchObject({ code: "refused" });
    expect(await approve(bakary, id)).toEqual({ state: "approved" });
    expect((await enrolClaimant(visitor(), claimToken(world.services, id))).link).toContain("/enrol#");
  });
});

test("a paper brings all that a letter says, in one piece, and names the field that it cannot take", async () => {
  const officer = world.context(awa);
  await world.owner`insert into areas (id, parent_id, level, names) values ('pp', null, 'country', '{"fr":"Pays"}'), ('pp-k', 'pp', 'region', '{"fr":"Kati"}') on conflict do nothing`;
  const entry = {
    name: "Clinique de Kati",
    otherNames: ["CDK"],
    sector: "health" as const,
    isic: "8610",
    areaId: "pp-k",
    languages: ["fr" as const],
  };
  const paper = {
    entry,
    paperReference: "ARR-2026-99",
    signedBy: "Le directeur",
    receivedOn: "2026-02-03",
    contact: { name: "Direction", role: "management" as const, email: "dir@kati.example", hours: "08:00–16:00" },
    otherContacts: [{ name: "Garde", role: "security" as const, phone: "20 21 22 23" }],
    sizes: [{ kind: "staff" as const, amount: 120, asOf: "2025-12-31" }],
    services: [{ name: "Rendez-vous", url: "https://rdv.kati.example/", kind: "commercial" as const }],
  };
  const wrong = async (more: object, path: string) =>
    await expect(enterPaper(officer, { ...paper, ...more })).rejects.toMatchObject({ fields: [{ path }] });
  await wrong({ entry: { ...entry, areaId: "nowhere" } }, "entry.areaId");
  await wrong({ sizes: [{ kind: "turnover", amount: 5, asOf: "2025-12-31" }] }, "sizes.0.currency");
  await wrong({ sizes: [{ ...paper.sizes[0], asOf: "2999-01-01" }] }, "sizes.0.asOf");
  await expect(enterPaper(officer, { ...paper, entry: { ...entry, isic: "8611" } })).rejects.toMatchObject({
    issues: [expect.objectContaining({ path: ["entry", "isic"] })],
  });
  expect(await world.owner`select 1 from constituents where name = 'Clinique de Kati'`).toHaveLength(0);
  const { constituentId } = await enterPaper(officer, paper);
  const [made] = await world.owner`select c.isic, c.area_id, c.other_names,
      (select array_agg(k.name || ' ' || coalesce(k.hours, '-') order by k.name) from contacts k where k.constituent_id = c.id) as contacts,
      (select array_agg(s.amount::int || ' ' || s.source) from constituent_sizes s where s.constituent_id = c.id) as sizes,
      (select array_agg(o.url || ' ' || o.audience) from online_services o where o.constituent_id = c.id) as services
    from constituents c where c.id = ${constituentId}`;
  expect(made).toEqual({
    isic: "8610",
    area_id: "pp-k",
    other_names: ["CDK"],
    contacts: ["Direction 08:00–16:00", "Garde -"],
    sizes: ["120 Paper ARR-2026-99"],
    services: ["https://rdv.kati.example/ everybody"],
  });
});

test("claims in one name are few a day, and what came to nothing is forgotten", async () => {
  const email = "many@mail.example";
  for (let count = 0; count < enrolmentLimits.claimsADay.address; count++)
    await begin(world, await addEntry(world), email);
  await expect(begin(world, await addEntry(world), email)).rejects.toMatchObject({ code: "too_many_requests" });
  await world.owner`update entry_claims set expires_at = now() - interval '1 hour' where email = ${email}`;
  const system = world.context({ kind: "system", job: "enrolment.tidy" });
  expect((await tidyClaims(system)).expired).toBe(enrolmentLimits.claimsADay.address);
  await world.owner`update entry_claims set expires_at = now() - interval '91 days' where email = ${email}`;
  expect((await tidyClaims(system)).forgotten).toBe(enrolmentLimits.claimsADay.address);
});

test("an account of the team or of an authority does not become a constituent's; another constituent's account is given the role", async () => {
  const [entry, elsewhere] = [await addEntry(world), await addEntry(world)];
  const consultant = await giveAdministrator(elsewhere);
  const [row] = await world.owner<{ email: string }[]>`select email from people where id = ${consultant.personId}`;
  const claim = await begin(world, entry, row?.email ?? "");
  await confirmClaim(visitor(), claim.token);
  await askOfficer(visitor(), claim.token);
  await approve(awa, claim.id);
  await approve(bakary, claim.id);
  expect((await enrolClaimant(visitor(), claim.token)).link).toMatch(/\/console\/sign-in$/);
  const grants =
    await world.owner`select 1 from role_grants where person_id = ${consultant.personId} and organisation_id = ${entry.organisationId}`;
  expect(grants).toHaveLength(1);
  const [team] = await world.owner<{ email: string }[]>`select email from people where id = ${awa.personId}`;
  const another = await addEntry(world);
  const own = await begin(world, another, team?.email ?? "");
  await confirmClaim(visitor(), own.token);
  await askOfficer(visitor(), own.token);
  const third = await addPerson(world, awa.organisationId, "senior", "Third");
  await approve(bakary, own.id);
  await approve(third, own.id);
  await expect(enrolClaimant(visitor(), own.token)).rejects.toMatchObject({ code: "refused" });
});
