// argon2id in a bounded pool: right, equally slow for what is not there, and never more at once than allowed.
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { makeHashPool } from "./hash-pool.ts";

test("a hash is in PHC form and opens with its own message only", async () => {
  const pool = makeHashPool(2, 10);
  const message = randomBytes(32);
  const phc = await pool.hash(message);
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await pool.verify(message, phc)).toBe(true);
  expect(await pool.verify(randomBytes(32), phc)).toBe(false);
  expect(await pool.verify(message, undefined)).toBe(false);
});

test("a full line is refused with a time to come back, and the places are free again afterwards", async () => {
  const pool = makeHashPool(1, 1);
  const message = randomBytes(32);
  const first = pool.verify(message, undefined);
  const second = pool.verify(message, undefined);
  await expect(pool.verify(message, undefined)).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
  await Promise.all([first, second]);
  expect(await pool.verify(message, undefined)).toBe(false);
});
