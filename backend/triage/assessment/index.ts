// The door of assessment: from facts to class, severity, constituents and reasons.
export { type Assessment, type AssessmentFacts, assess, type Holder, type Reason } from "./assess.ts";
export { classOfType, isRsitPair, type RsitClass, type RsitType, rsitTypes } from "./rsit.ts";
export { foldText } from "./symptom-words.ts";
