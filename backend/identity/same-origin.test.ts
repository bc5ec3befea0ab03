// Which requests may change something: our own pages and machines, never another site through a browser.
import { describe, expect, test } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const own = ["https://cert.example", "https://desk.cert.example"];
const base = {
  method: "POST",
  host: "cert.example",
  origin: "https://cert.example" as string | undefined,
  secFetchSite: "same-origin" as string | undefined,
  hasSession: true,
};

describe("a request that changes something", () => {
  test("passes from our own pages, with and without Sec-Fetch-Site", () => {
    expect(isSameOrigin(base, own)).toBe(true);
    expect(isSameOrigin({ ...base, secFetchSite: undefined }, own)).toBe(true);
    expect(isSameOrigin({ ...base, origin: "https://desk.cert.example" }, own)).toBe(true);
  });

  test.each([
    ["another site", { origin: "https://evil.example", secFetchSite: "cross-site" }],
    ["another site, in a browser without Sec-Fetch-Site", { origin: "https://evil.example", secFetchSite: undefined }],
    ["a sibling host", { origin: "https://other.cert.example", secFetchSite: "same-site" }],
    ["our host on another scheme", { origin: "http://cert.example", secFetchSite: undefined }],
    ["our host on another port", { origin: "https://cert.example:8443", secFetchSite: undefined }],
    ["an opaque origin", { origin: "null", secFetchSite: undefined }],
    ["a host that only begins like ours", { origin: "https://cert.example.evil.example", secFetchSite: undefined }],
    ["nowhere, though it carries a session", { origin: undefined, secFetchSite: undefined }],
    ["a page that claims same-origin and names another origin", { origin: "https://evil.example" }],
  ])("is refused from %s", (_name, change) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(isSameOrigin({ ...base, ...change, method }, own)).toBe(false);
  });

  test("passes from a machine that carries no session and says no origin", () => {
    expect(isSameOrigin({ ...base, origin: undefined, secFetchSite: undefined, hasSession: false }, own)).toBe(true);
  });

  test("passes without a session from a page of the very host it asks (the portal by another name)", () => {
    const portal = { ...base, host: "192.0.2.7:8080", origin: "http://192.0.2.7:8080", hasSession: false };
    expect(isSameOrigin({ ...portal, secFetchSite: undefined }, own)).toBe(true);
    expect(isSameOrigin({ ...portal, origin: "http://evil.example", secFetchSite: undefined }, own)).toBe(false);
  });
});

test("reading is never refused for where it comes from", () => {
  for (const method of ["GET", "HEAD", "OPTIONS"])
    expect(isSameOrigin({ ...base, method, origin: "https://evil.example", secFetchSite: "cross-site" }, own)).toBe(
      true,
    );
});
