// What the portal asks of the core for "am I bound by law?" and for trainings that everybody may come to.
import type { GuideAsked, GuideView } from "../../backend/compliance/guide/model.ts";
import type { Language } from "../../backend/intake/model.ts";
import type { PublicTraining } from "../../backend/reporting/awareness/model.ts";

export interface GuideCore {
  ask(language: Language, asked: GuideAsked): GuideView;
  /** Those that are not over, the next one first. */
  trainings(): Promise<PublicTraining[]>;
}
