// Whether what the database keeps hashed or sealed stood in an answer: answers are gathered as they come, and held against the database once.
import type { TestWorld } from "./database.ts";

/** Long runs of the letters of hexadecimal and base64, by the route that answered them. */
export type GatheredAnswers = Map<string, Set<string>>;

const run = /[A-Za-z0-9+/_-]{32,}={0,2}/g;

export function gatherAnswer(gathered: GatheredAnswers, route: string, text: string): void {
  const known = gathered.get(route) ?? new Set<string>();
  for (const [found] of text.matchAll(run)) known.add(found);
  gathered.set(route, known);
}

/** @param maySalt routes whose answer shows the salts of the log's rows, as a proof must. @returns routes with the secret that each showed. */
export async function findSecrets(
  { owner }: Pick<TestWorld, "owner">,
  gathered: GatheredAnswers,
  maySalt: ReadonlySet<string>,
): Promise<string[]> {
  const rows = await owner<{ secret: Buffer; isSalt: boolean }[]>`
    select token_hash as secret, false as "isSalt" from sessions union all select token_hash, false from invitations
    union all select key_hash, false from api_keys union all select secret_hmac, false from receipts where secret_hmac is not null
    union all select key_hash, false from idempotency_keys union all select public_key, false from passkeys
    union all select secret_hmac, false from paper_slips where secret_hmac is not null
    union all select salt, true from audit_log where salt is not null`;
  const secrets = new Map<string, boolean>();
  for (const { secret, isSalt } of rows)
    for (const encoding of ["hex", "base64", "base64url"] as const) secrets.set(secret.toString(encoding), isSalt);
  const lengths = new Set([...secrets.keys()].map((secret) => secret.length));
  return [...gathered].flatMap(([route, runs]) =>
    [...runs].flatMap((text) =>
      [...lengths].flatMap((length) =>
        Array.from({ length: Math.max(0, text.length - length + 1) }, (_, from) => text.slice(from, from + length))
          .filter((part) => secrets.has(part) && !(secrets.get(part) && maySalt.has(route)))
          .map((part) => `${route}: ${part}`),
      ),
    ),
  );
}
