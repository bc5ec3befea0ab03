// The verifier alone: the specifications' own examples, every kind of file, and that nothing that was changed by one character is ever held for good.
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cosignText, formatVerifierKey, makeNoteKey, signCheckpoint, verifierKeyOf } from "../note.ts";
import { toBase64, toHex } from "./bytes.ts";
import { writeConsistencyText } from "./consistency.ts";
import { addLeaf, emptyFrontier, rootOf } from "./frontier.ts";
import { historyAct, historyFormat, summarise } from "./history.ts";
import { readVerifierKey, writeVerifierKey } from "./keys.ts";
import { leafOfPadding, leafOfRecord, type LogRecord } from "./leaf.ts";
import { hashNode, verifyConsistency, verifyInclusion } from "./merkle.ts";
import { openCheckpointNote, openNote } from "./note.ts";
import { foldSubtrees, planConsistency, planInclusion, type Range, splitRange, hashFull } from "./plan-proof.ts";
import { isQuorum, nobodysPolicy, readPolicy } from "./policy.ts";
import { readTilePath, widthIn, writeTilePath } from "./tile-path.ts";
import { readTlogProof, writeTlogProof } from "./tlog-proof.ts";
import { type Trust, verifyTexts } from "./verify.ts";

const logKey = makeNoteKey("cert.example/log", Buffer.alloc(32, 1));
const witnessKey = makeNoteKey("witness.example/w1", Buffer.alloc(32, 2));
const trust: Trust = { logs: [verifierKeyOf(logKey)], policy: nobodysPolicy };
const policyText = `witness w1 ${formatVerifierKey(witnessKey, "witness")} https://witness.example/\nquorum w1\n`;

function recordOf(number: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    id: `row-${number}`,
    at: new Date(Date.UTC(2026, 10, 22, 9, number % 60)).toISOString(),
    actorKind: "system",
    actorId: null,
    organisationId: null,
    action: "case.change",
    objectType: "case",
    objectId: "c1",
    requestId: "r",
    detail: { number, text: "é ө \u2028" },
    ...more,
  };
}

/** A log in memory. */
function makeLog(records: readonly LogRecord[]) {
  const rows = records.map((record) => ({ record, salt: Uint8Array.from(randomBytes(32)) }));
  const leaves = rows.map(({ record, salt }) => leafOfRecord(salt, record));
  const treeOf = (size: number) => leaves.slice(0, size).reduce(addLeaf, emptyFrontier);
  const hashRange = (range: Range) =>
    foldSubtrees(
      splitRange(range).map(({ height, index }) =>
        hashFull(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height)),
      ),
    );
  const note = (size: number) =>
    signCheckpoint({ origin: logKey.name, size, root: Buffer.from(rootOf(treeOf(size))) }, logKey);
  return {
    rows,
    leaves,
    treeOf,
    note,
    path: (index: number, size: number) => planInclusion(index, size).map(hashRange),
    growth: (older: number, newer: number) => planConsistency(older, newer).map(hashRange),
    proof(index: number, size: number, checkpoint = note(size)) {
      const row = rows[index];
      if (!row) throw new Error("no such row");
      const entry = { record: row.record, salt: toHex(row.salt) };
      return writeTlogProof({ entry, index, path: this.path(index, size), checkpoint });
    },
  };
}

const cosigned = (note: string, at = 1_793_350_800): string =>
  `${note}${cosignText(note.slice(0, note.lastIndexOf("\n\n") + 1), witnessKey, at)}`;
const verify = (text: string, given: Trust = trust) => verifyTexts([{ name: "f", text }], given)[0];

describe("signed notes", () => {
  const key = readVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  const note =
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

  test("the example of the specification opens, and its key is written as it was read", () => {
    expect(openNote(note, [key]).text).toBe("This is an example message.\n");
    expect(writeVerifierKey(key)).toBe("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  });

  test("a changed message, a signature of nobody known, and a note without its last line's end are refused", () => {
    expect(() => openNote(note.replace("example", "Example"), [key])).toThrow(/does not fit/);
    expect(() => openNote(note, [])).toThrow(/not signed by/);
    expect(() => openNote(note.slice(0, -1), [key])).toThrow(/does not end/);
    expect(() => openNote(`\u0007${note}`, [key])).toThrow(/control/);
  });

  test("sixteen signatures of strangers are passed over, as the specification asks", () => {
    const strangers = Array.from({ length: 16 }, (_, at) => `— other.example/${at} AAAAAAAA\n`).join("");
    expect(openNote(`${note}${strangers}`, [key]).signatures).toHaveLength(1);
  });

  test("a witness's cosignature opens with its time, and a witness alone does not make a checkpoint", () => {
    const log = makeLog([recordOf(0)]);
    const both = cosigned(log.note(1), 1_679_315_147);
    const opened = openCheckpointNote(both, [verifierKeyOf(logKey), verifierKeyOf(witnessKey, "witness")]);
    expect(opened.cosignatures.map(({ signedAt }) => signedAt)).toEqual([1_679_315_147]);
    expect(() => openCheckpointNote(both, [verifierKeyOf(witnessKey, "witness")])).toThrow(/not signed by/);
  });
});

test("every proof that the plans make is a good one, and none is for another leaf or size", () => {
  const log = makeLog(Array.from({ length: 130 }, (_, index) => recordOf(index)));
  for (const size of [1, 2, 3, 7, 8, 64, 100, 129, 130]) {
    const root = rootOf(log.treeOf(size));
    for (let index = 0; index < size; index++) {
      const path = log.path(index, size);
      expect(verifyInclusion(log.leaves[index] as Uint8Array, index, size, path, root)).toBe(true);
      expect(verifyInclusion(log.leaves[(index + 1) % 130] as Uint8Array, index, size, path, root)).toBe(false);
    }
    for (let older = 1; older <= size; older++)
      expect(verifyConsistency(older, size, rootOf(log.treeOf(older)), root, log.growth(older, size))).toBe(true);
  }
});

describe("files", () => {
  const log = makeLog([
    ...Array.from({ length: 6 }, (_, index) => recordOf(index)),
    recordOf(6, { objectId: "c2" }),
    recordOf(7),
  ]);

  test("a proof is good with the log's key, says its row, and is written as it is read", () => {
    const text = log.proof(3, 8);
    expect(verify(text)).toMatchObject({ isGood: true, says: "included", values: { index: 3, size: 8 } });
    expect(verify(text)?.records[0]).toEqual(recordOf(3));
    const read = readTlogProof(text);
    expect(writeTlogProof({ ...read, entry: { record: read.entry.record, salt: toHex(read.entry.salt) } })).toBe(text);
  });

  test("a proof is refused without a key, with another key, and whenever any character of it is changed", () => {
    const text = log.proof(3, 8);
    expect(verify(text, { ...trust, logs: [] })).toMatchObject({ isGood: false, says: "no_key" });
    const other = verifierKeyOf(makeNoteKey("cert.example/log", Buffer.alloc(32, 9)));
    expect(verify(text, { ...trust, logs: [other] })?.isGood).toBe(false);
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom("A", "b", "7", "+", "\n", " "), (at, letter) => {
        fc.pre(text[at] !== letter);
        const wrong = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
        const finding = verify(wrong);
        // Unused bits do not exist in strict base64: whatever still opens says the very same row.
        expect(finding?.isGood ? finding.records : [recordOf(3)]).toEqual([recordOf(3)]);
      }),
      { numRuns: 400 },
    );
  });

  test("with a policy the witness's signature is asked for, and its time tells whether a row was in time", () => {
    const given: Trust = { logs: trust.logs, policy: readPolicy(policyText) };
    expect(verify(log.proof(3, 8), given)).toMatchObject({ isGood: false, says: "no_quorum" });
    const text = log.proof(3, 8, cosigned(log.note(8)));
    const witnessed = verify(text, { ...given, before: new Date("2026-11-22T23:00:00Z") });
    expect(witnessed).toMatchObject({ isGood: true, attested: [{ witness: "w1" }] });
    expect(witnessed?.notes.map(({ says }) => says)).toEqual(["in_time_witnessed"]);
    const claimed = verify(log.proof(3, 8), { ...trust, before: new Date("2026-11-22T23:00:00Z") });
    expect(claimed?.notes.map(({ says }) => says)).toEqual(["in_time_claimed"]);
    expect(verify(text, { ...given, before: new Date("2026-11-22T09:01:00Z") })).toMatchObject({ says: "late" });
  });

  test("two checkpoints: the newer begins with the older one, also when that stands in a proof; a fork and a cut are found", () => {
    const growth = writeConsistencyText({ oldSize: 5, path: log.growth(5, 8), checkpoint: log.note(8) });
    const judge = (older: string) =>
      verifyTexts(
        [
          { name: "new", text: growth },
          { name: "old", text: older },
        ],
        trust,
      )[0];
    expect(judge(log.note(5))).toMatchObject({ isGood: true, says: "consistent", values: { older: 5, newer: 8 } });
    expect(judge(log.proof(2, 5))?.isGood).toBe(true);
    expect(judge(log.note(4))).toMatchObject({ isGood: false, says: "older_missing" });
    const other = makeLog(Array.from({ length: 5 }, (_, index) => recordOf(index)));
    expect(judge(other.note(5))).toMatchObject({ isGood: false, says: "inconsistent" });
    const same = writeConsistencyText({ oldSize: 5, path: [], checkpoint: log.note(5) });
    const split = verifyTexts(
      [
        { name: "a", text: same },
        { name: "b", text: other.note(5) },
      ],
      trust,
    )[0];
    expect(split).toMatchObject({ isGood: false, says: "fork" });
  });

  test("a case's whole history is good; one row less, a foreign row or another order is not", () => {
    const about = [0, 1, 2, 3, 4, 5, 7];
    const statement = recordOf(8, {
      action: historyAct,
      detail: { size: 8, ...summarise(about.map((index) => log.leaves[index] as Uint8Array)) },
    });
    const whole = makeLogFrom(log, statement);
    const lines = (indexes: readonly number[]): string =>
      [
        JSON.stringify({
          format: historyFormat,
          verifierKey: formatVerifierKey(logKey),
          checkpoint: whole.note(9),
          objectType: "case",
          objectId: "c1",
        }),
        ...indexes.map((index) =>
          JSON.stringify({
            index,
            record: whole.rows[index]?.record,
            salt: toHex(whole.rows[index]?.salt ?? new Uint8Array()),
            proof: whole.path(index, 9).map(toBase64),
          }),
        ),
      ].join("\n");
    expect(verify(lines([...about, 8]))).toMatchObject({ isGood: true, says: "history", values: { rows: 7 } });
    expect(verify(lines([...about.slice(0, 3), ...about.slice(4), 8]))).toMatchObject({ says: "history_with_gap" });
    expect(verify(lines([...about, 6, 8].toSorted((a, b) => a - b)))).toMatchObject({ says: "foreign_row" });
    expect(verify(lines([1, 0, ...about.slice(2), 8]))).toMatchObject({ says: "out_of_order" });
    expect(verify(lines(about))).toMatchObject({ says: "history_without_end" });
  });

  test("any text at all gets an answer, and none is good", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        for (const begin of ["", "c2sp.org/tlog-proof@v1\n", "old 3\n", '{"format":"toguna-log-history/1"}\n'])
          expect(verify(`${begin}${text}`)?.isGood).toBe(false);
      }),
    );
  });
});

function makeLogFrom(log: ReturnType<typeof makeLog>, more: LogRecord): ReturnType<typeof makeLog> {
  const grown = makeLog([]);
  grown.rows.push(...log.rows, { record: more, salt: Uint8Array.from(randomBytes(32)) });
  grown.leaves.push(...grown.rows.map(({ record, salt }) => leafOfRecord(salt, record)));
  return grown;
}

describe("policies", () => {
  const key = (seed: number): string =>
    formatVerifierKey(makeNoteKey(`w${seed}.example`, Buffer.alloc(32, seed)), "witness");
  const text = `# two of three at home, and one of the neighbours\nlog ${formatVerifierKey(logKey)}\nwitness a ${key(3)} https://a.example\nwitness b ${key(4)}\nwitness c ${key(5)}\ngroup home 2 a b c\nwitness d ${key(6)}\ngroup abroad any d\ngroup both all home abroad\nquorum both\n`;

  test("groups count as the specification says", () => {
    const policy = readPolicy(text);
    const enough = (...names: string[]): boolean => isQuorum(policy, new Set(names));
    expect([enough("a", "b", "d"), enough("a", "d"), enough("a", "b"), enough("a", "b", "c"), enough()]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(policy.witnesses[0]?.url).toBe("https://a.example");
  });

  test.each([
    ["no quorum", text.replace("quorum both\n", ""), /no quorum/],
    ["an unknown name", `${text.replace("both all", "both all x")}`, /x is not/],
    ["a name twice", text.replace("witness b", "witness a"), /taken/],
    ["a key twice", text.replace(key(4), key(3)), /twice/],
    ["a member twice", text.replace("any d", "any a"), /member already/],
    ["a threshold that is too high", text.replace("2 a b c", "4 a b c"), /4 is not/],
    ["a log's key as a witness's", text.replace(key(3), formatVerifierKey(logKey)), /a log's/],
    ["another word", `${text}frobnicate\n`, /frobnicate/],
  ])("%s is refused with its line", (_, wrong, says) => {
    expect(() => readPolicy(wrong)).toThrow(says);
  });
});

describe("tiles", () => {
  test("the specification's example: 70,000 leaves are 273 full tiles and one of 112, then 1 and 17, then 1", () => {
    const widths = (level: number): number[] => {
      const found: number[] = [];
      for (let index = 0; widthIn(70_000, level, index) > 0; index++) found.push(widthIn(70_000, level, index));
      return found;
    };
    expect([widths(0).length, widths(0).at(-1), widths(1), widths(2), widths(3)]).toEqual([
      274,
      112,
      [256, 17],
      [1],
      [],
    ]);
    expect(writeTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("0/x001/x234/067");
    expect(writeTilePath({ level: 1, index: 1, width: 17 })).toBe("1/001.p/17");
  });

  test("a path is read back, and any other spelling is not", () => {
    fc.assert(
      fc.property(fc.nat(63), fc.nat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(readTilePath(writeTilePath({ level, index, width }))).toEqual({ level, index, width });
      }),
    );
    for (const wrong of [
      "0/1",
      "00/001",
      "0/x000/001",
      "0/001.p/256",
      "0/001.p/0",
      "64/001",
      "0/001.p/01",
      "entries/001",
    ])
      expect(readTilePath(wrong)).toBeUndefined();
  });
});

test("padding can be told from rows by nothing but its salt", () => {
  const salt = Uint8Array.from(randomBytes(32));
  expect(leafOfPadding(salt)).toHaveLength(32);
  expect(leafOfPadding(salt)).not.toEqual(hashNode(salt, salt));
  expect(leafOfPadding(salt)).not.toEqual(leafOfRecord(salt, recordOf(0)));
});
