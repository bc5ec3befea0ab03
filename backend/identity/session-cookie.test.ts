// The session cookie's text, and reading it back from what browsers and others send.
import fc from "fast-check";
import { expect, test } from "vitest";
import { closingCookie, openingCookie, sessionTokenOf } from "./session-cookie.ts";
import { hashToken, isApiKey, isToken, newApiKey, newToken } from "./tokens.ts";

test("what opens a session can be read back among other cookies", () => {
  const token = newToken();
  const pair = openingCookie(token).split(";")[0] ?? "";
  expect(sessionTokenOf(pair)).toBe(token);
  expect(sessionTokenOf(`a=b; ${pair}; c=d=e`)).toBe(token);
  expect(sessionTokenOf(`${pair};${pair}`)).toBe(token);
});

test("no cookie, another's cookie and two that differ open nothing", () => {
  expect(sessionTokenOf(undefined)).toBeUndefined();
  expect(sessionTokenOf("toguna=abc; __Host-toguna2=abc")).toBeUndefined();
  expect(sessionTokenOf("__Host-toguna=a; __Host-toguna=b")).toBeUndefined();
});

test("closing drops the same cookie at once", () => {
  expect(closingCookie()).toMatch(/^__Host-toguna=; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=0$/);
});

test("any text in a Cookie header is read without failing", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const token = sessionTokenOf(text);
      expect(token === undefined || text.includes(token)).toBe(true);
    }),
  );
});

test("tokens have 256 bits, are told from nonsense, and never collide", () => {
  const tokens = Array.from({ length: 500 }, newToken);
  expect(new Set(tokens).size).toBe(500);
  expect(tokens.every(isToken)).toBe(true);
  expect(Buffer.from(tokens[0] ?? "", "base64url")).toHaveLength(32);
  for (const text of ["", "a", `${tokens[0]}a`, "*".repeat(43)]) expect(isToken(text)).toBe(false);
  expect(hashToken("a")).not.toEqual(hashToken("b"));
  const { key, prefix } = newApiKey();
  expect(isApiKey(key)).toBe(true);
  expect(key.startsWith(`tgk_${prefix}_`)).toBe(true);
  expect(isApiKey(key.slice(1))).toBe(false);
});
