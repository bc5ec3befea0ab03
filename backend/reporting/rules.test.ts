// Pure parts of reading: cursors go round, masks hide, names of files decide nothing dangerous.
import fc from "fast-check";
import { expect, test } from "vitest";
import { harmlessName } from "../platform/objects/pack-archive.ts";
import { escapeLike } from "../platform/db/index.ts";
import { kindOfFile, maskAddress, readCursor, titleOf, writeCursor } from "./rules.ts";
import { problemsOf } from "./read-health.ts";

test("a cursor comes back as it went, and any other text is refused as the field that it is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -2_147_483_647 }),
      fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
      fc.uuid(),
      (rank, at, id) => {
        const parts = [rank, at.toISOString().replace("Z", "000Z"), id];
        expect(readCursor(writeCursor(parts), ["rank", "instant", "id"])).toEqual(parts);
      },
    ),
  );
  for (const forged of [
    [1.5, "2026-01-01T00:00:00.000000Z"],
    [2 ** 40, "2026-01-01T00:00:00.000000Z"],
    [1, "2026-13-01T00:00:00.000000Z"],
    [1, "now"],
  ])
    expect(() => readCursor(writeCursor(forged), ["rank", "instant"])).toThrow("invalid_input");
  fc.assert(
    fc.property(fc.string(), (text) => {
      let code = "";
      try {
        readCursor(text, ["rank", "instant", "id"]);
      } catch (error) {
        code = (error as { code: string }).code;
      }
      expect(code).toBe("invalid_input");
    }),
  );
});

test("a masked address keeps one character before the sign and never the rest", () => {
  expect(maskAddress("fatou.traore@home.example")).toBe("f…@home.example");
  expect(maskAddress("nonsense")).toBe("…");
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      const local = address.slice(0, address.lastIndexOf("@"));
      expect(maskAddress(address).split("@")[0]).toBe(`${local.slice(0, 1)}…`);
    }),
  );
});

test("what leaves in an archive has a name that is one harmless component", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
      const made = harmlessName(name);
      expect(made).toMatch(/\.sample$/);
      expect(made).not.toMatch(/[/\\:*?"<>|\p{Cc}]|\.\.|^\./u);
      expect(made.length).toBeLessThanOrEqual(127);
    }),
  );
});

test("signs of patterns are escaped, all of them", () => {
  expect(escapeLike("100%_\\")).toBe("100\\%\\_\\\\");
});

test("a list's title is one line of at most 110 characters", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 400 }), (subject, description) => {
      const title = titleOf(subject, description);
      expect(title.length).toBeLessThanOrEqual(110);
      expect(title).not.toMatch(/[\n\r\t]/);
    }),
  );
});

test("a program is neither picture nor text, whatever type it claims to be of text", () => {
  expect(kindOfFile("a.exe", "application/x-msdownload")).toBe("other");
  expect(kindOfFile("a.svg", "image/svg+xml")).toBe("other");
  expect(kindOfFile("m", "message/rfc822")).toBe("mail");
  expect(kindOfFile("m.eml", "application/octet-stream")).toBe("mail");
  expect(kindOfFile("a.log", "application/octet-stream")).toBe("text");
  expect(kindOfFile("a.jpg", "image/jpeg; x=1")).toBe("picture");
});

test("health names each thing that is wrong, and nothing when all is well", () => {
  const now = new Date("2026-11-22T14:07:00Z");
  const well = {
    jobs: [],
    mails: [],
    triage: { running: 0, failed: 0 },
    log: {
      acts: 3,
      lastCheckpointAt: null,
      lastCheckpointSize: null,
      publishedAt: null,
      witnessesNotSigning: 0,
      openAlarms: 0,
      isWhole: true,
    },
    reports: { open: 0, oldestUntriagedAt: null, files: 0, fileBytes: 0 },
    freeBytes: 5e9,
  };
  expect(problemsOf(well, now)).toEqual([]);
  const bad = {
    jobs: [{ task: "x", waiting: 1, failing: 1, oldestAt: "2026-11-22T13:00:00Z", lastError: "x" }],
    mails: [{ state: "failed", count: 1 }],
    triage: { running: 0, failed: 1 },
    log: { ...well.log, witnessesNotSigning: 1, openAlarms: 2, isWhole: false },
    reports: { ...well.reports, oldestUntriagedAt: "2026-11-22T13:00:00Z" },
    freeBytes: 1e8,
  };
  expect(problemsOf(bad, now)).toEqual([
    "disk",
    "jobs_failing",
    "jobs_late",
    "mails_failed",
    "triage_failed",
    "triage_late",
    "log_tampered",
    "log_alarms",
    "witness_silent",
  ]);
});
