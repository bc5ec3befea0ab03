// The door to law as data: packs, their duties and due times, their checks and what-if. Pure except load-packs.ts.
export { type Calendar, CalendarData, makeCalendar } from "./calendar.ts";
export { type Duty, dutyStatuses, type DutyStatus, type Reason } from "./duty.ts";
export { type Facts, parseFacts } from "./facts.ts";
export { forceOn } from "./force.ts";
export { type DutyList, type LawWorld, listDuties, weakest } from "./list-duties.ts";
export {
  findPackFiles,
  listPackIds,
  type LoadedPack,
  loadLawWorld,
  loadPack,
  loadVocabulary,
  parsePackFile,
  policiesFolder,
} from "./load-packs.ts";
export { clockKinds, type ClockKind, Pack, type VerificationStatus, verificationStatuses } from "./model.ts";
export { type ReasonNames, sayReasons } from "./say-reasons.ts";
export { type Finding } from "./lint/finding.ts";
export { lintPacks, type LintReport, publishPacks, readVectors } from "./lint/lint-packs.ts";
export { runVector, type Vector } from "./vectors.ts";
export { Draft, replayUnderDraft, type WhatIfReport } from "./what-if.ts";
