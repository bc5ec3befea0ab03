// "Am I bound by law?" for everybody: what is asked, and what the packs of law answer, with how sure we are of each. Pure.
import type { DutyView } from "../duties/model.ts";

export const guideRoles = ["controller", "processor"] as const;

export interface GuideAsked {
  /** Kinds of organisation, by policies/entity-classes.yml; others are passed over. */
  classes: readonly string[];
  /** Whether it keeps details of people: for itself, for others, or not. */
  role: (typeof guideRoles)[number] | null;
}

export interface GuideDuty {
  title: string;
  /** "Article 33(1), Regulation …", or the pack where none is named. */
  law: string;
  clockWords: string;
  addressee: string;
  group: DutyView["group"];
  verification: DutyView["verification"];
  paraphrase: string;
}

export interface GuideView {
  hasLaw: boolean;
  /** The texts are of no law of this country, which is invented: they show what the guide does. */
  isExample: boolean;
  /** The kinds that laws of this country name, to choose from. */
  classes: { id: string; name: string }[];
  duties: GuideDuty[];
  /** Texts that were asked, by title. */
  packs: string[];
  notices: { packTitle: string; text: string }[];
}
