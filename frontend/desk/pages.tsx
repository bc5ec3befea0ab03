// The desk's pages, each brought when it is first opened, with the words of its rooms.
import { lazyPage } from "../shell/lazy-page.ts";

// The words of rooms that several pages speak.
const ofRegister = ["register", "claims"];
const ofTalking = ["talking", "openpgp", "register"];
const ofNotices = ["notify", "advisories", "takedown", "register", "talking"];
const ofCrisis = ["crisis", "notify", "register"];
const ofFlaws = ["disclosure", "advisories", "notify", "duties"];
const ofCare = ["imports", "quality", "exports"];
const ofRules = ["rules", "rulelife"];
const ofAreas = ["areas", "partners"];

export const QueueRoom = lazyPage(async () => await import("./queue/queue-room.tsx"), "QueueRoom");
export const SearchPage = lazyPage(async () => await import("./search/search-page.tsx"), "SearchPage");
export const CasesRoom = lazyPage(async () => await import("./case/cases-room.tsx"), "CasesRoom");
export const DirectoryRoom = lazyPage(
  async () => await import("./directory/directory-room.tsx"),
  "DirectoryRoom",
  ...ofRegister,
);
export const ServicesPage = lazyPage(
  async () => await import("./register/services-page.tsx"),
  "ServicesPage",
  ...ofRegister,
);
export const FunctionsPage = lazyPage(
  async () => await import("./register/functions-page.tsx"),
  "FunctionsPage",
  ...ofRegister,
);
export const PersonsPage = lazyPage(
  async () => await import("./register/persons-page.tsx"),
  "PersonsPage",
  ...ofRegister,
);
export const AccreditationsPage = lazyPage(
  async () => await import("../shell/accreditations/accreditations-page.tsx"),
  "AccreditationsPage",
  ...ofRegister,
);
export const AccreditationPage = lazyPage(
  async () => await import("../shell/accreditations/accreditation-page.tsx"),
  "AccreditationPage",
  ...ofRegister,
);
/** What is worked inside cases brings its words. */
export const PlaybooksPage = lazyPage(
  async () => await import("./playbooks/playbooks-page.tsx"),
  "PlaybooksPage",
  "playbooks",
);
export const PlaybookPage = lazyPage(
  async () => await import("./playbooks/playbook-page.tsx"),
  "PlaybookPage",
  "playbooks",
);
/** Charts and public statistics bring their words. */
export const DeskChartsPage = lazyPage(
  async () => await import("./charts/charts-page.tsx"),
  "DeskChartsPage",
  "charts",
);
export const StatisticsPage = lazyPage(
  async () => await import("./charts/statistics-page.tsx"),
  "StatisticsPage",
  "charts",
);
export const ReleasePage = lazyPage(
  async () => await import("./charts/release-page.tsx"),
  "ReleasePage",
  "charts",
  "notify",
);
/** What the team keeps and sees of the public portal. */
export const FlowTimesPage = lazyPage(
  async () => await import("./portal/flow-times-page.tsx"),
  "FlowTimesPage",
  "flowtimes",
);
export const SpokenPage = lazyPage(
  async () => await import("./portal/spoken-page.tsx"),
  "SpokenPage",
  "spoken",
  "flowtimes",
);
export const HandoverPage = lazyPage(
  async () => await import("./handover/handover-page.tsx"),
  "HandoverPage",
  "handover",
);
export const EarlierPage = lazyPage(async () => await import("./handover/earlier-page.tsx"), "EarlierPage", "handover");
export const ExercisesPage = lazyPage(async () => await import("./exercises/exercises-page.tsx"), "ExercisesPage");
export const ExercisePage = lazyPage(async () => await import("./exercises/exercise-page.tsx"), "ExercisePage");
export const ArtefactsPage = lazyPage(
  async () => await import("./artefacts/artefacts-page.tsx"),
  "ArtefactsPage",
  "artefacts",
);
export const ArtefactPage = lazyPage(
  async () => await import("./artefacts/artefact-page.tsx"),
  "ArtefactPage",
  "artefacts",
  "evidence",
);
export const OldWorkPage = lazyPage(
  async () => await import("./old-work/old-work-page.tsx"),
  "OldWorkPage",
  "old-work",
);
export const OldImportPage = lazyPage(
  async () => await import("./old-work/import-page.tsx"),
  "OldImportPage",
  "old-work",
);
export const ServiceLevelsPage = lazyPage(
  async () => await import("./service/service-page.tsx"),
  "ServicePage",
  "service",
);
export const RotaPage = lazyPage(async () => await import("./rota/rota-page.tsx"), "RotaPage", "rota");
export const AdvicePage = lazyPage(async () => await import("./advice/advice-page.tsx"), "AdvicePage", "advice");
export const QuestionPage = lazyPage(async () => await import("./advice/question-page.tsx"), "QuestionPage", "advice");
export const MyWorkPage = lazyPage(async () => await import("./casework/my-work-page.tsx"), "MyWorkPage", "casework");
export const ShapePage = lazyPage(async () => await import("./casework/shape-page.tsx"), "ShapePage", "casework");
export const MailsPage = lazyPage(async () => await import("./lists/mails-page.tsx"), "MailsPage", "talking");
export const LogPage = lazyPage(async () => await import("./log/log-page.tsx"), "LogPage", "log");
export const AccessPage = lazyPage(async () => await import("./access/access-page.tsx"), "AccessPage");
export const HealthPage = lazyPage(async () => await import("./lists/health-page.tsx"), "HealthPage");
export const CustodyPage = lazyPage(async () => await import("./custody/custody-page.tsx"), "CustodyPage", "sealed");
export const FilingsPage = lazyPage(async () => await import("./filings/filings-page.tsx"), "FilingsPage");
export const PartsPage = lazyPage(async () => await import("./parts-page/parts-page.tsx"), "PartsPage", "parts");
export const HuntsPage = lazyPage(async () => await import("./hunts/hunts-page.tsx"), "HuntsPage");
export const HuntPage = lazyPage(async () => await import("./hunts/hunt-page.tsx"), "HuntPage");
export const OfficesPage = lazyPage(async () => await import("./people/offices-page.tsx"), "OfficesPage");
export const EnrolmentPage = lazyPage(
  async () => await import("./enrolment/enrolment-page.tsx"),
  "EnrolmentPage",
  "console",
  "register",
);
export const PeoplePage = lazyPage(async () => await import("./people/people-page.tsx"), "PeoplePage");
export const ApiKeysPage = lazyPage(async () => await import("./people/api-keys-page.tsx"), "ApiKeysPage");

export const WhatIfPage = lazyPage(
  async () => await import("../shell/what-if/what-if-page.tsx"),
  "WhatIfPage",
  "whatif",
);

export const OwnProcessingPage = lazyPage(
  async () => await import("./processing/own-page.tsx"),
  "OwnPage",
  "processing",
);
export const BodiesPage = lazyPage(async () => await import("./bodies/bodies-page.tsx"), "BodiesPage", "bodies");

export const DisclosuresPage = lazyPage(
  async () => await import("./disclosure/disclosures-page.tsx"),
  "DisclosuresPage",
  ...ofFlaws,
);
export const DisclosurePage = lazyPage(
  async () => await import("./disclosure/disclosure-page.tsx"),
  "DisclosurePage",
  ...ofFlaws,
);
export const CvesPage = lazyPage(async () => await import("./disclosure/cves-page.tsx"), "CvesPage", ...ofFlaws);
export const PolicyPage = lazyPage(async () => await import("./disclosure/policy-page.tsx"), "PolicyPage", ...ofFlaws);

export const CrisesPage = lazyPage(async () => await import("./crisis/crises-page.tsx"), "CrisesPage", ...ofCrisis);
export const CrisisPage = lazyPage(async () => await import("./crisis/crisis-page.tsx"), "CrisisPage", ...ofCrisis);
export const LinesPage = lazyPage(async () => await import("./crisis/lines-page.tsx"), "LinesPage", ...ofCrisis);
export const BooksPage = lazyPage(async () => await import("./crisis/books-page.tsx"), "BooksPage", ...ofCrisis);
export const PaperPage = lazyPage(async () => await import("./crisis/paper-page.tsx"), "PaperPage", ...ofCrisis);

export const NotificationsPage = lazyPage(
  async () => await import("./notifications/notifications-page.tsx"),
  "NotificationsPage",
  ...ofNotices,
);
export const FindingsListPage = lazyPage(
  async () => await import("./notifications/list-page.tsx"),
  "FindingsListPage",
  ...ofNotices,
);
export const NewRunPage = lazyPage(
  async () => await import("./notifications/run-page.tsx"),
  "NewRunPage",
  ...ofNotices,
);
export const RunPage = lazyPage(async () => await import("./notifications/run-page.tsx"), "RunPage", ...ofNotices);
export const AdvisoriesPage = lazyPage(
  async () => await import("./advisories/advisories-page.tsx"),
  "AdvisoriesPage",
  ...ofNotices,
);
export const NewAdvisoryPage = lazyPage(
  async () => await import("./advisories/advisory-page.tsx"),
  "NewAdvisoryPage",
  ...ofNotices,
);
export const AdvisoryPage = lazyPage(
  async () => await import("./advisories/advisory-page.tsx"),
  "AdvisoryPage",
  ...ofNotices,
);
export const TakedownsPage = lazyPage(
  async () => await import("./takedown/takedowns-page.tsx"),
  "TakedownsPage",
  ...ofNotices,
);
export const TakedownPage = lazyPage(
  async () => await import("./takedown/takedown-page.tsx"),
  "TakedownPage",
  ...ofNotices,
);

export const ImportsPage = lazyPage(
  async () => await import("./register-care/imports-page.tsx"),
  "ImportsPage",
  ...ofCare,
);
export const QualityPage = lazyPage(
  async () => await import("./register-care/quality-page.tsx"),
  "QualityPage",
  ...ofCare,
);
export const RegisterImportPage = lazyPage(
  async () => await import("./register-care/import-page.tsx"),
  "RegisterImportPage",
  ...ofCare,
);

export const ClaimsPage = lazyPage(async () => await import("./claims/claims-page.tsx"), "ClaimsPage", "claims");
export const DeskClaimPage = lazyPage(async () => await import("./claims/claim-page.tsx"), "DeskClaimPage", "claims");
export const DeskDisputePage = lazyPage(
  async () => await import("./claims/dispute-page.tsx"),
  "DeskDisputePage",
  "claims",
);
export const HoldersPage = lazyPage(async () => await import("./claims/holders-page.tsx"), "HoldersPage", "claims");
export const DelegatedPage = lazyPage(
  async () => await import("./claims/delegated-page.tsx"),
  "DelegatedPage",
  "claims",
);

export const AreasPage = lazyPage(async () => await import("./areas/areas-page.tsx"), "AreasPage", ...ofAreas);
export const LessonsPage = lazyPage(
  async () => await import("../shell/areas/lessons-page.tsx"),
  "LessonsPage",
  ...ofAreas,
);
export const PartnersPage = lazyPage(
  async () => await import("./partners/partners-page.tsx"),
  "PartnersPage",
  ...ofAreas,
);

export const TalkingPage = lazyPage(
  async () => await import("./talking/talking-page.tsx"),
  "TalkingPage",
  ...ofTalking,
);
export const ConversationPage = lazyPage(
  async () => await import("./talking/conversation-page.tsx"),
  "ConversationPage",
  ...ofTalking,
);
export const TemplatesPage = lazyPage(
  async () => await import("./talking/templates-page.tsx"),
  "TemplatesPage",
  ...ofTalking,
);
export const TeamPage = lazyPage(async () => await import("./team/team-page.tsx"), "TeamPage", "team");
export const KeysPage = lazyPage(async () => await import("./keys/keys-page.tsx"), "KeysPage", ...ofTalking);

export const RulesPage = lazyPage(async () => await import("./rules/rules-page.tsx"), "RulesPage", ...ofRules);
export const RulePage = lazyPage(async () => await import("./rules/rule-page.tsx"), "RulePage", ...ofRules);
export const EditPage = lazyPage(async () => await import("./rules/edit-page.tsx"), "EditPage", ...ofRules);
export const TrialPage = lazyPage(async () => await import("./rules/trial-page.tsx"), "TrialPage", ...ofRules);
export const PacksPage = lazyPage(async () => await import("./rules/packs-page.tsx"), "PacksPage", ...ofRules);
export const PackPage = lazyPage(async () => await import("./rules/pack-page.tsx"), "PackPage", ...ofRules);
export const ImportPage = lazyPage(async () => await import("./rules/import-page.tsx"), "ImportPage", ...ofRules);
export const AllowPage = lazyPage(async () => await import("./rules/allow-page.tsx"), "AllowPage", ...ofRules);
export const FindingPage = lazyPage(
  async () => await import("./rules/explain/finding-page.tsx"),
  "FindingPage",
  ...ofRules,
);

/** Evidence, merging and values that are not taken for a link bring theirs. */
export const EvidencePage = lazyPage(
  async () => await import("./case/evidence/evidence-page.tsx"),
  "EvidencePage",
  "evidence",
);
export const MergePage = lazyPage(async () => await import("./case/merge/merge-page.tsx"), "MergePage", "merging");
export const IgnoredPage = lazyPage(
  async () => await import("./case/similar/ignored-page.tsx"),
  "IgnoredPage",
  "merging",
);
