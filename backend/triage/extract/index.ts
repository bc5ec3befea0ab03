// The door of extraction: finds every value worth comparing in a text, with its place in the original. Pure; browsers use it too.
import type { Observable } from "../model.ts";
import type { PhonePlan } from "./country-plan.ts";
import { assignRoles, type VictimHints } from "./roles.ts";
import { scanHandles } from "./scan-handles.ts";
import { scanHosts, scanQuotedFileNames } from "./scan-hosts.ts";
import { scanIbans } from "./scan-ibans.ts";
import { scanHardwareAddresses, scanIpv6 } from "./scan-ipv6.ts";
import { scanMail, setIdentifiersAside } from "./scan-mail.ts";
import { scanPayments } from "./scan-payments.ts";
import { scanPhones } from "./scan-phones.ts";
import { scanShortCodes } from "./scan-short-codes.ts";
import { scanAsns, scanCves, scanHashes } from "./scan-tokens.ts";
import { scanUrls } from "./scan-urls.ts";
import { scanUserAgents } from "./scan-user-agents.ts";
import { scanWallets } from "./scan-wallets.ts";
import { openSheet, toObservable } from "./sheet.ts";

export { type PhonePlan, phonePlan } from "./country-plan.ts";
export { refang } from "./refang.ts";
export type { VictimHints } from "./roles.ts";

export interface ExtractOptions {
  /** The part of the report that the text is ("description", "files/mail.eml"). */
  part: string;
  /** The country's numbering and payment references; without it only international telephone numbers are found. */
  phonePlan?: PhonePlan;
  victimHints?: VictimHints;
}

/**
 * Observables in order of their places, never overlapping. `raw` is `text.slice(start, end)`; offsets are UTF-16 units.
 * Time is linear in the text's length, whatever it holds.
 */
export function extractObservables(text: string, options: ExtractOptions): Observable[] {
  const sheet = openSheet(text);
  const { phonePlan, victimHints, part } = options;
  scanUserAgents(sheet);
  setIdentifiersAside(sheet);
  scanUrls(sheet);
  scanMail(sheet);
  scanQuotedFileNames(sheet);
  scanHardwareAddresses(sheet);
  scanIpv6(sheet);
  scanWallets(sheet);
  scanIbans(sheet);
  scanHashes(sheet);
  scanCves(sheet);
  scanAsns(sheet);
  scanShortCodes(sheet);
  scanPayments(sheet, phonePlan);
  scanPhones(sheet, phonePlan);
  scanHosts(sheet);
  scanHandles(sheet);
  const found = sheet.found.sort((a, b) => a.start - b.start);
  const roles = assignRoles(sheet.text, found, victimHints);
  return found.map((item, index) => toObservable(sheet, item, part, roles[index] ?? "unknown"));
}
