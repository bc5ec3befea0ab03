// The desk's pages, each brought when it is first opened, with the words of its rooms.
import { lazyPage as page } from "../shell/lazy-page.ts";

// The words of rooms that several pages speak.
const ofRegister = ["register", "claims"];
const ofTalking = ["talking", "openpgp", "register"];
const ofNotices = ["notify", "advisories", "takedown", "register", "talking"];
const ofCrisis = ["crisis", "notify", "register"];
const ofFlaws = ["disclosure", "advisories", "notify", "duties"];
const ofCare = ["imports", "quality", "exports"];
const ofRules = ["rules", "rulelife"];
const ofAreas = ["areas", "partners"];

export const QueueRoom = page(async () => await import("./queue/queue-room.tsx"), "QueueRoom");
export const SearchPage = page(async () => await import("./search/search-page.tsx"), "SearchPage");
export const CasesRoom = page(async () => await import("./case/cases-room.tsx"), "CasesRoom");
export const DirectoryRoom = page(
  async () => await import("./directory/directory-room.tsx"),
  "DirectoryRoom",
  ...ofRegister,
);
export const ServicesPage = page(
  async () => await import("./register/services-page.tsx"),
  "ServicesPage",
  ...ofRegister,
);
export const FunctionsPage = page(
  async () => await import("./register/functions-page.tsx"),
  "FunctionsPage",
  ...ofRegister,
);
export const PersonsPage = page(async () => await import("./register/persons-page.tsx"), "PersonsPage", ...ofRegister);
export const AccreditationsPage = page(
  async () => await import("../shell/accreditations/accreditations-page.tsx"),
  "AccreditationsPage",
  ...ofRegister,
);
export const AccreditationPage = page(
  async () => await import("../shell/accreditations/accreditation-page.tsx"),
  "AccreditationPage",
  ...ofRegister,
);
/** What is worked inside cases brings its words. */
export const PlaybooksPage = page(
  async () => await import("./playbooks/playbooks-page.tsx"),
  "PlaybooksPage",
  "playbooks",
);
export const PlaybookPage = page(
  async () => await import("./playbooks/playbook-page.tsx"),
  "PlaybookPage",
  "playbooks",
);
/** Charts and public statistics bring their words. */
export const DeskChartsPage = page(async () => await import("./charts/charts-page.tsx"), "DeskChartsPage", "charts");
export const StatisticsPage = page(
  async () => await import("./charts/statistics-page.tsx"),
  "StatisticsPage",
  "charts",
);
export const ReleasePage = page(
  async () => await import("./charts/release-page.tsx"),
  "ReleasePage",
  "charts",
  "notify",
);
/** What the team keeps and sees of the public portal. */
export const FlowTimesPage = page(
  async () => await import("./portal/flow-times-page.tsx"),
  "FlowTimesPage",
  "flowtimes",
);
export const SpokenPage = page(
  async () => await import("./portal/spoken-page.tsx"),
  "SpokenPage",
  "spoken",
  "flowtimes",
);
export const HandoverPage = page(async () => await import("./handover/handover-page.tsx"), "HandoverPage", "handover");
export const EarlierPage = page(async () => await import("./handover/earlier-page.tsx"), "EarlierPage", "handover");
export const ExercisesPage = page(async () => await import("./exercises/exercises-page.tsx"), "ExercisesPage");
export const ExercisePage = page(async () => await import("./exercises/exercise-page.tsx"), "ExercisePage");
export const ArtefactsPage = page(
  async () => await import("./artefacts/artefacts-page.tsx"),
  "ArtefactsPage",
  "artefacts",
);
export const ArtefactPage = page(
  async () => await import("./artefacts/artefact-page.tsx"),
  "ArtefactPage",
  "artefacts",
  "evidence",
);
export const OldWorkPage = page(async () => await import("./old-work/old-work-page.tsx"), "OldWorkPage", "old-work");
export const OldImportPage = page(async () => await import("./old-work/import-page.tsx"), "OldImportPage", "old-work");
export const ServiceLevelsPage = page(async () => await import("./service/service-page.tsx"), "ServicePage", "service");
export const RotaPage = page(async () => await import("./rota/rota-page.tsx"), "RotaPage", "rota");
export const AdvicePage = page(async () => await import("./advice/advice-page.tsx"), "AdvicePage", "advice");
export const QuestionPage = page(async () => await import("./advice/question-page.tsx"), "QuestionPage", "advice");
export const MyWorkPage = page(async () => await import("./casework/my-work-page.tsx"), "MyWorkPage", "casework");
export const ShapePage = page(async () => await import("./casework/shape-page.tsx"), "ShapePage", "casework");
export const MailsPage = page(async () => await import("./lists/mails-page.tsx"), "MailsPage", "talking");
export const LogPage = page(async () => await import("./log/log-page.tsx"), "LogPage", "log");
export const AccessPage = page(async () => await import("./access/access-page.tsx"), "AccessPage");
export const HealthPage = page(async () => await import("./lists/health-page.tsx"), "HealthPage");
export const CustodyPage = page(async () => await import("./custody/custody-page.tsx"), "CustodyPage", "sealed");
export const FilingsPage = page(async () => await import("./filings/filings-page.tsx"), "FilingsPage");
export const PartsPage = page(async () => await import("./parts-page/parts-page.tsx"), "PartsPage", "parts");
export const HuntsPage = page(async () => await import("./hunts/hunts-page.tsx"), "HuntsPage");
export const HuntPage = page(async () => await import("./hunts/hunt-page.tsx"), "HuntPage");
export const OfficesPage = page(async () => await import("./people/offices-page.tsx"), "OfficesPage");
export const EnrolmentPage = page(
  async () => await import("./enrolment/enrolment-page.tsx"),
  "EnrolmentPage",
  "console",
  "register",
);
export const PeoplePage = page(async () => await import("./people/people-page.tsx"), "PeoplePage");
export const ApiKeysPage = page(async () => await import("./people/api-keys-page.tsx"), "ApiKeysPage");

export const WhatIfPage = page(async () => await import("../shell/what-if/what-if-page.tsx"), "WhatIfPage", "whatif");

export const OwnProcessingPage = page(async () => await import("./processing/own-page.tsx"), "OwnPage", "processing");
export const BodiesPage = page(async () => await import("./bodies/bodies-page.tsx"), "BodiesPage", "bodies");

export const DisclosuresPage = page(
  async () => await import("./disclosure/disclosures-page.tsx"),
  "DisclosuresPage",
  ...ofFlaws,
);
export const DisclosurePage = page(
  async () => await import("./disclosure/disclosure-page.tsx"),
  "DisclosurePage",
  ...ofFlaws,
);
export const CvesPage = page(async () => await import("./disclosure/cves-page.tsx"), "CvesPage", ...ofFlaws);
export const PolicyPage = page(async () => await import("./disclosure/policy-page.tsx"), "PolicyPage", ...ofFlaws);

export const CrisesPage = page(async () => await import("./crisis/crises-page.tsx"), "CrisesPage", ...ofCrisis);
export const CrisisPage = page(async () => await import("./crisis/crisis-page.tsx"), "CrisisPage", ...ofCrisis);
export const LinesPage = page(async () => await import("./crisis/lines-page.tsx"), "LinesPage", ...ofCrisis);
export const BooksPage = page(async () => await import("./crisis/books-page.tsx"), "BooksPage", ...ofCrisis);
export const PaperPage = page(async () => await import("./crisis/paper-page.tsx"), "PaperPage", ...ofCrisis);

export const NotificationsPage = page(
  async () => await import("./notifications/notifications-page.tsx"),
  "NotificationsPage",
  ...ofNotices,
);
export const FindingsListPage = page(
  async () => await import("./notifications/list-page.tsx"),
  "FindingsListPage",
  ...ofNotices,
);
export const NewRunPage = page(async () => await import("./notifications/run-page.tsx"), "NewRunPage", ...ofNotices);
export const RunPage = page(async () => await import("./notifications/run-page.tsx"), "RunPage", ...ofNotices);
export const AdvisoriesPage = page(
  async () => await import("./advisories/advisories-page.tsx"),
  "AdvisoriesPage",
  ...ofNotices,
);
export const NewAdvisoryPage = page(
  async () => await import("./advisories/advisory-page.tsx"),
  "NewAdvisoryPage",
  ...ofNotices,
);
export const AdvisoryPage = page(
  async () => await import("./advisories/advisory-page.tsx"),
  "AdvisoryPage",
  ...ofNotices,
);
export const TakedownsPage = page(
  async () => await import("./takedown/takedowns-page.tsx"),
  "TakedownsPage",
  ...ofNotices,
);
export const TakedownPage = page(
  async () => await import("./takedown/takedown-page.tsx"),
  "TakedownPage",
  ...ofNotices,
);

export const ImportsPage = page(async () => await import("./register-care/imports-page.tsx"), "ImportsPage", ...ofCare);
export const QualityPage = page(async () => await import("./register-care/quality-page.tsx"), "QualityPage", ...ofCare);
export const RegisterImportPage = page(
  async () => await import("./register-care/import-page.tsx"),
  "RegisterImportPage",
  ...ofCare,
);

export const ClaimsPage = page(async () => await import("./claims/claims-page.tsx"), "ClaimsPage", "claims");
export const DeskClaimPage = page(async () => await import("./claims/claim-page.tsx"), "DeskClaimPage", "claims");
export const DeskDisputePage = page(async () => await import("./claims/dispute-page.tsx"), "DeskDisputePage", "claims");
export const HoldersPage = page(async () => await import("./claims/holders-page.tsx"), "HoldersPage", "claims");
export const DelegatedPage = page(async () => await import("./claims/delegated-page.tsx"), "DelegatedPage", "claims");

export const AreasPage = page(async () => await import("./areas/areas-page.tsx"), "AreasPage", ...ofAreas);
export const LessonsPage = page(async () => await import("../shell/areas/lessons-page.tsx"), "LessonsPage", ...ofAreas);
export const PartnersPage = page(async () => await import("./partners/partners-page.tsx"), "PartnersPage", ...ofAreas);

export const TalkingPage = page(async () => await import("./talking/talking-page.tsx"), "TalkingPage", ...ofTalking);
export const ConversationPage = page(
  async () => await import("./talking/conversation-page.tsx"),
  "ConversationPage",
  ...ofTalking,
);
export const TemplatesPage = page(
  async () => await import("./talking/templates-page.tsx"),
  "TemplatesPage",
  ...ofTalking,
);
export const TeamPage = page(async () => await import("./team/team-page.tsx"), "TeamPage", "team");
export const KeysPage = page(async () => await import("./keys/keys-page.tsx"), "KeysPage", ...ofTalking);

export const RulesPage = page(async () => await import("./rules/rules-page.tsx"), "RulesPage", ...ofRules);
export const RulePage = page(async () => await import("./rules/rule-page.tsx"), "RulePage", ...ofRules);
export const EditPage = page(async () => await import("./rules/edit-page.tsx"), "EditPage", ...ofRules);
export const TrialPage = page(async () => await import("./rules/trial-page.tsx"), "TrialPage", ...ofRules);
export const PacksPage = page(async () => await import("./rules/packs-page.tsx"), "PacksPage", ...ofRules);
export const PackPage = page(async () => await import("./rules/pack-page.tsx"), "PackPage", ...ofRules);
export const ImportPage = page(async () => await import("./rules/import-page.tsx"), "ImportPage", ...ofRules);
export const AllowPage = page(async () => await import("./rules/allow-page.tsx"), "AllowPage", ...ofRules);
export const FindingPage = page(
  async () => await import("./rules/explain/finding-page.tsx"),
  "FindingPage",
  ...ofRules,
);

/** Evidence, merging and values that are not taken for a link bring theirs. */
export const EvidencePage = page(
  async () => await import("./case/evidence/evidence-page.tsx"),
  "EvidencePage",
  "evidence",
);
export const MergePage = page(async () => await import("./case/merge/merge-page.tsx"), "MergePage", "merging");
export const IgnoredPage = page(async () => await import("./case/similar/ignored-page.tsx"), "IgnoredPage", "merging");
