// Runs every engine over what a report brought: its text, its files and everything packed in them. Touches no database.
import type { Finding, Observable } from "./model.ts";
import { extractObservables, type PhonePlan } from "./extract/index.ts";
import { explainMatches, type SuppressedFinding } from "./indicators/index.ts";
import { readEvents } from "./sigma/readers/index.ts";
import { toFinding } from "./sigma/index.ts";
import type { ScannedPart } from "./yara/index.ts";
import type { Engines } from "./open-engines.ts";
import { lookAtPictures, type PictureText } from "./pictures/index.ts";

export interface ReportToLookAt {
  subject: string;
  description: string;
  language: string;
  receivedAt: Date;
  files: { name: string; path: string }[];
  /** What was read from its pictures so far: they are read after everything else was looked at. */
  pictures: Pick<PictureText, "part" | "text" | "problem">[];
  phonePlan: PhonePlan;
}

export interface Looked {
  observables: Observable[];
  findings: Finding[];
  /** Indicator hits held back by a warning list, with the list's name. */
  suppressed: SuppressedFinding[];
  /** The texts that people wrote: description and mails, for the assessment. */
  text: string;
  events: number;
}

const keptBytes = { partBytes: 16_000_000, totalBytes: 64_000_000 };
/** Beyond this a report's list of values helps nobody; the rest is still matched by rules. */
const mostObservables = 2_000;
const mostFindings = 1_000;
const textPerPart = 400_000;

export async function lookAtReport(engines: Engines, report: ReportToLookAt): Promise<Looked> {
  const findings: Finding[] = [];
  const observables: Observable[] = [];
  const texts = [report.subject, report.description];
  let events = 0;
  // Two parts, so that each place is counted in the text that the desk shows.
  take(observables, extractObservables(report.subject, { part: "subject", phonePlan: report.phonePlan }));
  take(observables, extractObservables(report.description, { part: "description", phonePlan: report.phonePlan }));
  const seen = new Set<string>();
  const partTexts = new Map<string, string>();
  for (const file of report.files) {
    const name = `files/${file.name}`;
    const scan = await engines.yara.scan({ name, input: { path: file.path }, keep: keptBytes, hasHashes: true });
    // A mail's attachment stands in the mail and beside it: what was seen once is not told twice.
    const again = new Set(scan.parts.filter((part) => isSeen(seen, part)).map((part) => part.path));
    findings.push(...scan.findings.filter((finding) => !again.has(finding.source)));
    for (const part of scan.parts) {
      if (again.has(part.path)) continue;
      take(observables, hashesOf(part));
      if (!part.bytes) continue;
      const log = await lookForEvents(engines, part);
      findings.push(...log.findings);
      events += log.events;
      const isBinaryLog = log.events > 0 && isEvtx(part.bytes);
      const text = isBinaryLog ? log.values.join("\n").slice(0, textPerPart) : decode(part.bytes).slice(0, textPerPart);
      const values = extractObservables(text, { part: part.path, phonePlan: report.phonePlan });
      if (values.length > 0) partTexts.set(part.path, text);
      // In a log "@timestamp" is a field, not somebody's name on a network.
      take(observables, log.events > 0 ? values.filter((one) => one.kind !== "handle") : values);
      if (log.events === 0 && isWriting(part.path)) texts.push(text.slice(0, 20_000));
    }
  }
  const pictures = lookAtPictures(report.pictures, report.phonePlan);
  take(observables, pictures.observables);
  findings.push(...pictures.findings);
  for (const { part, text } of pictures.texts) {
    partTexts.set(part, text);
    texts.push(text);
  }
  const matched = explainMatches(engines.indicators, observables, {
    now: report.receivedAt.getTime(),
    warninglists: engines.warninglists,
  });
  for (const finding of [...matched.findings, ...matched.suppressed.map((one) => one.finding)])
    addExcerpts(finding, partTexts);
  return {
    observables,
    findings: [...matched.findings, ...findings].slice(0, mostFindings),
    suppressed: matched.suppressed,
    text: texts.join("\n\n"),
    events,
  };
}

/** What stood around a value in a file, since the file may be packed in another; report texts are there to be read. */
function addExcerpts(finding: Finding, partTexts: ReadonlyMap<string, string>): void {
  for (const place of finding.locations.slice(0, 3)) {
    const text = place.kind === "text" ? partTexts.get(place.part) : undefined;
    if (place.kind !== "text" || text === undefined) continue;
    const start = Math.max(0, place.start - 160);
    const excerpt = text.slice(start, Math.min(place.end, place.start + 300) + 160);
    finding.evidence = [...(finding.evidence ?? []), { kind: "excerpt", part: place.part, start, text: excerpt }];
  }
}

/** Whether the same bytes were looked at before in this report; remembers them. */
function isSeen(seen: Set<string>, part: ScannedPart): boolean {
  const hash = part.hashes?.sha256;
  if (hash === undefined || part.size === 0) return false;
  if (seen.has(hash)) return true;
  seen.add(hash);
  return false;
}

function take(observables: Observable[], more: Observable[]): void {
  observables.push(...more.slice(0, Math.max(0, mostObservables - observables.length)));
}

/** A file's own hashes are values too: an indicator may know them. */
function hashesOf(part: ScannedPart): Observable[] {
  if (!part.hashes || part.size === 0) return [];
  return (["sha256", "sha1", "md5"] as const).map((kind) => {
    const value = part.hashes?.[kind] ?? "";
    return {
      kind,
      raw: value,
      value,
      role: "suspect" as const,
      part: part.path,
      start: 0,
      end: 0,
      isChecked: true,
      details: { of: "file" },
    };
  });
}

interface LookedLog {
  findings: Finding[];
  events: number;
  /** Text values of the first events, for logs whose bytes are no text. */
  values: string[];
}

async function lookForEvents(engines: Engines, part: ScannedPart): Promise<LookedLog> {
  const looked: LookedLog = { findings: [], events: 0, values: [] };
  const read = await readEvents(part.path, part.bytes ?? new Uint8Array());
  if (!read.isLog) return looked;
  const run = engines.sigma.startRun();
  for (const item of read.events) {
    looked.events += 1;
    if (looked.events <= 500) collectTexts(item.event, looked.values);
    for (const match of run.add(item, part.path))
      if (looked.findings.length < mostFindings) looked.findings.push(toFinding(match, item.event));
  }
  for (const match of run.finish()) looked.findings.push(toFinding(match));
  looked.findings.push(...read.problems.map((problem) => unreadableLog(part.path, problem)));
  return looked;
}

function collectTexts(value: unknown, into: string[]): void {
  if (typeof value === "string" && value.length > 5) into.push(value);
  else if (value !== null && typeof value === "object")
    for (const inner of Object.values(value)) collectTexts(inner, into);
}

/** What could not be read of a log is said, as with everything that could not be opened. */
function unreadableLog(source: string, problem: string): Finding {
  return {
    engine: "unpack",
    ruleId: "toguna_log_broken",
    ruleVersion: "1",
    title: "Log that could not be read whole",
    level: "informational",
    source,
    at: null,
    locations: [],
    why: problem,
    references: [],
  };
}

function isEvtx(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 7)) === "ElfFile";
}

function decode(bytes: Uint8Array): string {
  const isWide = bytes.length > 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[1] === 0 && bytes[3] === 0));
  return new TextDecoder(isWide ? "utf-16le" : "utf-8").decode(bytes);
}

/** What a person wrote or was sent, apart from logs and programs. */
function isWriting(path: string): boolean {
  return /\.(eml|msg|txt|html?|md)(!.*)?$/i.test(path) || /!\/[^/]*(body|text)[^/]*$/i.test(path);
}
