// What the portal asks of the core for the committee's public side: reviews that were published, surveys, requests for data.
import type { Question } from "../../backend/reporting/awareness/model.ts";
import type { Figure, LawStepView, TargetView } from "../../backend/reporting/review/model.ts";
import type { Names, Visitor } from "./core.ts";

export interface PublicReviewView {
  year: number;
  summary: Names;
  targets: TargetView[];
  laws: LawStepView[];
  figures: Figure[];
  signedAt: string;
  sha256: string;
}

export interface OpenSurvey {
  id: string;
  names: Names;
  questions: Question[];
  closesOn: string;
}

export interface AskedDataView {
  body: string;
  year: number;
  dueOn: string;
  message: string;
  isAnswered: boolean;
  targets: { id: string; names: Names; unit: string; lastYear: string | null }[];
}

/** What came of sending a form: done, over, or what to mend by the path of the field. */
export type Outcome = "done" | "gone" | { path: string; message: string }[];

/** A fund's published account of a year: sums, projects and what its board recommends; no payer by name. */
export interface PublicAccountView {
  year: number;
  authority: string;
  contributions: {
    title: Names;
    currency: string;
    payers: number;
    declared: number;
    owed: string;
    paid: string;
    verification: string;
  }[];
  spendings: {
    project: string;
    areaNames: Names | null;
    amount: string;
    currency: string;
    spentOn: string;
    source: string;
  }[];
  recommendations: {
    text: string;
    decidedOn: string;
    boardSize: number;
    inFavour: number;
    against: number;
    abstained: number;
  }[];
  sha256: string;
}

export interface ReviewCore {
  /** Accounts of funds, the newest first. */
  accounts(): Promise<PublicAccountView[]>;
  /** Years that were published, the newest first. */
  years(): Promise<number[]>;
  read(year: number): Promise<PublicReviewView | undefined>;
  surveys(): Promise<{ id: string; names: Names; closesOn: string }[]>;
  survey(id: string): Promise<OpenSurvey | undefined>;
  /** @throws AppError too_many_requests. */
  answerSurvey(id: string, answers: Record<string, string | string[]>, visitor: Visitor): Promise<Outcome>;
  askedData(token: string): Promise<AskedDataView | undefined>;
  answerData(token: string, answer: { name: string; values: Record<string, string>[] }): Promise<Outcome>;
}
