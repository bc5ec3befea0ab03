// A fresh installation with nothing in it but its first people: whatever is asked of it, it answers in words and never with a fault of its own.
import { beforeAll, expect, test } from "vitest";
import { createApi, routes } from "../../../backend/api.ts";
import { ensureCertOrganisation } from "../../../backend/identity/index.ts";
import { hashToken, newToken } from "../../../backend/identity/tokens.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let api: ReturnType<typeof createApi>;
beforeAll(async () => {
  world = await makeTestWorld();
  await ensureCertOrganisation(world.services, "CERT");
  api = createApi(world.services);
});

/** A signed-in person of the team, of whom there is nothing yet. */
async function signIn(role: string): Promise<Record<string, string>> {
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const { personId, sessionId } = await addPerson(world, cert?.id ?? "", role, role);
  const token = newToken();
  await world.owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
    values (${role}, ${personId}, 'key', ${Buffer.alloc(8)}, -7, 'none', false, false)`;
  await world.owner`insert into sessions (id, token_hash, person_id, passkey_id, idle_expires_at, expires_at)
    values (${sessionId}, ${hashToken(token)}, ${personId}, ${role}, now() + interval '30 minutes', now() + interval '12 hours')`;
  return { cookie: `__Host-toguna=${token}` };
}

const reading = routes.filter(({ method }) => method === "get");
// One that nobody has, so that each page of a thing says that there is none.
const nowhere = newId();

/** One thing that is not there before somebody made it, or before the log was sealed for the first time. */
const notYet = new Set(["/api/v1/openpgp/team-key", "/log/checkpoint", "/log/checkpoint.tsr"]);

test.each(["administrator", "lead"])("%s reads every address: nothing fails", async (role) => {
  const headers = await signIn(role);
  const faults: string[] = [];
  const unclear: string[] = [];
  let whole = 0;
  for (const { path } of reading) {
    const answer = await api.request(path.replaceAll(/:[A-Za-z]+/g, nowhere), { headers });
    const text = answer.headers.get("content-type")?.startsWith("text/event-stream") ? "" : await answer.text();
    await answer.body?.cancel().catch(() => {});
    if (answer.status >= 500) faults.push(`${path}: ${answer.status} ${text.slice(0, 200)}`);
    else if (answer.status < 300) whole++;
    else if (answer.status >= 400 && !/"(detail|title)":"[^"]{3,}/.test(text)) unclear.push(`${path}: ${text}`);
    // A list is there, and empty: only what names one thing may be missing.
    if (answer.status === 404 && !path.includes(":") && !notYet.has(path)) unclear.push(`${path}: 404`);
  }
  expect(faults).toEqual([]);
  expect(unclear).toEqual([]);
  expect(whole).toBeGreaterThan(40);
});

test("the public reads every page that links lead to, in three languages: none is missing, each says something", async () => {
  const waiting = ["/?lang=fr", "/?lang=en", "/?lang=mn"];
  const seen = new Set(waiting);
  const faults: string[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const answer = await api.request(path);
    const isPage = answer.headers.get("content-type")?.startsWith("text/html") === true;
    const text = await answer.text();
    // Where only a clerk enters, the page says so.
    const isRefused = answer.status >= 400 && !(answer.status === 403 && isPage) && !notYet.has(path);
    if (isRefused || (isPage && !/<h1[^>]*>[^<]/.test(text))) faults.push(`${path}: ${answer.status}`);
    if (!isPage || seen.size > 400) continue;
    for (const [, found = ""] of text.matchAll(/<a [^>]*href="([^"#]+)/g)) {
      const next = new URL(found.replaceAll("&amp;", "&"), `https://portal.example${path}`);
      const link = `${next.pathname}${next.search}`;
      // The rooms of who signs in are pages of a script: they are walked in a browser.
      if (next.host !== "portal.example" || /^\/(desk|console|office)\b/.test(link) || seen.has(link)) continue;
      seen.add(link);
      waiting.push(link);
    }
  }
  expect(faults).toEqual([]);
  expect(seen.size).toBeGreaterThan(10);
});
