// The door of cases: what can be done with a report at the desk, the life of a case, and who may see it.
import type { RouteDeclaration } from "../platform/http/index.ts";
import { artefactRoutes } from "./artefacts/index.ts";
import { correlationRoutes } from "./correlation/routes.ts";
import { evidenceRoutes } from "./evidence/routes.ts";
import { fieldRoutes } from "./fields/routes.ts";
import { focalRoutes } from "./focal/routes.ts";
import { markingRoutes } from "./marking/routes.ts";
import { mergingRoutes } from "./merging/routes.ts";
import { oldWorkRoutes } from "./old-work/index.ts";
import { playbookRoutes } from "./playbooks/routes.ts";
import { restrictionRoutes } from "./restriction/routes.ts";
import { sharingRoutes } from "./sharing/routes.ts";
import { casesRoutes as deskRoutes } from "./routes.ts";
import { holdRoutes } from "./presence/routes.ts";
import { tagRoutes } from "./tags/routes.ts";
import { taskRoutes } from "./tasks/routes.ts";
import { translationRoutes } from "./translations/routes.ts";
import { workRoutes } from "./work/routes.ts";

export { addNote } from "./add-note.ts";
export { openAdviceCase } from "./advice/open-advice-case.ts";
export { answerQuestion, type OwnQuestion, readOwnQuestion } from "./after/ask-reporters.ts";
export { addImprovementOf } from "./after/keep-improvements.ts";
export { writeOutcome, writeReview } from "./after/keep-outcome.ts";
export { decideReview } from "./after/rules.ts";
export { packArtefact } from "./artefacts/pack-artefact.ts";
export { openEvidence } from "./evidence/open-evidence.ts";
export { assignReport } from "./assign-report.ts";
export { changeAssessment } from "./change-assessment.ts";
export { casesJobs, casesSubscriptions } from "./jobs.ts";
export { changeCase } from "./change-case.ts";
export { closeCase } from "./close-case.ts";
export { rejectReport } from "./end-report.ts";
export { joinReport } from "./join-report.ts";
export { judgeFinding } from "./judge-finding.ts";
export { leaveReport } from "./leave-report.ts";
export {
  bringIn,
  changeOldImport,
  forgetOldImport,
  listOldRows,
  readOldImport,
  startOldImport,
  TakeOldFile,
  takeOldFile,
  undoOldImport,
} from "./old-work/index.ts";
export { openCase } from "./open-case.ts";
export { TryPlaybook } from "./playbooks/model.ts";
export { readFolder as readPlaybookFolder } from "./playbooks/read-playbooks.ts";
export { tryPlaybook } from "./playbooks/rules.ts";
export { listenToPresence } from "./presence/tell-presence.ts";
export { reopenCase } from "./reopen-case.ts";
export { reopenReport } from "./reopen-report.ts";
export { snoozeReport } from "./snooze-report.ts";
export { addCallTask, logCallTask } from "./tasks/call-task.ts";
export { decideSeen } from "./work/rules.ts";

export const casesRoutes: RouteDeclaration[] = [
  ...deskRoutes,
  ...restrictionRoutes,
  ...markingRoutes,
  ...sharingRoutes,
  ...focalRoutes,
  ...workRoutes,
  ...taskRoutes,
  ...playbookRoutes,
  ...fieldRoutes,
  ...evidenceRoutes,
  ...artefactRoutes,
  ...oldWorkRoutes,
  ...correlationRoutes,
  ...mergingRoutes,
  ...tagRoutes,
  ...translationRoutes,
  ...holdRoutes,
];
