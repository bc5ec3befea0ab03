// Where passkeys work: names over https, and localhost.
import { expect, test } from "vitest";
import { relyingPartyOf, signInAvailability } from "./relying-party.ts";

test.each([
  ["https://desk.cert.example", undefined, { isAvailable: true }],
  ["https://desk.cert.example/desk", "desk.cert.example", { isAvailable: true }],
  ["http://localhost:8080/desk", "localhost:8080", { isAvailable: true }],
  ["http://toguna.localhost:8080/desk", "toguna.localhost:8080", { isAvailable: true }],
  ["http://localhost:8080/desk", "127.0.0.1:8080", { isAvailable: false, reason: "other_host" }],
  ["https://desk.cert.example", "cert.example", { isAvailable: false, reason: "other_host" }],
  ["http://desk.cert.example", undefined, { isAvailable: false, reason: "needs_https" }],
  ["http://localhost.evil.example", undefined, { isAvailable: false, reason: "needs_https" }],
  ["http://127.0.0.1:8080/desk", undefined, { isAvailable: false, reason: "needs_name" }],
  ["https://192.0.2.7/desk", undefined, { isAvailable: false, reason: "needs_name" }],
  ["https://[2001:db8::1]/desk", undefined, { isAvailable: false, reason: "needs_name" }],
])("a desk at %s, asked as %s", (deskUrl, host, expected) => {
  expect(signInAvailability({ deskUrl }, host)).toEqual(expected);
});

test("the relying party is the desk's host name, the origin exact with its port", () => {
  expect(relyingPartyOf({ deskUrl: "https://desk.cert.example:8443/desk" })).toEqual({
    id: "desk.cert.example",
    origin: "https://desk.cert.example:8443",
    name: "Toguna",
  });
});
