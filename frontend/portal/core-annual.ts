// What the portal asks of the core for authorities' annual reports: those that were published, without small numbers, and their files.
import type { PublicReport } from "../../backend/compliance/yearly/model.ts";
import type { Language } from "../../backend/intake/model.ts";

export interface AnnualCore {
  /** Of each authority and year the newest published revision, the newest year first. */
  list(): Promise<{ id: string; authority: string; year: number; revision: number; publishedAt: string }[]>;
  read(id: string): Promise<AnnualReportView | undefined>;
  /** Every number with its query and the snapshot behind it. */
  sheet(id: string, format: "csv" | "json", language: Language): Promise<Response | undefined>;
  pdf(id: string, language: Language): Promise<{ name: string; bytes: Uint8Array } | undefined>;
}

export interface AnnualReportView {
  id: string;
  content: PublicReport;
  sha256: string;
  publishedAt: string;
  /** The figures in the reader's words, in the order of the report. */
  figures(language: Language): { title: string; query: string; rows: { label: string; value: string }[] }[];
}
