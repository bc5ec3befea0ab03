// Extraction: offsets always cut out what was found, nothing overlaps, hostile texts cost linear time, and the parts by themselves.
import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusePattern } from "./country-plan.ts";
import { readHostName, toUnicodeHost } from "./hosts.ts";
import { extractObservables, phonePlan } from "./index.ts";
import { originalSpan, refang } from "./refang.ts";
import { hasIbanCheckDigits } from "./scan-ibans.ts";
import { readWallet } from "./scan-wallets.ts";

const plan = phonePlan.parse({
  country: "ML",
  callingCode: "223",
  nationalLengths: [8],
  mobilePrefixes: ["5", "6", "7", "8", "9"],
  paymentReferences: [{ operator: "Test", pattern: "PP\\d{6}" }],
});
const extract = (text: string) => extractObservables(text, { part: "description", phonePlan: plan });
const values = (text: string) => extract(text).map((one) => `${one.kind} ${one.value}`);

// Pieces that meet in reports, glued without rules: most glue makes no sense, which is the point.
const piece = fc.oneof(
  fc.constantFrom(
    "hxxp://",
    "http://",
    "[.]",
    "(dot)",
    " dot ",
    "@",
    "[at]",
    " at ",
    "evil.example.com",
    "münchen.de",
    "203.0.113.7",
    "/24",
    "-",
    ":",
    "::",
    "2001:db8::1",
    " ",
    "\n",
    ".",
    ",",
    "«",
    "»",
    '"',
    "'",
    "(",
    ")",
    "[",
    "]",
    "76 12 34 56",
    "+223",
    "00223",
    "AS64500",
    "CVE-2024-3094",
    "44d88612fea8a8f36de82e1278abb02f",
    "FR76 3000 6000 0112 3456 7890 189",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "PP123456",
    "\u200b",
    "\u00ad",
    "。",
    "🔥",
    "é",
    "ү",
    "mon ",
    "vers le ",
    "From: ",
    "Message-ID: <",
    ">",
    "file.exe",
    "\\",
    "/",
    "xn--",
    "www.",
    "%2e",
    "\ud800",
    "User-Agent: ",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const glued = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

test("offsets cut the raw text out of the original, in order, without overlap, whatever the text holds", () => {
  fc.assert(
    fc.property(glued, (text) => {
      let last = 0;
      for (const { start, end, raw } of extract(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(text.slice(start, end)).toBe(raw);
        last = end;
      }
    }),
    { numRuns: 3000 },
  );
});

test("refanging keeps an original place for every unit it puts out", () => {
  fc.assert(
    fc.property(glued, (text) => {
      const refanged = refang(text);
      let last = 0;
      for (let i = 0; i < refanged.text.length; i++) {
        const { start, end } = originalSpan(refanged, i, i + 1);
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = start;
      }
    }),
    { numRuns: 1000 },
  );
});

test("a value that stands alone is found again in its own normal form", () => {
  const host = fc
    .tuple(
      fc.stringMatching(/^[a-z][a-z0-9]{1,10}$/),
      fc.constantFrom("example.com", "co.uk", "ml", "com.mn", "example"),
    )
    .map((parts) => parts.join("."));
  const known = fc.oneof(
    host.map((value) => ["domain", value]),
    fc.tuple(host, fc.stringMatching(/^[a-z0-9]{1,8}$/)).map(([name, path]) => ["url", `https://${name}/${path}`]),
    fc.tuple(fc.stringMatching(/^[a-z0-9]{1,10}$/), host).map(([name, domain]) => ["email", `${name}@${domain}`]),
    fc
      .ipV4()
      .filter((value) => !value.startsWith("0"))
      .map((value) => ["ipv4", value]),
    fc
      .stringMatching(/^[0-9a-f]{64}$/)
      .filter((value) => /[a-f]/.test(value) && /\d/.test(value))
      .map((value) => ["sha256", value]),
  );
  fc.assert(
    fc.property(
      known,
      fc.constantFrom("", "Voir ", "« ", "(", "хаяг: "),
      fc.constantFrom("", ".", " »", ")", ", merci", "\n"),
      ([kind, value], before, after) => {
        expect(values(`${before}${value}${after}`)).toContain(`${kind} ${value}`);
      },
    ),
    { numRuns: 1000 },
  );
});

test("defanging a value in any usual way does not hide it", () => {
  const dot = fc.constantFrom(".", "[.]", "(.)", "{.}", "[dot]", "(dot)", " [.] ");
  fc.assert(
    fc.property(fc.array(dot, { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
      expect(values(`Bloquer 203${a}0${b}113${c}7 vite`)).toEqual(["ipv4 203.0.113.7"]);
      expect(values(`Bloquer a1${a}pay${b}example${c}com vite`)).toEqual(["domain a1.pay.example.com"]);
    }),
  );
});

describe("hostile texts", () => {
  const hostile: [string, (size: number) => string][] = [
    ["letters", (size) => "a".repeat(size)],
    ["digits", (size) => "1".repeat(size)],
    ["dotted", (size) => "a.".repeat(size / 2)],
    ["numbers", (size) => "1.2.3.".repeat(size / 6)],
    ["colons", (size) => ":".repeat(size)],
    ["hex groups", (size) => "ab:".repeat(size / 3)],
    ["literals", (size) => "a@[".repeat(size / 3)],
    ["quoted schemes", (size) => "'http://".repeat(size / 8)],
    ["at signs", (size) => "a@".repeat(size / 2)],
    ["schemes", (size) => "http://".repeat(size / 7)],
    ["open brackets", (size) => "http://a.com/((((".repeat(size / 17)],
    ["brackets", (size) => "[.".repeat(size / 2)],
    ["spoken dots", (size) => "a dot ".repeat(size / 6)],
    ["spaced digits", (size) => "1 2 ".repeat(size / 4)],
    ["quotes", (size) => '"a '.repeat(size / 3)],
    ["handles", (size) => "@abc ".repeat(size / 5)],
    ["headers", (size) => "References: <a@b> ".repeat(size / 18)],
    ["folded headers", (size) => `\nReferences: ${"<a@b>\n ".repeat(size / 7)}`],
    ["agents", (size) => "Mozilla/5.0 (".repeat(size / 13)],
    ["ibans", (size) => "FR76 3000 ".repeat(size / 10)],
    ["possessives", (size) => "mon vers le 76 12 34 56 ".repeat(size / 24)],
    ["cases", (size) => "envoyé au à sur vers ".repeat(size / 21)],
    ["suffixes", (size) => `a.com/${"-а".repeat(size / 2)}`],
    ["one long URL", (size) => `http://a.com/${"x)".repeat(size / 2)}`],
    ["surrogates", (size) => "\ud83d".repeat(size)],
  ];
  // No clock: half a million units are read well under a second here; square time would take hours and meet the test's limit.
  test.each(hostile)(
    "%s without end are read to the end",
    (_name, make) => {
      const text = make(500_000);
      for (const { start, end, raw } of extract(text)) expect(text.slice(start, end)).toBe(raw);
    },
    30_000,
  );
});

test("hints make the reporter's own values the victim's, whatever the words say", () => {
  const text = "L'escroc a appelé du 76 12 34 56 et écrit depuis it@corp.example.org sur portal.corp.example.org";
  const roles = extractObservables(text, {
    part: "p",
    phonePlan: plan,
    victimHints: { values: ["+22376123456"], domains: ["corp.example.org"] },
  }).map((one) => one.role);
  expect(roles).toEqual(["victim", "victim", "victim"]);
  expect(extract(text).map((one) => one.role)).not.toContain("victim");
});

test("without a country's plan only international numbers are telephones", () => {
  const found = extractObservables("76 12 34 56 ou +223 76 12 34 56", { part: "p" });
  expect(found.map((one) => one.value)).toEqual(["+22376123456"]);
});

test("A-labels are shown as Node shows them", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zàéüçñө-ӿа-яү]{1,15}$/u), (label) => {
      const host = readHostName(`${label}.example`);
      fc.pre(host !== null);
      expect(toUnicodeHost(host!.ascii)).toBe(domainToUnicode(host!.ascii));
    }),
  );
});

test("a country file's payment pattern that could run away is refused with what was expected", () => {
  expect(refusePattern("(?:PP|MP)\\d{6}\\.[A-Z]\\d{5}")).toBeNull();
  for (const wrong of ["(a+)+b", "a*", "a{2,}", "(?:ab){9}", "(a)\\1", "(?=a)b", "[", "a{500}", "a)b"])
    expect(refusePattern(wrong)).toMatch(/^expected/);
  expect(phonePlan.safeParse({ ...plan, paymentReferences: [{ operator: "x", pattern: "(a+)+" }] }).success).toBe(
    false,
  );
});

test("one changed character breaks the checksum of a wallet or an account", () => {
  const wallets = [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
  ];
  for (const wallet of wallets) expect(readWallet(wallet)?.isChecked).toBe(true);
  fc.assert(
    fc.property(
      fc.constantFrom(...wallets),
      fc.nat(),
      fc.constantFrom(...Array.from("23456789ACDEFGHJKLMNPQRSTUVWXYZacdefghjkmnpqrstuvwxyz")),
      (wallet, where, char) => {
        const at = 13 + (where % (wallet.length - 13));
        fc.pre(wallet[at] !== char);
        expect(readWallet(wallet.slice(0, at) + char + wallet.slice(at + 1))).toBeNull();
      },
    ),
  );
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 26 }), fc.integer({ min: 0, max: 9 }), (at, digit) => {
      const account = "FR7630006000011234567890189";
      fc.pre(account[at] !== String(digit));
      expect(hasIbanCheckDigits(account.slice(0, at) + digit + account.slice(at + 1))).toBe(false);
    }),
  );
});
