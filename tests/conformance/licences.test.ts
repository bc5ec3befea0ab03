// What we build on may be shipped with an AGPL program, comes whole and unchanged, and can be listed by one command.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  version?: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

/** SPDX names that go with AGPL-3.0-or-later; "AND" needs all of its parts, "OR" one. */
const fitting = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "LGPL-3.0-or-later",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
]);
/** Packages whose licence field is no SPDX name, with what their own file says. */
const readByHand: Record<string, string> = {
  // Only tests use it, by tus-js-client; its Readme.md says MIT, package.json says nothing.
  "node_modules/combine-errors": "MIT",
  // 7-Zip: LGPL-2.1-or-later, with the unRAR restriction on making a RAR packer, which we do not.
  "node_modules/7z-wasm": "LGPL-2.1-or-later",
  // Bitstream Vera's licence and public domain: free to embed and pass on, not to sell alone or to rename into Vera.
  "node_modules/dejavu-fonts-ttf": "Bitstream-Vera",
  // Its LICENSE file is MIT's text; package.json does not say so.
  "node_modules/png-js": "MIT",
  // Its LICENSE file is version 3 of the LGPL, "or later" as its headers say; the name in package.json is SPDX's old one.
  "node_modules/openpgp": "LGPL-3.0-or-later",
};

function isFitting(license: string): boolean {
  const plain = license.replaceAll(/[()]/g, "");
  return plain.split(" OR ").some((one) => one.split(" AND ").every((name) => fitting.has(name.trim())));
}

test("every package has a licence that goes with ours", () => {
  const wrong = packages
    .filter(([path, { license }]) => !(path in readByHand) && !isFitting(license ?? "none"))
    .map(([path, { license }]) => `${path}: ${license ?? "none"}`);
  expect(wrong).toEqual([]);
  for (const path of Object.keys(readByHand)) expect(lock.packages).toHaveProperty([path]);
});

test("every package is held to one content, and none comes from elsewhere than the registry", () => {
  const loose = packages.filter(([, { integrity, resolved, link }]) => {
    const isElsewhere = resolved !== undefined && !/^https:\/\/[^/]+\/.*\.tgz$/.test(resolved);
    return link === true || integrity === undefined || isElsewhere;
  });
  expect(loose.map(([path]) => path)).toEqual([]);
});

test("one command lists what is shipped, and what is used for building and testing is not in it", () => {
  const printed = spawnSync("npm", ["sbom", "--omit", "dev", "--sbom-format", "cyclonedx"], {
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  const bill = JSON.parse(printed.stdout) as { bomFormat: string; components: { name: string; version: string }[] };
  expect(bill.bomFormat).toBe("CycloneDX");
  const names = bill.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["hono", "postgres", "graphile-worker"]));
  expect(names).not.toContain("vitest");
});
