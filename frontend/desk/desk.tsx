// The desk's addresses, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import { type JSX, lazy } from "solid-js";
import { loadRoom } from "../platform/words.ts";
import { RoomRouter } from "../shell/room-router.tsx";
import { room } from "./shell/room.tsx";
import { Home } from "./shell/home.tsx";

const QueueRoom = lazy(async () => ({ default: (await import("./queue/queue-room.tsx")).QueueRoom }));
const SearchPage = lazy(async () => ({ default: (await import("./search/search-page.tsx")).SearchPage }));
const CasesRoom = lazy(async () => ({ default: (await import("./case/cases-room.tsx")).CasesRoom }));
const DirectoryRoom = registerPage(async () => await import("./directory/directory-room.tsx"), "DirectoryRoom");
const ServicesPage = registerPage(async () => await import("./register/services-page.tsx"), "ServicesPage");
const FunctionsPage = registerPage(async () => await import("./register/functions-page.tsx"), "FunctionsPage");
const PersonsPage = registerPage(async () => await import("./register/persons-page.tsx"), "PersonsPage");
const AccreditationsPage = registerPage(
  async () => await import("../shell/accreditations/accreditations-page.tsx"),
  "AccreditationsPage",
);
const AccreditationPage = registerPage(
  async () => await import("../shell/accreditations/accreditation-page.tsx"),
  "AccreditationPage",
);
/** What is worked inside cases brings its words. */
const PlaybooksPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./playbooks/playbooks-page.tsx"), loadRoom("playbooks")]);
  return { default: loaded.PlaybooksPage };
});
const PlaybookPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./playbooks/playbook-page.tsx"), loadRoom("playbooks")]);
  return { default: loaded.PlaybookPage };
});
/** Charts and public statistics bring their words. */
const DeskChartsPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./charts/charts-page.tsx"), loadRoom("charts")]);
  return { default: loaded.DeskChartsPage };
});
const StatisticsPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./charts/statistics-page.tsx"), loadRoom("charts")]);
  return { default: loaded.StatisticsPage };
});
const ReleasePage = lazy(async () => {
  const [loaded] = await Promise.all([import("./charts/release-page.tsx"), loadRoom("charts", "notify")]);
  return { default: loaded.ReleasePage };
});
const HandoverPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./handover/handover-page.tsx"), loadRoom("handover")]);
  return { default: loaded.HandoverPage };
});
const EarlierPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./handover/earlier-page.tsx"), loadRoom("handover")]);
  return { default: loaded.EarlierPage };
});
const ExercisesPage = lazy(async () => ({
  default: (await import("./exercises/exercises-page.tsx")).ExercisesPage,
}));
const ExercisePage = lazy(async () => ({ default: (await import("./exercises/exercise-page.tsx")).ExercisePage }));
const ArtefactsPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./artefacts/artefacts-page.tsx"), loadRoom("artefacts")]);
  return { default: loaded.ArtefactsPage };
});
const ArtefactPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./artefacts/artefact-page.tsx"), loadRoom("artefacts", "evidence")]);
  return { default: loaded.ArtefactPage };
});
const OldWorkPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./old-work/old-work-page.tsx"), loadRoom("old-work")]);
  return { default: loaded.OldWorkPage };
});
const OldImportPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./old-work/import-page.tsx"), loadRoom("old-work")]);
  return { default: loaded.OldImportPage };
});
/** The own clocks, the rota and advice bring theirs. */
function servicePage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
  ...rooms: string[]
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom(...rooms)]);
    return { default: loaded[name] };
  });
}
const ServiceLevelsPage = servicePage(async () => await import("./service/service-page.tsx"), "ServicePage", "service");
const RotaPage = servicePage(async () => await import("./rota/rota-page.tsx"), "RotaPage", "rota");
const AdvicePage = servicePage(async () => await import("./advice/advice-page.tsx"), "AdvicePage", "advice");
const QuestionPage = servicePage(async () => await import("./advice/question-page.tsx"), "QuestionPage", "advice");
const MyWorkPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./casework/my-work-page.tsx"), loadRoom("casework")]);
  return { default: loaded.MyWorkPage };
});
const ShapePage = lazy(async () => {
  const [loaded] = await Promise.all([import("./casework/shape-page.tsx"), loadRoom("casework")]);
  return { default: loaded.ShapePage };
});
const MailsPage = lazy(async () => ({ default: (await import("./lists/mails-page.tsx")).MailsPage }));
const LogPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./log/log-page.tsx"), loadRoom("log")]);
  return { default: loaded.LogPage };
});
const AccessPage = lazy(async () => ({ default: (await import("./access/access-page.tsx")).AccessPage }));
const HealthPage = lazy(async () => ({ default: (await import("./lists/health-page.tsx")).HealthPage }));
const CustodyPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./custody/custody-page.tsx"), loadRoom("sealed")]);
  return { default: loaded.CustodyPage };
});
const FilingsPage = lazy(async () => ({ default: (await import("./filings/filings-page.tsx")).FilingsPage }));
const PartsPage = lazy(async () => ({ default: (await import("./parts-page/parts-page.tsx")).PartsPage }));
const HuntsPage = lazy(async () => ({ default: (await import("./hunts/hunts-page.tsx")).HuntsPage }));
const HuntPage = lazy(async () => ({ default: (await import("./hunts/hunt-page.tsx")).HuntPage }));
const OfficesPage = lazy(async () => ({ default: (await import("./people/offices-page.tsx")).OfficesPage }));
const EnrolmentPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./enrolment/enrolment-page.tsx"), loadRoom("console", "register")]);
  return { default: loaded.EnrolmentPage };
});
const PeoplePage = lazy(async () => ({ default: (await import("./people/people-page.tsx")).PeoplePage }));
const ApiKeysPage = lazy(async () => ({ default: (await import("./people/api-keys-page.tsx")).ApiKeysPage }));

const WhatIfPage = lazy(async () => {
  const [loaded] = await Promise.all([import("../shell/what-if/what-if-page.tsx"), loadRoom("whatif")]);
  return { default: loaded.WhatIfPage };
});

const OwnProcessingPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./processing/own-page.tsx"), loadRoom("processing")]);
  return { default: loaded.OwnPage };
});
const BodiesPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./bodies/bodies-page.tsx"), loadRoom("bodies")]);
  return { default: loaded.BodiesPage };
});

/** Vulnerabilities with their vendors bring theirs. */
function disclosurePage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("disclosure", "advisories", "notify", "duties")]);
    return { default: loaded[name] };
  });
}
const DisclosuresPage = disclosurePage(
  async () => await import("./disclosure/disclosures-page.tsx"),
  "DisclosuresPage",
);
const DisclosurePage = disclosurePage(async () => await import("./disclosure/disclosure-page.tsx"), "DisclosurePage");
const CvesPage = disclosurePage(async () => await import("./disclosure/cves-page.tsx"), "CvesPage");
const PolicyPage = disclosurePage(async () => await import("./disclosure/policy-page.tsx"), "PolicyPage");

/** A crisis, and the days when nothing works; the room's own words are there from the start, for the strip. */
function crisisPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("crisis", "notify", "register")]);
    return { default: loaded[name] };
  });
}
const CrisesPage = crisisPage(async () => await import("./crisis/crises-page.tsx"), "CrisesPage");
const CrisisPage = crisisPage(async () => await import("./crisis/crisis-page.tsx"), "CrisisPage");
const LinesPage = crisisPage(async () => await import("./crisis/lines-page.tsx"), "LinesPage");
const BooksPage = crisisPage(async () => await import("./crisis/books-page.tsx"), "BooksPage");
const PaperPage = crisisPage(async () => await import("./crisis/paper-page.tsx"), "PaperPage");

/** Notifications, advisories and takedown requests bring theirs. */
function notifyPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("notify", "advisories", "takedown", "register")]);
    return { default: loaded[name] };
  });
}
const NotificationsPage = notifyPage(
  async () => await import("./notifications/notifications-page.tsx"),
  "NotificationsPage",
);
const FindingsListPage = notifyPage(async () => await import("./notifications/list-page.tsx"), "FindingsListPage");
const NewRunPage = notifyPage(async () => await import("./notifications/run-page.tsx"), "NewRunPage");
const RunPage = notifyPage(async () => await import("./notifications/run-page.tsx"), "RunPage");
const AdvisoriesPage = notifyPage(async () => await import("./advisories/advisories-page.tsx"), "AdvisoriesPage");
const NewAdvisoryPage = notifyPage(async () => await import("./advisories/advisory-page.tsx"), "NewAdvisoryPage");
const AdvisoryPage = notifyPage(async () => await import("./advisories/advisory-page.tsx"), "AdvisoryPage");
const TakedownsPage = notifyPage(async () => await import("./takedown/takedowns-page.tsx"), "TakedownsPage");
const TakedownPage = notifyPage(async () => await import("./takedown/takedown-page.tsx"), "TakedownPage");

/** The register's pages bring its words. */
function registerPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("register", "claims")]);
    return { default: loaded[name] };
  });
}

/** Imports and the quality of the register bring theirs. */
function carePage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("imports", "quality", "exports")]);
    return { default: loaded[name] };
  });
}
const ImportsPage = carePage(async () => await import("./register-care/imports-page.tsx"), "ImportsPage");
const QualityPage = carePage(async () => await import("./register-care/quality-page.tsx"), "QualityPage");
const RegisterImportPage = carePage(async () => await import("./register-care/import-page.tsx"), "RegisterImportPage");

/** Network claims bring their own words. */
function claimsPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("claims")]);
    return { default: loaded[name] };
  });
}
const ClaimsPage = claimsPage(async () => await import("./claims/claims-page.tsx"), "ClaimsPage");
const DeskClaimPage = claimsPage(async () => await import("./claims/claim-page.tsx"), "DeskClaimPage");
const DeskDisputePage = claimsPage(async () => await import("./claims/dispute-page.tsx"), "DeskDisputePage");
const HoldersPage = claimsPage(async () => await import("./claims/holders-page.tsx"), "HoldersPage");
const DelegatedPage = claimsPage(async () => await import("./claims/delegated-page.tsx"), "DelegatedPage");

/** Areas, lessons and fraud desks bring theirs. */
function areasPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("areas", "partners")]);
    return { default: loaded[name] };
  });
}
const AreasPage = areasPage(async () => await import("./areas/areas-page.tsx"), "AreasPage");
const LessonsPage = areasPage(async () => await import("../shell/areas/lessons-page.tsx"), "LessonsPage");
const PartnersPage = areasPage(async () => await import("./partners/partners-page.tsx"), "PartnersPage");

/** Talking with the parties of cases brings its words. */
function talkingPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("talking", "openpgp", "register")]);
    return { default: loaded[name] };
  });
}
const TalkingPage = talkingPage(async () => await import("./talking/talking-page.tsx"), "TalkingPage");
const ConversationPage = talkingPage(async () => await import("./talking/conversation-page.tsx"), "ConversationPage");
const TemplatesPage = talkingPage(async () => await import("./talking/templates-page.tsx"), "TemplatesPage");
const TeamPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./team/team-page.tsx"), loadRoom("team")]);
  return { default: loaded.TeamPage };
});
const KeysPage = talkingPage(async () => await import("./keys/keys-page.tsx"), "KeysPage");

/** The room of rules brings its own words. */
function rulesPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("rules", "rulelife")]);
    return { default: loaded[name] };
  });
}
const RulesPage = rulesPage(async () => await import("./rules/rules-page.tsx"), "RulesPage");
const RulePage = rulesPage(async () => await import("./rules/rule-page.tsx"), "RulePage");
const EditPage = rulesPage(async () => await import("./rules/edit-page.tsx"), "EditPage");
const TrialPage = rulesPage(async () => await import("./rules/trial-page.tsx"), "TrialPage");
const PacksPage = rulesPage(async () => await import("./rules/packs-page.tsx"), "PacksPage");
const PackPage = rulesPage(async () => await import("./rules/pack-page.tsx"), "PackPage");
const ImportPage = rulesPage(async () => await import("./rules/import-page.tsx"), "ImportPage");
const AllowPage = rulesPage(async () => await import("./rules/allow-page.tsx"), "AllowPage");
const FindingPage = rulesPage(async () => await import("./rules/explain/finding-page.tsx"), "FindingPage");

/** Evidence, merging and values that are not taken for a link bring theirs. */
const EvidencePage = lazy(async () => {
  const [loaded] = await Promise.all([import("./case/evidence/evidence-page.tsx"), loadRoom("evidence")]);
  return { default: loaded.EvidencePage };
});
const MergePage = lazy(async () => {
  const [loaded] = await Promise.all([import("./case/merge/merge-page.tsx"), loadRoom("merging")]);
  return { default: loaded.MergePage };
});
const IgnoredPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./case/similar/ignored-page.tsx"), loadRoom("merging")]);
  return { default: loaded.IgnoredPage };
});

export function Desk(): JSX.Element {
  return (
    <RoomRouter room={room} outside={<Route path="/parts" component={PartsPage} />}>
      <Route path="/" component={Home} />
      <Route path="/reports/:id?" component={QueueRoom} />
      <Route path="/search" component={SearchPage} />
      <Route path="/what-if" component={WhatIfPage} />
      <Route path="/filings/:partId?" component={FilingsPage} />
      <Route path="/cases/:id/merge" component={MergePage} />
      <Route path="/cases/:id?" component={CasesRoom} />
      <Route path="/my-work" component={MyWorkPage} />
      <Route path="/exercises" component={ExercisesPage} />
      <Route path="/exercises/:exerciseId" component={ExercisePage} />
      <Route path="/charts" component={DeskChartsPage} />
      <Route path="/statistics" component={StatisticsPage} />
      <Route path="/statistics/:releaseId" component={ReleasePage} />
      <Route path="/service" component={ServiceLevelsPage} />
      <Route path="/rota" component={RotaPage} />
      <Route path="/advice" component={AdvicePage} />
      <Route path="/advice/:adviceId" component={QuestionPage} />
      <Route path="/handover" component={HandoverPage} />
      <Route path="/handover/:handoverId" component={EarlierPage} />
      <Route path="/playbooks" component={PlaybooksPage} />
      <Route path="/playbooks/:playbookId" component={PlaybookPage} />
      <Route path="/case-shape" component={ShapePage} />
      <Route path="/evidence/:id" component={EvidencePage} />
      <Route path="/artefacts" component={ArtefactsPage} />
      <Route path="/artefacts/:id" component={ArtefactPage} />
      <Route path="/old-work" component={OldWorkPage} />
      <Route path="/old-work/:id" component={OldImportPage} />
      <Route path="/ignored-values" component={IgnoredPage} />
      <Route path="/directory/quality" component={QualityPage} />
      <Route path="/directory/imports" component={ImportsPage} />
      <Route path="/directory/imports/:id" component={RegisterImportPage} />
      <Route path="/directory/:id?" component={DirectoryRoom} />
      <Route path="/claims" component={ClaimsPage} />
      <Route path="/claims/:id" component={DeskClaimPage} />
      <Route path="/disputes/:id" component={DeskDisputePage} />
      <Route path="/holders" component={HoldersPage} />
      <Route path="/delegated" component={DelegatedPage} />
      <Route path="/services" component={ServicesPage} />
      <Route path="/functions" component={FunctionsPage} />
      <Route path="/accreditations" component={AccreditationsPage} />
      <Route path="/accreditations/:id" component={AccreditationPage} />
      <Route path="/persons" component={PersonsPage} />
      <Route path="/areas" component={AreasPage} />
      <Route path="/lessons" component={LessonsPage} />
      <Route path="/partners" component={PartnersPage} />
      <Route path="/hunts" component={HuntsPage} />
      <Route path="/hunts/:id" component={HuntPage} />
      <Route path="/findings/:id" component={FindingPage} />
      <Route path="/rules" component={RulesPage} />
      <Route path="/rules/new" component={EditPage} />
      <Route path="/rules/packs" component={PacksPage} />
      <Route path="/rules/packs/:id" component={PackPage} />
      <Route path="/rules/imports/:id" component={ImportPage} />
      <Route path="/rules/trials/:id" component={TrialPage} />
      <Route path="/rules/allow-list" component={AllowPage} />
      <Route path="/rules/:id" component={RulePage} />
      <Route path="/rules/:id/edit" component={EditPage} />
      <Route path="/mails" component={MailsPage} />
      <Route path="/talking" component={TalkingPage} />
      <Route path="/talking/templates" component={TemplatesPage} />
      <Route path="/talking/:id" component={ConversationPage} />
      <Route path="/keys" component={KeysPage} />
      <Route path="/team" component={TeamPage} />
      <Route path="/notifications" component={NotificationsPage} />
      <Route path="/notifications/new" component={NewRunPage} />
      <Route path="/notifications/:id" component={RunPage} />
      <Route path="/findings-lists/:id" component={FindingsListPage} />
      <Route path="/disclosure" component={DisclosuresPage} />
      <Route path="/disclosure/cves" component={CvesPage} />
      <Route path="/disclosure/policy" component={PolicyPage} />
      <Route path="/disclosure/:id" component={DisclosurePage} />
      <Route path="/advisories" component={AdvisoriesPage} />
      <Route path="/advisories/new" component={NewAdvisoryPage} />
      <Route path="/advisories/:id" component={AdvisoryPage} />
      <Route path="/crises" component={CrisesPage} />
      <Route path="/crises/:crisisId" component={CrisisPage} />
      <Route path="/public-lines/:lineId?" component={LinesPage} />
      <Route path="/contact-books" component={BooksPage} />
      <Route path="/paper" component={PaperPage} />
      <Route path="/takedowns" component={TakedownsPage} />
      <Route path="/takedowns/:id" component={TakedownPage} />
      <Route path="/access" component={AccessPage} />
      <Route path="/log" component={LogPage} />
      <Route path="/health" component={HealthPage} />
      <Route path="/custody" component={CustodyPage} />
      <Route path="/enrolment" component={EnrolmentPage} />
      <Route path="/people" component={() => <main>{<PeoplePage />}</main>} />
      <Route path="/processing" component={OwnProcessingPage} />
      <Route path="/bodies" component={() => <main>{<BodiesPage />}</main>} />
      <Route path="/offices" component={() => <main>{<OfficesPage />}</main>} />
      <Route path="/api-keys" component={() => <main>{<ApiKeysPage />}</main>} />
    </RoomRouter>
  );
}
