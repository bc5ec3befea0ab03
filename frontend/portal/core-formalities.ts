// What the portal asks of the core for the public register of formalities and for what this installation itself keeps.
import type { PublicFormality } from "../../backend/compliance/formalities/answers/model.ts";
import type { FormalityKind } from "../../backend/compliance/formalities/model.ts";
import type { OwnProcessing } from "../../backend/compliance/processing/own/model.ts";

export interface FormalityCore {
  /** Newest decisions first, at most 50. */
  find(asked: {
    text: string;
    kind: FormalityKind | undefined;
  }): Promise<{ rows: PublicFormality[]; hasMore: boolean }>;
  /** Toguna's own entries of a register of processing. */
  ownProcessing(): Promise<OwnProcessing>;
}
