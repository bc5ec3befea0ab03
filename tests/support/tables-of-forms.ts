// Where the answers of each form of the console and the office lie, and whom its words name as their readers: what the database shows is held to what people were told.
import type { AskedForm, formAudiences } from "../../frontend/shell/forms/form-reasons.ts";

export const tablesOfForm: Record<AskedForm, readonly [string, ...string[]]> = {
  network: ["network_claims", "network_claim_versions", "claim_documents", "claim_statements"],
  vulnerability: ["disclosure_cells", "disclosure_statements"],
  levy: ["contribution_declarations"],
  processing: ["processing_entries", "processing_versions"],
  formality: ["formalities", "formality_contents", "formality_steps"],
  filing: ["filings", "filing_versions", "filing_drafts", "filing_parts"],
  claim_filing: ["guest_filings"],
  delivery: ["filing_parts"],
  assessment: ["duty_answers", "duty_exceptions", "duty_evidence"],
  to_authority: ["office_steps", "office_files"],
  advice: ["advice_requests"],
  subject: ["subject_requests", "subject_request_steps"],
  entry: ["contacts", "change_proposals"],
  duties: ["duty_statements", "duty_events"],
  notice: ["notification_answers"],
  record: ["yearly_records"],
  in_name: ["filing_disownings"],
  colleague: ["invitations"],
  complaint_paper: ["complaints", "complaint_texts"],
  on_paper: ["formalities", "complaints"],
  proceeding: ["office_steps", "inspections", "matters"],
  profile: ["authority_profiles", "plenary_members"],
  fund: ["contribution_payments", "fund_spendings"],
  review: ["measurements", "review_narratives"],
  focal: ["reports"],
};

/** Of each audience's tables: how much of another's the national team may be shown. Every row, those that were sent to it, or none. */
export const teamReads: Record<(typeof formAudiences)[AskedForm], "all" | "its own" | "none"> = {
  team: "all",
  rival: "all",
  vendor: "all",
  area: "all",
  each: "its own",
  authority: "its own",
  own: "none",
  own_data: "none",
  fund: "none",
  office: "none",
  committee: "none",
  administrators: "none",
};
