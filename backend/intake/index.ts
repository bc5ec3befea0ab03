// The door of intake: reports come in, receipts open them, drafts wait.
export { submitReport } from "./submit-report.ts";
export { openReceipt } from "./open-receipt.ts";
export { admitSource, drawReceipts, matchReceipt } from "./receipts/other-receipts.ts";
export { deriveSecret, drawLocator, hmacSecret, locatorLengths } from "./receipts/derive-secret.ts";
export {
  drawReserved,
  giveReserved,
  locatorIn,
  matchesReserved,
  type ReservedReceipt,
  sealReserved,
  slipNumberOf,
} from "./receipts/reserved-receipts.ts";
export { asReporter } from "./receipts/report-token.ts";
export { issueChallenge } from "./issue-challenge.ts";
export { storeFile } from "./store-file.ts";
export { dropDraft, loadDraft, saveDraft } from "./drafts/keep-draft.ts";
export { moveDraft, openMovedDraft } from "./drafts/move-draft.ts";
export { readMultipart } from "./read-multipart.ts";
export { discardUntaken } from "./discard-files.ts";
export { intakeRoutes } from "./routes.ts";
export { makeSourceCounter, sourceOf } from "./limits.ts";
export { visitorOf } from "./visitor-of.ts";
export { attachFiles } from "./attach-files.ts";
export {
  type KeptRecording,
  listKeptRecordings,
  listRecordings,
  putRecording,
  readRecording,
  removeRecording,
} from "./spoken/keep-recordings.ts";
export { exportSealed, type SealedFile } from "./sealed/export-sealed.ts";
export { openRoutingAddress } from "./sealed/routing-address.ts";
export { canKeepInConfidence } from "./sealed/seal-name.ts";
export { relayKeys, sealingKeys } from "./edge/core-keys.ts";
export { openForm } from "./edge/open-form.ts";
export { takeSealed } from "./edge/take-sealed.ts";
export { listAwaitedFiles } from "./edge/pieces/list-awaited.ts";
export { lookAtPromised, takeSealedPiece } from "./edge/pieces/take-piece.ts";
export { fetchFilesFromEdges } from "./edge/relay/fetch-files.ts";
export { fetchFromEdges } from "./edge/relay/fetch-reports.ts";
export { publishToEdges } from "./edge/relay/publish-pages.ts";
export { bringRecordings } from "./edge/recordings/bring-recordings.ts";
export {
  beginUpload,
  dropUpload,
  findUpload,
  finishUpload,
  grantOfReport,
  signGrant,
  takePiece,
} from "./uploads/index.ts";
export { resumeReport, setReportStatus } from "./store.ts";
export { intakeJobs, intakeSubscriptions } from "./jobs.ts";
export { receiptOfOwnReport } from "./receipt-of-mail.ts";
export { listenForMail, type MailListener, type TakenMail } from "./smtp/listen.ts";
export { type ReadMail, readMail } from "./smtp/read-mail.ts";
export { isAutomatic, isDeliveryReport, ownWords, reportFromMail } from "./smtp/rules.ts";
